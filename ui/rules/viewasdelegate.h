// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace run402 {

/// A row as one person sees it: key, two lines of it, what they may do (mockup 04, right).
class ViewAsDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { KeyRole = Qt::UserRole + 1, DetailRole, MayRole };
    enum May { Hidden, Read, Edit };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace run402
