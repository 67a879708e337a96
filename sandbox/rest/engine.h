// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

/// REST over PostgreSQL with the request syntax, results and errors of
/// PostgREST 12.2 (https://postgrest.org/en/v12/references/api.html), written
/// for the local server: one schema per project, three fixed roles.
namespace run402::sandbox::rest {

/// One request as the gateway forwards it. All text is UTF-8.
struct Request {
    std::string method;      ///< upper case: GET HEAD POST PATCH PUT DELETE
    std::string resource;    ///< "items" or "rpc/fn", percent-decoded once
    std::string query;       ///< raw query string, without the question mark
    std::string prefer;      ///< Prefer header; several joined by commas
    std::string contentType; ///< Content-Type header, may be empty
    std::string body;        ///< JSON text, may be empty
    std::string schema;      ///< slot, e.g. p0001
    std::string role;        ///< anon, authenticated or service_role
    std::string claimsJson;  ///< becomes the setting request.jwt.claims
    std::string headersJson; ///< becomes the setting request.headers
};

/// contentType and contentRange are empty when the header must not be sent.
struct Response {
    int status = 200;
    std::string contentType;
    std::string contentRange;
    std::string body;
};

/// Where the engine gets its connections: to the database the schema is in,
/// logged in as a role that has no rights of its own (NOINHERIT, member of the
/// three roles), idle, outside any transaction. Called from any thread that
/// calls the engine; acquire() may block and answers nullptr when no connection
/// can be had. The pool keeps ownership and decides what becomes of notices
/// (PQsetNoticeReceiver; libpq prints them).
class Connections
{
public:
    virtual ~Connections() = default;
    virtual PGconn *acquire(const std::string &schema) = 0;
    /// broken: the connection is unusable and should be closed or reset.
    virtual void release(const std::string &schema, PGconn *connection, bool broken) = 0;
};

/// Answers requests. Thread: any, concurrently. Throws nothing: every failure
/// is a Response whose body is {"code","details","hint","message"}.
class Engine
{
public:
    /// The pool must outlive the engine.
    explicit Engine(Connections &connections);
    ~Engine();
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    Response handle(const Request &request);

    /// Forgets what is known of a schema; call after its DDL was committed.
    /// An empty name stands for every schema. The engine also notices changes by
    /// itself, at the price of a retry.
    void schemaChanged(const std::string &schema);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace run402::sandbox::rest
