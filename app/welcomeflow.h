// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"

#include <QObject>

namespace run402 {

class MainWindow;
class Services;

/// The first minutes: welcome, the choice of a world, the import from the CLI. Owner: app/. Thread: GUI.
class WelcomeFlow : public QObject
{
    Q_OBJECT
public:
    WelcomeFlow(Services& services, MainWindow& window, QObject* parent = nullptr);

    /// Reads what was chosen before; shows the welcome when nothing was.
    void start();
    /// Reads the CLI's files and takes wallet and projects over; the files stay as they are.
    void importFromCli();
    /// Works on the CLI's own files in this world, or no longer.
    void linkCli(bool linked);

Q_SIGNALS:
    void problemRaised(const run402::Problem& problem);
    void imported(int projects, bool wallet);
    void linkChanged(bool linked, const QString& folder);

private:
    void chooseWorld();
    void lookForCli();
    void begin(const QString& environment);

    Services& m_services;
    MainWindow& m_window;
};

} // namespace run402
