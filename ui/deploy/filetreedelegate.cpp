// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/filetreedelegate.h"

#include "models/domain/datasize.h"
#include "models/item/filetreemodel.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"
#include "ui/deploy/deploywords.h"

#include <QPainter>

namespace run402 {

namespace {

using Kind = FileChange::Kind;

const char* colorOf(int kind, const char* otherwise)
{
    switch (kind) {
    case int(Kind::Added): return "success.text";
    case int(Kind::Changed): return "warning.text";
    case int(Kind::Removed): return "danger.text";
    default: return otherwise;
    }
}

QString iconOf(const QModelIndex& index)
{
    switch (index.data(FileTreeModel::CategoryRole).toInt()) {
    case int(FileTreeEntry::Category::Function): return QStringLiteral("square-function");
    case int(FileTreeEntry::Category::Migration): return QStringLiteral("database");
    case int(FileTreeEntry::Category::Manifest): return QStringLiteral("braces");
    default: break;
    }
    const QString suffix = index.data(FileTreeModel::PathRole).toString().section(QLatin1Char('.'), -1).toLower();
    static const QStringList pictures{QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg"),
                                      QStringLiteral("gif"), QStringLiteral("webp"), QStringLiteral("svg"),
                                      QStringLiteral("ico"), QStringLiteral("avif")};
    static const QStringList code{QStringLiteral("html"), QStringLiteral("htm"), QStringLiteral("js"),
                                  QStringLiteral("mjs"), QStringLiteral("css"), QStringLiteral("ts")};
    if (pictures.contains(suffix))
        return QStringLiteral("image");
    if (code.contains(suffix))
        return QStringLiteral("file-code");
    return suffix == QLatin1String("json") ? QStringLiteral("braces") : QStringLiteral("file-text");
}

void paintName(QPainter* p, const QRectF& r, const QModelIndex& index, int kind, const Theme& theme)
{
    const bool folder = index.data(FileTreeModel::IsFolderRole).toBool();
    const bool quiet = !folder && (kind == int(Kind::Same) || kind < 0);
    const QString icon = folder ? QStringLiteral("folder") : iconOf(index);
    Icons::paint(p, QRectF(r.left() + 2, r.top(), 16, r.height()), icon,
                 theme.color(folder ? "text.secondary" : colorOf(kind, "text.muted")), 15);
    QFont font = theme.font(folder ? Theme::Font::BodyMedium : Theme::Font::Body);
    font.setStrikeOut(kind == int(Kind::Removed));
    p->setFont(font);
    const QString name = p->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, int(r.width()) - 30);
    paintText(p, r.adjusted(25, 0, -4, 0), name,
              theme.color(kind == int(Kind::Removed) ? "danger.text" : quiet ? "text.secondary" : "text.primary"));
}

void paintChange(QPainter* p, const QRectF& r, const QModelIndex& index, int kind, const Theme& theme)
{
    const QVariant delta = index.data(FileTreeModel::DeltaRole);
    QString text;
    const char* token = "text.muted";
    if (kind == int(Kind::Added)) {
        text = FileTreeDelegate::tr("new");
        token = "success.text";
    } else if (kind == int(Kind::Removed)) {
        text = FileTreeDelegate::tr("gone");
        token = "danger.text";
    } else if (delta.isValid() && delta.toLongLong() != 0) {
        text = DeployWords::delta(delta.toLongLong());
    } else if (kind == int(Kind::Changed)) {
        text = FileTreeDelegate::tr("changed");
    }
    p->setFont(theme.font(Theme::Font::MonoSmall));
    paintText(p, r.adjusted(0, 0, -8, 0), text, theme.color(token), Qt::AlignRight);
}

} // namespace

void FileTreeDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const int kind = index.data(FileTreeModel::KindRole).toInt();
    const QRectF r = option.rect;
    p->save();
    if (option.state & QStyle::State_Selected)
        p->fillRect(option.rect, theme.color("bg.selected"));
    else if (option.state & QStyle::State_MouseOver)
        p->fillRect(option.rect, theme.color("bg.hover"));
    switch (index.column()) {
    case FileTreeModel::Name: paintName(p, r, index, kind, theme); break;
    case FileTreeModel::Change: paintChange(p, r, index, kind, theme); break;
    case FileTreeModel::Size:
        p->setFont(theme.font(Theme::Font::MonoSmall));
        if (kind != int(Kind::Removed) || index.data(FileTreeModel::SizeRole).toLongLong() > 0)
            paintText(p, r.adjusted(0, 0, -8, 0), byteText(index.data(FileTreeModel::SizeRole).toLongLong()),
                      theme.color("text.secondary"), Qt::AlignRight);
        break;
    default: {
        static const QString marks[] = {QStringLiteral("·"), QStringLiteral("A"), QStringLiteral("M"), QStringLiteral("D")};
        p->setFont(theme.fontOf(true, 11, QFont::DemiBold));
        if (kind >= 0)
            paintText(p, r.adjusted(0, 0, -8, 0), marks[kind], theme.color(colorOf(kind, "text.muted")), Qt::AlignHCenter);
    }
    }
    p->restore();
}

QSize FileTreeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {80, Theme::of(option.widget).scaled(26)};
}

FileTreeHeader::FileTreeHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent)
{
    setObjectName(QStringLiteral("deploy.treeHeader"));
    setSectionsClickable(false);
    setHighlightSections(false);
}

QSize FileTreeHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), Theme::of(this).scaled(26)};
}

void FileTreeHeader::paintEvent(QPaintEvent* event)
{
    const Theme& theme = Theme::of(this);
    {
        QPainter p(viewport());
        p.fillRect(viewport()->rect(), theme.color("bg.window"));
    }
    QHeaderView::paintEvent(event);
    QPainter p(viewport());
    p.fillRect(0, height() - 1, width(), 1, theme.color("border.default"));
}

void FileTreeHeader::paintSection(QPainter* painter, const QRect& rect, int column) const
{
    const Theme& theme = Theme::of(this);
    const QString text = model()->headerData(column, Qt::Horizontal).toString();
    painter->setFont(theme.font(Theme::Font::Caption));
    paintText(painter, QRectF(rect).adjusted(column == FileTreeModel::Name ? 12 : 0, 0, -8, 0), text,
              theme.color("text.muted"), column == FileTreeModel::Name ? Qt::AlignLeft : Qt::AlignRight);
}

} // namespace run402
