// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultmodel.h"

#include <QPersistentModelIndex>
#include <QWidget>

class QVBoxLayout;
class QScrollArea;

namespace run402 {

class Button;
class IconButton;
class Label;
class SearchField;

/// One row of a result, field by field: name, type, whole value, JSON laid out, instants explained.
/// Owner: parent. Thread: GUI. Borrows the model.
class RowInspector : public QWidget
{
    Q_OBJECT
public:
    explicit RowInspector(QWidget* parent = nullptr);

    void setModel(ResultModel* model);
    void setRow(int row);
    int row() const { return m_row; }
    /// Name of a table that can be opened; empty hides the button.
    void setTable(const QString& table);

Q_SIGNALS:
    void rowRequested(int row);
    void openTableRequested(const QString& table);
    void closeRequested();

private:
    void rebuild();
    void copyRow();
    QWidget* field(int column, bool compact);
    QWidget* valueWidget(int column);

    ResultModel* m_model = nullptr;
    int m_row = -1;
    QString m_table, m_filter;
    Label* m_title;
    Label* m_of;
    IconButton* m_previous;
    IconButton* m_next;
    SearchField* m_search;
    QScrollArea* m_scroll;
    QWidget* m_list = nullptr;
    Button* m_open;
    Button* m_copy;
};

/// "Saturday, 23:02 in your time zone, 3 days ago"; empty for what is no instant. Days are named within the
/// last and next week, else the date is given.
QString instantExplained(const QString& iso, const QDateTime& now);

} // namespace run402
