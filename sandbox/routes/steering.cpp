// SPDX-License-Identifier: GPL-3.0-or-later
// Clock, faults and reset: how tests and demos steer a server started with
// --control (sandbox/README.md, "Control").
#include "sandbox/app.h"
#include "sandbox/db/bootstrap.h"
#include "sandbox/lifecycle.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

#include <charconv>
#include <stdexcept>

namespace run402::sandbox {
namespace {

constexpr std::int64_t kEarliestMs = 0;
constexpr std::int64_t kLatestMs = 32'503'680'000'000; // the year 3000

Json clockState()
{
    const std::int64_t now = nowMs();
    return {{"now", isoTime(now)}, {"now_ms", now}, {"offset_ms", clockOffsetMs()}};
}

/// The moment "set" or "advance" of the body stands for.
std::int64_t wishedTime(const Json& body)
{
    const Json* set = member(body, "set");
    const Json* advance = member(body, "advance");
    if (body.size() != 1 || (set == nullptr) == (advance == nullptr)) {
        refuse(400, R"(clock: give one of "set", "advance" and "reset")");
    }
    if (set != nullptr && set->is_number_integer()) {
        return set->get<std::int64_t>();
    }
    if (set != nullptr) {
        const auto time = set->is_string() ? parseIsoTime(set->get<std::string>()) : std::nullopt;
        if (!time) {
            refuse(400, R"(clock: "set" must be an ISO 8601 time or Unix milliseconds)");
        }
        return *time;
    }
    const auto duration =
        advance->is_string() ? parseDurationMs(advance->get<std::string>()) : std::nullopt;
    if (!duration) {
        refuse(400, R"(clock: "advance" must be a duration such as "90s", "15m", "2h", "7d" or "-1d")");
    }
    return nowMs() + *duration;
}

Response moveClock(App& app, const Request& request)
{
    const Json& body = request.json;
    std::int64_t offset = 0;
    if (body != Json{{"reset", true}}) {
        const std::int64_t wished = wishedTime(body);
        if (wished < kEarliestMs || wished > kLatestMs) {
            refuse(400, "clock: the years 1970 to 2999 are within reach");
        }
        offset = wished - (nowMs() - clockOffsetMs());
    }
    setDatabaseClock(app.db, offset);
    setClockOffsetMs(offset);
    runTimedJobs(app);
    return Response::json(200, clockState());
}

Response addFaults(App& app, const Request& request)
{
    const Json list = request.json.is_array() ? request.json : Json::array({request.json});
    std::vector<FaultRule> rules;
    try { // all or none
        for (const Json& rule : list) {
            rules.push_back(parseFaultRule(rule));
        }
    } catch (const std::invalid_argument& error) {
        refuse(400, error.what());
    }
    Json ids = Json::array();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        ids.push_back(app.faults.add(std::move(rules[i]), list[i]));
    }
    return Response::json(201, {{"ids", ids}});
}

Response removeFault(App& app, const Request& request)
{
    const std::string& text = request.param("id");
    int id = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
    if (parsed.ptr != text.data() + text.size() || !app.faults.remove(id)) {
        refuse(404, "fault: no rule " + text);
    }
    return Response::json(200, {{"status", "ok"}});
}

} // namespace

void addSteeringRoutes(App& app)
{
    if (!app.options.control) {
        return;
    }
    app.router.add({"GET", "/sandbox/v1/clock", [](Request&) { return Response::json(200, clockState()); }});
    app.router.add({"POST", "/sandbox/v1/clock", [&app](Request& r) { return moveClock(app, r); }});
    app.router.add({"GET", "/sandbox/v1/faults", [&app](Request&) {
                        return Response::json(200, {{"rules", app.faults.list()}});
                    }});
    app.router.add({"POST", "/sandbox/v1/faults", [&app](Request& r) { return addFaults(app, r); }});
    app.router.add({"DELETE", "/sandbox/v1/faults", [&app](Request&) {
                        app.faults.clear();
                        return Response::json(200, {{"status", "ok"}});
                    }});
    app.router.add({"DELETE", "/sandbox/v1/faults/:id", [&app](Request& r) { return removeFault(app, r); }});
    app.router.add({"POST", "/sandbox/v1/reset", [&app](Request&) {
                        app.reset();
                        return Response::json(200, {{"status", "ok"}});
                    }});
}

} // namespace run402::sandbox
