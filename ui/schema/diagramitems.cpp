// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/diagramitems.h"

#include "models/item/resulttext.h"
#include "models/schema/diagramroute.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr double headHeight = 30, rowHeight = 21, leastWidth = 170, mostWidth = 330;
constexpr double rowsFrom = 0.5, roundFrom = 0.3, boxesFrom = 0.12; // scales from which rows, round corners and names are drawn: smaller nobody sees them

bool isIn(const Table& table, const char* type, const QString& column)
{
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& c) { return c.type == QLatin1StringView(type) && keyColumns(c.definition).contains(column); });
}

} // namespace

DiagramCard::DiagramCard(const Table& table) : m_table(table)
{
    setFlags(ItemIsSelectable | ItemIsMovable | ItemSendsGeometryChanges);
    setZValue(1);
    setToolTip(table.name);
    for (const Column& c : m_table.columns) {
        if (m_rows.size() == mostColumns)
            break;
        const QString icon = isIn(m_table, "PRIMARY KEY", c.name) ? u"key-round"_s : isIn(m_table, "FOREIGN KEY", c.name) ? u"link-2"_s : QString();
        m_rows << Row{c.name, shortTypeName(c.type) + (c.nullable ? u"?"_s : QString()), icon, {}, {}};
    }
    remeasure();
}

bool DiagramCard::remeasure()
{
    const QSizeF before = m_size;
    const Theme& t = Theme::of();
    const QFontMetricsF title(t.font(Theme::Font::Subtitle)), name(t.font(Theme::Font::Small)), type(t.font(Theme::Font::MonoSmall));
    double width = std::max(leastWidth, title.horizontalAdvance(m_table.name) + 48);
    for (const Row& r : std::as_const(m_rows))
        width = std::max(width, name.horizontalAdvance(r.name) + type.horizontalAdvance(r.type) + 54);
    prepareGeometryChange();
    const bool more = m_table.columns.size() > m_rows.size();
    m_size = QSizeF(std::ceil(std::min(width, mostWidth)), headHeight + rowHeight * double(m_rows.size() + more) + 6);
    m_nameUnit = QFontMetricsF(t.fontOf(false, 20, QFont::DemiBold)).horizontalAdvance(m_table.name) / 20;
    const auto lay = [](QStaticText& text, const QString& words, const QFont& font) {
        text.setTextFormat(Qt::PlainText);
        text.setPerformanceHint(QStaticText::AggressiveCaching);
        text.setText(words);
        text.prepare({}, font);
    };
    for (Row& r : m_rows) {
        lay(r.typeText, type.elidedText(r.type, Qt::ElideRight, m_size.width() / 2), t.font(Theme::Font::MonoSmall));
        lay(r.nameText, name.elidedText(r.name, Qt::ElideRight, m_size.width() - 45.5 - r.typeText.size().width()), t.font(Theme::Font::Small));
    }
    return m_size != before;
}

QRectF DiagramCard::boundingRect() const
{
    return QRectF(QPointF(0, 0), m_size).adjusted(-3, -3, 3, 3);
}

double DiagramCard::rowOffset(const QString& column) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).name == column)
            return std::round(headHeight + rowHeight * (i + 0.5));
    }
    return headHeight / 2;
}

bool DiagramCard::matches(const QString& text) const
{
    return m_table.name.contains(text, Qt::CaseInsensitive)
           || std::any_of(m_table.columns.begin(), m_table.columns.end(), [&](const Column& c) { return c.name.contains(text, Qt::CaseInsensitive); });
}

void DiagramCard::setFaded(bool faded)
{
    m_faded = faded;
    setOpacity(faded ? 0.3 : 1);
}

QVariant DiagramCard::itemChange(GraphicsItemChange change, const QVariant& value)
{
    if (change == ItemPositionHasChanged) {
        for (DiagramLine* line : std::as_const(m_lines))
            line->reroute();
    }
    return QGraphicsItem::itemChange(change, value);
}

void DiagramCard::paint(QPainter* p, const QStyleOptionGraphicsItem* option, QWidget*)
{
    const Theme& t = Theme::of();
    const double scale = option->levelOfDetailFromTransform(p->worldTransform());
    const QRectF card(QPointF(0, 0), m_size);
    const bool on = option->state & QStyle::State_Selected;
    if (scale < boxesFrom) {
        p->fillRect(card, t.color(on ? "accent.solid" : "border.control"));
        return;
    }
    p->setRenderHint(QPainter::Antialiasing);
    paintGround(p, scale, on);
    if (scale < rowsFrom)
        return paintName(p, scale);
    const QRectF head(1, 1, m_size.width() - 2, headHeight - 1);
    p->save();
    p->setClipRect(head.adjusted(0, 0, 0, 1), Qt::IntersectClip);
    paintBox(p, head.adjusted(0, 0, 0, 10), 7, t.color(on ? "bg.selected" : "bg.alt"));
    p->restore();
    p->fillRect(QRectF(1, headHeight - 1, m_size.width() - 2, 1), t.color("border.default"));
    Icons::paint(p, QRectF(9, 0, 16, headHeight), m_table.rlsEnabled ? u"shield-check"_s : u"table-2"_s, t.color(m_table.rlsEnabled ? "success.text" : "text.muted"), 14);
    p->setFont(t.font(Theme::Font::Subtitle));
    paintText(p, QRectF(31, 0, m_size.width() - 40, headHeight), m_table.name, t.color("text.primary"));
    paintRows(p);
}

/// Two filled shapes instead of one with an edge: an edge would be stroked, which is what a frame of 300 cards waits for.
void DiagramCard::paintGround(QPainter* p, double scale, bool on) const
{
    const Theme& t = Theme::of();
    const double edge = std::max(on ? 2.0 : 1.0, (on ? 2 : 0.8) / scale);
    const QRectF card(QPointF(0, 0), m_size);
    for (const auto& [rect, radius, color] : {std::tuple{card, 8.0, t.color(on ? "accent.solid" : "border.strong")}, std::tuple{card.adjusted(edge, edge, -edge, -edge), 8 - edge, t.color("bg.surface")}}) {
        if (scale < roundFrom) {
            p->fillRect(rect, color);
            continue;
        }
        p->setPen(Qt::NoPen);
        p->setBrush(color);
        p->drawRoundedRect(rect, radius, radius);
    }
}

/// Only the name, as large as the card lets it be.
void DiagramCard::paintName(QPainter* p, double scale) const
{
    const Theme& t = Theme::of();
    const int fits = int((m_size.width() - 12) / std::max(1.0, m_nameUnit));
    p->setFont(t.fontOf(false, std::clamp(std::min(int(11 / scale), fits), 13, 60), QFont::DemiBold));
    paintText(p, QRectF(QPointF(0, 0), m_size).adjusted(6, 0, -6, 0), m_table.name, t.color("text.primary"), Qt::AlignHCenter);
}

void DiagramCard::paintRows(QPainter* p) const
{
    const Theme& t = Theme::of();
    double y = headHeight + 2;
    p->setFont(t.font(Theme::Font::MonoSmall));
    p->setPen(t.color("text.muted"));
    for (const Row& r : m_rows) {
        p->drawStaticText(QPointF(m_size.width() - 10 - r.typeText.size().width(), y + (rowHeight - r.typeText.size().height()) / 2), r.typeText);
        y += rowHeight;
    }
    if (m_table.columns.size() > m_rows.size()) {
        p->setFont(t.font(Theme::Font::CaptionPlain));
        paintText(p, QRectF(29, y, m_size.width() - 40, rowHeight), u"+ %1"_s.arg(m_table.columns.size() - m_rows.size()), t.color("text.muted"));
    }
    y = headHeight + 2;
    p->setFont(t.font(Theme::Font::Small));
    p->setPen(t.color("text.primary"));
    for (const Row& r : m_rows) {
        if (!r.icon.isEmpty())
            Icons::paint(p, QRectF(9, y, 14, rowHeight), r.icon, t.color(r.icon == "key-round"_L1 ? "warning.text" : "info.text"), 12);
        p->drawStaticText(QPointF(29, y + (rowHeight - r.nameText.size().height()) / 2), r.nameText);
        y += rowHeight;
    }
}

DiagramLine::DiagramLine(DiagramCard* from, DiagramCard* to, const ForeignKey& key, bool onlyOne)
    : m_from(from), m_to(to), m_key(key), m_onlyOne(onlyOne)
{
    setFlag(ItemUsesExtendedStyleOption); // what is exposed
    from->addLine(this);
    if (to != from)
        to->addLine(this);
    setToolTip(u"%1.%2 → %3.%4"_s.arg(from->table(), key.columns.join(u", "_s), to->table(), key.referencedColumns.join(u", "_s)));
    reroute();
}

void DiagramLine::setStrong(bool strong)
{
    m_strong = strong;
    setZValue(strong ? 0.5 : 0);
    update();
}

void DiagramLine::reroute()
{
    route(plainRoute(QRectF(m_from->pos(), m_from->size()), QRectF(m_to->pos(), m_to->size()), m_from->y() + fromOffset(), m_to->y() + toOffset()));
}

void DiagramLine::route(const QList<QPointF>& corners)
{
    if (corners.size() < 2)
        return reroute();
    prepareGeometryChange();
    m_corners = QPolygonF(corners);
    const QPointF a = corners.first(), b = corners.last();
    const double out1 = corners.at(1).x() < a.x() ? -1 : 1, out2 = corners.at(corners.size() - 2).x() < b.x() ? -1 : 1;
    m_fromSign = m_toSign = QPainterPath();
    if (m_onlyOne) {
        m_fromSign.moveTo(a.x() + out1 * 8, a.y() - 5);
        m_fromSign.lineTo(a.x() + out1 * 8, a.y() + 5);
    } else {
        m_fromSign.moveTo(a.x(), a.y() - 6);
        m_fromSign.lineTo(a.x() + out1 * 11, a.y());
        m_fromSign.lineTo(a.x(), a.y() + 6);
    }
    m_toSign.moveTo(b.x() + out2 * 8, b.y() - 5);
    m_toSign.lineTo(b.x() + out2 * 8, b.y() + 5);
    update();
}

QPainterPath DiagramLine::shape() const
{
    QPainterPath path;
    path.addPolygon(m_corners);
    QPainterPathStroker stroker;
    stroker.setWidth(8);
    return stroker.createStroke(path);
}

void DiagramLine::paint(QPainter* p, const QStyleOptionGraphicsItem* option, QWidget*)
{
    const double scale = option->levelOfDetailFromTransform(p->worldTransform());
    // From afar lines beside each other become bands, which must not outweigh the cards.
    const QColor color = Theme::of().color(m_strong ? "accent.solid" : scale < roundFrom ? "border.strong" : "border.control");
    p->setPen(QPen(color, m_strong ? 2 : 1.2));
    p->setBrush(color);
    if (p->paintEngine()->type() == QPaintEngine::SVG)
        p->drawPolyline(m_corners);
    else
        paintPieces(p, scale);
    if (scale < rowsFrom)
        return;
    p->setRenderHint(QPainter::Antialiasing);
    p->setBrush(Qt::NoBrush);
    for (const QPainterPath* sign : {&m_fromSign, &m_toSign}) {
        if (option->exposedRect.intersects(sign->boundingRect().adjusted(-1, -1, 1, 1)))
            p->drawPath(*sign);
    }
}

/// Level and upright pieces on whole dots: sharp, and without the stroker, which took most of a frame of 600 lines.
void DiagramLine::paintPieces(QPainter* p, double scale) const
{
    const QTransform toDevice = p->worldTransform();
    const QBrush brush = p->brush();
    const int width = std::max(1, qRound((m_strong ? 2 : 1.2) * std::max(1.0, scale)));
    p->save();
    p->resetTransform();
    QPoint from = toDevice.map(m_corners.first()).toPoint();
    for (qsizetype i = 1; i < m_corners.size(); ++i) {
        const QPoint to = toDevice.map(m_corners.at(i)).toPoint();
        const QPoint corner(std::min(from.x(), to.x()) - width / 2, std::min(from.y(), to.y()) - width / 2);
        p->fillRect(QRect(corner, QSize(std::abs(to.x() - from.x()) + width, std::abs(to.y() - from.y()) + width)), brush);
        from = to;
    }
    p->restore();
}

} // namespace run402
