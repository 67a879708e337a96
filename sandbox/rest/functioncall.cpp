// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/functioncall.h"

#include "sandbox/rest/errors.h"
#include "sandbox/rest/fuzzy.h"
#include "sandbox/rest/writesql.h"

#include <algorithm>
#include <map>
#include <set>

namespace run402::sandbox::rest {

namespace {

using Names = std::set<std::string>;

Names argumentNames(const Call &call)
{
    if (call.fromBody)
        return {call.body.keys.begin(), call.body.keys.end()};
    Names names;
    for (const auto &argument : call.arguments)
        names.insert(argument.first);
    return names;
}

bool isJsonType(const std::string &type)
{
    return type == "json" || type == "jsonb";
}

bool takesWholeBody(const Function &function)
{
    return function.parameters.size() == 1 && function.parameters[0].name.empty()
        && isJsonType(function.parameters[0].type);
}

bool accepts(const Function &function, const Names &names)
{
    std::size_t matched = 0;
    for (const Parameter &parameter : function.parameters) {
        const bool given = names.count(parameter.name) > 0;
        if (parameter.required && !given)
            return false;
        matched += given;
    }
    return matched == names.size();
}

std::string joined(const std::vector<std::string> &names)
{
    std::string result;
    for (const std::string &name : names)
        result += (result.empty() ? "" : ", ") + name;
    return result;
}

std::string sortedParameters(const Function &function)
{
    std::vector<std::string> names;
    for (const Parameter &parameter : function.parameters)
        names.push_back(parameter.name);
    std::sort(names.begin(), names.end());
    return "(" + joined(names) + ")";
}

nlohmann::json hintFor(const Schema &schema, const std::string &name, const Names &names)
{
    std::vector<std::string> candidates;
    const auto overloads = schema.functions.find(name);
    if (overloads == schema.functions.end()) {
        for (const auto &entry : schema.functions)
            candidates.push_back(entry.first);
        const std::string best = closest(candidates, name);
        if (best.empty())
            return nullptr;
        return "Perhaps you meant to call the function " + schema.name + "." + best;
    }
    for (const Function &function : overloads->second)
        candidates.push_back(sortedParameters(function));
    const std::string best = closest(candidates, "(" + joined({names.begin(), names.end()}) + ")");
    if (best.empty())
        return nullptr;
    return "Perhaps you meant to call the function " + schema.name + "." + name + best;
}

Failure missing(const Schema &schema, const std::string &name, const Call &call)
{
    const Names names = argumentNames(call);
    const std::string list = joined({names.begin(), names.end()});
    const std::string function = schema.name + "." + name;
    const std::string none = " without parameters";
    std::string details = "Searched for the function " + function;
    details += names.empty() ? none : " with parameter" + std::string(names.size() > 1 ? "s " : " ") + list;
    if (call.fromBody)
        details += " or with a single unnamed json/jsonb parameter";
    return {404, "PGRST202",
            "Could not find the function " + function + (names.empty() ? none : "(" + list + ")")
                + " in the schema cache",
            details + ", but no matches were found in the schema cache.",
            hintFor(schema, name, names), false, {}};
}

Failure ambiguous(const Schema &schema, const std::vector<const Function *> &found)
{
    std::vector<std::string> signatures;
    for (const Function *function : found) {
        std::vector<std::string> parameters;
        for (const Parameter &parameter : function->parameters)
            parameters.push_back(parameter.name + " => " + parameter.type);
        signatures.push_back(schema.name + "." + function->name + "(" + joined(parameters) + ")");
    }
    return {300, "PGRST203",
            "Could not choose the best candidate function between: " + joined(signatures), nullptr,
            "Try renaming the parameters or the function itself in the database so function "
            "overloading can be resolved",
            false, {}};
}

std::vector<const Function *> candidates(const std::vector<Function> &overloads, const Call &call)
{
    const Names names = argumentNames(call);
    std::vector<const Function *> named;
    std::vector<const Function *> whole;
    for (const Function &function : overloads) {
        if (call.singleObject) {
            if (function.parameters.size() == 1 && isJsonType(function.parameters[0].type))
                named.push_back(&function);
        } else if (!takesWholeBody(function) && accepts(function, names)) {
            named.push_back(&function);
        } else if (call.fromBody && takesWholeBody(function)) {
            whole.push_back(&function);
        }
    }
    return named.empty() ? whole : named;
}

std::string parameterName(const Parameter &parameter)
{
    return (parameter.variadic ? "VARIADIC " : "") + quoteIdentifier(parameter.name) + " := ";
}

/// fn(…) with its arguments bound directly: GET and whole-body calls.
std::string directArguments(SqlWriter &writer, const Function &function, const Call &call)
{
    std::map<std::string, std::vector<std::string>> values;
    for (const auto &[name, value] : call.arguments)
        values[name].push_back(value);
    std::string sql;
    for (const Parameter &parameter : function.parameters) {
        const auto given = values.find(parameter.name);
        if (given == values.end())
            continue;
        // A variadic parameter takes every value given, or one array.
        const std::string &last = given->second.back();
        const bool array = parameter.variadic
            && (given->second.size() > 1 || last.empty() || last.front() != '{');
        sql += (sql.empty() ? "" : ", ") + parameterName(parameter)
            + writer.bind(array ? arrayLiteral(given->second) : last) + "::" + parameter.type;
    }
    return sql;
}

} // namespace

const Function &chooseFunction(const Schema &schema, const std::string &name, const Call &call)
{
    const auto overloads = schema.functions.find(name);
    if (overloads == schema.functions.end())
        throw missing(schema, name, call);
    const auto found = candidates(overloads->second, call);
    if (found.empty())
        throw missing(schema, name, call);
    if (found.size() > 1)
        throw ambiguous(schema, found);
    return *found.front();
}

std::string callSql(SqlWriter &writer, const Schema &schema, const Function &function,
                    const Call &call)
{
    const std::string name = quoteIdentifier(schema.name) + "." + quoteIdentifier(function.name);
    std::string before;
    std::string arguments;
    if (call.fromBody && (call.singleObject || takesWholeBody(function))) {
        arguments = writer.bind(call.body.text) + "::" + function.parameters[0].type;
    } else if (!call.fromBody) {
        arguments = directArguments(writer, function, call);
    } else {
        std::vector<Column> columns;
        for (const Parameter &parameter : function.parameters) {
            if (!std::binary_search(call.body.keys.begin(), call.body.keys.end(), parameter.name))
                continue;
            columns.push_back({parameter.name, parameter.type, {}});
            arguments += (arguments.empty() ? "" : ", ") + parameterName(parameter) + "pgrst_body."
                + quoteIdentifier(parameter.name);
        }
        if (!columns.empty())
            before = "(SELECT * FROM "
                + payloadRows(writer, call.body.text, call.body.isArray, columns, false)
                + " LIMIT 1) pgrst_body, LATERAL ";
    }
    const std::string invoked = name + "(" + arguments + ")";
    if (!function.composite)
        return "SELECT pgrst_call.pgrst_scalar FROM " + before + "(SELECT " + invoked
            + " AS pgrst_scalar) pgrst_call";
    return "SELECT pgrst_call.* FROM " + before + invoked + " pgrst_call";
}

} // namespace run402::sandbox::rest
