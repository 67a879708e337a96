// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/tabledesign.h"

#include <QRegularExpression>

namespace run402 {

using namespace Qt::StringLiterals;
using Part = DesignSpot::Part;

namespace {

QString quoted(const QString& message, const char* pattern)
{
    return QRegularExpression(QString::fromLatin1(pattern)).match(message).captured(1);
}

int columnNamed(const TableDesign& design, const QString& name)
{
    for (int i = 0; i < design.columns.size(); ++i) {
        const ColumnDesign& c = design.columns.at(i);
        if (!name.isEmpty() && (c.name == name || c.original == name))
            return i;
    }
    return -1;
}

/// The only column for which `has` holds; -1 = none or several.
template <typename F>
int onlyColumn(const TableDesign& design, F has)
{
    int found = -1;
    for (int i = 0; i < design.columns.size(); ++i) {
        if (!has(design.columns.at(i)))
            continue;
        if (found >= 0)
            return -1;
        found = i;
    }
    return found;
}

DesignSpot keyNamed(const TableDesign& design, const QString& name)
{
    for (int i = 0; i < design.keys.size(); ++i) {
        if (!name.isEmpty() && design.keys.at(i).name == name)
            return {Part::Key, i};
    }
    for (int i = 0; i < design.indexes.size(); ++i) {
        if (!name.isEmpty() && design.indexes.at(i).name == name)
            return {Part::Index, i};
    }
    return {};
}

} // namespace

DesignSpot designSpotOf(const QString& message, const TableDesign& design)
{
    const QString type = quoted(message, "type \"(.+?)\" does not exist");
    if (!type.isEmpty()) {
        const int at = onlyColumn(design, [&](const ColumnDesign& c) { return c.type.contains(type, Qt::CaseInsensitive); });
        return {Part::ColumnType, at};
    }
    const QString relation = quoted(message, "relation \"(.+?)\" already exists");
    if (!relation.isEmpty())
        return relation == design.name ? DesignSpot{Part::TableName, -1} : keyNamed(design, relation);
    const QString missing = quoted(message, "relation \"(.+?)\" does not exist");
    if (!missing.isEmpty()) {
        const int at = onlyColumn(design, [&](const ColumnDesign& c) { return c.referencedTable == missing; });
        return at >= 0 ? DesignSpot{Part::ColumnReference, at} : DesignSpot{};
    }
    // Before the plain name of a column: these say what of it is wrong.
    QString name = quoted(message, "column \"(.+?)\" is of type .+ but default expression");
    if (name.isEmpty())
        name = quoted(message, "default for column \"(.+?)\"");
    if (!name.isEmpty())
        return {Part::ColumnDefault, columnNamed(design, name)};
    name = quoted(message, "column \"(.+?)\" of relation .+ contains null values");
    if (!name.isEmpty())
        return {Part::ColumnNull, columnNamed(design, name)};
    name = quoted(message, "column \"(.+?)\" cannot be cast automatically");
    if (!name.isEmpty())
        return {Part::ColumnType, columnNamed(design, name)};
    name = quoted(message, "column \"(.+?)\" (?:specified more than once|of relation .+ already exists)");
    if (!name.isEmpty())
        return {Part::ColumnName, columnNamed(design, name)};
    const QString input = quoted(message, "invalid input syntax for type .+?: \"(.*)\"$");
    if (!input.isEmpty()) {
        const int at = onlyColumn(design, [&](const ColumnDesign& c) { return c.defaultValue.contains(input); });
        return at >= 0 ? DesignSpot{Part::ColumnDefault, at} : DesignSpot{};
    }
    const QString constraint = quoted(message, "constraint \"(.+?)\"");
    if (const DesignSpot key = keyNamed(design, constraint); key.row >= 0)
        return key;
    if (message.startsWith("foreign key constraint"_L1) || message.startsWith("there is no unique constraint matching"_L1)
        || message.startsWith("there is no primary key for referenced table"_L1)) {
        const int at = onlyColumn(design, [](const ColumnDesign& c) { return !c.referencedTable.isEmpty(); });
        return at >= 0 ? DesignSpot{Part::ColumnReference, at} : DesignSpot{};
    }
    const QString unknown = quoted(message, "column \"(.+?)\"(?: of relation .+)? does not exist");
    if (!unknown.isEmpty()) {
        const int at = onlyColumn(design, [&](const ColumnDesign& c) { return c.check.contains(unknown) || c.referencedColumn == unknown; });
        if (at >= 0)
            return {design.columns.at(at).referencedColumn == unknown ? Part::ColumnReference : Part::ColumnCheck, at};
        for (int i = 0; i < design.keys.size(); ++i) {
            if (design.keys.at(i).condition.contains(unknown))
                return {Part::Key, i};
        }
    }
    return {Part::Unknown, -1};
}

} // namespace run402
