// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/stagedjson.h"

#include "models/json/jsontexts.h"

#include <QJsonArray>

namespace run402 {

namespace {

using Kind = StagedRow::Kind;

QJsonArray columnsJson(const TableShape& shape)
{
    QJsonArray columns;
    for (const TableColumn& column : shape.columns)
        columns << QJsonArray{column.name, column.type, column.keyPart};
    return columns;
}

QJsonObject rowJson(const QString& name, const StagedRow& row)
{
    QJsonArray was, cut, now;
    for (const std::optional<QString>& cell : row.was.cells)
        was << (cell ? QJsonValue(*cell) : QJsonValue());
    for (const int column : row.was.cut)
        cut << column;
    for (auto it = row.now.cbegin(); it != row.now.cend(); ++it)
        now << QJsonArray{it.key(), int(it->state), it->text};
    return {{QStringLiteral("name"), name}, {QStringLiteral("kind"), int(row.kind)}, {QStringLiteral("key"), QJsonArray::fromStringList(row.key)},
            {QStringLiteral("was"), was}, {QStringLiteral("cut"), cut}, {QStringLiteral("now"), now}};
}

std::optional<StagedRow> readRow(const TableShape& shape, const QJsonObject& json)
{
    const int columns = int(shape.columns.size());
    StagedRow row;
    const int kind = json.value(QLatin1String("kind")).toInt(-1);
    if (kind < int(Kind::Update) || kind > int(Kind::Delete))
        return std::nullopt;
    row.kind = Kind(kind);
    row.key = jsonTexts(json.value(QLatin1String("key")));
    const QJsonArray was = json.value(QLatin1String("was")).toArray(), cut = json.value(QLatin1String("cut")).toArray();
    const bool isNew = row.kind == Kind::Insert;
    if (was.size() != (isNew ? 0 : columns) || row.key.size() != (isNew ? 0 : shape.key.size()))
        return std::nullopt;
    for (const QJsonValue& cell : was)
        row.was.cells << (cell.isString() ? std::optional(cell.toString()) : std::nullopt);
    for (const QJsonValue& column : cut)
        row.was.cut << column.toInt();
    const QJsonArray now = json.value(QLatin1String("now")).toArray();
    for (const QJsonValue& value : now) {
        const QJsonArray part = value.toArray();
        const int column = part.at(0).toInt(-1), state = part.at(1).toInt(-1);
        if (column < 0 || column >= columns || state < int(CellValue::State::Default) || state > int(CellValue::State::Text))
            return std::nullopt;
        row.now.insert(column, CellValue{CellValue::State(state), part.at(2).toString()});
    }
    return row;
}

qsizetype weight(const StagedRow& row)
{
    qsizetype characters = 0;
    for (const std::optional<QString>& cell : row.was.cells)
        characters += 4 + (cell ? cell->size() : 0);
    for (const CellValue& value : row.now)
        characters += 8 + value.text.size();
    return characters;
}

} // namespace

QJsonObject stagedJson(const TableShape& shape, const TableEdits& edits, const QString& snapshot, bool sent)
{
    QJsonArray rows;
    qsizetype characters = 0;
    const QStringList names = edits.names();
    for (const QString& name : names) {
        const StagedRow* row = edits.find(name);
        characters += weight(*row);
        if (characters > stagedKeptLimit)
            return {};
        rows << rowJson(name, *row);
    }
    if (rows.isEmpty())
        return {};
    return {{QStringLiteral("columns"), columnsJson(shape)}, {QStringLiteral("rows"), rows}, {QStringLiteral("snapshot"), snapshot}, {QStringLiteral("sent"), sent}};
}

std::optional<StagedKept> readStaged(const TableShape& shape, const QJsonObject& json)
{
    if (json.value(QLatin1String("columns")).toArray() != columnsJson(shape))
        return std::nullopt;
    StagedKept kept;
    kept.snapshot = json.value(QLatin1String("snapshot")).toString();
    kept.sent = json.value(QLatin1String("sent")).toBool();
    const QJsonArray rows = json.value(QLatin1String("rows")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject object = value.toObject();
        const QString name = object.value(QLatin1String("name")).toString();
        const std::optional<StagedRow> row = readRow(shape, object);
        if (!row || TableEdits::isNew(name) != (row->kind == Kind::Insert))
            return std::nullopt;
        kept.step.changes << TableEdits::Change{name, std::nullopt, row};
    }
    return kept.step.changes.isEmpty() ? std::nullopt : std::optional(kept);
}

} // namespace run402
