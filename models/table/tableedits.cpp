// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tableedits.h"

#include <algorithm>

namespace run402 {

using Kind = StagedRow::Kind;

namespace {

CellValue readValue(const TableRow& row, int column)
{
    const std::optional<QString> value = row.cells.value(column);
    return value ? CellValue::of(*value) : CellValue::null();
}

QStringList keyOf(const TableShape& shape, const TableRow& row)
{
    QStringList key;
    for (const int column : shape.key)
        key << row.cells.value(column).value_or(QString());
    return key;
}

} // namespace

CellValue cellNow(const StagedRow* staged, const TableRow& was, int column)
{
    if (staged && staged->now.contains(column))
        return staged->now.value(column);
    if (staged && staged->kind == Kind::Insert)
        return {};
    return readValue(was, column);
}

const StagedRow* TableEdits::find(const QString& name) const
{
    const auto it = m_rows.constFind(name);
    return it == m_rows.cend() ? nullptr : &*it;
}

QStringList TableEdits::inserted() const
{
    QStringList list;
    for (const QString& name : m_order) {
        if (isNew(name))
            list << name;
    }
    std::sort(list.begin(), list.end(), [](const QString& a, const QString& b) { return a.mid(1).toInt() < b.mid(1).toInt(); });
    return list;
}

int TableEdits::count(Kind kind) const
{
    return int(std::count_if(m_rows.cbegin(), m_rows.cend(), [kind](const StagedRow& row) { return row.kind == kind; }));
}

int TableEdits::editedCells() const
{
    int cells = 0;
    for (const StagedRow& row : m_rows)
        cells += row.kind == Kind::Update ? int(row.now.size()) : 0;
    return cells;
}

TableEdits::Step TableEdits::setCells(const TableShape& shape, const QString& name, const TableRow& was, const QMap<int, CellValue>& values) const
{
    const StagedRow* before = find(name);
    StagedRow after = before ? *before : StagedRow{Kind::Update, was, keyOf(shape, was), {}};
    if (after.kind == Kind::Delete)
        return {}; // unmark it first
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        const bool back = after.kind == Kind::Insert ? it.value().state == CellValue::State::Default
                                                     : !after.was.isCut(it.key()) && it.value() == readValue(after.was, it.key());
        if (back)
            after.now.remove(it.key());
        else
            after.now.insert(it.key(), it.value());
    }
    const bool nothing = after.kind == Kind::Update && after.now.isEmpty();
    if ((before && *before == after) || (!before && nothing))
        return {};
    return {{{name, before ? std::optional(*before) : std::nullopt, nothing ? std::nullopt : std::optional(after)}}};
}

TableEdits::Step TableEdits::insert(const QMap<int, CellValue>& values)
{
    StagedRow row;
    row.kind = Kind::Insert;
    row.now = values;
    return {{{QStringLiteral("+%1").arg(m_next++), std::nullopt, row}}};
}

TableEdits::Step TableEdits::toggleDeleted(const TableShape& shape, const QList<QPair<QString, TableRow>>& rows) const
{
    const bool all = std::all_of(rows.cbegin(), rows.cend(), [this](const auto& row) {
        const StagedRow* staged = find(row.first);
        return staged && staged->kind == Kind::Delete;
    });
    Step step;
    for (const auto& [name, was] : rows) {
        const StagedRow* staged = find(name);
        const std::optional<StagedRow> before = staged ? std::optional(*staged) : std::nullopt;
        if (isNew(name) || all)
            step.changes << Change{name, before, std::nullopt};
        else if (!staged || staged->kind != Kind::Delete)
            step.changes << Change{name, before, StagedRow{Kind::Delete, staged ? staged->was : was, keyOf(shape, staged ? staged->was : was), {}}};
    }
    return step;
}

TableEdits::Step TableEdits::revert(const QStringList& names) const
{
    Step step;
    for (const QString& name : names) {
        if (const StagedRow* staged = find(name))
            step.changes << Change{name, *staged, std::nullopt};
    }
    return step;
}

TableEdits::Step TableEdits::joined(Step first, const Step& second)
{
    first.changes += second.changes;
    return first;
}

void TableEdits::put(const QString& name, const std::optional<StagedRow>& row)
{
    if (!row) {
        m_rows.remove(name);
        m_order.removeOne(name);
        return;
    }
    if (!m_rows.contains(name))
        m_order << name;
    if (isNew(name)) // one that was kept from before has its number still
        m_next = std::max(m_next, name.mid(1).toInt() + 1);
    m_rows.insert(name, *row);
}

void TableEdits::apply(const Step& step)
{
    for (const Change& c : step.changes)
        put(c.name, c.after);
}

void TableEdits::unapply(const Step& step)
{
    for (auto it = step.changes.crbegin(); it != step.changes.crend(); ++it)
        put(it->name, it->before);
}

void TableEdits::clear()
{
    m_rows.clear();
    m_order.clear();
}

} // namespace run402
