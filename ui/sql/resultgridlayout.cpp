// SPDX-License-Identifier: GPL-3.0-or-later
// What a person arranged of the columns, for the next run of the same statement.
#include "ui/sql/frozencolumns.h"
#include "ui/sql/resultgrid.h"

#include <QJsonArray>
#include <QScopedValueRollback>

namespace run402 {

namespace {

constexpr int mostColumns = 300; // nobody arranges more, and it is kept in the session

QJsonArray namesOf(const ResultSet& set)
{
    QJsonArray names;
    for (const QString& name : set.columns())
        names << name.left(200);
    return names;
}

} // namespace

void ResultGrid::watchLayout()
{
    const auto changed = [this] {
        if (!m_sizing && m_rows)
            Q_EMIT layoutChanged();
    };
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, changed);
    connect(horizontalHeader(), &QHeaderView::sectionMoved, this, changed);
    connect(this, &ResultGrid::columnsShown, this, changed);
}

QJsonObject ResultGrid::layout() const
{
    const QHeaderView* head = horizontalHeader();
    const bool arranged = m_sizedByHand || head->sectionsMoved() || isAnyColumnHidden() || frozenColumns() > 0;
    if (!m_rows || !arranged || head->count() > mostColumns)
        return {};
    QJsonArray order, hidden, widths;
    for (int visual = 0; visual < head->count(); ++visual) {
        const int c = head->logicalIndex(visual);
        order << c;
        if (head->isSectionHidden(c))
            hidden << c;
    }
    for (int c = 0; m_sizedByHand && c < head->count(); ++c)
        widths << (head->isSectionHidden(c) ? 0 : head->sectionSize(c));
    return {{QStringLiteral("names"), namesOf(*m_rows)}, {QStringLiteral("order"), order}, {QStringLiteral("hidden"), hidden},
            {QStringLiteral("widths"), widths}, {QStringLiteral("frozen"), frozenColumns()}};
}

void ResultGrid::setLayout(const QJsonObject& layout)
{
    QHeaderView* head = horizontalHeader();
    if (!m_rows || head->count() > mostColumns || layout.value(QStringLiteral("names")).toArray() != namesOf(*m_rows))
        return;
    const QScopedValueRollback sizing(m_sizing, true);
    const QJsonArray order = layout.value(QStringLiteral("order")).toArray(), widths = layout.value(QStringLiteral("widths")).toArray();
    for (int visual = 0; visual < order.size() && visual < head->count(); ++visual) {
        if (const int c = order[visual].toInt(-1); c >= 0 && c < head->count())
            head->moveSection(head->visualIndex(c), visual);
    }
    for (int c = 0; c < widths.size() && c < head->count(); ++c) {
        if (const int width = widths[c].toInt(); width > 0)
            head->resizeSection(c, width);
    }
    m_sizedByHand = !widths.isEmpty();
    for (const QJsonValue& c : layout.value(QStringLiteral("hidden")).toArray()) {
        if (head->count() - head->hiddenSectionCount() > 1 && c.toInt(-1) >= 0 && c.toInt() < head->count())
            head->hideSection(c.toInt());
    }
    m_frozen->setCount(layout.value(QStringLiteral("frozen")).toInt());
}

} // namespace run402
