// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/cluster.h"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <cstdio>

/// The thinnest HTTP front for the engine, for tests with clients of others:
/// /rest/v1/* is slot p0001 with the role of header x-test-role and the claims
/// of x-test-claims; POST /sql runs SQL as the owner. Prints its port and ends
/// when standard input closes.
namespace {

using namespace run402::sandbox::rest;

const std::string prefix = "/rest/v1/";

std::string rawQuery(const httplib::Request &request)
{
    const auto mark = request.target.find('?');
    return mark == std::string::npos ? std::string() : request.target.substr(mark + 1);
}

void answer(Engine &engine, const httplib::Request &in, httplib::Response &out)
{
    Request request;
    request.method = in.method;
    request.resource = in.path.substr(prefix.size());
    request.query = rawQuery(in);
    request.prefer = in.get_header_value("Prefer");
    request.contentType = in.get_header_value("Content-Type");
    request.body = in.body;
    request.schema = "p0001";
    request.role = in.has_header("x-test-role") ? in.get_header_value("x-test-role") : "anon";
    request.claimsJson = in.has_header("x-test-claims")
        ? in.get_header_value("x-test-claims")
        : nlohmann::json{{"role", request.role}}.dump();
    request.headersJson = "{}";
    const Response response = engine.handle(request);
    out.status = response.status;
    if (!response.contentRange.empty())
        out.set_header("Content-Range", response.contentRange);
    if (!response.contentType.empty())
        out.set_content(response.body, response.contentType.c_str());
}

} // namespace

int main()
{
    tests::Cluster cluster;
    cluster.createService();
    tests::Pool pool(cluster.connectionString("authenticator"), 16);
    Engine engine(pool);
    httplib::Server server;
    const auto handler = [&engine](const httplib::Request &in, httplib::Response &out) {
        answer(engine, in, out);
    };
    const char *route = R"(/rest/v1/.+)";
    server.Get(route, handler).Post(route, handler).Put(route, handler).Patch(route, handler);
    server.Delete(route, handler);
    server.Post("/sql", [&](const httplib::Request &in, httplib::Response &out) {
        cluster.sql("SET search_path = p0001; " + in.body);
        engine.schemaChanged("p0001");
        out.status = 204;
    });
    server.set_keep_alive_max_count(1'000'000);
    server.set_tcp_nodelay(true);
    const int port = server.bind_to_any_port("127.0.0.1");
    std::printf("%d\n", port);
    std::fflush(stdout);
    std::thread watcher([&server] {
        while (std::getchar() != EOF) { }
        server.stop();
    });
    server.listen_after_bind();
    watcher.join();
    return 0;
}
