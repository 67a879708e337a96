// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/engine.h"
#include "sandbox/rest/tests/cluster.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace run402::sandbox::rest::tests {

using nlohmann::json;

/// What every test of the process shares: one cluster, one pool, one engine.
struct Service {
    Service() { cluster.createService(); }
    Cluster cluster;
    Pool pool{cluster.connectionString("authenticator"), 8};
    Engine engine{pool};
};

/// Made before the first test and ended with the process.
class ServiceEnvironment : public ::testing::Environment
{
public:
    void SetUp() override { s_service = new Service; }
    void TearDown() override
    {
        delete s_service;
        s_service = nullptr;
    }
    static Service &service() { return *s_service; }

private:
    static inline Service *s_service = nullptr;
};

/// Requests against slot p0001, which each test fills with what it needs.
class RestTest : public ::testing::Test
{
protected:
    void SetUp() override { reset(); }

    void sql(const std::string &text)
    {
        service().cluster.sql("SET search_path = p0001; " + text);
        service().engine.schemaChanged("p0001");
    }

    /// Empties the slot.
    void reset()
    {
        sql("DO $$ DECLARE r record; BEGIN "
            "FOR r IN SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = 'p0001'::regnamespace "
            "AND c.relkind IN ('r','v','m','p') AND NOT c.relispartition LOOP "
            "EXECUTE format('DROP %s IF EXISTS p0001.%I CASCADE', CASE r.relkind WHEN 'v' THEN 'VIEW' "
            "WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, r.relname); END LOOP; "
            "FOR r IN SELECT p.oid::regprocedure AS f FROM pg_proc p WHERE p.pronamespace = 'p0001'::regnamespace LOOP "
            "EXECUTE format('DROP ROUTINE %s CASCADE', r.f); END LOOP; "
            "FOR r IN SELECT t.oid::regtype AS t FROM pg_type t WHERE t.typnamespace = 'p0001'::regnamespace "
            "AND t.typtype IN ('e','d') LOOP EXECUTE format('DROP TYPE %s CASCADE', r.t); END LOOP; END $$");
    }

    Response send(const std::string &method, const std::string &target,
                  const std::string &body = {}, const std::string &prefer = {})
    {
        Request request = make(method, target);
        request.body = body;
        request.prefer = prefer;
        if (!body.empty())
            request.contentType = "application/json";
        return service().engine.handle(request);
    }

    Response get(const std::string &target, const std::string &prefer = {})
    {
        return send("GET", target, {}, prefer);
    }

    /// target: resource, optionally a question mark and a query.
    Request make(const std::string &method, const std::string &target) const
    {
        Request request;
        request.method = method;
        const auto mark = target.find('?');
        request.resource = target.substr(0, mark);
        if (mark != std::string::npos)
            request.query = target.substr(mark + 1);
        request.schema = "p0001";
        request.role = role;
        request.claimsJson = json{{"role", role}, {"sub", sub}}.dump();
        request.headersJson = "{}";
        return request;
    }

    /// Rows of a successful answer, or the whole answer as an object.
    json rows(const Response &response)
    {
        if (response.status >= 300)
            return json{{"status", response.status}, {"body", json::parse(response.body, nullptr, false)}};
        return json::parse(response.body, nullptr, false);
    }
    json rows(const std::string &target) { return rows(get(target)); }

    static std::string code(const Response &response)
    {
        const json body = json::parse(response.body, nullptr, false);
        return body.is_object() && body.contains("code") && body["code"].is_string()
            ? body["code"].get<std::string>()
            : response.body;
    }

    static Service &service() { return ServiceEnvironment::service(); }

    std::string role = "service_role";
    std::string sub;
};

} // namespace run402::sandbox::rest::tests
