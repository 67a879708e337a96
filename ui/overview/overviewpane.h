// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"
#include "services/store/activitylog.h"

#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace run402 {

class Button;
class Card;
class Chip;
class GettingStarted;
class KeysCard;
class Label;
class LeaseCard;
class LinkLabel;
class Meter;
class Services;
class StatTile;
class Workspace;

/// Everything about a project at a glance (design/ui.md §3, screen 01). Owner: parent. Thread: GUI.
class OverviewPane : public QWidget
{
    Q_OBJECT
public:
    explicit OverviewPane(Services& services, QWidget* parent = nullptr);

    /// Runs `then` once keys can be kept, or never when the person says no.
    using KeyGate = std::function<void(QObject* context, std::function<void()> then)>;
    void setKeyGate(KeyGate gate);
    /// The page's picture for the thumbnail; from whoever can draw pages.
    void setThumbnail(const QPixmap& picture);

Q_SIGNALS:
    void paneRequested(const QString& paneId);
    void tierRequested(const QString& tier);
    void thumbnailWanted(const QUrl& address);
    void problemRaised(const run402::Problem& problem);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    QWidget* buildHeader();
    QWidget* buildMeters();
    QWidget* buildLeft();
    QWidget* buildRight();
    void refreshHeader();
    void refreshMeters();
    void refreshKeys();
    void refreshFindings();
    void refreshActivity();
    void refreshBudget();
    void showActivity(const QList<ActivityEntry>& entries);

    Services& m_services;
    Workspace& m_workspace;
    QWidget* m_page;
    GettingStarted* m_start;
    Label* m_title;
    Chip* m_state;
    LinkLabel* m_site;
    StatTile* m_calls;
    StatTile* m_storage;
    StatTile* m_functions;
    StatTile* m_secrets;
    LeaseCard* m_lease;
    KeysCard* m_keys;
    QVBoxLayout* m_activity;
    QVBoxLayout* m_findings;
    Chip* m_findingCount;
    Card* m_findingCard;
    Label* m_thumbnail;
    Label* m_siteName;
    Label* m_siteDetail;
    Label* m_budgetText;
    Label* m_budgetNote;
    Meter* m_budgetMeter;
};

} // namespace run402
