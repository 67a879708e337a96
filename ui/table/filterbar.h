// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablefilter.h"
#include "models/table/tableshape.h"

#include <QWidget>

class QHBoxLayout;

namespace run402 {

class Button;
class FilterChip;
class SearchField;

/// The row of 42: chips, "Filter", find. Owner: parent. Thread: GUI.
class FilterBar : public QWidget
{
    Q_OBJECT
public:
    explicit FilterBar(QWidget* parent = nullptr);

    void setShape(const TableShape& shape) { m_shape = shape; }
    void setFilters(const QList<TableFilter>& filters);
    /// Adds a chip and lets its value be typed.
    void begin(const QString& column);
    SearchField* findField() const { return m_find; }
    void openMenu();

Q_SIGNALS:
    void filtersChanged(const QList<run402::TableFilter>& filters);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void publish();
    FilterChip* addChip(const TableFilter& filter);

    TableShape m_shape;
    QList<FilterChip*> m_chips;
    QHBoxLayout* m_row;
    Button* m_add;
    SearchField* m_find;
};

} // namespace run402
