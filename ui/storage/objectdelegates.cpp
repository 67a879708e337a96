// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/objectdelegates.h"

#include "models/domain/datasize.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"
#include "ui/storage/thumbnails.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

QString iconOf(const QModelIndex& index)
{
    if (index.data(ObjectListModel::IsFolderRole).toBool())
        return u"folder"_s;
    const QString type = index.siblingAtColumn(ObjectListModel::Type).data().toString();
    if (type.startsWith("image/"_L1))
        return u"file-image"_s;
    if (type.startsWith("audio/"_L1))
        return u"file-audio"_s;
    if (type.contains("csv"_L1) || type.contains("spreadsheet"_L1))
        return u"file-spreadsheet"_s;
    if (type.contains("json"_L1))
        return u"file-json"_s;
    if (type.contains("zip"_L1) || type.contains("tar"_L1) || type.contains("compressed"_L1))
        return u"file-archive"_s;
    if (type.contains("javascript"_L1) || type.contains("html"_L1) || type.contains("css"_L1))
        return u"file-code"_s;
    return type.startsWith("text/"_L1) || type.contains("pdf"_L1) ? u"file-text"_s : u"file"_s;
}

/// The middle of the picture fills the box, corners rounded.
void paintPicture(QPainter* p, const QRectF& box, double radius, const QPixmap& picture, Qt::AspectRatioMode mode)
{
    const QSizeF size = QSizeF(picture.size()).scaled(box.size(), mode);
    p->save();
    p->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath clip;
    clip.addRoundedRect(box, radius, radius);
    p->setClipPath(clip, Qt::IntersectClip);
    p->drawPixmap(QRectF(box.center() - QPointF(size.width() / 2, size.height() / 2), size), picture, QRectF(picture.rect()));
    p->restore();
}

bool focused(const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    return view && view->hasFocus() && view->currentIndex().row() == index.row();
}

} // namespace

ObjectRowDelegate::ObjectRowDelegate(const ObjectListModel& model, Thumbnails& pictures, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_pictures(pictures)
{
}

void ObjectRowDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const QRectF cell = option.rect;
    p->save();
    if (option.state & QStyle::State_Selected)
        p->fillRect(cell, theme.color("bg.selected"));
    p->fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), theme.color("grid.line"));
    const bool folder = index.data(ObjectListModel::IsFolderRole).toBool();
    QRectF text = cell.adjusted(8, 0, -9, 0);
    switch (index.column()) {
    case ObjectListModel::Name: {
        const QRectF icon(cell.left() + 12, cell.center().y() - 10, 20, 20);
        const StoredFile* file = m_model.file(index);
        const QPixmap picture = file ? m_pictures.picture(*file, false) : QPixmap();
        if (picture.isNull())
            Icons::paint(p, icon, iconOf(index), theme.color(folder ? "text.secondary" : "text.muted"), 16);
        else
            paintPicture(p, icon, 3, picture, Qt::KeepAspectRatioByExpanding);
        p->setFont(theme.font(folder ? Theme::Font::BodyMedium : Theme::Font::Body));
        paintText(p, text.adjusted(32, 0, 0, 0), index.data().toString(), theme.color("text.primary"));
        if (focused(option, index))
            paintRing(p, QRectF(cell.left(), cell.top(), 2, cell.height()), 0, theme.color("focus.ring"), 2);
        break;
    }
    case ObjectListModel::Size:
        p->setFont(theme.font(Theme::Font::Mono));
        paintText(p, text, folder ? QString() : index.data().toString(), theme.color("text.primary"), Qt::AlignRight);
        break;
    default:
        p->setFont(theme.font(Theme::Font::Body));
        paintText(p, text, index.data().toString(), theme.color("text.secondary"));
    }
    p->restore();
}

ObjectTileDelegate::ObjectTileDelegate(const ObjectListModel& model, Thumbnails& pictures, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_pictures(pictures)
{
}

void ObjectTileDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const bool chosen = option.state & QStyle::State_Selected;
    const QRectF box = QRectF(option.rect).adjusted(6, 6, -6, -6);
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    paintBox(p, box, 8, theme.color(chosen ? "bg.selected" : "bg.surface"), theme.color(chosen ? "accent.solid" : "border.default"));
    const QRectF ground = box.adjusted(8, 8, -8, -50);
    paintBox(p, ground, 5, theme.color("bg.sunken"));
    const StoredFile* file = m_model.file(index);
    const QPixmap picture = file ? m_pictures.picture(*file, true) : QPixmap();
    if (picture.isNull())
        Icons::paint(p, ground, iconOf(index), theme.color("text.muted"), 28);
    else
        paintPicture(p, ground, 5, picture, Qt::KeepAspectRatioByExpanding);
    p->setFont(theme.font(Theme::Font::BodyMedium));
    paintText(p, QRectF(box.left() + 10, box.bottom() - 45, box.width() - 20, 20), index.data().toString(), theme.color("text.primary"));
    p->setFont(theme.font(Theme::Font::CaptionPlain));
    paintText(p, QRectF(box.left() + 10, box.bottom() - 25, box.width() - 20, 18),
              file ? byteText(file->size) : tr("Folder"), theme.color("text.muted"));
    if (focused(option, index))
        paintRing(p, box.adjusted(-3, -3, 3, 3), 10, theme.color("focus.ring"), 2);
    p->restore();
}

QSize ObjectTileDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const Theme& theme = Theme::of(option.widget);
    return {theme.scaled(176), theme.scaled(190)};
}

void BucketDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const QRect r = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    p->save();
    if (selected || option.state & QStyle::State_MouseOver)
        p->fillRect(r, theme.color(selected ? "bg.selected" : "bg.hover"));
    if (selected)
        p->fillRect(r.left(), r.top(), 2, r.height(), theme.color("accent.solid"));
    p->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color("grid.line"));
    const double middle = r.top() + r.height() / 2.0;
    Icons::paint(p, QRectF(r.left() + 12, middle - 8, 16, 16), u"archive"_s, theme.color("text.secondary"), 16);
    const QVariant files = index.data(FilesRole), bytes = index.data(BytesRole);
    const int right = bytes.isValid() ? 70 : 8;
    p->setFont(theme.font(Theme::Font::BodyMedium));
    paintText(p, QRectF(r.left() + 38, middle - 18, r.width() - 38 - right, 20), index.data().toString(), theme.color("text.primary"));
    p->setFont(theme.font(Theme::Font::CaptionPlain));
    paintText(p, QRectF(r.left() + 38, middle, r.width() - 46, 18), files.isValid() ? tr("%n file(s)", nullptr, files.toInt()) : tr("Not read yet"),
              theme.color("text.muted"));
    if (bytes.isValid()) {
        p->setFont(theme.font(Theme::Font::MonoSmall));
        paintText(p, QRectF(r.right() - 72, middle - 18, 62, 20), byteText(bytes.toLongLong()), theme.color("text.secondary"), Qt::AlignRight);
    }
    p->restore();
}

QSize BucketDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {120, Theme::of(option.widget).scaled(46)};
}

} // namespace run402
