// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/pay/budgetstore.h"
#include "ui/agents/agentmodel.h"

#include <QTimer>
#include <QWidget>

class QStackedWidget;

namespace run402 {

class Button;
class EmptyState;
class GridView;
class Label;
class Services;

/// What the person's agents did meanwhile, with what is new since it was last looked at; a row leads to its thing.
/// Showing it for a moment counts as looking; what was new stays marked until it is left. Owner: parent. Thread: GUI.
class AgentsDock : public QWidget
{
    Q_OBJECT
public:
    explicit AgentsDock(Services& services, QWidget* parent = nullptr);

Q_SIGNALS:
    void unreadChanged(int count);
    void openRequested(const QString& target);
    void linkRequested();

private:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void refresh();
    void showSummary();
    void follow(const QModelIndex& index);
    QString projectName(const QString& id) const;

    Services& m_services;
    AgentModel m_model;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    Button* m_link;
    GridView* m_view;
    Label* m_summary;
    Button* m_go;
    QTimer m_seen;            ///< how long it must be in sight to count as looked at
    qint64 m_newsFrom = -1;   ///< acts beyond are marked while it is in sight; -1 = take the feed's
    BudgetView m_budget;
};

} // namespace run402
