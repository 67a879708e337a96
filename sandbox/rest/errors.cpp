// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/errors.h"

#include <cstdlib>
#include <string_view>

namespace run402::sandbox::rest {

namespace {

using nlohmann::json;

bool startsWith(std::string_view text, std::string_view prefix)
{
    return text.substr(0, prefix.size()) == prefix;
}

json field(const PGresult *result, int code)
{
    const char *value = PQresultErrorField(result, code);
    return value ? json(value) : json(nullptr);
}

std::string dump(const json &value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Status written by RAISE sqlstate 'PTxyz'.
int customStatus(std::string_view digits)
{
    int status = 0;
    for (char c : digits) {
        if (c < '0' || c > '9')
            return 500;
        status = status * 10 + (c - '0');
    }
    return status >= 200 && status <= 599 ? status : 500;
}

int statusOfClass(std::string_view state)
{
    struct Rule { std::string_view prefix; int status; };
    static constexpr Rule rules[] = {
        {"23503", 409}, {"23505", 409}, {"25006", 405}, {"42883", 404}, {"42P01", 404},
        {"42P17", 500}, {"P0001", 400}, {"53400", 500}, {"57P01", 503},
        {"08", 503}, {"09", 500}, {"0L", 403}, {"0P", 403}, {"25", 500}, {"28", 403},
        {"2D", 500}, {"38", 500}, {"39", 500}, {"3B", 500}, {"40", 500}, {"53", 503},
        {"54", 500}, {"55", 500}, {"57", 500}, {"58", 500}, {"F0", 500}, {"HV", 500},
        {"P0", 500}, {"XX", 500},
    };
    for (const Rule &rule : rules) {
        if (startsWith(state, rule.prefix))
            return rule.status;
    }
    return 400;
}

int statusOf(std::string_view state, std::string_view message, bool anonymous)
{
    if (state == "42501")
        return anonymous ? 401 : 403;
    if (startsWith(state, "PT"))
        return customStatus(state.substr(2));
    if (state == "21000") {
        constexpr std::string_view suffix = "requires a WHERE clause";
        const bool clientError = message.size() >= suffix.size()
            && message.substr(message.size() - suffix.size()) == suffix;
        return clientError ? 400 : 500;
    }
    return statusOfClass(state);
}

Failure raiseProblem(const std::string &details, const std::string &hint)
{
    return {500, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
            details, hint, false, {}};
}

/// RAISE SQLSTATE 'PGRST': the message and the detail are JSON and set the
/// whole response.
Failure fromRaisedResponse(const json &message, const json &detail)
{
    const std::string messageText = message.is_string() ? message.get<std::string>() : "";
    const json body = json::parse(messageText, nullptr, false);
    if (!body.is_object() || !body.contains("code") || !body["code"].is_string()
        || !body.contains("message") || !body["message"].is_string())
        return raiseProblem("Invalid JSON value for MESSAGE: '" + messageText + "'",
                            "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' "
                            "and optional keys: 'details', 'hint'.");
    const char *detailHint = "DETAIL must be a JSON object with obligatory keys: 'status', "
                             "'headers' and optional key: 'status_text'.";
    if (!detail.is_string())
        return raiseProblem("DETAIL is missing in the RAISE statement", detailHint);
    const json head = json::parse(detail.get<std::string>(), nullptr, false);
    if (!head.is_object() || !head.contains("status") || !head["status"].is_number_integer()
        || !head.contains("headers") || !head["headers"].is_object())
        return raiseProblem("Invalid JSON value for DETAIL: '" + detail.get<std::string>() + "'",
                            detailHint);
    const auto status = head["status"].get<std::int64_t>();
    return {status >= 200 && status <= 599 ? static_cast<int>(status) : 500,
            body["code"].get<std::string>(), body["message"].get<std::string>(),
            body.value("details", json(nullptr)), body.value("hint", json(nullptr)), false, {}};
}

} // namespace

Response toResponse(const Failure &failure)
{
    Response response;
    response.status = failure.status;
    response.contentType = "application/json; charset=utf-8";
    response.contentRange = failure.contentRange;
    response.body = failure.emptyObject
        ? "{}"
        : dump(json{{"code", failure.code}, {"details", failure.details},
                    {"hint", failure.hint}, {"message", failure.message}});
    return response;
}

Failure fromServerError(const PGresult *result, bool anonymous)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!state)
        return connectionFailure(PQresultErrorMessage(result));
    const json message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    const json detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    if (std::string_view(state) == "PGRST")
        return fromRaisedResponse(message, detail);
    const std::string text = message.is_string() ? message.get<std::string>() : "";
    return {statusOf(state, text, anonymous), state, text, detail,
            field(result, PG_DIAG_MESSAGE_HINT), false, {}};
}

Failure connectionFailure(const std::string &details)
{
    return {503, "PGRST000", "Database connection error. Retrying the connection.",
            details.empty() ? json(nullptr) : json(details), nullptr, false, {}};
}

Failure parseFailure(const std::string &what, const std::string &text, std::size_t column,
                     const std::string &details)
{
    return {400, "PGRST100",
            "\"failed to parse " + what + " (" + text + ")\" (line 1, column "
                + std::to_string(column) + ")",
            details, nullptr, false, {}};
}

Failure invalidBody(const std::string &message)
{
    return {400, "PGRST102", message, nullptr, nullptr, false, {}};
}

Failure badEncoding()
{
    return {400, "22021", "invalid byte sequence for encoding \"UTF8\"", nullptr, nullptr, false, {}};
}

} // namespace run402::sandbox::rest
