// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/diagramview.h"

#include "models/schema/diagramlayout.h"
#include "models/schema/diagramroute.h"
#include "ui/common/theme.h"
#include "ui/schema/diagramitems.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QWheelEvent>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>
#include <utility>

namespace run402 {

namespace {
constexpr double leastScale = 0.04, mostScale = 3, margin = 60;

bool isUnique(const Table& table, const QStringList& columns)
{
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& c) {
        return (c.type == QLatin1String("PRIMARY KEY") || c.type == QLatin1String("UNIQUE")) && keyColumns(c.definition) == columns;
    });
}
} // namespace

DiagramView::DiagramView(QWidget* parent) : QGraphicsView(parent), m_scene(new QGraphicsScene(this)), m_ink(DiagramInk::of(Theme::of(this)))
{
    setObjectName(QStringLiteral("diagram.view"));
    setAccessibleName(tr("Diagram of the tables"));
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setDragMode(ScrollHandDrag);
    setTransformationAnchor(AnchorUnderMouse);
    setViewportUpdateMode(SmartViewportUpdate);
    setOptimizationFlag(DontSavePainterState, false);
    setRenderHint(QPainter::Antialiasing);
    connect(&m_layout, &QFutureWatcherBase::finished, this, &DiagramView::placed);
    connect(m_scene, &QGraphicsScene::selectionChanged, this, [this] {
        showNeighbours();
        Q_EMIT tableSelected(selected());
    });
    connect(&Theme::of(this), &Theme::changed, this, [this] {
        m_ink = DiagramInk::of(Theme::of(this));
        bool changed = false;
        for (DiagramCard* card : std::as_const(m_cards))
            changed |= card->remeasure();
        if (changed) // letters are larger or smaller now, not only of another colour
            layOut();
        m_scene->update();
        viewport()->update();
    });
}

DiagramView::~DiagramView()
{
    if (m_stop)
        *m_stop = true;
    m_scene->disconnect(this); // it drops its selection while it goes, and nobody is left to hear of it
}

void DiagramView::setSchema(const Schema& schema, const QHash<QString, QPointF>& moved)
{
    const QString chosen = selected();
    QHash<QString, QPointF> places;
    for (auto it = m_cards.cbegin(); it != m_cards.cend(); ++it)
        places.insert(it.key(), it.value()->pos());
    {
        const QSignalBlocker quiet(m_scene);
        m_scene->clear();
    }
    m_cards.clear();
    m_lines.clear();
    m_names.clear();
    m_moved = moved;
    for (const Table& table : schema.tables) {
        auto* card = new DiagramCard(table, m_ink);
        card->setPos(places.value(table.name));
        m_cards.insert(table.name, card);
        m_names << table.name;
        m_scene->addItem(card);
    }
    for (const Table& table : schema.tables) {
        for (const ForeignKey& key : foreignKeysOf(table)) {
            DiagramCard* to = m_cards.value(key.table);
            if (!to)
                continue;
            m_lines << new DiagramLine(m_cards.value(table.name), to, key, isUnique(table, key.columns), m_ink);
            m_scene->addItem(m_lines.last());
        }
    }
    if (DiagramCard* card = m_cards.value(chosen))
        card->setSelected(true);
    layOut();
}

void DiagramView::arrange()
{
    m_moved.clear();
    m_fitted = false;
    layOut();
}

/// Places and lines, on another thread. `keepPlaces` = cards stay where they are, only lines find their way again.
void DiagramView::layOut(bool keepPlaces)
{
    QList<DiagramNode> nodes;
    QList<DiagramEdge> edges;
    QList<DiagramLink> links;
    QHash<QString, int> numbers;
    QHash<int, QPointF> fixed;
    for (const QString& name : std::as_const(m_names)) {
        const DiagramCard* card = m_cards.value(name);
        if (keepPlaces || m_moved.contains(name))
            fixed.insert(int(nodes.size()), keepPlaces ? card->pos() : m_moved.value(name));
        numbers.insert(name, int(nodes.size()));
        nodes << DiagramNode{card->size()};
    }
    for (const DiagramLine* line : std::as_const(m_lines)) {
        edges << DiagramEdge{numbers.value(line->from()->table()), numbers.value(line->to()->table())};
        links << DiagramLink{edges.last().from, edges.last().to, line->fromOffset(), line->toOffset()};
    }
    m_arranging = true;
    if (m_stop)
        *m_stop = true; // another one is wanted
    m_stop = std::make_shared<std::atomic<bool>>(false);
    m_layout.setFuture(QtConcurrent::run([nodes, edges, links, fixed, stop = m_stop]() mutable {
        Layout drawing;
        drawing.places = fixed.size() == nodes.size() ? QList<QPointF>(nodes.size()) : layoutDiagram(nodes, edges);
        for (auto it = fixed.cbegin(); it != fixed.cend(); ++it)
            drawing.places[it.key()] = it.value();
        QList<QRectF> cards;
        for (int i = 0; i < nodes.size(); ++i)
            cards << QRectF(drawing.places.at(i), nodes.at(i).size);
        for (DiagramLink& link : links) {
            link.fromY += drawing.places.at(link.from).y();
            link.toY += drawing.places.at(link.to).y();
        }
        DiagramRouting routing;
        routing.stop = stop.get();
        drawing.routes = routeDiagram(cards, links, routing);
        return drawing;
    }));
}

void DiagramView::placed()
{
    m_waiting = !m_pressedAt.isEmpty();
    if (m_waiting)
        return; // nothing moves under the mouse
    m_arranging = false;
    const Layout drawing = m_layout.result();
    if (drawing.places.size() != m_names.size() || drawing.routes.size() != m_lines.size())
        return; // of a schema before
    for (int i = 0; i < drawing.places.size(); ++i)
        m_cards.value(m_names.at(i))->setPos(drawing.places.at(i));
    for (int i = 0; i < drawing.routes.size(); ++i)
        m_lines.at(i)->route(drawing.routes.at(i));
    m_scene->setSceneRect(contents().adjusted(-margin, -margin, margin, margin));
    if (!m_fitted && !m_cards.isEmpty())
        fit();
    Q_EMIT arranged();
}

QRectF DiagramView::contents() const
{
    QRectF all;
    for (const DiagramCard* card : m_cards)
        all |= QRectF(card->pos(), card->size());
    return all;
}

QPointF DiagramView::placeOf(const QString& table) const
{
    const DiagramCard* card = m_cards.value(table);
    return card ? card->pos() : QPointF();
}

QStringList DiagramView::matches(const QString& text) const
{
    QStringList found;
    for (const QString& name : m_names) {
        if (!text.isEmpty() && m_cards.value(name)->matches(text))
            found << name;
    }
    const auto rank = [&](const QString& name) { return name.compare(text, Qt::CaseInsensitive) == 0 ? 0 : name.startsWith(text, Qt::CaseInsensitive) ? 1 : name.contains(text, Qt::CaseInsensitive) ? 2 : 3; };
    std::stable_sort(found.begin(), found.end(), [&](const QString& a, const QString& b) { return rank(a) < rank(b); });
    return found;
}

int DiagramView::search(const QString& text)
{
    for (DiagramCard* card : std::as_const(m_cards))
        card->setFaded(!text.isEmpty() && !card->matches(text));
    const QStringList found = matches(text);
    if (text != m_searched && !found.isEmpty() && found.first().compare(text, Qt::CaseInsensitive) == 0)
        select(found.first());
    m_searched = text;
    return int(found.size());
}

void DiagramView::jump(const QString& text)
{
    const QStringList found = matches(text);
    if (found.isEmpty())
        return;
    const qsizetype now = text == m_jumped ? found.indexOf(selected()) : -1;
    m_jumped = text;
    const DiagramCard* card = m_cards.value(found.at((now + 1) % found.size()));
    if (scaleNow() < 0.6)
        zoomTo(0.8);
    select(card->table());
    centerOn(QRectF(card->pos(), card->size()).center());
}

void DiagramView::select(const QString& table)
{
    DiagramCard* card = m_cards.value(table);
    if (!card || card->isSelected())
        return;
    m_scene->clearSelection();
    card->setSelected(true);
    ensureVisible(QRectF(card->pos(), card->size()), 40, 40);
}

DiagramCard* DiagramView::current() const
{
    const QList<QGraphicsItem*> items = m_scene->selectedItems();
    return items.isEmpty() ? nullptr : qgraphicsitem_cast<DiagramCard*>(items.first());
}

QString DiagramView::selected() const
{
    const DiagramCard* card = current();
    return card ? card->table() : QString();
}

void DiagramView::showNeighbours()
{
    const DiagramCard* card = current();
    for (DiagramLine* line : std::as_const(m_lines))
        line->setStrong(card && (line->from() == card || line->to() == card));
}

void DiagramView::zoomTo(double scale)
{
    const double wanted = std::clamp(scale, leastScale, mostScale);
    setTransform(QTransform::fromScale(wanted, wanted));
    m_whole = false;
    Q_EMIT zoomed();
}

void DiagramView::fit()
{
    m_fitted = isVisible();
    const QRectF all = contents().adjusted(-margin / 2, -margin / 2, margin / 2, margin / 2);
    if (all.isEmpty())
        return;
    zoomTo(std::min({1.0, viewport()->width() / all.width(), viewport()->height() / all.height()}));
    centerOn(all.center());
    m_whole = true;
}

DiagramDrawing DiagramView::drawing() const
{
    DiagramDrawing drawing;
    drawing.area = contents().adjusted(-margin / 2, -margin / 2, margin / 2, margin / 2);
    drawing.ink = m_ink;
    for (const QString& name : m_names)
        drawing.cards << m_cards.value(name)->drawing();
    for (const DiagramLine* line : m_lines)
        drawing.lines << line->drawing();
    return drawing;
}

DiagramCard* DiagramView::cardAt(const QPoint& at) const
{
    const QList<QGraphicsItem*> under = items(at);
    for (QGraphicsItem* item : under) {
        if (auto* card = qgraphicsitem_cast<DiagramCard*>(item))
            return card;
    }
    return nullptr;
}

void DiagramView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_whole) // the inspector opened beside it, say
        fit();
}

void DiagramView::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() & Qt::ControlModifier)
        zoomBy(std::pow(1.2, event->angleDelta().y() / 120.0));
    else
        QGraphicsView::wheelEvent(event);
}

void DiagramView::mousePressEvent(QMouseEvent* event)
{
    m_pressedAt.clear();
    if (const DiagramCard* card = cardAt(event->pos()))
        m_pressedAt.insert(card->table(), card->pos());
    QGraphicsView::mousePressEvent(event);
}

void DiagramView::mouseReleaseEvent(QMouseEvent* event)
{
    QGraphicsView::mouseReleaseEvent(event);
    for (auto it = m_pressedAt.cbegin(); it != m_pressedAt.cend(); ++it) {
        const QPointF now = placeOf(it.key());
        if (now == it.value() || !m_cards.contains(it.key()))
            continue;
        m_moved.insert(it.key(), now);
        m_scene->setSceneRect(contents().adjusted(-margin, -margin, margin, margin));
        Q_EMIT cardMoved(it.key(), now);
        layOut(!m_arranging);
        m_waiting = false;
    }
    m_pressedAt.clear();
    if (std::exchange(m_waiting, false))
        placed();
}

void DiagramView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const DiagramCard* card = cardAt(event->pos()))
        Q_EMIT tableOpened(card->table());
}

void DiagramView::contextMenuEvent(QContextMenuEvent* event)
{
    DiagramCard* card = event->reason() == QContextMenuEvent::Keyboard ? current() : cardAt(event->pos());
    if (!card)
        return;
    select(card->table());
    Q_EMIT menuAsked(card->table(), event->reason() == QContextMenuEvent::Keyboard ? viewport()->mapToGlobal(mapFromScene(card->pos() + QPointF(20, 20))) : event->globalPos());
}

void DiagramView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomBy(1.25);
    case Qt::Key_Minus: return zoomBy(0.8);
    case Qt::Key_0: return zoomTo(1);
    case Qt::Key_F: return fit();
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: return stepTo(event->key());
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!selected().isEmpty())
            Q_EMIT tableOpened(selected());
        return;
    default: QGraphicsView::keyPressEvent(event);
    }
}

/// The nearest card in that direction; what lies to the side counts double.
void DiagramView::stepTo(int key)
{
    const DiagramCard* from = current();
    if (!from) {
        if (!m_names.isEmpty())
            select(m_names.first());
        return;
    }
    const auto middle = [](const DiagramCard* card) { return card->pos() + QPointF(card->size().width() / 2, card->size().height() / 2); };
    const DiagramCard* best = nullptr;
    double least = 0;
    for (const QString& name : std::as_const(m_names)) {
        const DiagramCard* card = m_cards.value(name);
        const QPointF d = middle(card) - middle(from);
        const bool across = key == Qt::Key_Left || key == Qt::Key_Right;
        const double along = key == Qt::Key_Right ? d.x() : key == Qt::Key_Left ? -d.x() : key == Qt::Key_Down ? d.y() : -d.y();
        const double cost = along + 2 * std::abs(across ? d.y() : d.x());
        if (card == from || along < 1 || (best && cost >= least))
            continue;
        best = card;
        least = cost;
    }
    if (best)
        select(best->table());
}

void DiagramView::drawBackground(QPainter* painter, const QRectF& rect)
{
    painter->fillRect(rect, Theme::of(this).color("bg.window"));
}

} // namespace run402
