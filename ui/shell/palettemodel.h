// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/commandpalette.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace run402 {

/// The rows of the palette: headings and hits, best first. Owner: palette.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { HeadingRole = Qt::UserRole + 1, DetailRole, IconRole, KeysRole, PositionsRole, IdRole, CommandRole };
    struct Row
    {
        QString heading;   ///< set for a heading, then nothing else is
        int item = -1;     ///< index into the items
        QVector<int> positions;
        QString command;   ///< the command line's name that was typed; empty = found otherwise
    };

    using QAbstractListModel::QAbstractListModel;

    void setItems(const QVector<PaletteItem>* items) { m_items = items; }
    /// Ranks the items against `query`, whose first letter may be a prefix.
    void search(const QString& query);
    const PaletteItem* itemAt(int row) const;
    /// The next row that is no heading, from `row` in direction `by`; -1 if none.
    int nextHit(int row, int by) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    const QVector<PaletteItem>* m_items = nullptr;
    QVector<Row> m_rows;
};

class PaletteDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace run402
