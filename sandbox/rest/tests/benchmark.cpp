// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/cluster.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

/// Requests per second of the engine itself beside pgbench running the
/// statement the engine runs, on one throwaway cluster.
///   rest-benchmark [seconds]
namespace {

using namespace run402::sandbox::rest;
using Clock = std::chrono::steady_clock;

struct Figures {
    double perSecond = 0;
    double p50 = 0;
    double p99 = 0;
};

Figures measure(Engine &engine, const Request &request, int threads, double seconds)
{
    std::vector<std::vector<double>> latencies(threads);
    std::vector<std::thread> workers;
    std::atomic<bool> failed{false};
    const auto start = Clock::now();
    const auto end = start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    for (int i = 0; i < threads; ++i) {
        workers.emplace_back([&, i] {
            while (Clock::now() < end) {
                const auto before = Clock::now();
                const Response response = engine.handle(request);
                failed = failed || response.status >= 300;
                latencies[i].push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
            }
        });
    }
    for (std::thread &worker : workers)
        worker.join();
    const double took = std::chrono::duration<double>(Clock::now() - start).count();
    if (failed)
        std::puts("a request failed");
    std::vector<double> all;
    for (const auto &part : latencies)
        all.insert(all.end(), part.begin(), part.end());
    std::sort(all.begin(), all.end());
    return {static_cast<double>(all.size()) / took, all[all.size() / 2], all[all.size() * 99 / 100]};
}

void report(const char *what, int connections, const Figures &f)
{
    std::printf("%-22s %3d connections %9.0f/s   p50 %6.3f ms   p99 %6.3f ms\n", what, connections,
                f.perSecond, f.p50, f.p99);
    std::fflush(stdout);
}

void pgbench(const tests::Cluster &cluster, const std::string &script, int connections, int seconds)
{
    const std::string file = "/tmp/run402-rest-bench.sql";
    std::ofstream(file) << script;
    const std::string command = "pgbench -n -M prepared -f " + file + " -c " + std::to_string(connections)
        + " -j " + std::to_string(std::min(connections, 2)) + " -T " + std::to_string(seconds) + " '"
        + cluster.connectionString("postgres") + "' 2>&1 | grep -E 'tps|latency average|ERROR'";
    std::fflush(stdout);
    if (std::system(command.c_str()) != 0)
        std::puts("pgbench failed");
}

} // namespace

int main(int argc, char **argv)
{
    const int seconds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    tests::Cluster cluster;
    cluster.createService();
    cluster.sql("CREATE TABLE p0001.items(id serial PRIMARY KEY, title text, done boolean DEFAULT false, "
                "n int, created_at timestamptz DEFAULT now());"
                "INSERT INTO p0001.items(title, n) SELECT 'Item number ' || i, i FROM generate_series(1, 10000) i; "
                "CREATE TABLE p0001.log(id bigserial PRIMARY KEY, v text); ANALYZE");
    tests::Pool pool(cluster.connectionString("authenticator"), 32);
    Engine engine(pool);
    Request read;
    read.method = "GET";
    read.resource = "items";
    read.query = "select=*&order=id&limit=20&n=gte.500";
    read.schema = "p0001";
    read.role = "service_role";
    read.claimsJson = R"({"role":"service_role","project_id":"prj_1"})";
    read.headersJson = R"({"host":"localhost"})";
    Request insert = read;
    insert.method = "POST";
    insert.resource = "log";
    insert.query.clear();
    insert.body = R"({"v":"hello"})";
    const std::string statement = "WITH pgrst_source AS (SELECT p0001.items.* FROM p0001.items WHERE n >= 500 "
        "ORDER BY id LIMIT 20) SELECT NULL::bigint, count(*), coalesce(json_agg(t), '[]') "
        "FROM (SELECT * FROM pgrst_source) t;\n";
    for (const int connections : {1, 32}) {
        report("REST read of 20 rows", connections, measure(engine, read, connections, seconds));
        std::printf("pgbench, same SQL      %3d connections:\n", connections);
        pgbench(cluster, statement, connections, seconds);
        report("REST insert", connections, measure(engine, insert, connections, seconds));
        std::printf("pgbench, one insert    %3d connections:\n", connections);
        pgbench(cluster, "INSERT INTO p0001.log(v) VALUES ('hello');\n", connections, seconds);
    }
    return 0;
}
