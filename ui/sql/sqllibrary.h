// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/store/savedqueries.h"
#include "services/store/sqlhistory.h"

#include <QWidget>

class QListView;

namespace run402 {

class Button;
class EmptyState;
class IconButton;
class SearchField;
class SegmentedControl;
class SqlListModel;
class ToggleChip;

/// The side of the console with saved queries and what was run, 300 wide. It shows what it is given and asks for what
/// it needs; the names of a project's queries are known here, so that two never get the same one.
/// Owner: parent. Thread: GUI.
class SqlLibrary : public QWidget
{
    Q_OBJECT
public:
    enum class Page { Saved, History };
    explicit SqlLibrary(QWidget* parent = nullptr);

    Page page() const;
    void open(Page page);
    bool everywhere() const; ///< the history of all projects
    QString searchText() const;
    void setSaved(const QList<SavedQuery>& queries);
    void setHistory(const QList<SqlHistoryEntry>& entries);
    const QList<SavedQuery>& saved() const { return m_saved; }
    /// Asks for a name; `named` gets one that is free. `except`: its own name may stay.
    void askName(const QString& title, const QString& before, qint64 except, std::function<void(const QString& name)> named);

Q_SIGNALS:
    void historyWanted();
    void savedOpened(const run402::SavedQuery& query);
    void sqlOpened(const QString& sql);    ///< in a tab of its own
    void sqlInserted(const QString& sql);  ///< behind the text of this tab
    void saveRequested();
    void renamed(qint64 id, const QString& name);
    void removed(qint64 id);
    void historyRemoved(qint64 id);
    void closed();

private:
    void build();
    void refresh();
    void activate(int row);
    void menu(const QPoint& at);
    void askRename(int row);
    void askRemove(int row);
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

    SegmentedControl* m_pages;
    SearchField* m_search;
    ToggleChip* m_everywhere;
    QListView* m_list;
    EmptyState* m_empty;
    Button* m_save;
    SqlListModel* m_model;
    QList<SavedQuery> m_saved;
    QList<SqlHistoryEntry> m_history;
};

} // namespace run402
