// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QImage>
#include <QList>
#include <QPainterPath>
#include <QPolygonF>
#include <QRectF>
#include <QString>

#include <functional>

class QPainter;

namespace run402 {

class Theme;

/// Colours and fonts of a diagram, taken from the theme at one moment, so that a worker can paint. Value type.
struct DiagramInk
{
    QColor window, surface, alt, selected, edge, control, strong, accent, text, muted, key, link, safe;
    QFont title, name, type, more;
    std::function<QFont(int px)> bold; ///< for names seen from afar

    static DiagramInk of(const Theme& theme); ///< Thread: GUI
};

/// A card as it is painted: no item, no widget. Value type; its rows are shared.
struct DiagramCardDrawing
{
    static constexpr double headHeight = 30, rowHeight = 21;
    struct Row { QString name, type, icon; };
    QString name;
    QList<Row> rows;
    QPointF place;
    QSizeF size;
    int hidden = 0;      ///< columns that are not shown
    double nameUnit = 1; ///< width of the name at one pixel's height
    bool hasRules = false;
    bool faded = false;
};

/// A line as it is painted, in the scene.
struct DiagramLineDrawing
{
    QPolygonF corners;
    QPainterPath fromSign, toSign;
    bool strong = false;
};

/// Scales below which rows, round corners and names are not drawn: smaller nobody sees them.
constexpr double diagramRowsFrom = 0.5, diagramRoundFrom = 0.3, diagramNamesFrom = 0.12;

/// Paints an icon of that name into the middle of a rectangle.
using DiagramIcons = std::function<void(QPainter* painter, const QRectF& rect, const QString& name, const QColor& color, int size)>;

/// Everything of a card but its rows, with the painter at the card's corner.
void paintDiagramCard(QPainter* painter, const DiagramCardDrawing& card, const DiagramInk& ink, double scale, bool selected, const DiagramIcons& icons);
/// Without the stroker, level and upright pieces on whole dots; `exact`: as a polyline, for pictures without dots.
void paintDiagramLine(QPainter* painter, const DiagramLineDrawing& line, const DiagramInk& ink, double scale, bool exact, const QRectF& exposed);

/// A whole diagram, to be painted where nobody waits. Value type. Thread: any; one thread at a time paints one.
struct DiagramDrawing
{
    /// Asked after each part with the share that is done; false = leave it.
    using Progress = std::function<bool(double share)>;

    QRectF area;
    DiagramInk ink;
    QList<DiagramCardDrawing> cards;
    QList<DiagramLineDrawing> lines;

    /// Empty when `progress` said no. Text stays text, icons are shapes.
    QByteArray svg(const QString& title, const Progress& progress = {}) const;
    /// At twice the size, less for a large diagram. Null when `progress` said no, or there is no memory for it.
    QImage image(const Progress& progress = {}) const;

private:
    bool paint(QPainter* painter, double scale, bool exact, const Progress& progress) const;
};

} // namespace run402
