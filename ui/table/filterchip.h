// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablefilter.h"
#include "models/table/tableshape.h"

#include <QWidget>

namespace run402 {

class IconButton;
class LineEdit;

/// What an operator reads like beside a column: "at most". Translated.
QString filterOpWords(TableFilter::Op op);
/// Operators that make sense for a column.
QList<TableFilter::Op> filterOpsFor(const TableColumn& column);

/// One condition, 26 high: column, comparison, value, ×. The comparison is a menu, the value is typed in place.
/// Owner: parent. Thread: GUI.
class FilterChip : public QWidget
{
    Q_OBJECT
public:
    FilterChip(const TableColumn& column, const TableFilter& filter, QWidget* parent = nullptr);

    const TableFilter& filter() const { return m_filter; }
    /// `fresh`: the chip was made for this, and goes when nothing is typed.
    void beginEdit(bool fresh = false);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void changed();
    void removed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showOps();
    void commit();
    void layOut();
    QString valueText() const;
    int columnWidth() const;
    int opWidth() const;
    int valueWidth() const;

    TableColumn m_column;
    TableFilter m_filter;
    bool m_fresh = false;
    LineEdit* m_edit;
    IconButton* m_close;
};

} // namespace run402
