// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultorder.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QShortcut;

namespace run402 {

class Button;
class IconButton;
class Label;
class SearchField;
class LineEdit;

/// The strip over a grid: what is filtered, a row to add a filter, and the search through the loaded rows. Hidden when it
/// has nothing to say. It decides nothing itself: the owner arranges and searches.
/// Owner: parent. Thread: GUI.
class ResultBar : public QWidget
{
    Q_OBJECT
public:
    explicit ResultBar(QWidget* parent = nullptr);

    /// A new result: no filters, nothing searched for.
    void setColumns(const QStringList& names);
    void setFilters(const QList<ResultFilter>& filters);
    const QList<ResultFilter>& filters() const { return m_filters; }
    void openFind();
    void openFilter(int column);
    QString searchText() const;
    void step(int by);
    /// A search begins, of new words or of rows in a new order: what was found before is not there any more.
    void beginSearch();
    void setFound(const FoundCells& cells);
    /// 0 … 100; -1 = nothing runs.
    void setProgress(int percent);

Q_SIGNALS:
    void filtersChanged(const QList<run402::ResultFilter>& filters);
    void searchChanged(const QString& text);
    void cellRequested(int row, int column);
    void cancelRequested(); ///< by the button, or Esc while it shows
    void dismissed();

private:
    void build();
    QWidget* buildEditor();
    QWidget* buildFind();
    void rebuildChips();
    void addFilter();
    void stop();
    void refresh();
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

    QStringList m_columns;
    QList<ResultFilter> m_filters;
    FoundCells m_found;
    qsizetype m_at = -1;
    QHBoxLayout* m_chips;
    QWidget* m_editor;
    QComboBox* m_column;
    QComboBox* m_test;
    LineEdit* m_value;
    Button* m_clear;
    QWidget* m_findBox;
    SearchField* m_search;
    Label* m_count;
    Label* m_progress;
    Button* m_cancel;
    enum class Search { None, Going, Done, Stopped };
    Search m_state = Search::None;
    QShortcut* m_escape;
    bool m_finding = false, m_editing = false;
    int m_percent = -1;
};

/// "rating ≥ 4.5", as a chip says it.
QString filterText(const ResultFilter& filter, const QStringList& columns);

} // namespace run402
