// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/diagramitems.h"

#include "models/item/resulttext.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr double headHeight = 30, rowHeight = 21, leastWidth = 170, mostWidth = 330, stub = 22;
constexpr double namesFrom = 0.35, boxesFrom = 0.12; // scales from which rows and names are drawn

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
        m_rows << Row{c.name, shortTypeName(c.type) + (c.nullable ? u"?"_s : QString()), icon};
    }
    remeasure();
}

void DiagramCard::remeasure()
{
    const Theme& t = Theme::of();
    const QFontMetricsF title(t.font(Theme::Font::Subtitle)), name(t.font(Theme::Font::Small)), type(t.font(Theme::Font::MonoSmall));
    double width = std::max(leastWidth, title.horizontalAdvance(m_table.name) + 48);
    for (const Row& r : std::as_const(m_rows))
        width = std::max(width, name.horizontalAdvance(r.name) + type.horizontalAdvance(r.type) + 54);
    prepareGeometryChange();
    const bool more = m_table.columns.size() > m_rows.size();
    m_size = QSizeF(std::min(width, mostWidth), headHeight + rowHeight * double(m_rows.size() + more) + 6);
}

QRectF DiagramCard::boundingRect() const
{
    return QRectF(QPointF(0, 0), m_size).adjusted(-3, -3, 3, 3);
}

double DiagramCard::rowY(const QString& column) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).name == column)
            return y() + headHeight + rowHeight * (i + 0.5);
    }
    return y() + headHeight / 2;
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
    paintBox(p, card, 8, t.color("bg.surface"), t.color(on ? "accent.solid" : "border.strong"), on ? 2 : 1);
    const QRectF head(1, 1, m_size.width() - 2, headHeight - 1);
    p->setClipRect(head.adjusted(0, 0, 0, 1));
    paintBox(p, head.adjusted(0, 0, 0, 10), 7, t.color(on ? "bg.selected" : "bg.alt"));
    p->setClipping(false);
    if (scale < namesFrom) { // only the name, as large as the card lets it be
        QFont font = t.fontOf(false, std::clamp(int(11 / scale), 13, 60), QFont::DemiBold);
        while (font.pixelSize() > 13 && QFontMetricsF(font).horizontalAdvance(m_table.name) > m_size.width() - 12)
            font.setPixelSize(font.pixelSize() - 3);
        p->setFont(font);
        paintText(p, card.adjusted(6, 0, -6, 0), m_table.name, t.color("text.primary"), Qt::AlignHCenter);
        return;
    }
    p->fillRect(QRectF(1, headHeight - 1, m_size.width() - 2, 1), t.color("border.default"));
    Icons::paint(p, QRectF(9, 0, 16, headHeight), m_table.rlsEnabled ? u"shield-check"_s : u"table-2"_s, t.color(m_table.rlsEnabled ? "success.text" : "text.muted"), 14);
    p->setFont(t.font(Theme::Font::Subtitle));
    paintText(p, QRectF(31, 0, m_size.width() - 40, headHeight), m_table.name, t.color("text.primary"));
    double y = headHeight + 2;
    for (const Row& r : std::as_const(m_rows)) {
        if (!r.icon.isEmpty())
            Icons::paint(p, QRectF(9, y, 14, rowHeight), r.icon, t.color(r.icon == "key-round"_L1 ? "warning.text" : "info.text"), 12);
        p->setFont(t.font(Theme::Font::MonoSmall));
        const double typeWidth = std::min(QFontMetricsF(p->font()).horizontalAdvance(r.type), m_size.width() / 2);
        paintText(p, QRectF(m_size.width() - 10 - typeWidth, y, typeWidth, rowHeight), r.type, t.color("text.muted"), Qt::AlignRight);
        p->setFont(t.font(Theme::Font::Small));
        paintText(p, QRectF(29, y, m_size.width() - 46 - typeWidth, rowHeight), r.name, t.color("text.primary"));
        y += rowHeight;
    }
    if (m_table.columns.size() > m_rows.size()) {
        p->setFont(t.font(Theme::Font::CaptionPlain));
        paintText(p, QRectF(29, y, m_size.width() - 40, rowHeight), u"+ %1"_s.arg(m_table.columns.size() - m_rows.size()), t.color("text.muted"));
    }
}

DiagramLine::DiagramLine(DiagramCard* from, DiagramCard* to, const ForeignKey& key, bool onlyOne, int lane)
    : m_from(from), m_to(to), m_key(key), m_onlyOne(onlyOne), m_lane(lane)
{
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
    prepareGeometryChange();
    const QRectF a(m_from->pos(), m_from->size()), b(m_to->pos(), m_to->size());
    const double y1 = m_from->rowY(m_key.columns.value(0)), y2 = m_to->rowY(m_key.referencedColumns.value(0));
    const double shift = (m_lane % 7 - 3) * 6; // lines that share a gap run beside each other
    double x1, x2, middle;
    int out1, out2;
    if (m_from != m_to && b.left() >= a.right() + 2 * stub) {
        x1 = a.right(), x2 = b.left(), out1 = 1, out2 = -1;
        middle = std::clamp((x1 + x2) / 2 + shift, x1 + stub, x2 - stub);
    } else if (m_from != m_to && a.left() >= b.right() + 2 * stub) {
        x1 = a.left(), x2 = b.right(), out1 = -1, out2 = 1;
        middle = std::clamp((x1 + x2) / 2 + shift, x2 + stub, x1 - stub);
    } else { // one above the other, or itself: around the right side
        x1 = a.right(), x2 = b.right(), out1 = 1, out2 = 1;
        middle = std::max(x1, x2) + stub + std::abs(shift);
    }
    m_path = QPainterPath(QPointF(x1, y1));
    m_path.lineTo(middle, y1);
    m_path.lineTo(middle, y2);
    m_path.lineTo(x2, y2);
    m_signs = QPainterPath();
    if (m_onlyOne) {
        m_signs.moveTo(x1 + out1 * 8, y1 - 5);
        m_signs.lineTo(x1 + out1 * 8, y1 + 5);
    } else {
        m_signs.moveTo(x1, y1 - 6);
        m_signs.lineTo(x1 + out1 * 11, y1);
        m_signs.lineTo(x1, y1 + 6);
    }
    m_signs.moveTo(x2 + out2 * 8, y2 - 5);
    m_signs.lineTo(x2 + out2 * 8, y2 + 5);
}

QPainterPath DiagramLine::shape() const
{
    QPainterPathStroker stroker;
    stroker.setWidth(8);
    return stroker.createStroke(m_path);
}

void DiagramLine::paint(QPainter* p, const QStyleOptionGraphicsItem* option, QWidget*)
{
    const double scale = option->levelOfDetailFromTransform(p->worldTransform());
    const Theme& t = Theme::of();
    p->setRenderHint(QPainter::Antialiasing, scale > boxesFrom);
    p->setPen(QPen(t.color(m_strong ? "accent.solid" : "border.control"), (m_strong ? 2 : 1.2) / std::min(1.0, std::max(scale, 0.2)), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    p->setBrush(Qt::NoBrush);
    p->drawPath(m_path);
    if (scale >= namesFrom)
        p->drawPath(m_signs);
}

} // namespace run402
