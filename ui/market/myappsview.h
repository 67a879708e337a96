// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/app.h"
#include "models/problem.h"

#include <QWidget>

class QVBoxLayout;

namespace run402 {

class Services;
class StateStack;

/// What the person has published: the version of every project whose keys are here, asked one project after the other.
/// Owner: parent. Thread: GUI.
class MyAppsView : public QWidget
{
    Q_OBJECT
public:
    explicit MyAppsView(Services& services, QWidget* parent = nullptr);

    void reload();
    const QList<AppVersion>& versions() const { return m_versions; }

Q_SIGNALS:
    void publishRequested();
    void editRequested(const run402::AppVersion& version);
    void againRequested(const run402::AppVersion& version);
    void changed(); ///< something was withdrawn
    void problemRaised(const run402::Problem& problem);
    void paneRequested(const QString& pane);

private:
    void readNext(int turn);
    void show();
    QWidget* makeRow(const AppVersion& version);
    void askWithdraw(const AppVersion& version);

    Services& m_services;
    StateStack* m_states;
    QVBoxLayout* m_column;
    QWidget* m_rows = nullptr;
    QList<AppVersion> m_versions;
    QStringList m_left; ///< projects still to ask
    std::optional<Problem> m_problem; ///< of the latest project that could not be asked
    int m_unread = 0;
    int m_turn = 0;
};

} // namespace run402
