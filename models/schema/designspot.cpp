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

/// The only new key of that kind, or the only column that says the same about itself.
DesignSpot onlyNew(const TableDesign& design, KeyDesign::Kind kind)
{
    DesignSpot found;
    int count = 0;
    const auto add = [&](Part part, int row) {
        found = {part, row};
        ++count;
    };
    for (int i = 0; i < design.keys.size(); ++i) {
        const KeyDesign& k = design.keys.at(i);
        if (k.isNew && !k.dropped && k.kind == kind)
            add(Part::Key, i);
    }
    for (int i = 0; i < design.columns.size(); ++i) {
        const ColumnDesign& c = design.columns.at(i);
        if (!c.isNew() || c.dropped)
            continue;
        if (kind == KeyDesign::Kind::ForeignKey && !c.referencedTable.isEmpty())
            add(Part::ColumnReference, i);
        else if (kind == KeyDesign::Kind::Check && !c.check.trimmed().isEmpty())
            add(Part::ColumnCheck, i);
        else if ((kind == KeyDesign::Kind::Unique && c.unique) || (kind == KeyDesign::Kind::PrimaryKey && c.primaryKey))
            add(Part::ColumnName, i);
    }
    for (int i = 0; i < design.indexes.size(); ++i) {
        if (kind == KeyDesign::Kind::Unique && design.indexes.at(i).isNew && design.indexes.at(i).unique)
            add(Part::Index, i);
    }
    return count == 1 ? found : DesignSpot{};
}

/// What is wrong with keys and indexes, mostly with the rows that are there already.
DesignSpot keySpot(const QString& message, const TableDesign& design)
{
    using Kind = KeyDesign::Kind;
    const QString missing = quoted(message, "column \"(.+?)\" (?:named in key|referenced in foreign key constraint) does not exist");
    for (int i = 0; i < design.keys.size() && !missing.isEmpty(); ++i) {
        if (design.keys.at(i).isNew && (design.keys.at(i).columns.contains(missing) || design.keys.at(i).referencedColumns.contains(missing)))
            return {Part::Key, i};
    }
    for (int i = 0; i < design.keys.size() && message.startsWith("multiple primary keys"_L1); ++i) {
        if (design.keys.at(i).isNew && design.keys.at(i).kind == Kind::PrimaryKey)
            return {Part::Key, i};
    }
    if (message.startsWith("could not create unique index"_L1)) {
        const DesignSpot unique = onlyNew(design, Kind::Unique);
        return unique.row >= 0 ? unique : onlyNew(design, Kind::PrimaryKey);
    }
    if (message.startsWith("check constraint"_L1) && message.contains("is violated by some row"_L1))
        return onlyNew(design, Kind::Check);
    if (message.contains("violates foreign key constraint"_L1))
        return onlyNew(design, Kind::ForeignKey);
    const QString method = quoted(message, "for access method \"(.+?)\"");
    for (int i = 0; i < design.indexes.size() && !method.isEmpty(); ++i) {
        if (design.indexes.at(i).isNew && design.indexes.at(i).method == method)
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
    if (const DesignSpot key = keySpot(message, design); key.row >= 0)
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
        for (int i = 0; i < design.indexes.size(); ++i) {
            const IndexDesign& index = design.indexes.at(i);
            if (index.isNew && (index.columns.join(u' ').contains(unknown) || index.condition.contains(unknown)))
                return {Part::Index, i};
        }
    }
    return {Part::Unknown, -1};
}

} // namespace run402
