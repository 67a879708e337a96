// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "tests/support/scriptedmanager.h"

#include <QHash>
#include <QSet>

#include <functional>

namespace run402::test {

/// What goes wrong on the way of one paid request.
enum class Fault {
    None,
    NeverConnected,    ///< the transport knows that nothing left
    DropBefore,        ///< the request is lost, the connection reset
    DropAfter,         ///< carried out and settled, the answer lost
    CutBody,           ///< carried out and settled, half of the answer arrives
    ErrorBefore,       ///< 502 of something in front, nothing carried out
    ErrorAfter,        ///< 502 of something in front, carried out and settled
    HangBefore,        ///< nothing happens, nothing comes
    HangAfter,         ///< carried out and settled, nothing comes
    SettlesLater,      ///< checked now, nothing comes, on chain at some later time
    Rejected,          ///< a second 402: refused before anything ran
    SettlementFails,   ///< it ran, the transfer did not: "Settlement failed"
    HandlerFails,      ///< 500 of the request itself
    HandlerRefuses,    ///< 400 of the request itself
    NoReceipt,         ///< settled, answered without a receipt
    Twice,             ///< something in front sends it again; the second answer arrives
    TwiceAfterRestart, ///< the same, and the server forgot its idempotency keys in between
    // Of a transaction on Tempo alone; an x402 payment gets through.
    StaleChallenge,    ///< the server does not know its own challenge any more
    TooSlow,           ///< the transaction's 25 seconds are over when the server gets to it
    SentUnseen,        ///< on chain, but the server stopped waiting: "verification failed"
    Count
};

/// A model of the service where it takes money: prepaid credit first, else verify, run, settle on chain
/// (payments.md §1, §3, §4; contract.md §1.10, defects included): by x402, by MPP with the chain of Tempo, or by either.
/// Nothing is taken for gas. It keeps what really happened, for comparing with what
/// the application believes. Time is its own and moves only by pass().
class SimServer
{
public:
    explicit SimServer(quint32 seed);

    Script answer(const SeenRequest& request);
    void pass(qint64 ms); ///< late settlements happen on the way
    qint64 nowMs() const { return m_nowMs; }

    enum class Asks { X402, Machine, Both };
    Asks asks = Asks::X402;             ///< what a demand offers
    // Of the next paid request.
    Fault fault = Fault::None;
    qint64 settleDelayMs = 0;           ///< of SettlesLater
    std::function<void()> paidArrived;  ///< called when one arrives, before anything else
    // Of every other one.
    bool reachable = true;
    double unreadable = 0;              ///< how often chain, history or tier give a 503
    qint64 priceMicros = 100'000;
    QByteArray seller;

    // What really happened.
    struct Effect { int onChain = 0; int onTempo = 0; int debits = 0; };
    QHash<QString, Effect> effects;     ///< by Idempotency-Key
    qint64 balanceMicros = 0, tempoMicros = 0, creditMicros = 0;
    int paidRequests = 0;
    QList<LedgerEntry> ledger;
    TierStatus tier;
    QByteArray payer;                   ///< EIP-55

private:
    /// `nonce`: of a transaction its hash.
    struct Paid { QString id; QByteArray nonce, headerText; qint64 value = 0, validAfter = 0, validBefore = 0; QString tier; bool machine = false; };
    struct Late { Paid paid; qint64 dueMs = 0; };

    Script demand(const QByteArray& error) const;
    Script paidAnswer(const SeenRequest& request);
    Script carryOut(const Paid& paid);
    Script debit(const Paid& paid);
    Script carryOutMachine(const Paid& paid);
    Script refuse(const QByteArray& slug) const;
    QByteArray challenge() const;
    Script rpc(const SeenRequest& request) const;
    Script tempoRpc(const SeenRequest& request) const;
    Paid readMachine(const SeenRequest& request) const;
    Paid read(const SeenRequest& request) const;
    QByteArray whyNot(const Paid& paid) const;
    bool settle(const Paid& paid);
    Script dated(Script script) const;
    Script handler(bool& ok) const;
    bool chance(double probability);

    quint64 m_dice;
    qint64 m_nowMs = 1'774'094'400'000;
    QHash<QString, QByteArray> m_stored;
    QSet<QByteArray> m_usedNonces, m_debitedHeaders;
    QList<Late> m_late;
};

} // namespace run402::test
