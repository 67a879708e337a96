// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktopnotifier.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFutureWatcher>
#include <QSystemTrayIcon>
#include <QTimer>
#include <QVariantMap>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

const QString kService = u"org.freedesktop.Notifications"_s;
const QString kPath = u"/org/freedesktop/Notifications"_s;
const QString kConnection = u"run402.notifications"_s;
constexpr int kTrayMs = 15'000;

} // namespace

DesktopNotifier::DesktopNotifier(QObject* parent) : QObject(parent) {}

DesktopNotifier::~DesktopNotifier()
{
    m_bus.waitForFinished(); // it knows this object
}

void DesktopNotifier::show(const QString& title, const QString& text, const QString& target, bool urgent)
{
    // Greeting the bus waits for its answer, so another thread does it, the first time something is to be said.
    if (!m_begun) {
        m_begun = true;
        m_bus = QtConcurrent::run([this] {
            QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, kConnection);
            if (bus.isConnected()) {
                // Without a sender's name: asking who owns it would wait once more.
                bus.connect({}, kPath, kService, u"ActionInvoked"_s, this, SLOT(actionInvoked(uint, QString)));
                bus.connect({}, kPath, kService, u"NotificationClosed"_s, this, SLOT(notificationClosed(uint, uint)));
            }
            return bus.isConnected();
        });
    }
    auto* ready = new QFutureWatcher<bool>(this);
    connect(ready, &QFutureWatcherBase::finished, this, [this, ready, title, text, target, urgent] {
        ready->deleteLater();
        if (ready->result())
            showOnBus(title, text, target, urgent);
        else
            showInTray(title, text, target, urgent);
    });
    ready->setFuture(m_bus);
}

void DesktopNotifier::showOnBus(const QString& title, const QString& text, const QString& target, bool urgent)
{
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, u"Notify"_s);
    const QStringList actions{u"default"_s, tr("Open")};
    // Urgency 2 stays until it is seen. The text is plain; desktops read it as markup.
    const QVariantMap hints{{u"urgency"_s, QVariant::fromValue(uchar(urgent ? 2 : 1))}, {u"desktop-entry"_s, u"run402-desktop"_s}};
    call << u"Run402 Desktop"_s << 0u << u"run402-desktop"_s << title << text.toHtmlEscaped() << actions << hints << -1;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection(kConnection).asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, target] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (!reply.isError()) // else no desktop listens there
            m_targets.insert(reply.value(), target);
    });
}

void DesktopNotifier::showInTray(const QString& title, const QString& text, const QString& target, bool urgent)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return;
    if (!m_tray) {
        m_tray = new QSystemTrayIcon(QApplication::windowIcon(), this);
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT activated(m_trayTarget); });
        connect(m_tray, &QSystemTrayIcon::activated, this, [this] { Q_EMIT activated(m_trayTarget); });
    }
    m_trayTarget = target;
    m_tray->show();
    m_tray->showMessage(title, text, urgent ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information, kTrayMs);
    QTimer::singleShot(2 * kTrayMs, m_tray, &QSystemTrayIcon::hide);
}

void DesktopNotifier::actionInvoked(uint id, const QString&)
{
    if (const auto it = m_targets.constFind(id); it != m_targets.cend())
        Q_EMIT activated(it.value());
}

void DesktopNotifier::notificationClosed(uint id, uint)
{
    m_targets.remove(id);
}

} // namespace run402
