// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/document.h"
#include "ui/table/tablesession.h"

#include <QWidget>

class QMenu;
class QStackedWidget;

namespace run402 {

class Banner;
class Button;
class ChangeBar;
class Chip;
class ConflictDialog;
class DocToolBar;
class FilterBar;
class IconButton;
class Label;
class QueryLine;
class SegmentedControl;
class Services;
class StateStack;
class TableApiView;
class TableColumns;
class TableGrid;
class TableIndexesView;
class TableStructureView;
class Workspace;

/// One table: its rows, filtered and paged, edited in place and saved as one transaction (design/ui.md §3, screen 03).
/// Nothing is sent before Save. Owner: document area. Thread: GUI.
class TablePane : public QWidget, public Document
{
    Q_OBJECT
public:
    TablePane(Services& services, const QString& table, QWidget* parent = nullptr);
    ~TablePane() override;

    TableSession& session() { return m_session; }

    QString title() const override { return m_session.table(); }
    bool isModified() const override { return !m_session.model().edits().isEmpty(); }
    void save(std::function<void(bool saved)> done) override;
    QWidget* toolbar() override;
    QWidget* actionStrip() override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    void activated() override;

    /// Shows the rows with that value only, as a reference followed from elsewhere does.
    void showOnly(const QString& column, const QString& value);

Q_SIGNALS:
    void stateChanged();
    void aboutToSend(); ///< what is staged should be on disk before the next request leaves
    void noticed(const QString& text, bool failed);
    /// `undo`: SQL that takes the save back; empty = none.
    void savedChanges(const QString& text, const QString& undo);
    void paneRequested(const QString& target);
    void referenceRequested(const QString& table, const QString& column, const QString& value);
    void explorerRequested(const QString& path);
    void importRequested(const QString& table);
    void exportRequested(const QString& sql); ///< all rows the filters let through, in the console
    void alterRequested(const QString& table);

protected:
    /// Import and "Change the table" are shown where somebody listens.
    void connectNotify(const QMetaMethod& signal) override;

private:
    enum Page { DataPage, StructurePage, IndexesPage, ApiPage };
    QWidget* buildData();
    QWidget* buildStatus();
    void buildToolbar();
    void buildKeys();
    void connectSession();
    void showPage(int page);
    void refreshReading();
    void refreshStatus();
    void refreshWriting();
    QString visitorOrder() const; ///< what is to be said about the order of a visitor's pages
    void refreshSaving();
    void refreshQuery();
    void refreshAccess();
    void setQuery(const TableQuery& query);
    void sortBy(int column);
    void find(const QString& text);
    void filterBy(int column, const CellValue& value);
    void showConflicts(const QList<RowConflict>& conflicts);
    void fillColumnsMenu();
    void startIfDue();
    void refreshOffers();

    Services& m_services;
    Workspace& m_workspace;
    TableSession m_session;
    DocToolBar* m_toolbar = nullptr;
    SegmentedControl* m_pages = nullptr;
    Chip* m_access = nullptr;
    Button* m_columns = nullptr;
    Button* m_import = nullptr;
    Button* m_export = nullptr;
    Button* m_row = nullptr;
    QMenu* m_columnsMenu = nullptr;
    QStackedWidget* m_stack;
    StateStack* m_states;
    FilterBar* m_filters;
    QueryLine* m_line;
    TableGrid* m_grid;
    TableColumns* m_layout;
    ChangeBar* m_changes;
    Banner* m_readOnly;
    Banner* m_trouble;
    Label* m_count;
    Label* m_time;
    Label* m_range;
    IconButton* m_back;
    IconButton* m_next;
    TableStructureView* m_structure;
    TableIndexesView* m_indexes;
    TableApiView* m_api;
    bool m_keyComes = false; ///< the project is being imported, its service key perhaps with it
};

} // namespace run402
