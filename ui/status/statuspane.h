// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "ui/shell/document.h"

#include <QDateTime>
#include <QTimer>
#include <QWidget>

class QVBoxLayout;

namespace run402 {

class Banner;
class Button;
class Card;
class Chip;
class Label;
class Services;
class Workspace;

/// Everything `run402 status` prints, and how the service's parts do. Owner: parent. Thread: GUI.
class StatusPane : public QWidget, public Document
{
    Q_OBJECT
public:
    explicit StatusPane(Services& services, QWidget* parent = nullptr);

    void activated() override;

Q_SIGNALS:
    void paneRequested(const QString& target);

private:
    struct Fact { QString name, value, id; bool mono = false; };
    QWidget* buildHead();
    Card* addCard(const QString& title, QVBoxLayout*& rows);
    void fill(QVBoxLayout* rows, const QList<Fact>& facts);
    void reload();
    void refresh();
    void refreshService();
    void refreshAge();
    QList<Fact> walletFacts() const;
    QList<Fact> tierFacts() const;
    QList<Fact> projectFacts() const;

    Services& m_services;
    Workspace& m_workspace;
    Label* m_age;
    Button* m_reload;
    Banner* m_trouble;
    Chip* m_health;
    QVBoxLayout *m_wallet, *m_tier, *m_projects, *m_service;
    std::optional<ComponentHealth> m_components;
    QString m_healthProblem;
    QDateTime m_readAt; ///< UTC, of the service's health
    QTimer m_tick;
    bool m_loading = false;
    int m_generation = 0;
};

} // namespace run402
