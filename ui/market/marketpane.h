// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/applistmodel.h"
#include "models/item/starterlistmodel.h"
#include "services/starters/startercatalog.h"
#include "ui/market/appdetails.h"
#include "ui/market/appthumbnails.h"
#include "ui/shell/document.h"

#include <QDateTime>
#include <QPointer>
#include <QUrl>
#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QStackedWidget;

namespace run402 {

class Banner;
class Button;
class CardGrid;
class EmptyState;
class Label;
class MyAppsView;
class SearchField;
class SegmentedControl;
class Services;
class StateStack;
class ToggleChip;
class Workspace;

/// The marketplace (design/ui.md §3, screen 09): published apps to look at and fork, the starters that come with this
/// program, and what the person has published. Owner: parent. Thread: GUI.
class MarketPane : public QWidget, public Document
{
    Q_OBJECT
public:
    enum class Page { Apps, Starters, Mine };

    /// What the pane asks of the application. The dialogs keep a copy: making a project switches to it, which closes this
    /// pane under them.
    struct Actions
    {
        std::function<void(const QString& target)> open;
        std::function<void(const QUrl& address)> preview;
        std::function<void(const Problem& problem)> showProblem;
        std::function<void(const QString& text)> celebrate;
    };

    MarketPane(Services& services, const StarterCatalog& catalog, Actions actions, AppThumbnails::Draw draw, QWidget* parent = nullptr);

    ~MarketPane() override;

    QWidget* inspectorWidget() override;
    QString inspectorTitle() const override;
    void activated() override;

    void showPage(Page page);
    Page page() const { return m_page; }
    /// Marks the app; asks for it when it is not in the list.
    void showApp(const QString& versionId);
    /// Marks the starter, and opens its dialog when `use`.
    void showStarter(const QString& slug, bool use);
    void fork(const QString& versionId);
    void publish(); ///< the current project
    void reload();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildApps();
    QWidget* buildFilters();
    QWidget* buildStarters();
    void connectFacts();
    void browse();
    void browsed(const Result<QList<AppVersion>>& apps);
    void loadStarters();
    void showState();
    void refreshTags();
    void placeTags(); ///< as many as there is room for; chosen ones always
    void refreshOrders();
    void refreshPublish();
    void tagToggled();
    void cardChosen();
    void loadPictures();
    void openDetailsAction();
    void openForkDialog(const AppVersion& app);
    void openStarterDialog(const Starter& starter);
    void openPublishDialog(const QString& projectId, const QString& name, const std::optional<AppVersion>& existing, bool again);
    void openDemo();
    const AppVersion* chosenApp() const;
    const Starter* chosenStarter() const;

    Services& m_services;
    Workspace& m_workspace;
    StarterCatalog m_catalog;
    Actions m_actions;
    void hideEvent(QHideEvent* event) override;

    AppThumbnails m_thumbnails;
    AppListModel m_apps;
    AppFilterModel m_filter;
    StarterListModel m_starters;
    Page m_page = Page::Apps;
    SegmentedControl* m_pageSwitch;
    Label* m_subtitle;
    Button* m_publish;
    QStackedWidget* m_pages;
    SearchField* m_search;
    QWidget* m_tagBox;
    QHBoxLayout* m_tagRow;
    QList<ToggleChip*> m_tagChips;
    QComboBox* m_order;
    Banner* m_stale;
    StateStack* m_states;
    EmptyState* m_empty;
    Button* m_emptyButton;
    CardGrid* m_grid;
    CardGrid* m_starterGrid;
    StateStack* m_starterStates;
    MyAppsView* m_mine;
    QPointer<AppDetails> m_details; ///< the inspector may hold it, and go first when the window closes
    std::optional<AppVersion> m_single; ///< asked for by its id, not in the list
    std::optional<Problem> m_problem;
    QDateTime m_readAt; ///< UTC; invalid = never
    QString m_wanted;   ///< app or starter to mark once it is read
    bool m_useWanted = false;
    bool m_loading = false;
    int m_turn = 0;
};

} // namespace run402
