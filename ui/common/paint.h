// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

class QPainter;

namespace run402 {

class Theme;

/// A filled rounded rectangle with a 1 px border drawn inside `rect`.
/// An invalid or transparent colour leaves that part out.
void paintBox(QPainter* p, const QRectF& rect, double radius, const QColor& fill, const QColor& border = {},
              double width = 1.0);
/// A ring of `width` just inside `rect`.
void paintRing(QPainter* p, const QRectF& rect, double radius, const QColor& color, double width = 2.0);
/// One line, elided at the right, centred vertically in `rect`.
void paintText(QPainter* p, const QRectF& rect, const QString& text, const QColor& color,
               Qt::Alignment align = Qt::AlignLeft);
/// The dashed ground of a place to drop files on; `over`: some are held over it.
void paintDropArea(QPainter* p, const QRectF& rect, const Theme& theme, bool over);
/// The soft shadow under popups and dialogs: 8 px down, 24 px wide.
void paintShadow(QPainter* p, const QRectF& rect, double radius, bool dark);

} // namespace run402
