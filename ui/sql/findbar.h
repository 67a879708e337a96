// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/text/textfind.h"

#include <QFutureWatcher>
#include <QTimer>
#include <QWidget>

#include <memory>

class QLabel;

namespace run402 {

class Button;
class IconButton;
class Label;
class LineEdit;
class SqlEditor;
class ToggleChip;

/// Find and replace below the console's toolbar. Places are looked for by another thread in a copy of the text, again after
/// every change; all of them are marked (the first 2,000), the one gone to is selected. Replacing all is one undo step.
/// Owner: parent; borrows the editor. Thread: GUI.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    FindBar(SqlEditor* editor, QWidget* parent);
    ~FindBar() override;

    /// Shows it, with what is selected as what is looked for; `replacing` shows the second row as well.
    void open(bool replacing);
    void dismiss();
    /// Another view of the same text.
    void setEditor(SqlEditor* editor) { m_editor = editor; }
    void next() { step(+1); }
    void previous() { step(-1); }

Q_SIGNALS:
    void dismissed();

private:
    struct Found { FindHits hits; QString text; };
    void build();
    FindWish wish() const;
    void search();
    void show(const Found& found);
    void step(int by);
    void select(qsizetype index);
    void replaceOne();
    void replaceAll();
    void refresh();
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

    SqlEditor* m_editor;
    LineEdit* m_pattern;
    LineEdit* m_with;
    Label* m_count;
    ToggleChip* m_case;
    ToggleChip* m_words;
    ToggleChip* m_regex;
    QWidget* m_replaceRow;
    Button* m_one;
    Button* m_all;
    IconButton* m_next;
    IconButton* m_previous;
    QTimer m_later;
    QFutureWatcher<Found> m_reading;
    std::shared_ptr<std::atomic_bool> m_stop;
    Found m_found;
    qsizetype m_at = -1;     ///< of the places; -1 = none gone to
    qsizetype m_replaced = 0; ///< by Replace all, since what is looked for changed
    bool m_stale = true;     ///< the text changed since it was read
    int m_stepWhenFound = 0; ///< asked for before the places were known
};

} // namespace run402
