// SPDX-License-Identifier: GPL-3.0-or-later
// The splits of DocumentArea: how they come, go, are dragged to and are kept.
#include "ui/shell/documentarea.h"
#include "ui/shell/dropshade.h"

#include <QJsonArray>
#include <QSplitter>

#include <algorithm>

namespace run402 {

namespace {

constexpr double kEdgePart = 0.28; // of a split's width or height takes a tab dropped there to its edge
constexpr int kDeepest = 8;        // splits within splits in a kept layout

Qt::Orientation along(DocumentArea::Edge edge)
{
    return edge == DocumentArea::Edge::Left || edge == DocumentArea::Edge::Right ? Qt::Horizontal : Qt::Vertical;
}

bool isBehind(DocumentArea::Edge edge)
{
    return edge == DocumentArea::Edge::Right || edge == DocumentArea::Edge::Bottom;
}

void collect(const QSplitter* splitter, QList<DocumentGroup*>& out)
{
    for (int i = 0; i < splitter->count(); ++i) {
        if (auto* group = qobject_cast<DocumentGroup*>(splitter->widget(i)))
            out << group;
        else if (auto* inner = qobject_cast<QSplitter*>(splitter->widget(i)))
            collect(inner, out);
    }
}

struct Zone
{
    DocumentGroup* group = nullptr;
    std::optional<DocumentArea::Edge> edge; ///< nullopt = in the middle
    QRect rect;                             ///< of what the document would cover, global
};

Zone zoneAt(const QList<DocumentGroup*>& groups, const QPoint& at)
{
    for (DocumentGroup* group : groups) {
        const QRect r(group->mapToGlobal(QPoint(0, 0)), group->size());
        if (!r.contains(at))
            continue;
        const double x = double(at.x() - r.left()) / r.width(), y = double(at.y() - r.top()) / r.height();
        const std::pair<double, DocumentArea::Edge> edges[] = {{x, DocumentArea::Edge::Left}, {1 - x, DocumentArea::Edge::Right},
                                                               {y, DocumentArea::Edge::Top}, {1 - y, DocumentArea::Edge::Bottom}};
        const auto nearest = *std::min_element(std::begin(edges), std::end(edges), [](const auto& a, const auto& b) { return a.first < b.first; });
        if (nearest.first > kEdgePart)
            return {group, std::nullopt, r};
        QRect half = r;
        if (along(nearest.second) == Qt::Horizontal)
            half.setWidth(r.width() / 2);
        else
            half.setHeight(r.height() / 2);
        if (nearest.second == DocumentArea::Edge::Right)
            half.moveRight(r.right());
        else if (nearest.second == DocumentArea::Edge::Bottom)
            half.moveBottom(r.bottom());
        return {group, nearest.second, half};
    }
    return {};
}

} // namespace

QSplitter* DocumentArea::makeSplitter(Qt::Orientation orientation)
{
    auto* splitter = new QSplitter(orientation, this);
    splitter->setHandleWidth(1); // Qt widens the grip of a 1 px handle to 5
    splitter->setChildrenCollapsible(false);
    connect(splitter, &QSplitter::splitterMoved, this, &DocumentArea::layoutChanged);
    return splitter;
}

QList<DocumentGroup*> DocumentArea::groups() const
{
    QList<DocumentGroup*> all;
    collect(m_root, all);
    return all;
}

void DocumentArea::renumber()
{
    const auto all = groups();
    for (int i = 0; i < all.size(); ++i) {
        all[i]->setNumber(i);
        all[i]->setActive(all.size() == 1 || all[i] == m_active);
    }
}

DocumentGroup* DocumentArea::splitGroup(DocumentGroup* group, Edge edge)
{
    auto* parent = qobject_cast<QSplitter*>(group->parentWidget());
    int index = parent->indexOf(group);
    DocumentGroup* fresh = makeGroup();
    if (parent->count() == 1)
        parent->setOrientation(along(edge));
    if (parent->orientation() != along(edge)) {
        const QList<int> outer = parent->sizes();
        auto* inner = makeSplitter(along(edge));
        parent->insertWidget(index, inner);
        inner->addWidget(group);
        parent->setSizes(outer);
        parent = inner;
        index = 0;
    }
    QList<int> sizes = parent->sizes();
    const int half = along(edge) == Qt::Horizontal ? group->width() / 2 : group->height() / 2;
    sizes[index] = half;
    sizes.insert(index + 1, half);
    parent->insertWidget(isBehind(edge) ? index + 1 : index, fresh);
    fresh->show();
    group->show();
    parent->setSizes(sizes);
    renumber();
    return fresh;
}

void DocumentArea::moveTo(const QString& id, DocumentGroup* to)
{
    DocumentGroup* from = groupOf(id);
    if (!from || from == to)
        return;
    m_rebuilding = true;
    to->put(id, from->take(id));
    to->activate(id);
    m_rebuilding = false;
    m_active = to;
    removeIfEmpty(from);
    renumber();
    Q_EMIT currentChanged(id);
    Q_EMIT layoutChanged();
    if (QWidget* widget = to->widget(id)) {
        widget->show(); // only what is shown takes the keyboard, and one just opened would be shown a moment later
        widget->setFocus();
    }
}

void DocumentArea::splitBeside(const QString& id, DocumentGroup* target, Edge edge)
{
    if (groupOf(id) == target && target->ids().size() < 2)
        return; // it has that split to itself already
    moveTo(id, splitGroup(target, edge));
}

void DocumentArea::split(const QString& id, Edge edge)
{
    DocumentGroup* group = groupOf(id);
    if (!group)
        return;
    if (group->ids().size() > 1) {
        splitBeside(id, group, edge);
        return;
    }
    DocumentGroup* fresh = splitGroup(group, edge);
    m_active = fresh;
    renumber();
    Q_EMIT newAsked();
    removeIfEmpty(fresh);
    Q_EMIT layoutChanged();
}

void DocumentArea::closeSplit()
{
    const auto all = groups();
    if (all.size() < 2)
        return;
    const qsizetype at = all.indexOf(m_active);
    DocumentGroup* to = at > 0 ? all.at(at - 1) : all.at(1);
    const QString front = currentId();
    const QStringList moving = m_active->ids();
    for (const QString& id : moving)
        moveTo(id, to);
    activate(front);
}

void DocumentArea::removeIfEmpty(DocumentGroup* group)
{
    const auto all = groups();
    if (!group->ids().isEmpty() || all.size() < 2)
        return;
    const qsizetype at = all.indexOf(group);
    DocumentGroup* heir = at > 0 ? all.at(at - 1) : all.at(1);
    if (m_placeholder)
        heir->setPlaceholder(m_placeholder);
    auto* parent = qobject_cast<QSplitter*>(group->parentWidget());
    const bool wasActive = group == m_active;
    group->hide();
    group->setParent(nullptr);
    group->deleteLater();
    if (parent->count() == 1 && parent != m_root) { // one left: it takes its splitter's place
        auto* outer = qobject_cast<QSplitter*>(parent->parentWidget());
        const QList<int> sizes = outer->sizes();
        outer->insertWidget(outer->indexOf(parent), parent->widget(0));
        parent->setParent(nullptr);
        parent->deleteLater();
        outer->setSizes(sizes);
    }
    if (wasActive) {
        m_active = nullptr;
        setActive(heir);
    }
    renumber();
    Q_EMIT layoutChanged();
}

void DocumentArea::shade(const QPoint& globalPos)
{
    const Zone zone = zoneAt(groups(), globalPos);
    m_shade->setVisible(zone.group);
    if (!zone.group)
        return;
    m_shade->setGeometry(QRect(mapFromGlobal(zone.rect.topLeft()), zone.rect.size()));
    m_shade->raise();
}

void DocumentArea::drop(const QString& id, const QPoint& globalPos)
{
    m_shade->hide();
    const Zone zone = zoneAt(groups(), globalPos);
    if (zone.group && zone.edge)
        splitBeside(id, zone.group, *zone.edge);
    else if (zone.group)
        moveTo(id, zone.group);
}

QJsonObject DocumentArea::layoutOf(QWidget* node) const
{
    if (const auto* group = qobject_cast<DocumentGroup*>(node))
        return {{QStringLiteral("tabs"), QJsonArray::fromStringList(group->ids())}, {QStringLiteral("front"), group->currentId()}};
    const auto* splitter = qobject_cast<QSplitter*>(node);
    QJsonArray parts, sizes;
    const QList<int> lengths = splitter->sizes();
    for (int i = 0; i < splitter->count(); ++i) {
        parts << layoutOf(splitter->widget(i));
        sizes << lengths.at(i);
    }
    return {{QStringLiteral("down"), splitter->orientation() == Qt::Vertical}, {QStringLiteral("parts"), parts}, {QStringLiteral("sizes"), sizes}};
}

QJsonObject DocumentArea::saveLayout() const
{
    return layoutOf(m_root);
}

void DocumentArea::restoreInto(QSplitter* into, const QJsonObject& node, Restored& r, int depth)
{
    into->setOrientation(node.value(QLatin1String("down")).toBool() ? Qt::Vertical : Qt::Horizontal);
    const QJsonArray parts = node.value(QLatin1String("parts")).toArray();
    for (const QJsonValue& value : parts) {
        const QJsonObject part = value.toObject();
        if (part.contains(QLatin1String("parts")) && depth < kDeepest) {
            auto* inner = makeSplitter(Qt::Horizontal);
            into->addWidget(inner);
            restoreInto(inner, part, r, depth + 1);
            if (inner->count() < 2) {
                if (inner->count() == 1)
                    into->addWidget(inner->widget(0));
                inner->setParent(nullptr);
                inner->deleteLater();
            }
            continue;
        }
        restoreGroup(into, part, r);
    }
    QList<int> sizes;
    const QJsonArray kept = node.value(QLatin1String("sizes")).toArray();
    for (const QJsonValue& size : kept)
        sizes << std::clamp(size.toInt(), 1, 100'000);
    if (sizes.size() == into->count())
        into->setSizes(sizes);
}

void DocumentArea::restoreGroup(QSplitter* into, const QJsonObject& part, Restored& r)
{
    QStringList here;
    const QJsonArray tabs = part.value(QLatin1String("tabs")).toArray();
    for (const QJsonValue& tab : tabs)
        if (r.left.remove(tab.toString()))
            here << tab.toString();
    if (here.isEmpty())
        return;
    DocumentGroup* group = std::exchange(r.firstUsed, true) ? makeGroup() : r.first;
    into->addWidget(group);
    group->show();
    if (group != r.first)
        for (const QString& id : std::as_const(here))
            group->put(id, r.first->take(id));
    const QString front = part.value(QLatin1String("front")).toString();
    r.fronts << qMakePair(group, here.contains(front) ? front : here.first());
}

void DocumentArea::restoreLayout(const QJsonObject& layout, const QString& front)
{
    const QStringList all = ids();
    if (groups().size() > 1 || all.isEmpty())
        return;
    const QString shown = all.contains(front) ? front : currentId();
    m_rebuilding = true;
    Restored r{QSet<QString>(all.cbegin(), all.cend()), groups().first(), false, {}};
    restoreInto(m_root, layout, r, 0);
    for (const auto& [group, id] : std::as_const(r.fronts))
        group->activate(id);
    m_rebuilding = false;
    m_active = groupOf(shown);
    m_active->activate(shown);
    renumber();
}

} // namespace run402
