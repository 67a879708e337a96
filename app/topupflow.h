// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

namespace run402 {

class MainWindow;
class PreviewFactory;
class Services;
class TopUpDialog;

/// Adding credit by card: one dialog at a time, and a word about money that arrives after it was closed. Owner: app/;
/// everything is borrowed. Thread: GUI.
class TopUpFlow : public QObject
{
    Q_OBJECT
public:
    TopUpFlow(Services& services, PreviewFactory& previews, MainWindow& window) : m_services(services), m_previews(previews), m_window(window) {}

    void start();

Q_SIGNALS:
    void walletNeeded(); ///< there is no wallet, or no connection

private:
    Services& m_services;
    PreviewFactory& m_previews;
    MainWindow& m_window;
    QPointer<TopUpDialog> m_dialog;
};

} // namespace run402
