// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/paint.h"

#include "ui/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace run402 {

void paintBox(QPainter* p, const QRectF& rect, double radius, const QColor& fill, const QColor& border, double width)
{
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    const bool edged = border.isValid() && border.alpha() > 0;
    const double half = edged ? width / 2 : 0;
    p->setPen(edged ? QPen(border, width) : QPen(Qt::NoPen));
    p->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    p->drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half);
    p->restore();
}

void paintRing(QPainter* p, const QRectF& rect, double radius, const QColor& color, double width)
{
    paintBox(p, rect, radius, QColor(), color, width);
}

void paintText(QPainter* p, const QRectF& rect, const QString& text, const QColor& color, Qt::Alignment align)
{
    if (rect.width() <= 0)
        return;
    p->setPen(color);
    const QString shown = QFontMetricsF(p->font()).elidedText(text, Qt::ElideRight, rect.width() + 0.5);
    p->drawText(rect, int(align | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
}

void paintDropArea(QPainter* p, const QRectF& rect, const Theme& theme, bool over)
{
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.color(over ? "accent.solid" : "border.control"), 1, Qt::CustomDashLine);
    pen.setDashPattern({3, 3});
    p->setPen(pen);
    p->setBrush(theme.color(over ? "accent.tint" : "bg.alt"));
    p->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    p->restore();
}

void paintShadow(QPainter* p, const QRectF& rect, double radius, bool dark)
{
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    p->setPen(Qt::NoPen);
    // Stacked translucent layers approximate a gaussian well enough at this size.
    constexpr int kLayers = 12;
    const double strength = dark ? 0.5 : 0.12;
    for (int i = kLayers; i > 0; --i) {
        const double grow = i * 2.0 - 4;
        p->setBrush(QColor(8, 18, 13, std::max(1, qRound(255 * strength / kLayers))));
        p->drawRoundedRect(rect.adjusted(-grow, -grow + 8, grow, grow + 8), radius + grow, radius + grow);
    }
    p->restore();
}

} // namespace run402
