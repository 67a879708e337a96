// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

namespace run402 {

class MainWindow;
class Services;

/// Remembers the window per environment and project: tabs, splits, unsaved SQL. Written soon after every change, so a
/// kill loses at most the last half second of typing. Owner: app/. Thread: GUI.
class SessionKeeper : public QObject
{
    Q_OBJECT
public:
    SessionKeeper(Services& services, MainWindow& window, QObject* parent = nullptr);

    /// Something worth keeping changed.
    void touch();
    /// Writes now what is pending; for an orderly quit.
    void flush();

Q_SIGNALS:
    /// The window of this project is as it was; `empty` = nothing was remembered.
    void restored(bool empty);

private:
    void follow();
    void write();
    QString scope() const;

    Services& m_services;
    MainWindow& m_window;
    QTimer m_soon;
    QString m_scope;    ///< whose state the window shows
    bool m_ready = false; ///< it has been restored; nothing is written before
};

} // namespace run402
