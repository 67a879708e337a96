// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/action.h"
#include "sandbox/rest/errors.h"
#include "sandbox/rest/functioncall.h"
#include "sandbox/rest/readplan.h"

#include <algorithm>
#include <memory>

/// GET and HEAD of tables, and calls of functions.
namespace run402::sandbox::rest {

namespace {

constexpr const char *arrayBody = "coalesce(json_agg(_postgrest_t), '[]')";

std::int64_t plannedRows(const std::string &explained)
{
    const auto plan = nlohmann::json::parse(explained, nullptr, false);
    const nlohmann::json::json_pointer rows("/0/Plan/Plan Rows");
    if (plan.is_discarded() || !plan.contains(rows) || !plan[rows].is_number())
        return 0;
    return plan[rows].get<std::int64_t>();
}

void addPlannedCount(Action &action, const Demand &demand, const ReadNode &root)
{
    const Count count = demand.preferences.count;
    if (count != Count::Planned && count != Count::Estimated)
        return;
    SqlWriter writer;
    writer << "EXPLAIN (FORMAT JSON) " << countSql(writer, root);
    action.work.plan = writer.take();
}

bool countsExactly(const Demand &demand)
{
    return demand.preferences.count == Count::Exact || demand.preferences.count == Count::Estimated;
}

std::string resultBody(const Function &function)
{
    if (function.isVoid)
        return "NULL";
    if (function.scalar())
        return "coalesce(json_agg(_postgrest_t.pgrst_scalar)->0, 'null')";
    if (function.setOfScalar())
        return "coalesce(json_agg(_postgrest_t.pgrst_scalar), '[]')";
    return function.returnsSet ? arrayBody : "coalesce(json_agg(_postgrest_t)->0, 'null')";
}

Call readCall(const Demand &demand)
{
    Call call;
    call.fromBody = demand.request.method == "POST";
    call.singleObject = call.fromBody && demand.preferences.singleObject;
    call.arguments = demand.query.arguments;
    if (call.fromBody)
        call.body = readArguments(demand.request.body);
    return call;
}

} // namespace

Action planRead(const Schema &schema, const Demand &demand)
{
    const auto root = buildReadPlan(schema, demand.query, {demand.target, false}, {});
    SqlWriter writer;
    Envelope envelope;
    envelope.source = readSql(writer, *root);
    if (countsExactly(demand))
        envelope.count = countSql(writer, *root);
    envelope.body = demand.headersOnly ? "''::text" : arrayBody;
    writer << envelopeSql(envelope);
    Action action;
    action.work.main = writer.take();
    addPlannedCount(action, demand, *root);
    action.respond = [&demand](const Row &row) {
        Row counted = row;
        if (!row.plan.empty())
            counted.total = std::max(row.total.value_or(0), plannedRows(row.plan));
        Response response
            = pageResponse(demand, counted, demand.preferences.count != Count::None);
        applyOverrides(response, row);
        return response;
    };
    return action;
}

Action planCall(const Schema &schema, const Demand &demand)
{
    const Call call = readCall(demand);
    const Function &function = chooseFunction(schema, demand.target, call);
    const std::string rootName
        = function.returnedTable.empty() ? function.name : function.returnedTable;
    const auto root = buildReadPlan(schema, demand.query, {rootName, true}, {});
    SqlWriter writer;
    Envelope envelope;
    envelope.source = callSql(writer, schema, function, call);
    envelope.rows = readSql(writer, *root);
    if (countsExactly(demand))
        envelope.count = countSql(writer, *root);
    envelope.body = demand.headersOnly ? "''::text" : resultBody(function);
    writer << envelopeSql(envelope);
    Action action;
    action.work.main = writer.take();
    action.work.readOnly = demand.request.method != "POST" || !function.isVolatile;
    const bool isVoid = function.isVoid;
    action.respond = [&demand, isVoid](const Row &row) {
        Response response = pageResponse(demand, row, countsExactly(demand));
        if (isVoid) {
            response.status = 204;
            response.contentType.clear();
            response.body.clear();
        }
        applyOverrides(response, row);
        return response;
    };
    return action;
}

} // namespace run402::sandbox::rest
