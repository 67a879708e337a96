// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace run402 {

/// Rows of 26 for FileTreeModel: icon and name in the colour of the change, what it grew by, size, and the
/// letter A, M or D. Owner: view. Thread: GUI.
class FileTreeDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The line of 26 above them: quiet words, numbers to the right, nothing between. Owner: view. Thread: GUI.
class FileTreeHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit FileTreeHeader(QWidget* parent);
    QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int column) const override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace run402
