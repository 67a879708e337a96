// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/twincharge.h"

#include "services/pay/creditdebits.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

/// Charges of this payment's kind in the history, or the tier's own word where the history cannot be read.
QList<QDateTime> chargesLike(const Payment& payment, const RecentCharges& charges)
{
    if (!payment.purpose.startsWith("tier:"_L1))
        return charges.ledger ? debitsLike(payment, *charges.ledger) : QList<QDateTime>();
    const QString tier = payment.purpose.section(u':', 1);
    QList<QDateTime> times;
    if (!charges.ledger) {
        if (charges.tier && charges.tier->tier == tier && charges.tier->startedAt.isValid())
            times.append(charges.tier->startedAt);
        return times;
    }
    for (const LedgerEntry& e : *charges.ledger) {
        if (e.referenceId == tier && (e.kind == "tier_subscribe"_L1 || e.kind == "tier_renew"_L1 || e.kind == "tier_upgrade"_L1))
            times.append(e.createdAt);
    }
    return times;
}

} // namespace

std::optional<QDateTime> twinCharge(const Payment& payment, const RecentCharges& charges, const QList<Payment>& known,
                                    qint64 clockOffsetMs, const QDateTime& serverNow)
{
    // History and tier are those of the wallet in use, which may have been changed meanwhile.
    if (charges.tier && charges.tier->wallet.compare(payment.payer, Qt::CaseInsensitive) != 0)
        return std::nullopt;
    QList<QDateTime> times = chargesLike(payment, charges);
    times.removeIf([&](const QDateTime& at) { return at.secsTo(serverNow) > kTwinSeconds; });
    QList<DebitWindow> ours;
    for (const Payment& p : known) {
        const bool mayHave = p.state != Payment::State::Refused && p.purpose == payment.purpose
            && p.payer.compare(payment.payer, Qt::CaseInsensitive) == 0;
        if (mayHave)
            ours.append(debitWindow(p, clockOffsetMs));
    }
    if (explained(times, ours) == times.size())
        return std::nullopt;
    return *std::max_element(times.cbegin(), times.cend());
}

} // namespace run402
