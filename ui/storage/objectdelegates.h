// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/objectlistmodel.h"

#include <QStyledItemDelegate>

namespace run402 {

class Thumbnails;

/// Stored files as rows of 28: an icon or the picture itself before the name. Owner: view. Thread: GUI.
class ObjectRowDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    ObjectRowDelegate(const ObjectListModel& model, Thumbnails& pictures, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const ObjectListModel& m_model;
    Thumbnails& m_pictures;
};

/// Stored files as tiles with their picture, which is read once the tile comes into view.
class ObjectTileDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    ObjectTileDelegate(const ObjectListModel& model, Thumbnails& pictures, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const ObjectListModel& m_model;
    Thumbnails& m_pictures;
};

/// A bucket: name, how many files and bytes once it was read. Roles of QListWidgetItem.
class BucketDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { FilesRole = Qt::UserRole + 0x40, BytesRole }; ///< int and qint64; invalid = not read yet
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace run402
