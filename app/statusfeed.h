// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QMenu;

namespace run402 {

class LeaseClock;
class LedgerBook;
class MainWindow;
class Services;
class Workspace;

/// Keeps the top bar and the status strip telling the truth. Owner: app/. Thread: GUI.
class StatusFeed : public QObject
{
    Q_OBJECT
public:
    StatusFeed(Services& services, MainWindow& window, QObject* parent = nullptr);
    ~StatusFeed() override;

Q_SIGNALS:
    void newProjectRequested();
    void allProjectsRequested();

private:
    void refreshEnvironment();
    void refreshProject();
    void refreshBalance();
    void refreshLink();
    void refreshTier();
    void refreshWarnings();
    void refreshUnresolved();

    Workspace& m_workspace;
    LedgerBook& m_book;
    LeaseClock& m_clock;
    MainWindow& m_window;
    QMenu* m_projects;
};

} // namespace run402
