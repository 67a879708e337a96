// SPDX-License-Identifier: GPL-3.0-or-later
// Requests per second and latency of the local server beside pgbench, which runs the same SQL on the same
// private cluster without HTTP, keys, roles and JSON in between. Both run in turn, so that a busy machine
// slows both; medians of three rounds. The limit of 100 requests per second and key is off.
//   bench-sandbox [PART OF A NAME]
#include "sandbox/json.h"
#include "sandbox/text.h"
#include "tests/bench/loadgenerator.h"

#include <signal.h>
#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

using namespace run402::sandbox;
using namespace run402::bench;
namespace fs = std::filesystem;

namespace {

constexpr int kRounds = 3;
constexpr double kSeconds = 1.5;

std::string readAll(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A server in a throwaway folder.
class Server
{
public:
    explicit Server(const fs::path& program)
    {
        std::string folder = (fs::temp_directory_path() / "run402-bench-XXXXXX").string();
        if (mkdtemp(folder.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        m_folder = folder;
        fs::permissions(m_folder, fs::perms(0711)); // as root the database runs as another user
        int out[2];
        if (pipe(out) != 0) {
            throw std::runtime_error("no pipe");
        }
        m_pid = fork();
        if (m_pid == 0) {
            dup2(out[1], 1);
            const std::string data = m_folder / "data";
            const std::string parent = std::to_string(getppid());
            execl(program.c_str(), program.c_str(), "--port", "0", "--data", data.c_str(), "--control",
                  "--parent-pid", parent.c_str(), nullptr);
            _exit(127);
        }
        close(out[1]);
        std::string line;
        for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';) {
            line += c;
        }
        close(out[0]);
        const auto ready = parseJson(line);
        if (!ready || (*ready)["event"] != "ready") {
            throw std::runtime_error("the server did not start: " + line);
        }
        port = (*ready)["port"];
    }
    ~Server()
    {
        kill(m_pid, SIGTERM);
        waitpid(m_pid, nullptr, 0);
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }

    /// Folder of the database's socket, from its command line.
    std::string socketFolder() const
    {
        const std::string pid = std::to_string(m_pid);
        std::istringstream children(readAll("/proc/" + pid + "/task/" + pid + "/children"));
        for (std::string child; children >> child;) {
            const auto words = split(readAll("/proc/" + child + "/cmdline"), '\0');
            const auto option = std::find(words.begin(), words.end(), "-k");
            if (option != words.end()) {
                return *(option + 1);
            }
        }
        throw std::runtime_error("the database's socket was not found");
    }

    const fs::path& folder() const { return m_folder; }
    int port = 0;

private:
    fs::path m_folder;
    pid_t m_pid = -1;
};

std::string base58(const unsigned char* bytes, std::size_t size)
{
    constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    std::vector<int> digits;
    for (std::size_t i = 0; i < size; ++i) {
        int carry = bytes[i];
        for (int& digit : digits) {
            carry += digit * 256;
            digit = carry % 58;
            carry /= 58;
        }
        for (; carry > 0; carry /= 58) {
            digits.push_back(carry % 58);
        }
    }
    std::string text;
    for (std::size_t i = 0; i < size && bytes[i] == 0; ++i) {
        text += '1';
    }
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        text += alphabet[static_cast<std::size_t>(*digit)];
    }
    return text;
}

struct Wallet
{
    unsigned char publicKey[crypto_sign_PUBLICKEYBYTES];
    unsigned char secretKey[crypto_sign_SECRETKEYBYTES];
    Wallet() { crypto_sign_keypair(publicKey, secretKey); }
    std::string address() const { return base58(publicKey, sizeof publicKey); }

    /// SIGN-IN-WITH-X line for a path.
    std::string signIn(int port, const std::string& path) const
    {
        Json m{{"domain", "127.0.0.1"},
               {"address", address()},
               {"uri", "http://127.0.0.1:" + std::to_string(port) + path},
               {"version", "1"},
               {"chainId", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"},
               {"type", "ed25519"},
               {"nonce", randomHex(12)},
               {"issuedAt", isoTime(nowMs())}};
        const auto text = [&](const char* key) { return m[key].get<std::string>(); };
        const std::string message = "127.0.0.1 wants you to sign in with your Solana account:\n" + address() +
                                    "\n\n\nURI: " + text("uri") +
                                    "\nVersion: 1\nChain ID: 5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp\nNonce: " +
                                    text("nonce") + "\nIssued At: " + text("issuedAt");
        unsigned char signature[crypto_sign_BYTES];
        crypto_sign_detached(signature, nullptr, reinterpret_cast<const unsigned char*>(message.data()),
                             message.size(), secretKey);
        m["signature"] = base58(signature, sizeof signature);
        return "SIGN-IN-WITH-X: " + base64(dump(m)) + "\r\n";
    }
};

const char* const kJson = "Content-Type: application/json\r\n";

/// A project with a table of 10 000 rows, a log and a site.
struct Project
{
    std::string id, slot, service, anon, siteHost;

    explicit Project(int port)
    {
        const Wallet wallet;
        const std::string host = "127.0.0.1:" + std::to_string(port);
        const auto post = [&](const std::string& path, const Json& body, const std::string& headers = {}) {
            return parseJson(ask(port, httpRequest("POST", path, kJson + headers, dump(body), host))).value();
        };
        const auto control = [&](const char* action, const Json& args) {
            post("/sandbox/v1/control", {{"action", action}, {"args", args}});
        };
        control("rate_limit", {{"per_second", 0}});
        control("wallet_lease", {{"wallet", wallet.address()}, {"tier", "team"}, {"expires_in_s", 864000}});
        const Json made =
            post("/projects/v1", {{"name", "bench"}}, wallet.signIn(port, "/projects/v1"));
        id = made["project_id"];
        slot = made["schema_slot"];
        service = made["service_key"];
        anon = made["anon_key"];
        // the tier's calls would be used up
        control("project_usage", {{"project_id", id}, {"api_calls", -1'000'000'000}});
        ask(port, httpRequest("POST", "/projects/v1/admin/" + id + "/sql", "Content-Type: text/plain\r\nAuthorization: Bearer " + service + "\r\n",
                              "CREATE TABLE items (id serial PRIMARY KEY, title text, done boolean DEFAULT false, "
                              "n int, created_at timestamptz DEFAULT now()); INSERT INTO items (title, n) SELECT "
                              "'Item number ' || i, i FROM generate_series(1, 10000) i; "
                              "CREATE TABLE log (id bigserial PRIMARY KEY, v text); ANALYZE items"));
        const Json site = post("/deployments/v1",
                               {{"project", id},
                                {"files", Json::array({{{"file", "app.js"}, {"data", std::string(8000, 'x')}}})}},
                               wallet.signIn(port, "/deployments/v1"));
        siteHost = site["url"].get<std::string>().substr(8);
    }
};

struct Reference
{
    double perSecond = 0;
    double averageMs = 0;
};

double numberAfter(const std::string& text, const char* mark)
{
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) {
        throw std::runtime_error("pgbench said: " + text);
    }
    return std::strtod(text.c_str() + at + std::string_view(mark).size(), nullptr);
}

/// pgbench with prepared statements over the same Unix socket the server uses, in the same database.
Reference pgbench(const Server& server, const std::string& database, const std::string& sql, int connections)
{
    const std::string script = server.folder() / "bench.sql";
    std::ofstream(script, std::ios::trunc) << sql << ";\n";
    const std::string command = "PATH=\"$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1)\" pgbench -n -M prepared -f '" +
                                script + "' -c " + std::to_string(connections) + " -j " +
                                std::to_string(std::min(connections, 2)) + " -T 2 -h '" + server.socketFolder() +
                                "' -U postgres " + database + " 2>&1";
    std::FILE* pipe = popen(command.c_str(), "r");
    std::string output;
    char piece[4096];
    while (std::fgets(piece, sizeof piece, pipe) != nullptr) {
        output += piece;
    }
    pclose(pipe);
    return {numberAfter(output, "tps = "), numberAfter(output, "latency average = ")};
}

struct Work
{
    const char* name;
    std::string request;
    std::string sql;
    const char* reference;
};

std::vector<Work> works(const Project& p, const std::string& host)
{
    const std::string key = "apikey: " + p.anon + "\r\n";
    const std::string service = "apikey: " + p.service + "\r\nAuthorization: Bearer " + p.service + "\r\n";
    const std::string rows = "SELECT id, title, done, n, created_at FROM " + p.slot +
                             ".items WHERE n >= 500 ORDER BY id LIMIT 20";
    const std::string read = httpRequest(
        "GET", "/rest/v1/items?select=id,title,done,n,created_at&n=gte.500&order=id&limit=20", key, {}, host);
    return {
        {"SQL select 1",
         httpRequest("POST", "/projects/v1/admin/" + p.id + "/sql",
                     "Content-Type: text/plain\r\nAuthorization: Bearer " + p.service + "\r\n", "select 1", host),
         "select 1", "pgbench, select 1"},
        {"REST read of 20 rows", read,
         "WITH pgrst_source AS (" + rows + ") SELECT NULL::bigint, count(*), coalesce(json_agg(t), '[]'), "
         "nullif(current_setting('response.headers', true), ''), nullif(current_setting('response.status', true), '') "
         "FROM (SELECT * FROM pgrst_source) t",
         "pgbench, the statement the server runs"},
        {"REST read of 20 rows, rows as such", read, rows, "pgbench, the rows without JSON"},
        {"REST insert", httpRequest("POST", "/rest/v1/log", kJson + service, R"({"v":"hello"})", host),
         "INSERT INTO " + p.slot + ".log (v) VALUES ('hello')", "pgbench, insert of the row"},
        {"static file of 8 kB", httpRequest("GET", "/app.js", "", {}, p.siteHost), "select 1", "pgbench, select 1"},
    };
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measure(const Server& server, const std::string& database, const Work& work, int connections, Json& results)
{
    std::vector<double> rate, p50, p99, referenceRate, referenceMs;
    load(server.port, work.request, connections, 0.3); // warm
    for (int round = 0; round < kRounds; ++round) {
        const Figures figures = load(server.port, work.request, connections, kSeconds);
        const Reference reference = pgbench(server, database, work.sql, connections);
        rate.push_back(figures.perSecond);
        p50.push_back(figures.p50Ms);
        p99.push_back(figures.p99Ms);
        referenceRate.push_back(reference.perSecond);
        referenceMs.push_back(reference.averageMs);
    }
    const std::string name = std::string(work.name) + ", " + std::to_string(connections) +
                             (connections == 1 ? " connection" : " connections");
    const auto add = [&](const std::string& what, double value, const char* unit, const std::string& reference,
                         double referenceValue) {
        results.push_back({{"name", what},
                           {"value", value},
                           {"unit", unit},
                           {"reference", reference},
                           {"reference_value", referenceValue},
                           {"ratio", value / referenceValue}});
    };
    const std::string average = std::string(work.reference) + ", mean";
    add(name, median(rate), "1/s", work.reference, median(referenceRate));
    add(name + ", p50", median(p50), "ms", average, median(referenceMs));
    add(name + ", p99", median(p99), "ms", average, median(referenceMs));
}

} // namespace

int main(int argc, char** argv)
{
    try {
        if (sodium_init() < 0) {
            return 1;
        }
        const Server server(fs::read_symlink("/proc/self/exe").parent_path() / "run402-sandbox");
        const Project project(server.port);
        Json results = Json::array();
        for (const Work& work : works(project, "127.0.0.1:" + std::to_string(server.port))) {
            if (argc > 1 && std::string_view(work.name).find(argv[1]) == std::string_view::npos) {
                continue;
            }
            for (const int connections : {1, 32}) {
                measure(server, project.slot, work, connections, results);
            }
        }
        std::puts(dump(results).c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
        return 1;
    }
    return 0;
}
