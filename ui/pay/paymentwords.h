// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/pay/approver.h"
#include "ui/common/chip.h"

namespace run402 {

/// Which money a question is about, told from the bytes to be signed: the chain id, and whether a server on this
/// computer asks (only the sandbox's throwaway key signs for one, services/x402/policy.h).
enum class MoneyWorld { Real, Test, Sandbox };

/// What the payment dialog says, as values. Pure; thread: GUI (translations). Micro-USD, UTC.
struct PaymentWords
{
    MoneyWorld world = MoneyWorld::Real;
    Tone tone = Tone::Mainnet;
    QString icon;
    QString headline;   ///< "REAL MONEY"
    QString place;      ///< "Base mainnet, cannot be undone"
    QString amount, unit, amountNote;
    QString get, getNote;
    QString toName, toShort, toNote;
    QString assetShort, assetNote;
    QString fromShort, fromNote;
    bool balanceTooSmall = false;
    QString fee, feeShort, feeNote;        ///< of a transaction on Tempo, else empty
    QString memoShort;
    QString signs;                         ///< what kind of thing the key signs
    QString spent, now, left;              ///< the budget row
    double spentShare = 0, nowShare = 0;   ///< 0..1 of the month's budget
    QString pay;        ///< "Pay 5.00 USDC"
    QString warning;    ///< of a passed check that is remarkable; may be empty
    QString agree;      ///< what must be ticked before it can be paid; empty: nothing
    QString blocked;    ///< why it may not be paid; empty = it may
};

PaymentWords paymentWords(const PaymentQuestion& question, Environment environment);

MoneyWorld moneyWorldOf(const PaymentQuestion& question, Environment environment);

/// "0x4a9F1D20c7e35b88…E5540F8d21b7", or "0x7aE1…c93f" when `brief`.
QString shortAddress(const QString& address, bool brief = false);

/// A rail of this payment: "Tempo, 12.50 pathUSD", and why it cannot where it cannot.
QString wayWords(const PaymentWay& way);
/// "12:00:25", local time: until when the bytes on screen are good.
QString untilWords(const QDateTime& until);

/// When the answer must be there: a signature needs some seconds of validity to be taken by the server.
QDateTime answerDeadline(const PaymentQuestion& question);

} // namespace run402
