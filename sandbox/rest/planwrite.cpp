// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/action.h"
#include "sandbox/rest/errors.h"
#include "sandbox/rest/readplan.h"
#include "sandbox/rest/writesql.h"

#include <algorithm>
#include <set>

/// POST, PUT, PATCH and DELETE of tables.
namespace run402::sandbox::rest {

namespace {

bool wantsRows(const Demand &demand)
{
    return demand.preferences.representation == Representation::Full;
}

Failure plain(int status, const char *code, const char *message)
{
    return {status, code, message, nullptr, nullptr, false, {}};
}

Target readTarget(const Demand &demand)
{
    Target target;
    for (const auto &[path, filter] : demand.query.filters) {
        if (!path.empty())
            continue;
        Logic leaf;
        leaf.filter = filter;
        target.where.push_back(std::move(leaf));
    }
    for (const auto &[path, logic] : demand.query.logic) {
        if (path.empty())
            target.where.push_back(logic);
    }
    for (const auto &[path, terms] : demand.query.order) {
        if (path.empty() && target.order.empty())
            target.order = terms;
    }
    const auto range = demand.query.ranges.find({});
    if (range != demand.query.ranges.end())
        target.range = range->second;
    return target;
}

/// A limited change needs an order to say which rows are meant.
void checkLimited(const Target &target)
{
    if (target.range.all())
        return;
    const bool ordered = !target.order.empty()
        && std::all_of(target.order.begin(), target.order.end(),
                       [](const OrderTerm &term) { return term.relation.empty(); });
    if (!ordered)
        throw Failure{400, "PGRST109", "A 'limit' was applied without an explicit 'order'", nullptr,
                      "Apply an 'order' using unique column(s)", false, {}};
}

/// PUT names exactly one row: every column of the primary key with eq.
void checkPut(const Demand &demand, const Change &change)
{
    if (demand.query.ranges.count({}))
        throw plain(400, "PGRST114", "limit/offset querystring parameters are not allowed for PUT");
    std::set<std::string> filtered;
    bool onlyEquals = demand.query.logic.empty();
    for (const auto &[path, filter] : demand.query.filters) {
        const Condition &c = filter.condition;
        onlyEquals = onlyEquals && path.empty() && filter.field.path.empty() && !c.negated
            && c.kind == Condition::Kind::Compare && c.sqlOperator == "="
            && c.quantifier == Quantifier::None;
        filtered.insert(filter.field.name);
    }
    const auto &key = change.table->primaryKey;
    if (!onlyEquals || key.empty() || filtered != std::set<std::string>(key.begin(), key.end()))
        throw plain(405, "PGRST105",
                    "Filters must include all and only primary key columns with 'eq' operators");
}

Check limitCheck(const Demand &demand, const Target &target)
{
    const auto &preferences = demand.preferences;
    const std::optional<std::int64_t> affected
        = preferences.strict ? preferences.maxAffected : std::nullopt;
    const std::string limit = target.range.limit;
    if (!affected && limit.empty())
        return {};
    return [affected, limit](const Row &row) {
        const std::string page = std::to_string(row.page);
        if (affected && row.page > *affected)
            throw Failure{400, "PGRST124", "Query result exceeds max-affected preference constraint",
                          "The query affects " + page + " rows", nullptr, false, {}};
        if (!limit.empty() && row.page > std::strtoll(limit.c_str(), nullptr, 10))
            throw Failure{400, "PGRST110",
                          "The maximum number of rows allowed to change was surpassed",
                          "Results contain " + page
                              + " rows changed but the maximum number allowed is " + limit,
                          nullptr, false, {}};
    };
}

Payload readRows(const Demand &demand)
{
    const std::string &type = demand.request.contentType;
    const bool isJson = type.empty() || type.find("json") != std::string::npos;
    if (!isJson && !demand.request.body.empty())
        throw invalidBody("Content-Type not acceptable: " + type.substr(0, type.find(';')));
    return readPayload(demand.request.body, demand.query.columns.has_value());
}

Change readChange(const Schema &schema, const Demand &demand, const ReadNode &root)
{
    Change change;
    change.schema = schema.name;
    change.tableName = demand.target;
    change.table = schema.table(demand.target);
    change.missingDefault = demand.preferences.missingDefault;
    if (wantsRows(demand))
        change.returning = neededColumns(
            root, change.table ? change.table->primaryKey : std::vector<std::string>());
    return change;
}

Failure notFound()
{
    Failure failure;
    failure.status = 404;
    failure.emptyObject = true;
    return failure;
}

void respondChange(Action &action, const Demand &demand)
{
    const bool insert = demand.request.method == "POST";
    const bool update = demand.request.method == "PATCH";
    action.respond = [&demand, insert, update](const Row &row) {
        const auto &preferences = demand.preferences;
        const bool counted
            = preferences.count == Count::Exact || preferences.count == Count::Estimated;
        const std::optional<std::int64_t> total
            = counted ? std::optional<std::int64_t>(row.page) : std::nullopt;
        Response response;
        response.contentRange
            = update ? contentRange(0, row.page - 1, total) : contentRange(1, 0, total);
        const bool nothingInserted = row.inserted && *row.inserted <= 0
            && preferences.resolution == Resolution::Merge;
        if (insert)
            response.status = nothingInserted ? 200 : 201;
        else
            response.status = wantsRows(demand) ? 200 : 204;
        if (wantsRows(demand)) {
            response.contentType = jsonContentType;
            response.body = row.body;
        }
        applyOverrides(response, row);
        return response;
    };
}

void respondPut(Action &action, const Demand &demand)
{
    action.check = [](const Row &row) {
        if (row.page != 1)
            throw plain(400, "PGRST115", "Payload values do not match URL in primary key column(s)");
    };
    action.respond = [&demand](const Row &row) {
        Response response;
        response.status = 204;
        if (wantsRows(demand)) {
            response.status = row.inserted.value_or(0) > 0 ? 201 : 200;
            response.contentType = jsonContentType;
            response.body = row.body;
        }
        applyOverrides(response, row);
        return response;
    };
}

/// The statement inside the CTE; sets whether inserted rows are counted.
std::string changeSql(SqlWriter &writer, const Demand &demand, Change &change, const Target &target,
                      bool &merges)
{
    const std::string &method = demand.request.method;
    if (method == "DELETE") {
        checkLimited(target);
        return deleteSql(writer, change, target);
    }
    const Payload payload = readRows(demand);
    if (!change.table)
        throw notFound();
    change.columns = demand.query.columns.value_or(payload.keys);
    std::sort(change.columns.begin(), change.columns.end());
    change.columns.erase(std::unique(change.columns.begin(), change.columns.end()),
                         change.columns.end());
    checkColumns(change);
    if (method == "PATCH") {
        checkLimited(target);
        return updateSql(writer, change, payload, target);
    }
    const auto &key = change.table->primaryKey;
    if (method == "PUT") {
        checkPut(demand, change);
        merges = true;
        return insertSql(writer, change, payload, Resolution::Merge, key, target.where);
    }
    const auto conflict = demand.query.onConflict.value_or(key);
    merges = demand.preferences.resolution == Resolution::Merge && !conflict.empty();
    return insertSql(writer, change, payload, demand.preferences.resolution, conflict, {});
}

} // namespace

Action planMutation(const Schema &schema, const Demand &demand)
{
    const auto root = buildReadPlan(schema, demand.query, {demand.target, true}, {false, false});
    Change change = readChange(schema, demand, *root);
    const Target target = readTarget(demand);
    SqlWriter writer;
    Envelope envelope;
    envelope.source = changeSql(writer, demand, change, target, envelope.inserted);
    envelope.body = "''::text";
    if (wantsRows(demand)) {
        envelope.rows = readSql(writer, *root);
        envelope.body = "coalesce(json_agg(_postgrest_t), '[]')";
    }
    writer << envelopeSql(envelope);
    Action action;
    action.work.readOnly = false;
    action.work.main = writer.take();
    if (demand.request.method == "PUT") {
        respondPut(action, demand);
        return action;
    }
    if (demand.request.method != "POST")
        action.check = limitCheck(demand, target);
    respondChange(action, demand);
    return action;
}

} // namespace run402::sandbox::rest
