// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/engine.h"

#include "sandbox/rest/action.h"
#include "sandbox/rest/errors.h"
#include "sandbox/rest/queryparams.h"
#include "sandbox/rest/schemacache.h"
#include "sandbox/rest/timezones.h"

#include <algorithm>
#include <exception>
#include <string_view>

namespace run402::sandbox::rest {

namespace {

constexpr std::string_view callPrefix = "rpc/";

Failure refused(int status, const char *code, const std::string &message)
{
    return {status, code, message, nullptr, nullptr, false, {}};
}

bool isRole(std::string_view role)
{
    return role == "anon" || role == "authenticated" || role == "service_role";
}

bool isReading(const std::string &method)
{
    return method == "GET" || method == "HEAD";
}

void checkMethod(const Demand &demand)
{
    const std::string &method = demand.request.method;
    const bool changing
        = method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
    if (!isReading(method) && !changing)
        throw refused(405, "PGRST117", "Unsupported HTTP method: " + method);
    if (demand.isCall && !isReading(method) && method != "POST")
        throw refused(405, "PGRST101", "Cannot use the " + method + " method on RPC");
}

/// limit of the top level; the ones of embedded resources go to the server.
void checkRange(const Query &query)
{
    const auto range = query.ranges.find({});
    if (range != query.ranges.end() && !range->second.limit.empty()
        && range->second.limit.front() == '-')
        throw Failure{416, "PGRST103", "Requested range not satisfiable",
                      "Limit should be greater than or equal to zero.", nullptr, false, {}};
}

Demand readDemand(const Request &request)
{
    Demand demand{request, {}, {}, {}, false, false};
    std::string_view resource = request.resource;
    demand.isCall = resource.substr(0, callPrefix.size()) == callPrefix;
    if (demand.isCall)
        resource.remove_prefix(callPrefix.size());
    demand.target = std::string(resource);
    demand.headersOnly = request.method == "HEAD";
    checkMethod(demand);
    if (demand.target.empty() || demand.target.find('/') != std::string::npos) {
        Failure failure;
        failure.status = 404;
        failure.emptyObject = true;
        throw failure;
    }
    if (demand.target.find('\0') != std::string::npos || !isValidUtf8(demand.target))
        throw badEncoding();
    demand.preferences = parsePreferences(request.prefer);
    demand.query = parseQuery(request.query, demand.isCall && isReading(request.method));
    checkRange(demand.query);
    return demand;
}

/// Could the failure come from an outdated picture of the schema? Such are
/// unknown names and mismatched types.
bool mayBeOutdated(const Failure &failure)
{
    static constexpr std::string_view codes[]
        = {"PGRST200", "PGRST201", "PGRST202", "PGRST203", "PGRST204",
           "42P01", "42703", "42883", "42804", "42P18", "42704", "42P10"};
    return failure.emptyObject
        || std::find(std::begin(codes), std::end(codes), failure.code) != std::end(codes);
}

} // namespace

class Engine::Private
{
public:
    explicit Private(Connections &connections) : m_connections(connections), m_schemas(connections), m_timezones(connections)
    {
    }

    Response process(const Request &request)
    {
        if (!isRole(request.role))
            throw refused(401, "22023", "role \"" + request.role + "\" does not exist");
        Demand demand = readDemand(request);
        checkPreferences(demand.preferences, request.schema);
        auto schema = m_schemas.get(request.schema);
        bool refreshed = false;
        bool reconnected = false;
        for (;;) {
            try {
                return attempt(*schema, demand);
            } catch (const Failure &failure) {
                if (mayBeOutdated(failure) && !refreshed) {
                    refreshed = true;
                    const auto current = m_schemas.refresh(schema);
                    if (current == schema)
                        throw;
                    schema = current;
                } else if (mayTryAgain(failure, request) && !reconnected) {
                    reconnected = true;
                } else {
                    throw;
                }
            }
        }
    }

    void forget(const std::string &schema) { m_schemas.forget(schema); }

private:
    void checkPreferences(Preferences &preferences, const std::string &schema)
    {
        if (!preferences.timezone.empty() && !m_timezones.contains(preferences.timezone, schema)) {
            preferences.invalid += (preferences.invalid.empty() ? "" : ", ") + std::string("timezone=")
                + preferences.timezone;
            preferences.timezone.clear();
        }
        if (preferences.strict && !preferences.invalid.empty())
            throw Failure{400, "PGRST122", "Invalid preferences given with handling=strict",
                          "Invalid preferences: " + preferences.invalid, nullptr, false, {}};
    }

    /// A read may be repeated on a fresh connection; any request whose
    /// prepared statement was gone has not been executed.
    static bool mayTryAgain(const Failure &failure, const Request &request)
    {
        return failure.code == "26000"
            || (failure.code == "PGRST000" && isReading(request.method));
    }

    Response attempt(const Schema &schema, const Demand &demand)
    {
        Action action = demand.isCall           ? planCall(schema, demand)
            : isReading(demand.request.method) ? planRead(schema, demand)
                                               : planMutation(schema, demand);
        Work &work = action.work;
        work.schema = schema.name;
        work.generation = schema.generation;
        work.role = demand.request.role;
        work.claims = demand.request.claimsJson;
        work.headers = demand.request.headersJson;
        work.method = demand.request.method;
        work.path = "/" + demand.request.resource;
        work.timezone = demand.preferences.timezone;
        const Lease lease(m_connections, demand.request.schema);
        return action.respond(execute(lease.get(), work, action.check));
    }

    Connections &m_connections;
    SchemaCache m_schemas;
    Timezones m_timezones;
};

Engine::Engine(Connections &connections) : m_d(std::make_unique<Private>(connections)) {}

Engine::~Engine() = default;

Response Engine::handle(const Request &request)
{
    Response response;
    try {
        response = m_d->process(request);
    } catch (const Failure &failure) {
        response = toResponse(failure);
    } catch (const std::exception &error) {
        response = toResponse(refused(500, "PGRSTX00", error.what()));
    }
    if (request.method == "HEAD")
        response.body.clear();
    return response;
}

void Engine::schemaChanged(const std::string &schema)
{
    m_d->forget(schema);
}

} // namespace run402::sandbox::rest
