// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/app.h"
#include "sandbox/apps/demo.h"
#include "sandbox/crypto/jwt.h"
#include "sandbox/guards.h"
#include "sandbox/rest/engine.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

/// Lends the engine connections to the database of a slot.
class SlotConnections : public rest::Connections
{
public:
    explicit SlotConnections(Slots& slots) : m_slots(slots) {}
    PGconn* acquire(const std::string& slot) override
    {
        try {
            return m_slots.rest(slot).acquire();
        } catch (const PgError&) {
            return nullptr;
        }
    }
    void release(const std::string& slot, PGconn* connection, bool broken) override
    {
        m_slots.rest(slot).release(connection, broken);
    }

private:
    Slots& m_slots;
};

/// Connections and engine live as long as the routes that use them.
struct Rest
{
    explicit Rest(App& app) : connections(app.slots), engine(connections) {}
    SlotConnections connections;
    rest::Engine engine;
};

Response jwtRefusal(const char* code, const char* message)
{
    return Response::json(401,
                          {{"code", code}, {"details", nullptr}, {"hint", nullptr}, {"message", message}});
}

/// Claims the database sees: those of Authorization when sent, else of the
/// apikey. Both must belong to the same project, anon included.
Json claimsOf(App& app, const Request& request)
{
    const std::string& authorization = request.header("authorization");
    const bool bearer = startsWith(lower(authorization), "bearer ");
    const std::string token = bearer ? authorization.substr(7) : request.header("apikey");
    if (token == request.header("apikey")) { // already verified; its lease decides, not its exp
        return *verifyProjectToken(app, token, kAnyAge);
    }
    bool expired = false;
    auto claims = verifyProjectToken(app, token, 30, &expired);
    if (!claims && expired) {
        claims = verifyProjectToken(app, token, kAnyAge);
        const Json* exp = member(*claims, "exp");
        const bool issuedKey = textMember(*claims, "role") == "service_role" &&
                               exp->get<double>() == static_cast<double>(request.project->keyExpires);
        if (!issuedKey) {
            throw Refused{jwtRefusal("PGRST301", "JWT expired")};
        }
    }
    if (!claims) {
        throw Refused{jwtRefusal("PGRST301", "JWSError JWSInvalidSignature")};
    }
    if (textMember(*claims, "project_id") != request.project->id) {
        refuse(403, "Token project_id mismatch");
    }
    return *claims;
}

std::string headersJson(const Request& request)
{
    Json headers;
    for (const char* name : {"authorization", "content-type", "prefer", "user-agent"}) {
        if (request.has(name)) {
            headers[name] = request.header(name);
        }
    }
    return headers.is_null() ? "{}" : dump(headers);
}

Response forward(App& app, Rest& rest, Request& request)
{
    requireApikey(app, request);
    const auto resource = percentDecode(request.param("*"));
    if (!resource || resource->empty()) {
        return Response::cannot(request);
    }
    meterCall(app, request, true);
    guardDemoRest(app, *request.project, request.method);
    const Json claims = claimsOf(app, request);
    const std::string role = textMember(claims, "role").value_or("anon");
    if (role != "anon" && role != "authenticated" && role != "service_role") {
        return jwtRefusal("PGRST301", "unknown role in token");
    }
    if (app.fakes.restDown) {
        return Response::error(502, "REST engine is down");
    }
    rest::Request inner;
    inner.method = request.method;
    inner.resource = *resource;
    inner.query = request.query;
    inner.prefer = request.header("prefer");
    inner.contentType = request.hasJson ? "application/json" : "";
    inner.body = request.hasJson ? request.body : "";
    inner.schema = request.project->slot;
    inner.role = role;
    inner.claimsJson = dump(claims);
    inner.headersJson = headersJson(request);
    rest::Response answer = rest.engine.handle(inner);
    Response response = Response::empty(answer.status);
    response.body = std::move(answer.body);
    if (!answer.contentType.empty()) {
        response.set("Content-Type", answer.contentType);
    }
    if (!answer.contentRange.empty()) {
        response.set("Content-Range", answer.contentRange);
    }
    return response;
}

} // namespace

void addRestRoutes(App& app)
{
    auto rest = std::make_shared<Rest>(app);
    app.onSchemaChanged = [rest](const std::string& slot) { rest->engine.schemaChanged(slot); };
    app.router.add({"*", "/rest/v1/*", [&app, rest](Request& r) { return forward(app, *rest, r); }});
}

} // namespace run402::sandbox
