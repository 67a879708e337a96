// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>

namespace run402 {

class AccessMatrixModel;
class Theme;

/// Paints the access matrix: name and template, coloured cells, the corner mark of a pending change.
class MatrixDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The mark of a pending change: a triangle whose right angle is at `corner`.
void paintChangedCorner(QPainter* painter, const QPointF& corner, const Theme& theme);

/// Two lines: who (over four columns), then which action.
class MatrixHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit MatrixHeader(QWidget* parent);
    QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void paintEvent(QPaintEvent* event) override;
};

/// The matrix with its keys: Space cycles a cell, Enter asks for its rule. Owner: parent. Thread: GUI.
class MatrixView : public QTableView
{
    Q_OBJECT
public:
    explicit MatrixView(AccessMatrixModel& model, QWidget* parent = nullptr);

    /// As high as its rows; a layout may make it smaller, then it scrolls.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {400, 102}; }

Q_SIGNALS:
    void ruleRequested(const QModelIndex& cell);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void layoutColumns();
    AccessMatrixModel& m_model;
};

} // namespace run402
