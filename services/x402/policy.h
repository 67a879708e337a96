// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/offer.h"
#include "services/x402/secretkey.h"

#include <QStringList>

/// Whether and with which offer a 402 is paid. Pure: what was spent, what is
/// funded and what is on the clock comes in as values.
///
/// Rules, in this order; the first that fails refuses with its own Reason.
/// 1. Sandbox: only a key with Use::Sandbox signs, and only for a host on
///    this computer. Every network may then sign, as that key owns nothing.
///    Testnet and Mainnet: a key with Use::Wallet only, TLS only, never a
///    host on this computer, and only hosts of the list. An authorization
///    shown to a wrong or local server could be settled elsewhere.
/// 2. Testnet signs for eip155:84532 (and 42431), never for a main network,
///    not even where prepaid credit would cover the price: the server may
///    fall through to the chain with the same header. Mainnet adds 8453.
/// 3. Each offer is judged on its own (offer.h), then against the recipient
///    pinned for the host and the caps. Prepaid credit counts as money.
/// 4. Two offers of one token that name different recipients, or that could
///    both be paid at different prices, refuse the whole answer.
/// 5. Choice, never simply the first. Credit covers the price: the server
///    will debit it and not use the authorization, so the one worth least if
///    misused is signed: test money before real, unfunded before funded.
///    Otherwise a network whose known balance covers the price, in order of
///    preference. Where balances are unknown, a person is asked.
namespace run402::x402 {

enum class Environment { Sandbox, Testnet, Mainnet };

/// The recipient seen at a host the first time; kept by the caller.
struct PinnedRecipient
{
    QString host; ///< lower case, as QUrl::host()
    Address payTo;
};

struct SpendPolicy
{
    Environment environment = Environment::Sandbox;
    Amount perPayment; ///< most per payment; a payment may equal it
    std::optional<Amount> perDay;
    std::optional<Amount> perMonth;
    Amount askAbove; ///< a person is asked for more than this
    qint64 maxTimeoutSeconds = 3600;
    QStringList hosts; ///< that may be paid, lower case; unused in the sandbox
    /// Chains in order of preference; narrows what the environment allows.
    /// Empty: all it allows, test money before real money.
    std::vector<quint64> networks;
    std::vector<PinnedRecipient> pins;
};

struct ChainFunds
{
    quint64 chainId = 0;
    std::optional<Amount> balance; ///< nullopt: not known
};

struct SpendState
{
    Amount spentToday; ///< in this environment, including payments whose outcome is unknown
    Amount spentThisMonth;
    std::optional<Amount> credit;  ///< prepaid at the server
    std::vector<ChainFunds> funds; ///< a chain that is absent counts as unknown
};

struct Payer
{
    Address address;
    SecretKey::Use use = SecretKey::Use::Wallet;
};

struct Decision
{
    enum class Verdict { Refuse, Ask, Sign };
    /// Why a person must be asked. Stable codes through askCode().
    enum class Ask { Amount, NewRecipient, BalanceUnknown };

    Verdict verdict = Verdict::Refuse;
    Reason reason = Reason::None;     ///< of a refusal
    JudgedOffer offer;                ///< the chosen one
    std::vector<Reason> offerReasons; ///< per entry of accepts; None = payable
    std::vector<Ask> asks;
    bool fromCredit = false;
    Environment environment = Environment::Sandbox;
    Payer payer;
    std::shared_ptr<const JsonText> json; ///< of the challenge this decides on

    Problem problem() const { return problemOf(reason); }
};

QString askCode(Decision::Ask ask); ///< "ask.amount", "ask.recipient", "ask.balance"

Decision decide(const Challenge& challenge, const QUrl& request, const Payer& payer,
                const SpendPolicy& policy, const SpendState& state);

/// Rules 1 and 3 for a transfer that no offer of this protocol asks for (machine payments on Tempo).
Reason checkTransfer(const QUrl& request, const Payer& payer, const Address& payTo, Amount price,
                     const SpendPolicy& policy, const SpendState& state);
/// What a person is asked for beside the balance.
std::vector<Decision::Ask> questionsAbout(Amount price, const QUrl& request, const SpendPolicy& policy);

/// Chains an environment lets sign, test networks first.
std::vector<quint64> networksOf(Environment environment);
/// localhost, *.localhost, 127.0.0.0/8, ::1.
bool isLoopback(const QString& host);

} // namespace run402::x402
