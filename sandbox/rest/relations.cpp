// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/relations.h"

#include "sandbox/rest/errors.h"
#include "sandbox/rest/fuzzy.h"

#include <algorithm>

namespace run402::sandbox::rest {

namespace {

using Kind = Relation::Kind;
using nlohmann::json;

ColumnPairs swapped(const ColumnPairs &pairs)
{
    ColumnPairs result;
    for (const auto &[a, b] : pairs)
        result.emplace_back(b, a);
    return result;
}

bool isView(const Schema &schema, const std::string &name)
{
    const Table *table = schema.table(name);
    return table && table->isView;
}

void addBothDirections(Schema &schema, const ForeignKey &key)
{
    Relation forward;
    forward.kind = key.unique ? Kind::OneToOne : Kind::ManyToOne;
    forward.table = key.table;
    forward.foreignTable = key.foreignTable;
    forward.constraint = key.constraint;
    forward.columns = key.columns;
    forward.toOne = true;
    forward.self = key.table == key.foreignTable;
    forward.foreignIsView = isView(schema, key.foreignTable);
    Relation back = forward;
    std::swap(back.table, back.foreignTable);
    back.kind = key.unique ? Kind::OneToOne : Kind::OneToMany;
    back.columns = swapped(key.columns);
    back.toOne = key.unique;
    back.foreignIsView = isView(schema, back.foreignTable);
    schema.relations[forward.table].push_back(std::move(forward));
    schema.relations[back.table].push_back(std::move(back));
}

bool keyCovers(const Table &junction, const ForeignKey &key)
{
    return std::all_of(key.columns.begin(), key.columns.end(), [&](const auto &pair) {
        return std::find(junction.primaryKey.begin(), junction.primaryKey.end(), pair.first)
            != junction.primaryKey.end();
    });
}

/// A table whose primary key contains two foreign keys joins their targets.
void addJunction(Schema &schema, const ForeignKey &one, const ForeignKey &two)
{
    Relation relation;
    relation.kind = Kind::ManyToMany;
    relation.table = one.foreignTable;
    relation.foreignTable = two.foreignTable;
    relation.junction = one.table;
    relation.constraint = one.constraint;
    relation.constraint2 = two.constraint;
    relation.junctionSource = swapped(one.columns);
    relation.junctionTarget = swapped(two.columns);
    relation.columns = relation.junctionSource;
    relation.self = relation.table == relation.foreignTable;
    relation.foreignIsView = isView(schema, relation.foreignTable);
    schema.relations[relation.table].push_back(std::move(relation));
}

bool singleColumn(const Relation &relation, const std::string &name, bool foreign)
{
    if (relation.kind == Kind::ManyToMany || relation.kind == Kind::Computed
        || relation.columns.size() != 1)
        return false;
    return name == (foreign ? relation.columns[0].second : relation.columns[0].first);
}

bool constraintMatches(const Relation &relation, const std::string &name)
{
    return relation.kind != Kind::ManyToMany && relation.kind != Kind::Computed
        && relation.constraint == name;
}

/// A table related to itself has one key and two relationships; the target's
/// spelling tells which one is meant.
bool matchesSelf(const Relation &relation, const std::string &target, const std::string &hint)
{
    if (relation.kind == Kind::ManyToMany)
        return target == relation.foreignTable && !hint.empty() && hint == relation.junction;
    if (hint.empty())
        return (target == relation.foreignTable && relation.kind == Kind::OneToMany)
            || (relation.kind == Kind::ManyToOne && singleColumn(relation, target, false));
    return target == relation.foreignTable && relation.kind == Kind::OneToMany
        && singleColumn(relation, hint, true);
}

bool matches(const Relation &relation, const std::string &target, const std::string &hint)
{
    if (relation.kind == Kind::Computed)
        return target == relation.function;
    if (relation.self)
        return matchesSelf(relation, target, hint);
    if (hint.empty())
        return target == relation.foreignTable
            || (!relation.foreignIsView
                && (constraintMatches(relation, target) || singleColumn(relation, target, false)));
    return target == relation.foreignTable
        && (constraintMatches(relation, hint) || singleColumn(relation, hint, false)
            || singleColumn(relation, hint, true)
            || (relation.kind == Kind::ManyToMany && relation.junction == hint));
}

std::string columnList(const ColumnPairs &pairs, bool second)
{
    std::string result = "(";
    for (const auto &pair : pairs) {
        if (result.size() > 1)
            result += ", ";
        result += second ? pair.second : pair.first;
    }
    return result + ")";
}

json describe(const Relation &r)
{
    json result{{"embedding", r.table + " with " + r.foreignTable}};
    if (r.kind == Kind::ManyToMany) {
        result["cardinality"] = "many-to-many";
        result["relationship"] = r.junction + " using " + r.constraint
            + columnList(r.junctionSource, true) + " and " + r.constraint2
            + columnList(r.junctionTarget, true);
        return result;
    }
    result["cardinality"] = r.kind == Kind::ManyToOne ? "many-to-one"
        : r.kind == Kind::OneToOne                    ? "one-to-one"
                                                      : "one-to-many";
    result["relationship"] = r.constraint + " using " + r.table + columnList(r.columns, false)
        + " and " + r.foreignTable + columnList(r.columns, true);
    return result;
}

Failure ambiguous(const std::string &origin, const std::string &target,
                  const std::vector<const Relation *> &found)
{
    json details = json::array();
    std::string hints;
    for (const Relation *r : found) {
        details.push_back(describe(*r));
        if (!hints.empty())
            hints += ", ";
        hints += "'" + r->foreignTable + "!"
            + (r->kind == Kind::ManyToMany ? r->junction : r->constraint) + "'";
    }
    return {300, "PGRST201",
            "Could not embed because more than one relationship was found for '" + origin + "' and '"
                + target + "'",
            details,
            "Try changing '" + target + "' to one of the following: " + hints
                + ". Find the desired relationship in the 'details' key.",
            false, {}};
}

json suggestion(const Schema &schema, const std::string &origin, const std::string &target)
{
    const auto relations = schema.relations.find(origin);
    std::vector<std::string> names;
    const bool originKnown = relations != schema.relations.end();
    if (originKnown) {
        for (const Relation &r : relations->second)
            names.push_back(r.foreignTable);
    } else {
        for (const auto &entry : schema.relations)
            names.push_back(entry.first);
    }
    const std::string &wrong = originKnown ? target : origin;
    const std::string best = closest(names, wrong);
    if (best.empty() || best == wrong)
        return nullptr;
    return "Perhaps you meant '" + best + "' instead of '" + wrong + "'.";
}

Failure missing(const Schema &schema, const std::string &origin, const std::string &target,
                const std::string &hint)
{
    return {400, "PGRST200",
            "Could not find a relationship between '" + origin + "' and '" + target
                + "' in the schema cache",
            "Searched for a foreign key relationship between '" + origin + "' and '" + target
                + (hint.empty() ? "" : "' using the hint '" + hint) + "' in the schema '" + schema.name
                + "', but no matches were found.",
            suggestion(schema, origin, target), false, {}};
}

} // namespace

bool isUnique(const Table &table, std::vector<std::string> columns)
{
    std::sort(columns.begin(), columns.end());
    return std::any_of(table.uniqueKeys.begin(), table.uniqueKeys.end(), [&](auto key) {
        std::sort(key.begin(), key.end());
        return key == columns;
    });
}

void addRelations(Schema &schema, const std::vector<ForeignKey> &keys)
{
    for (const ForeignKey &key : keys)
        addBothDirections(schema, key);
    for (const ForeignKey &one : keys) {
        const Table *junction = schema.table(one.table);
        if (!junction || junction->isView || !keyCovers(*junction, one))
            continue;
        for (const ForeignKey &two : keys) {
            if (two.table == one.table && two.constraint != one.constraint
                && keyCovers(*junction, two))
                addJunction(schema, one, two);
        }
    }
}

const Relation &findRelation(const Schema &schema, const std::string &origin,
                             const std::string &target, const std::string &hint)
{
    std::vector<const Relation *> found;
    const auto relations = schema.relations.find(origin);
    if (relations != schema.relations.end()) {
        for (const Relation &relation : relations->second) {
            if (matches(relation, target, hint))
                found.push_back(&relation);
        }
    }
    if (found.empty())
        throw missing(schema, origin, target, hint);
    // A computed relationship overrides the detected ones of its name.
    const auto computed = std::find_if(found.begin(), found.end(), [](const Relation *r) {
        return r->kind == Kind::Computed;
    });
    if (computed != found.end())
        return **computed;
    if (found.size() > 1)
        throw ambiguous(origin, target, found);
    return *found.front();
}

} // namespace run402::sandbox::rest
