// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lease/leasewords.h"

#include "models/domain/amount.h"
#include "models/domain/datasize.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace run402::LeaseWords {
namespace {

QString tr(const char* text, int n = -1) { return QCoreApplication::translate("Lease", text, nullptr, n); }

QString moment(const QDateTime& at)
{
    return QLocale(QLocale::English).toString(at.toLocalTime(), u"d MMMM yyyy, HH:mm"_s);
}

QString day(const QDateTime& at) { return QLocale(QLocale::English).toString(at.toLocalTime().date(), u"d MMMM yyyy"_s); }

} // namespace

QString exact(qint64 micros) { return Amount::fromMicros(micros).toDollarText(); }

QString tierTitle(const QString& tier)
{
    QString title = tier;
    if (!title.isEmpty())
        title[0] = title.at(0).toUpper();
    return title;
}

QString span(qint64 seconds)
{
    seconds = qAbs(seconds);
    if (seconds >= 86'400)
        return tr("%1 d %2 h").arg(seconds / 86'400).arg(seconds % 86'400 / 3600);
    if (seconds >= 3600)
        return tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
    return seconds >= 120 ? tr("%1 min").arg(seconds / 60) : tr("%1 s").arg(seconds);
}

QString countdown(LeasePhase phase, qint64 secondsLeft)
{
    switch (phase) {
    case LeasePhase::Active: return secondsLeft <= 72 * 3600 ? tr("%1 left").arg(span(secondsLeft)) : QString();
    case LeasePhase::OnHold: return tr("lease ended");
    case LeasePhase::Archived: return tr("archived");
    case LeasePhase::Deleted: return tr("deleted");
    case LeasePhase::None: break;
    }
    return {};
}

Words notice(const LeaseGuardian::Notice& n, const QDateTime& now)
{
    const QString tier = tierTitle(n.tier);
    switch (n.mark) {
    case LeaseMark::Days3:
    case LeaseMark::Day1:
    case LeaseMark::Hours2:
        return {tr("%1: %2 left").arg(tier, span(now.secsTo(n.expiresAt))),
                n.renewsItself ? tr("The lease ends on %1 and renews itself before.").arg(moment(n.expiresAt))
                               : tr("The lease ends on %1. Renewed before then, nothing stops.").arg(moment(n.expiresAt))};
    case LeaseMark::OnHold:
        return {tr("The lease of %1 has ended").arg(tier),
                tr("Projects are on hold. Renewed by %1 everything goes on; after that they are archived.")
                    .arg(moment(n.expiresAt.addSecs(leaseHoldSeconds)))};
    case LeaseMark::Archived:
        return {tr("Projects are archived"),
                tr("The lease ended more than a week ago. They are deleted on %1.")
                    .arg(day(n.expiresAt.addSecs(leaseHoldSeconds + leaseArchiveSeconds)))};
    case LeaseMark::Deleted:
        return {tr("Archived projects are deleted"), tr("The lease ended on %1. A new tier starts afresh.").arg(day(n.expiresAt))};
    case LeaseMark::Renewed:
        return {tr("%1 runs again").arg(tier), tr("The lease goes to %1.").arg(moment(n.expiresAt))};
    }
    return {};
}

QList<Fact> plan(const TierPlan& plan, const QString& price)
{
    QList<Fact> facts{{tr("You pay now"), price}};
    switch (plan.action) {
    case TierPlan::Action::Subscribe:
        facts << Fact{tr("The lease runs"), tr("from now to %1").arg(moment(plan.endsAt))};
        break;
    case TierPlan::Action::Renew:
        facts << Fact{tr("The lease runs"), tr("on, to %1").arg(moment(plan.endsAt))};
        break;
    case TierPlan::Action::Upgrade:
    case TierPlan::Action::Downgrade:
        facts << Fact{tr("A new lease runs"), tr("from now to %1").arg(moment(plan.endsAt))};
        facts << Fact{tr("Unused of %1").arg(tierTitle(plan.previousTier)),
                      tr("%1 of %2").arg(span(plan.unusedMs / 1000), span(plan.spanMs / 1000))};
        facts << Fact{tr("Comes back as credit"), exact(plan.refundMicros)};
        facts << Fact{tr("Projects you have"), tr("keep the limits they were made with")};
        break;
    }
    return facts;
}

QString refusal(const TierPlan& plan)
{
    if (!plan.refused)
        return {};
    return tr("%1 holds %2 and you store %3. Delete %4, or wait for the lease to end.")
        .arg(tierTitle(plan.tier), byteText(plan.storageLimitBytes), byteText(plan.storedBytes),
             byteText(plan.storedBytes - plan.storageLimitBytes));
}

Words outcome(const TierPlan& plan, const TierChange& change, const TierDifference& difference)
{
    const QString title = tr("%1 tier").arg(tierTitle(change.tier));
    QString text = tr("Lease to %1.").arg(moment(change.expiresAt));
    if (!difference.any()) {
        if (difference.refundedMicros > 0)
            text += u' ' + tr("%1 came back as credit.").arg(exact(difference.refundedMicros));
        return {title, text};
    }
    QStringList parts;
    if (difference.action)
        parts << tr("It took it as “%1”, not “%2”.").arg(change.action, tierActionName(plan.action));
    if (difference.end)
        parts << tr("The lease goes to %1; shown was %2.").arg(moment(change.expiresAt), moment(plan.endsAt));
    if (difference.refund)
        parts << tr("%1 came back as credit; shown was %2.").arg(exact(qMax(difference.refundedMicros, qint64(0))), exact(plan.refundMicros));
    return {tr("The service did something else than was shown"), parts.join(u' ')};
}

} // namespace run402::LeaseWords
