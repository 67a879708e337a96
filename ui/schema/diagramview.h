// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "ui/schema/diagramdrawing.h"

#include <QFutureWatcher>
#include <QGraphicsView>
#include <QHash>

#include <atomic>
#include <memory>

namespace run402 {

class DiagramCard;
class DiagramLine;

/// The tables of a schema as cards with lines between them. Only what is seen is painted; the layout is worked out on
/// another thread. Mouse: drag a card to move it, drag the ground to pan, Ctrl and wheel to zoom, double click to open.
/// Keyboard: arrows go to the next card in that direction, Enter opens it, + − 0 F zoom. Owner: parent. Thread: GUI.
class DiagramView : public QGraphicsView
{
    Q_OBJECT
public:
    explicit DiagramView(QWidget* parent = nullptr);
    ~DiagramView() override;

    /// `moved` = places of cards a person put there; the others are laid out around nothing of them.
    void setSchema(const Schema& schema, const QHash<QString, QPointF>& moved);
    void arrange(); ///< all cards by the layout again
    /// Fades what does not have `text` in its name or its columns' names; empty fades nothing. Gives how many have it.
    int search(const QString& text);
    /// Selects the best match and brings it before the eye, large enough to be read; asked again, the next one.
    void jump(const QString& text);
    void select(const QString& table); ///< and brings it into view
    QString selected() const;
    int tables() const { return int(m_cards.size()); }
    int lines() const { return int(m_lines.size()); }
    bool isArranging() const { return m_arranging; }
    double scaleNow() const { return transform().m11(); }
    QPointF placeOf(const QString& table) const;

    void zoomTo(double scale);
    void zoomBy(double factor) { zoomTo(scaleNow() * factor); }
    void fit();
    /// What is drawn now, to be painted on a worker: the window's thread only copies it.
    DiagramDrawing drawing() const;

Q_SIGNALS:
    void tableOpened(const QString& table);
    void tableSelected(const QString& table); ///< empty = none
    void cardMoved(const QString& table, const QPointF& place);
    void menuAsked(const QString& table, const QPoint& globalPos);
    void zoomed();
    void arranged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;

private:
    DiagramCard* cardAt(const QPoint& at) const;
    DiagramCard* current() const;
    struct Layout { QList<QPointF> places; QList<QList<QPointF>> routes; };
    void layOut(bool keepPlaces = false);
    void placed();
    void stepTo(int key);
    void showNeighbours();
    QRectF contents() const;
    QStringList matches(const QString& text) const; ///< the best first

    QGraphicsScene* m_scene;
    QHash<QString, DiagramCard*> m_cards;
    QStringList m_names; ///< in the schema's order
    QList<DiagramLine*> m_lines;
    QHash<QString, QPointF> m_moved;
    QHash<QString, QPointF> m_pressedAt;
    QString m_searched, m_jumped; ///< texts of the last search and of the last jump
    QFutureWatcher<Layout> m_layout;
    std::shared_ptr<std::atomic<bool>> m_stop; ///< of the layout on its way
    DiagramInk m_ink;
    bool m_fitted = false;
    bool m_whole = false; ///< everything is shown, and stays so when the room for it changes
    bool m_arranging = false;
    bool m_waiting = false; ///< a drawing is ready, but a mouse button is down
};

} // namespace run402
