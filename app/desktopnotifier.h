// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QPointer>

class QSystemTrayIcon;

namespace run402 {

/// Notifications of the desktop: org.freedesktop.Notifications on the session bus, or where there is no such bus a tray
/// icon that is there as long as it has something to say. Nothing waits for either; what neither can show is shown in
/// the window alone, which its caller does anyway. Owner: app/. Thread: GUI.
class DesktopNotifier : public QObject
{
    Q_OBJECT
public:
    explicit DesktopNotifier(QObject* parent = nullptr);
    ~DesktopNotifier() override;

    /// `target`: what activated() says when the person clicks it.
    void show(const QString& title, const QString& text, const QString& target, bool urgent);

Q_SIGNALS:
    void activated(const QString& target);

private Q_SLOTS:
    void actionInvoked(uint id, const QString& action);
    void notificationClosed(uint id, uint reason);

private:
    void showOnBus(const QString& title, const QString& text, const QString& target, bool urgent);
    void showInTray(const QString& title, const QString& text, const QString& target, bool urgent);

    QHash<uint, QString> m_targets; ///< of what the desktop shows
    bool m_begun = false;
    QFuture<bool> m_bus; ///< the session bus is there
    QSystemTrayIcon* m_tray = nullptr;
    QString m_trayTarget;
};

} // namespace run402
