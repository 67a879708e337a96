// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QRectF>
#include <QString>

class QPainter;

namespace run402 {

class Theme;

/// Lucide icons of resources/icons, recoloured. Names are Lucide's: "rocket".
/// Pixmaps are cached per name, colour, size and pixel ratio. Thread: GUI.
namespace Icons {

/// An icon drawn in a colour token. It asks the theme when it is painted, so it
/// follows a theme switch by itself. Disabled: text.disabled.
QIcon get(const QString& name, const char* token = "text.secondary");
QIcon get(const char* name, const char* token = "text.secondary");

/// True when there is a file for `name`.
bool exists(const QString& name);

/// Its file in that colour; empty and a warning when there is none. Thread: any.
QByteArray svg(const QString& name, const QColor& color, double stroke = 1.75);

/// `size` in device-independent pixels.
QPixmap pixmap(const QString& name, const QColor& color, int size, qreal ratio, double stroke = 1.75);

/// Paints the icon in the middle of `rect`.
void paint(QPainter* painter, const QRectF& rect, const QString& name, const QColor& color, int size,
           double stroke = 1.75);

} // namespace Icons

} // namespace run402
