// SPDX-License-Identifier: GPL-3.0-or-later
// The half of TableSession that reads without the service key: any visitor's rows, over REST.
#include "services/services.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/table/tablesession.h"

#include <QElapsedTimer>

#include <algorithm>

namespace run402 {

QStringList TableSession::knownKey() const
{
    if (!m_key.isEmpty() || !m_workspace.schema().value)
        return m_key;
    const Table* table = m_workspace.schema().value->table(m_table);
    return table ? table->primaryKey() : m_key;
}

void TableSession::turnVisitorPage(bool backwards)
{
    if (backwards)
        return readPage(m_visited.isEmpty() ? Place{} : m_visited.last());
    Place next;
    next.firstRow = m_firstRow + m_model.page().rows.size();
    next.rest = placeBehind(m_model.page(), m_query, knownKey(), m_place.rest);
    readPage(next);
}

void TableSession::readAsVisitor(const Place& place)
{
    const QStringList key = knownKey();
    if (place.rest.from && place.rest.from->key.size() != key.size())
        return readAsVisitor({}); // the key became known, or another one
    const std::optional<QString> query = restPageQuery(m_table, m_query, key, place.rest);
    if (!query)
        return failReading(Problem::make(Problem::Kind::Local, QStringLiteral("keys.missing"), QStringLiteral("REST has no words for one of these filters")));
    const int generation = ++m_generation;
    m_eyes = Eyes::Visitor;
    m_reading = Reading::Page;
    Q_EMIT readingChanged();
    QElapsedTimer timer;
    timer.start();
    auto* call = m_services.database().rows(m_projectId, m_table, *query, Role::Anonymous);
    m_call = call;
    call->onDone(this, [this, generation, place, timer, key](const Result<QByteArray>& answer) {
        if (generation != m_generation)
            return;
        if (!answer.ok())
            return failReading(answer.error());
        m_elapsedMs = timer.elapsed();
        const auto read = [json = *answer, asked = m_query, key, from = place.rest]() -> Result<RestPage> {
            const auto rows = ResultSet::parse(json);
            return rows.ok() ? Result<RestPage>(readRestPage(*rows.value(), asked, key, from)) : fail(rows.error());
        };
        onWorker(this, read, [this, generation, place](const Result<RestPage>& page) {
            if (generation == m_generation)
                page.ok() ? showVisitorPage(place, page.value()) : failReading(page.error());
        });
    });
}

void TableSession::showVisitorPage(const Place& place, const RestPage& rows)
{
    if (rows.page.rows.isEmpty() && place.firstRow > 1)
        return readPage({});
    TableShape seen;
    seen.name = m_table;
    for (const QString& name : rows.columns) {
        TableColumn column;
        column.name = name;
        seen.columns << column;
    }
    // An answer without rows does not tell the columns: those seen before stay.
    const bool same = std::equal(seen.columns.cbegin(), seen.columns.cend(), shape().columns.cbegin(), shape().columns.cend(),
                                 [](const TableColumn& a, const TableColumn& b) { return a.name == b.name; });
    if (!same && (!rows.page.rows.isEmpty() || !hasShape())) {
        m_model.setShape(seen);
        Q_EMIT shapeChanged();
    }
    m_matching.reset();
    while (!m_visited.isEmpty() && m_visited.last().firstRow >= place.firstRow)
        m_visited.removeLast();
    if (place.firstRow > 1 && m_place.firstRow < place.firstRow)
        m_visited << m_place;
    showPage(place, rows.page);
}

} // namespace run402
