// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/findings.h"

#include "services/workspace.h"

#include <QCoreApplication>

#include <algorithm>

namespace run402 {

namespace {

constexpr int mostShown = 3;
constexpr qint64 soonSeconds = 48 * 3600;

QString tr(const char* text)
{
    return QCoreApplication::translate("run402::Findings", text);
}

void addLease(QList<Finding>& list, const Workspace& workspace)
{
    const auto& tier = workspace.tier().value;
    if (!tier || !tier->expiresAt.isValid())
        return;
    const qint64 left = workspace.serverNow().secsTo(tier->expiresAt);
    if (left > soonSeconds)
        return;
    list << Finding{true, QStringLiteral("timer-off"), left > 0 ? tr("The lease ends within two days") : tr("The lease has ended"),
                    left > 0 ? tr("After it the project is read only, then archived.") : tr("Renew before the data is archived."),
                    tr("Renew"), QStringLiteral("wallet")};
}

void addClock(QList<Finding>& list, const Workspace& workspace)
{
    if (const qint64 wrong = workspace.clockWrongMs())
        list << Finding{false, QStringLiteral("clock"), clockWords(wrong),
                        tr("Signatures and leases go by the service's time. Set this computer's clock to be safe."), {}, {}};
}

void addAccess(QList<Finding>& list, const Workspace& workspace)
{
    const QList<TableAccess> tables = workspace.access().value.value_or(QList<TableAccess>());
    for (const TableAccess& t : tables) {
        Finding f{false, QStringLiteral("shield-alert"), {}, {}, tr("Review"), QStringLiteral("rules")};
        if (t.risky(AccessRole::Anonymous, AccessCommand::Delete)) {
            f.title = tr("Anyone can delete %1").arg(t.table);
            f.detail = tr("The anonymous role may change every row of the table.");
        } else if (!t.rowSecurity) {
            f.title = tr("%1 has no access rules").arg(t.table);
            f.detail = tr("Everyone can read it, and any signed-in user can change every row.");
        } else if (t.risky(AccessRole::SignedIn, AccessCommand::Delete)) {
            f.title = tr("Any signed-in user can delete %1").arg(t.table);
            f.detail = tr("Rows are not tied to an owner.");
        } else {
            continue;
        }
        list << f;
    }
}

} // namespace

QString clockWords(qint64 behindMs)
{
    const qint64 minutes = (qAbs(behindMs) + 30'000) / 60'000;
    const QString by = minutes < 60      ? tr("%1 min").arg(minutes)
                       : minutes < 2880 ? tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60)
                                         : tr("%1 days").arg(minutes / 1440);
    return behindMs > 0 ? tr("This computer's clock is %1 slow").arg(by) : tr("This computer's clock is %1 fast").arg(by);
}

QList<Finding> findingsOf(const Workspace& workspace)
{
    QList<Finding> list;
    addLease(list, workspace);
    addClock(list, workspace);
    addAccess(list, workspace);
    std::stable_sort(list.begin(), list.end(), [](const Finding& a, const Finding& b) { return a.danger && !b.danger; });
    return list.mid(0, mostShown);
}

} // namespace run402
