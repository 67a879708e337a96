// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/diagramitems.h"

#include "models/item/resulttext.h"
#include "models/schema/diagramroute.h"
#include "ui/common/icons.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <cmath>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr double headHeight = DiagramCardDrawing::headHeight, rowHeight = DiagramCardDrawing::rowHeight, leastWidth = 170, mostWidth = 330;

bool isIn(const Table& table, const char* type, const QString& column)
{
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& c) { return c.type == QLatin1StringView(type) && keyColumns(c.definition).contains(column); });
}

} // namespace

DiagramCard::DiagramCard(const Table& table, const DiagramInk& ink) : m_table(table), m_ink(ink)
{
    setFlags(ItemIsSelectable | ItemIsMovable | ItemSendsGeometryChanges);
    setZValue(1);
    setToolTip(table.name);
    m_drawing.name = table.name;
    m_drawing.hasRules = table.rlsEnabled;
    for (const Column& c : m_table.columns) {
        if (m_drawing.rows.size() == mostColumns)
            break;
        const QString icon = isIn(m_table, "PRIMARY KEY", c.name) ? u"key-round"_s : isIn(m_table, "FOREIGN KEY", c.name) ? u"link-2"_s : QString();
        m_drawing.rows << DiagramCardDrawing::Row{c.name, shortTypeName(c.type) + (c.nullable ? u"?"_s : QString()), icon};
    }
    m_drawing.hidden = int(m_table.columns.size() - m_drawing.rows.size());
    remeasure();
}

bool DiagramCard::remeasure()
{
    const QSizeF before = size();
    const QFontMetricsF title(m_ink.title), name(m_ink.name), type(m_ink.type);
    double width = std::max(leastWidth, title.horizontalAdvance(m_table.name) + 48);
    for (const DiagramCardDrawing::Row& r : std::as_const(m_drawing.rows))
        width = std::max(width, name.horizontalAdvance(r.name) + type.horizontalAdvance(r.type) + 54);
    prepareGeometryChange();
    m_drawing.size = QSizeF(std::ceil(std::min(width, mostWidth)), headHeight + rowHeight * double(m_drawing.rows.size() + (m_drawing.hidden > 0)) + 6);
    m_drawing.nameUnit = QFontMetricsF(m_ink.bold(20)).horizontalAdvance(m_table.name) / 20;
    m_texts.clear();
    return size() != before;
}

void DiagramCard::layTexts()
{
    const auto lay = [](QStaticText& text, const QString& words, const QFont& font) {
        text.setTextFormat(Qt::PlainText);
        text.setPerformanceHint(QStaticText::AggressiveCaching);
        text.setText(words);
        text.prepare({}, font);
    };
    const QFontMetricsF name(m_ink.name), type(m_ink.type);
    for (const DiagramCardDrawing::Row& r : std::as_const(m_drawing.rows)) {
        Texts texts;
        lay(texts.type, type.elidedText(r.type, Qt::ElideRight, size().width() / 2), m_ink.type);
        lay(texts.name, name.elidedText(r.name, Qt::ElideRight, size().width() - 45.5 - texts.type.size().width()), m_ink.name);
        m_texts << texts;
    }
}

DiagramCardDrawing DiagramCard::drawing() const
{
    DiagramCardDrawing drawing = m_drawing;
    drawing.place = pos();
    return drawing;
}

QRectF DiagramCard::boundingRect() const
{
    return QRectF(QPointF(0, 0), size()).adjusted(-3, -3, 3, 3);
}

double DiagramCard::rowOffset(const QString& column) const
{
    for (int i = 0; i < m_drawing.rows.size(); ++i) {
        if (m_drawing.rows.at(i).name == column)
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
    m_drawing.faded = faded;
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
    const double scale = option->levelOfDetailFromTransform(p->worldTransform());
    paintDiagramCard(p, m_drawing, m_ink, scale, option->state & QStyle::State_Selected,
                     [](QPainter* painter, const QRectF& rect, const QString& name, const QColor& color, int size) { Icons::paint(painter, rect, name, color, size); });
    if (scale < diagramRowsFrom)
        return;
    if (m_texts.isEmpty())
        layTexts();
    paintRows(p);
}

/// All texts of one font together.
void DiagramCard::paintRows(QPainter* p) const
{
    double y = headHeight + 2;
    p->setFont(m_ink.type);
    p->setPen(m_ink.muted);
    for (const Texts& texts : m_texts) {
        p->drawStaticText(QPointF(size().width() - 10 - texts.type.size().width(), y + (rowHeight - texts.type.size().height()) / 2), texts.type);
        y += rowHeight;
    }
    y = headHeight + 2;
    p->setFont(m_ink.name);
    p->setPen(m_ink.text);
    for (qsizetype i = 0; i < m_texts.size(); ++i) {
        const QString& icon = m_drawing.rows.at(i).icon;
        if (!icon.isEmpty())
            Icons::paint(p, QRectF(9, y, 14, rowHeight), icon, icon == "key-round"_L1 ? m_ink.key : m_ink.link, 12);
        p->drawStaticText(QPointF(29, y + (rowHeight - m_texts.at(i).name.size().height()) / 2), m_texts.at(i).name);
        y += rowHeight;
    }
}

DiagramLine::DiagramLine(DiagramCard* from, DiagramCard* to, const ForeignKey& key, bool onlyOne, const DiagramInk& ink)
    : m_from(from), m_to(to), m_key(key), m_onlyOne(onlyOne), m_ink(ink)
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
    m_drawing.strong = strong;
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
    m_drawing.corners = QPolygonF(corners);
    const QPointF a = corners.first(), b = corners.last();
    const double out1 = corners.at(1).x() < a.x() ? -1 : 1, out2 = corners.at(corners.size() - 2).x() < b.x() ? -1 : 1;
    m_drawing.fromSign = m_drawing.toSign = QPainterPath();
    if (m_onlyOne) {
        m_drawing.fromSign.moveTo(a.x() + out1 * 8, a.y() - 5);
        m_drawing.fromSign.lineTo(a.x() + out1 * 8, a.y() + 5);
    } else {
        m_drawing.fromSign.moveTo(a.x(), a.y() - 6);
        m_drawing.fromSign.lineTo(a.x() + out1 * 11, a.y());
        m_drawing.fromSign.lineTo(a.x(), a.y() + 6);
    }
    m_drawing.toSign.moveTo(b.x() + out2 * 8, b.y() - 5);
    m_drawing.toSign.lineTo(b.x() + out2 * 8, b.y() + 5);
    update();
}

QPainterPath DiagramLine::shape() const
{
    QPainterPath path;
    path.addPolygon(m_drawing.corners);
    QPainterPathStroker stroker;
    stroker.setWidth(8);
    return stroker.createStroke(path);
}

void DiagramLine::paint(QPainter* p, const QStyleOptionGraphicsItem* option, QWidget*)
{
    paintDiagramLine(p, m_drawing, m_ink, option->levelOfDetailFromTransform(p->worldTransform()), false, option->exposedRect);
}

} // namespace run402
