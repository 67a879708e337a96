// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/cluster.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace run402::sandbox::rest::tests {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void die(const std::string &why)
{
    std::fprintf(stderr, "test cluster: %s\n", why.c_str());
    std::exit(1);
}

std::string findBin()
{
    std::string best;
    std::error_code error;
    for (const auto &entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
        const std::string bin = entry.path().string() + "/bin";
        if (fs::exists(bin + "/initdb") && bin > best)
            best = bin;
    }
    if (best.empty())
        die("no PostgreSQL server found under /usr/lib/postgresql");
    return best;
}

/// Starts a program as the given user; answers its pid.
pid_t spawn(const std::vector<std::string> &arguments, uid_t user, gid_t group,
            const std::string &log)
{
    const pid_t pid = fork();
    if (pid != 0)
        return pid;
    if (user != 0 && (setgroups(0, nullptr) != 0 || setgid(group) != 0 || setuid(user) != 0))
        _exit(126);
    // A test that is killed must not leave a server behind.
    prctl(PR_SET_PDEATHSIG, SIGINT);
    if (!std::freopen(log.c_str(), "a", stdout) || !std::freopen(log.c_str(), "a", stderr))
        _exit(125);
    std::vector<char *> argv;
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    _exit(127);
}

int waitFor(pid_t pid)
{
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

} // namespace

Cluster::Cluster() : m_bin(findBin())
{
    char folder[] = "/tmp/run402-rest-XXXXXX";
    if (!mkdtemp(folder))
        die("no temporary folder");
    m_folder = folder;
    if (geteuid() == 0) {
        const passwd *user = getpwnam("postgres");
        if (!user)
            user = getpwnam("nobody");
        if (!user)
            die("no unprivileged user to run the server as");
        m_user = user->pw_uid;
        m_group = user->pw_gid;
        if (chown(folder, m_user, m_group) != 0)
            die("cannot hand over the folder");
    }
    start();
}

void Cluster::start()
{
    const std::string log = m_folder + "/log";
    const std::string data = m_folder + "/data";
    if (waitFor(spawn({m_bin + "/initdb", "-D", data, "-U", "postgres", "--auth=trust", "-N",
                       "--encoding=UTF8", "--locale=C.UTF-8"},
                      m_user, m_group, log))
        != 0)
        die("initdb failed, see " + log);
    m_server = spawn({m_bin + "/postgres", "-D", data, "-k", m_folder, "-c", "listen_addresses=",
                      "-c", "fsync=off", "-c", "max_connections=120"},
                     m_user, m_group, log);
    for (int i = 0; i < 200; ++i) {
        const std::string target = connectionString("postgres");
        if (PQping(target.c_str()) == PQPING_OK)
            return;
        usleep(50'000);
    }
    die("the server did not start, see " + log);
}

Cluster::~Cluster()
{
    if (m_server > 0) {
        kill(m_server, SIGINT);
        waitFor(m_server);
    }
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

std::string Cluster::connectionString(const std::string &user) const
{
    return "host=" + m_folder + " dbname=postgres user=" + user;
}

std::string Cluster::value(const std::string &text) const
{
    PGconn *connection = PQconnectdb((connectionString("postgres") + " options='-c client_min_messages=warning'").c_str());
    PGresult *result = PQexec(connection, text.c_str());
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        die(std::string(PQerrorMessage(connection)) + text);
    std::string answer;
    if (PQntuples(result) > 0)
        answer = PQgetvalue(result, 0, 0);
    PQclear(result);
    PQfinish(connection);
    return answer;
}

void Cluster::sql(const std::string &text) const
{
    value(text);
}

void Cluster::createService() const
{
    sql(R"(
        CREATE ROLE anon NOLOGIN;
        CREATE ROLE authenticated NOLOGIN;
        CREATE ROLE service_role NOLOGIN BYPASSRLS;
        CREATE ROLE authenticator LOGIN NOINHERIT;
        GRANT anon, authenticated, service_role TO authenticator;
        CREATE SCHEMA auth;
        GRANT USAGE ON SCHEMA auth TO authenticator, anon, authenticated, service_role;
        CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
          SELECT nullif(nullif(current_setting('request.jwt.claims', true), '')::json->>'sub', '')::uuid $$;
        CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$
          SELECT nullif(current_setting('request.jwt.claims', true), '')::json->>'role' $$;
        CREATE FUNCTION auth.project_id() RETURNS text LANGUAGE sql STABLE AS $$
          SELECT nullif(current_setting('request.jwt.claims', true), '')::json->>'project_id' $$;
    )");
    for (const std::string slot : {"p0001", "p0002"}) {
        const std::string defaults = "ALTER DEFAULT PRIVILEGES IN SCHEMA " + slot + " GRANT ";
        sql("CREATE SCHEMA " + slot + "; GRANT USAGE ON SCHEMA " + slot
            + " TO anon, authenticated, service_role; " + defaults + "SELECT ON TABLES TO anon; "
            + defaults + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO authenticated; " + defaults
            + "ALL ON TABLES TO service_role; " + defaults
            + "USAGE, SELECT ON SEQUENCES TO anon, authenticated, service_role;");
    }
}

Pool::Pool(std::string connectionString, int size)
    : m_connectionString(std::move(connectionString)), m_size(size)
{
}

Pool::~Pool()
{
    for (PGconn *connection : m_idle)
        PQfinish(connection);
}

PGconn *Pool::acquire(const std::string &)
{
    std::unique_lock lock(m_mutex);
    m_returned.wait(lock, [this] { return m_out < m_size; });
    ++m_out;
    if (!m_idle.empty()) {
        PGconn *connection = m_idle.back();
        m_idle.pop_back();
        return connection;
    }
    ++m_opened;
    lock.unlock();
    return PQconnectdb(m_connectionString.c_str());
}

void Pool::release(const std::string &, PGconn *connection, bool broken)
{
    if (broken)
        PQfinish(connection);
    const std::lock_guard lock(m_mutex);
    --m_out;
    if (!broken)
        m_idle.push_back(connection);
    m_returned.notify_one();
}

} // namespace run402::sandbox::rest::tests
