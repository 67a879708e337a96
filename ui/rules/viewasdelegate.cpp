// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/viewasdelegate.h"

#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace run402 {

namespace {
constexpr int keyWidth = 44, badgeWidth = 74, side = 14;
} // namespace

QSize ViewAsDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {200, Theme::of(option.widget).scaled(44)};
}

void ViewAsDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    const auto may = May(index.data(MayRole).toInt());
    const QRectF r = option.rect;
    p->save();
    if (may == Hidden)
        p->fillRect(r, t.color("bg.alt"));
    p->fillRect(QRectF(r.left(), r.bottom() - 0.5, r.width(), 1), t.color("grid.line"));
    p->setFont(t.font(Theme::Font::MonoSmall));
    paintText(p, QRectF(r.left() + side, r.top(), keyWidth - 6, r.height()), index.data(KeyRole).toString(), t.color("text.secondary"));

    const double left = r.left() + side + keyWidth, width = r.width() - 2 * side - keyWidth - badgeWidth;
    QFont font = t.font(Theme::Font::Small);
    font.setStrikeOut(may == Hidden);
    p->setFont(font);
    const QString detail = index.data(DetailRole).toString();
    const double middle = r.top() + r.height() / 2;
    paintText(p, detail.isEmpty() ? QRectF(left, r.top(), width, r.height()) : QRectF(left, middle - 18, width, 18),
              index.data().toString(), t.color(may == Hidden ? "text.muted" : "text.primary"));
    p->setFont(t.font(Theme::Font::CaptionPlain));
    if (!detail.isEmpty())
        paintText(p, QRectF(left, middle, width, 16), detail, t.color("text.muted"));

    const QString text = may == Edit ? tr("edit") : may == Read ? tr("read") : tr("hidden");
    p->setFont(t.font(Theme::Font::Caption));
    const double wide = p->fontMetrics().horizontalAdvance(text) + 30;
    const QRectF badge(r.right() - side - wide, middle - 10, wide, 20);
    p->setRenderHint(QPainter::Antialiasing);
    paintBox(p, badge, 4, t.color(may == Edit ? "info.tint" : may == Read ? "bg.hover" : "bg.surface"),
             may == Edit ? t.color("info.line") : may == Hidden ? t.color("border.default") : QColor());
    const QColor ink = t.color(may == Edit ? "info.text" : "text.secondary");
    Icons::paint(p, QRectF(badge.left() + 5, badge.top(), 14, badge.height()),
                 may == Edit ? QStringLiteral("pencil") : may == Read ? QStringLiteral("eye") : QStringLiteral("eye-off"), ink, 12);
    paintText(p, badge.adjusted(22, 0, -4, 0), text, ink);
    p->restore();
}

} // namespace run402
