// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/creditdebits.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

/// Clocks, and the way a request takes, differ by less than this.
constexpr int kSlackSeconds = 60;
/// A request that arrives after validBefore is still debited; none is under way for longer.
constexpr int kLateSeconds = 120;
/// What the service gives a signature (payments.md §1.4), what we give a transaction on Tempo, the most we ever sign.
constexpr int kUsualValiditySeconds = 300;
constexpr int kTempoValiditySeconds = 25;
constexpr int kLongestValiditySeconds = 3600;

/// The ledger's name of what was bought: "tier:hobby" is sku "tier_hobby".
QString skuOf(const Payment& payment)
{
    QString sku = payment.purpose;
    return sku.replace(u':', u'_');
}

} // namespace

QDateTime signedAt(const Payment& payment, qint64 clockOffsetMs)
{
    const QDateTime noted = payment.createdAt.addMSecs(clockOffsetMs);
    if (!payment.validBefore.isValid())
        return noted;
    const int usual = payment.rail == Rail::TempoPathUsd ? kTempoValiditySeconds : kUsualValiditySeconds;
    const QDateTime latest = payment.validBefore.addSecs(-usual);
    const bool fits = noted <= latest && noted >= payment.validBefore.addSecs(-kLongestValiditySeconds - kSlackSeconds);
    return fits ? noted : latest;
}

DebitWindow debitWindow(const Payment& payment, qint64 clockOffsetMs)
{
    const QDateTime at = signedAt(payment, clockOffsetMs);
    const QDateTime end = payment.validBefore.isValid() ? payment.validBefore : at.addSecs(kLongestValiditySeconds);
    return {at.addSecs(-kSlackSeconds), end.addSecs(kLateSeconds)};
}

QList<QDateTime> debitsLike(const Payment& payment, const QList<LedgerEntry>& ledger)
{
    QList<QDateTime> times;
    for (const LedgerEntry& e : ledger) {
        if (!e.credit && e.kind == "purchase_debit"_L1 && e.amountMicros == payment.amountMicros
            && e.referenceId == skuOf(payment))
            times.append(e.createdAt);
    }
    return times;
}

int explained(QList<QDateTime> debits, QList<DebitWindow> payments)
{
    // Each debit, oldest first, to the payment whose time ends first: no other choice explains more.
    std::sort(debits.begin(), debits.end());
    std::sort(payments.begin(), payments.end(), [](const DebitWindow& a, const DebitWindow& b) { return a.until < b.until; });
    int count = 0;
    for (const QDateTime& debit : debits) {
        const auto cause = std::find_if(payments.begin(), payments.end(), [&](const DebitWindow& w) {
            return w.from <= debit && debit <= w.until;
        });
        if (cause == payments.end())
            continue;
        payments.erase(cause);
        ++count;
    }
    return count;
}

} // namespace run402
