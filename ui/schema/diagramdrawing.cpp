// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/diagramdrawing.h"

#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QHash>
#include <QPainter>
#include <QSvgGenerator>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>
#include <memory>
#include <tuple>

namespace run402 {

namespace {

constexpr double mostDots = 32e6; // Qt's own reader opens pictures up to 128 MB
constexpr double headHeight = DiagramCardDrawing::headHeight, rowHeight = DiagramCardDrawing::rowHeight;

/// Icons as shapes: a pixmap belongs to the window's thread, and to one size.
class ShapeIcons
{
public:
    void paint(QPainter* p, const QRectF& rect, const QString& name, const QColor& color, int size)
    {
        std::shared_ptr<QSvgRenderer>& icon = m_icons[name + color.name()];
        if (!icon)
            icon = std::make_shared<QSvgRenderer>(Icons::svg(name, color));
        icon->render(p, QRectF(rect.center() - QPointF(size, size) / 2, QSizeF(size, size)));
    }

private:
    QHash<QString, std::shared_ptr<QSvgRenderer>> m_icons;
};

/// Two filled shapes instead of one with an edge: an edge would be stroked, which is what a frame of 300 cards waits for.
void paintGround(QPainter* p, const DiagramCardDrawing& c, const DiagramInk& ink, double scale, bool on)
{
    const double edge = std::max(on ? 2.0 : 1.0, (on ? 2 : 0.8) / scale);
    const QRectF card(QPointF(0, 0), c.size);
    for (const auto& [rect, radius, color] : {std::tuple{card, 8.0, on ? ink.accent : ink.strong}, std::tuple{card.adjusted(edge, edge, -edge, -edge), 8 - edge, ink.surface}}) {
        if (scale < diagramRoundFrom) {
            p->fillRect(rect, color);
            continue;
        }
        p->setPen(Qt::NoPen);
        p->setBrush(color);
        p->drawRoundedRect(rect, radius, radius);
    }
}

/// Only the name, as large as the card lets it be.
void paintName(QPainter* p, const DiagramCardDrawing& c, const DiagramInk& ink, double scale)
{
    const int fits = int((c.size.width() - 12) / std::max(1.0, c.nameUnit));
    p->setFont(ink.bold(std::clamp(std::min(int(11 / scale), fits), 13, 60)));
    paintText(p, QRectF(QPointF(0, 0), c.size).adjusted(6, 0, -6, 0), c.name, ink.text, Qt::AlignHCenter);
}

void paintRows(QPainter* p, const DiagramCardDrawing& c, const DiagramInk& ink, ShapeIcons& icons)
{
    double y = headHeight + 2;
    for (const DiagramCardDrawing::Row& r : c.rows) {
        const QString type = QFontMetricsF(ink.type).elidedText(r.type, Qt::ElideRight, c.size.width() / 2);
        const double width = QFontMetricsF(ink.type).horizontalAdvance(type);
        p->setFont(ink.type);
        paintText(p, QRectF(c.size.width() - 10 - width, y, width + 2, rowHeight), type, ink.muted);
        if (!r.icon.isEmpty())
            icons.paint(p, QRectF(9, y, 14, rowHeight), r.icon, r.icon == QLatin1String("key-round") ? ink.key : ink.link, 12);
        p->setFont(ink.name);
        paintText(p, QRectF(29, y, c.size.width() - 45.5 - width, rowHeight), r.name, ink.text);
        y += rowHeight;
    }
}

} // namespace

DiagramInk DiagramInk::of(const Theme& t)
{
    DiagramInk ink;
    for (const auto& [color, token] : {std::pair{&ink.window, "bg.window"}, {&ink.surface, "bg.surface"}, {&ink.alt, "bg.alt"}, {&ink.selected, "bg.selected"},
                                       {&ink.edge, "border.default"}, {&ink.control, "border.control"}, {&ink.strong, "border.strong"}, {&ink.accent, "accent.solid"},
                                       {&ink.text, "text.primary"}, {&ink.muted, "text.muted"}, {&ink.key, "warning.text"}, {&ink.link, "info.text"}, {&ink.safe, "success.text"}})
        *color = t.color(token);
    ink.title = t.font(Theme::Font::Subtitle);
    ink.name = t.font(Theme::Font::Small);
    ink.type = t.font(Theme::Font::MonoSmall);
    ink.more = t.font(Theme::Font::CaptionPlain);
    ink.bold = [base = t.fontOf(false, 100, QFont::DemiBold)](int px) {
        QFont font = base;
        font.setPixelSize(std::max(8, qRound(px * base.pixelSize() / 100.0)));
        return font;
    };
    return ink;
}

void paintDiagramCard(QPainter* p, const DiagramCardDrawing& c, const DiagramInk& ink, double scale, bool on, const DiagramIcons& icons)
{
    if (scale < diagramNamesFrom) {
        p->fillRect(QRectF(QPointF(0, 0), c.size), on ? ink.accent : ink.control);
        return;
    }
    p->setRenderHint(QPainter::Antialiasing);
    paintGround(p, c, ink, scale, on);
    if (scale < diagramRowsFrom)
        return paintName(p, c, ink, scale);
    const QRectF head(1, 1, c.size.width() - 2, headHeight - 1);
    p->save();
    p->setClipRect(head.adjusted(0, 0, 0, 1), Qt::IntersectClip);
    paintBox(p, head.adjusted(0, 0, 0, 10), 7, on ? ink.selected : ink.alt);
    p->restore();
    p->fillRect(QRectF(1, headHeight - 1, c.size.width() - 2, 1), ink.edge);
    icons(p, QRectF(9, 0, 16, headHeight), c.hasRules ? QStringLiteral("shield-check") : QStringLiteral("table-2"), c.hasRules ? ink.safe : ink.muted, 14);
    p->setFont(ink.title);
    paintText(p, QRectF(31, 0, c.size.width() - 40, headHeight), c.name, ink.text);
    if (c.hidden > 0) {
        p->setFont(ink.more);
        paintText(p, QRectF(29, headHeight + 2 + rowHeight * double(c.rows.size()), c.size.width() - 40, rowHeight), QStringLiteral("+ %1").arg(c.hidden), ink.muted);
    }
}

void paintDiagramLine(QPainter* p, const DiagramLineDrawing& line, const DiagramInk& ink, double scale, bool exact, const QRectF& exposed)
{
    // From afar lines beside each other become bands, which must not outweigh the cards.
    const QColor color = line.strong ? ink.accent : scale < diagramRoundFrom ? ink.strong : ink.control;
    p->setPen(QPen(color, line.strong ? 2 : 1.2));
    p->setBrush(color);
    if (exact) {
        p->setBrush(Qt::NoBrush);
        p->drawPolyline(line.corners);
    } else {
        // Sharp, and without the stroker, which took most of a frame of 600 lines.
        const QTransform toDevice = p->worldTransform();
        const int width = std::max(1, qRound((line.strong ? 2 : 1.2) * std::max(1.0, scale)));
        p->save();
        p->resetTransform();
        QPoint from = toDevice.map(line.corners.first()).toPoint();
        for (qsizetype i = 1; i < line.corners.size(); ++i) {
            const QPoint to = toDevice.map(line.corners.at(i)).toPoint();
            const QPoint corner(std::min(from.x(), to.x()) - width / 2, std::min(from.y(), to.y()) - width / 2);
            p->fillRect(QRect(corner, QSize(std::abs(to.x() - from.x()) + width, std::abs(to.y() - from.y()) + width)), color);
            from = to;
        }
        p->restore();
    }
    if (scale < diagramRowsFrom)
        return;
    p->setRenderHint(QPainter::Antialiasing);
    p->setBrush(Qt::NoBrush);
    for (const QPainterPath* sign : {&line.fromSign, &line.toSign}) {
        if (exposed.isNull() || exposed.intersects(sign->boundingRect().adjusted(-1, -1, 1, 1)))
            p->drawPath(*sign);
    }
}

bool DiagramDrawing::paint(QPainter* p, double scale, bool exact, const Progress& progress) const
{
    ShapeIcons icons;
    const DiagramIcons paintIcon = [&](QPainter* painter, const QRectF& rect, const QString& name, const QColor& color, int size) { icons.paint(painter, rect, name, color, size); };
    const double parts = double(cards.size() + lines.size());
    double done = 0;
    const auto goesOn = [&] { return ++done, !progress || progress(done / parts); };
    p->fillRect(area, ink.window);
    for (const bool strong : {false, true}) { // those that stand out lie over the others
        for (const DiagramLineDrawing& line : lines) {
            if (line.strong != strong)
                continue;
            paintDiagramLine(p, line, ink, scale, exact, {});
            if (!goesOn())
                return false;
        }
    }
    for (const DiagramCardDrawing& card : cards) {
        p->save();
        p->translate(card.place);
        p->setOpacity(card.faded ? 0.3 : 1);
        paintDiagramCard(p, card, ink, scale, false, paintIcon);
        if (scale >= diagramRowsFrom)
            paintRows(p, card, ink, icons);
        p->restore();
        if (!goesOn())
            return false;
    }
    return true;
}

QByteArray DiagramDrawing::svg(const QString& title, const Progress& progress) const
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(area.size().toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), area.size()));
    generator.setTitle(title);
    QPainter painter(&generator);
    painter.translate(-area.topLeft());
    const bool whole = paint(&painter, 1, true, progress);
    painter.end();
    return whole ? buffer.data() : QByteArray();
}

QImage DiagramDrawing::image(const Progress& progress) const
{
    const double scale = std::min(2.0, std::sqrt(mostDots / std::max(1.0, area.width() * area.height())));
    QImage image((area.size() * scale).toSize(), QImage::Format_RGB32);
    if (image.isNull())
        return image;
    QPainter painter(&image);
    painter.scale(image.width() / area.width(), image.height() / area.height());
    painter.translate(-area.topLeft());
    return paint(&painter, scale, false, progress) ? image : QImage();
}

} // namespace run402
