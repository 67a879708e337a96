// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"
#include "services/net/call.h"

#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace run402 {

class Button;
class IconLabel;
class Label;
class Services;
class Workspace;

/// The way from nothing to a first project: wallet, test money, tier, project; each step with its button and what it
/// costs. Shown while there is no project. Owner: parent. Thread: GUI.
class GettingStarted : public QWidget
{
    Q_OBJECT
public:
    explicit GettingStarted(Services& services, QWidget* parent = nullptr);

    using KeyGate = std::function<void(QObject* context, std::function<void()> then)>;
    void setKeyGate(KeyGate gate) { m_gate = std::move(gate); }

Q_SIGNALS:
    void problemRaised(const run402::Problem& problem);
    void starterRequested(); ///< a finished app instead of an empty project

private:
    struct Step
    {
        IconLabel* mark;
        Label* title;
        Label* detail;
        Button* button;
    };
    Step addStep(QVBoxLayout* column, const QString& objectName, const QString& title, const QString& detail, const QString& action);
    static void show(const Step& step, bool done, bool next);
    void refresh();
    void askForWallet(); ///< a real one only once keys can be kept
    void makeWallet();
    void getMoney();
    void takeTier();
    void makeProject();
    void createProject(const QString& name);
    bool hasMoney() const;
    template <typename T>
    void run(const Step& step, Call<T>* call, std::function<void(const T&)> done);

    Services& m_services;
    Workspace& m_workspace;
    KeyGate m_gate;
    bool m_dripped = false; ///< the faucet said yes; for chains whose balance cannot be read
    Label* m_title;
    Step m_wallet, m_money, m_tier, m_project;
};

} // namespace run402
