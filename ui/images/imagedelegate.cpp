// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/imagedelegate.h"

#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace run402 {

void ImageDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const bool chosen = option.state & QStyle::State_Selected;
    const QRectF box = QRectF(option.rect).adjusted(5, 5, -5, -5);
    p->save();
    p->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    paintBox(p, box, 8, theme.color(chosen ? "accent.tint" : "bg.surface"), theme.color(chosen ? "accent.solid" : "border.default"), chosen ? 2 : 1);
    const QRectF ground = box.adjusted(8, 8, -8, -34);
    p->fillRect(ground, theme.color("bg.sunken"));
    const QPixmap picture = index.data(Qt::DecorationRole).value<QPixmap>();
    if (picture.isNull()) {
        Icons::paint(p, ground, u"image"_s, theme.color("text.muted"), 24);
    } else {
        const QSizeF size = QSizeF(picture.size()).scaled(ground.size(), Qt::KeepAspectRatio);
        p->drawPixmap(QRectF(ground.center() - QPointF(size.width() / 2, size.height() / 2), size), picture, QRectF(picture.rect()));
    }
    p->setFont(theme.font(Theme::Font::Small));
    paintText(p, QRectF(box.left() + 10, box.bottom() - 30, box.width() - 20, 26), index.data().toString().simplified(), theme.color("text.primary"));
    p->restore();
}

QSize ImageDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const Theme& theme = Theme::of(option.widget);
    return {theme.scaled(196), theme.scaled(206)};
}

} // namespace run402
