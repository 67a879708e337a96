// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/leasefeed.h"

#include "app/desktopnotifier.h"
#include "services/lease/leaseclock.h"
#include "services/services.h"
#include "services/store/settingsstore.h"
#include "services/workspace.h"
#include "ui/common/problemtext.h"
#include "ui/common/toast.h"
#include "ui/lease/leasenotices.h"
#include "ui/lease/leasewords.h"
#include "ui/shell/mainwindow.h"

using namespace Qt::StringLiterals;

namespace run402 {

LeaseFeed::LeaseFeed(Services& services, DesktopNotifier& desktop, MainWindow& window, QObject* parent)
    : QObject(parent), m_services(services), m_desktop(desktop), m_window(window)
{
    const LeaseGuardian& guardian = services.guardian();
    connect(&guardian, &LeaseGuardian::noticed, this, &LeaseFeed::noticed);
    connect(&guardian, &LeaseGuardian::renewed, this, &LeaseFeed::renewed);
    connect(&guardian, &LeaseGuardian::renewalStopped, this, &LeaseFeed::stopped);
}

void LeaseFeed::noticed(const LeaseGuardian::Notice& notice)
{
    const LeaseWords::Words words = LeaseWords::notice(notice, m_services.leaseClock().now());
    const bool good = notice.mark == LeaseMark::Renewed;
    m_services.workspace().record(u"lease"_s, words.title);
    const bool reminder = notice.mark == LeaseMark::Days3 || notice.mark == LeaseMark::Day1 || notice.mark == LeaseMark::Hours2;
    tell(reminder ? LeaseNotices::kReminders : LeaseNotices::kStates, words.title, words.text, !good && notice.mark != LeaseMark::Days3, good);
}

void LeaseFeed::renewed(const TierChange& change)
{
    const QString title = tr("%1 renewed itself").arg(LeaseWords::tierTitle(change.tier));
    m_services.workspace().record(u"lease"_s, title);
    tell(LeaseNotices::kRenewals, title, tr("The lease goes to %1.").arg(QLocale(QLocale::English).toString(change.expiresAt.toLocalTime(), u"d MMMM yyyy, HH:mm"_s)), false, true);
}

void LeaseFeed::stopped(const Problem& problem)
{
    const ProblemWords words = problemWords(problem);
    const bool asks = problem.code == "payment.needs_person"_L1;
    QStringList parts{asks ? tr("Your budget asks before a payment of this size, and nobody is there to answer.") : words.title + u'.',
                      asks ? QString() : words.why, tr("Renewing by itself is paused.")};
    parts.removeAll(QString());
    m_services.workspace().record(u"lease"_s, tr("Renewing by itself was stopped: %1").arg(words.title));
    tell(LeaseNotices::kRenewals, tr("The lease was not renewed"), parts.join(u' '), true, false);
}

void LeaseFeed::tell(const QString& setting, const QString& title, const QString& text, bool urgent, bool good)
{
    m_services.settings().get(setting)->onDone(this, [this, title, text, urgent](const Result<QJsonValue>& on) {
        if (!on.ok() || on->toBool(true))
            m_desktop.show(title, text, u"wallet"_s, urgent);
    });
    m_window.toasts()->push({good ? Tone::Success : Tone::Warning, good ? QString() : u"timer"_s, title, text, tr("Open"),
                             [this] { Q_EMIT paneRequested(u"wallet"_s); }});
}

} // namespace run402
