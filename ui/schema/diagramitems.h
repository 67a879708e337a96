// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/schema/foreignkey.h"
#include "ui/schema/diagramdrawing.h"

#include <QGraphicsItem>
#include <QStaticText>

namespace run402 {

class DiagramLine;

/// A table as a card: its name, columns, types and key signs. Seen from afar it draws less. Owner: scene. Thread: GUI.
class DiagramCard : public QGraphicsItem
{
public:
    enum { Type = UserType + 1 };
    static constexpr int mostColumns = 24; ///< shown; the rest is a number

    /// `ink` belongs to the view and is what the theme says now.
    DiagramCard(const Table& table, const DiagramInk& ink);

    int type() const override { return Type; }
    const QString& table() const { return m_table.name; }
    QSizeF size() const { return m_drawing.size; }
    DiagramCardDrawing drawing() const;
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    /// Middle of a column's row, below the card's top; of the head when the column is not shown.
    double rowOffset(const QString& column) const;
    void addLine(DiagramLine* line) { m_lines << line; }
    const QList<DiagramLine*>& lines() const { return m_lines; }
    /// Faded cards are not what is searched for or not near the selected one.
    void setFaded(bool faded);
    bool matches(const QString& text) const; ///< in its name or a column's
    bool remeasure(); ///< fonts may be others now; true = its size changed

protected:
    QVariant itemChange(GraphicsItemChange change, const QVariant& value) override;

private:
    /// Texts are cut and laid out once, when they are first seen: a frame shows hundreds of them.
    struct Texts { QStaticText name, type; };
    void layTexts();
    void paintRows(QPainter* painter) const;
    Table m_table;
    const DiagramInk& m_ink;
    DiagramCardDrawing m_drawing;
    QList<Texts> m_texts; ///< of the rows; empty = not seen yet
    QList<DiagramLine*> m_lines;
};

/// A foreign key: a line with corners from the column to what it refers to; a crow's foot stands where there may be many.
class DiagramLine : public QGraphicsItem
{
public:
    DiagramLine(DiagramCard* from, DiagramCard* to, const ForeignKey& key, bool onlyOne, const DiagramInk& ink);

    DiagramCard* from() const { return m_from; }
    DiagramCard* to() const { return m_to; }
    const ForeignKey& key() const { return m_key; }
    /// The plain way, past nothing but the two cards: until the next route() comes.
    void reroute();
    void route(const QList<QPointF>& corners); ///< fewer than two: the plain way
    double fromOffset() const { return m_from->rowOffset(m_key.columns.value(0)); }
    double toOffset() const { return m_to->rowOffset(m_key.referencedColumns.value(0)); }
    void setStrong(bool strong);
    const DiagramLineDrawing& drawing() const { return m_drawing; }
    QRectF boundingRect() const override { return m_drawing.corners.boundingRect().adjusted(-8, -8, 8, 8); }
    QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    DiagramCard* m_from;
    DiagramCard* m_to;
    ForeignKey m_key;
    bool m_onlyOne; ///< the referring column is unique: one to one
    const DiagramInk& m_ink;
    DiagramLineDrawing m_drawing;
};

} // namespace run402
