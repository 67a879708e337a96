// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/completion.h"

#include <QFrame>

class QListView;
class QStandardItemModel;

namespace run402 {

class Label;

/// Completions under the cursor: list left, facts right; 424 wide, rows of 24. It never takes the focus: the
/// editor's keys are passed to handleKey(). Owner: parent, in whose coordinates it is placed. Thread: GUI.
class CompletionPopup : public QFrame
{
    Q_OBJECT
public:
    explicit CompletionPopup(QWidget* parent);

    void setFacts(const Schema* schema, const QHash<QString, qint64>* rowCounts);
    /// Shows under `cursor` (parent's coordinates), above it when there is no room.
    void open(const SqlCompletions& completions, const QRect& cursor);
    /// True when the key was meant for the popup.
    bool handleKey(QKeyEvent* event);
    const SqlCompletions& completions() const { return m_completions; }
    int current() const;

Q_SIGNALS:
    void chosen(const run402::SqlCompletion& item);

private:
    void paintEvent(QPaintEvent* event) override;
    void showFacts();
    void choose();

    SqlCompletions m_completions;
    const Schema* m_schema = nullptr;
    const QHash<QString, qint64>* m_rowCounts = nullptr;
    QListView* m_list;
    QStandardItemModel* m_model;
    Label* m_name;
    Label* m_facts;
    Label* m_referenceHead;
    Label* m_references;
};

} // namespace run402
