// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/viewas.h"

#include <QSet>
#include <QStandardItemModel>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QListView;

namespace run402 {

class AccessMatrixModel;
class Chip;
class Label;
class LinkLabel;
class SegmentedControl;
class Services;
class TestUsers;
class Workspace;

/// "View as": the rows of one table as anonymous visitors, a test user or a server sees them, now and after the
/// changes that are not applied yet (mockup 04). *Now* is asked for over REST as that person; what they may change is
/// worked out from the policies by a query that only reads. Nothing is ever written.
/// Owner: parent; borrows the model. Thread: GUI. A late answer of an earlier question is dropped.
class ViewAsPanel : public QWidget
{
    Q_OBJECT
public:
    ViewAsPanel(Services& services, const AccessMatrixModel& model, QWidget* parent = nullptr);

    void setTable(const QString& table);
    void refreshSoon(); ///< tables, rules or pending changes are others

Q_SIGNALS:
    void paneRequested(const QString& pane);

private:
    /// What the service itself answered to this person.
    struct Asked
    {
        int status = 0;        ///< 0 = it was not asked
        QSet<QString> keys;    ///< of the rows that came
        qint64 total = -1;     ///< -1 = not told
        QStringList columns;
        QString refusal;
    };
    QWidget* buildHead();
    void showEvent(QShowEvent* event) override;
    void fillTables();
    void fillUsers();
    int row() const;
    ViewAsWho who() const;
    QString whoText() const;
    void ask();
    void askRest(const QByteArray& token, int generation);
    void askRows(int generation);
    void show();
    void showProblem(const Problem& problem);
    void showRows(const ViewAsResult& rows);
    QString footText() const;

    Services& m_services;
    Workspace& m_workspace;
    TestUsers& m_users;
    const AccessMatrixModel& m_model;
    SegmentedControl* m_as;
    QComboBox* m_user;
    LinkLabel* m_noUser;
    QComboBox* m_table;
    SegmentedControl* m_when;
    Label* m_title;
    Label* m_text;
    Chip* m_add;
    Chip* m_change;
    Chip* m_delete;
    QListView* m_list;
    QStandardItemModel m_rows;
    Label* m_foot;
    QTimer m_soon;
    int m_generation = 0;
    std::optional<ViewAsResult> m_result;
    std::optional<ViewAsResult> m_today; ///< with After: what is now, for comparing
    Asked m_asked;
};

} // namespace run402
