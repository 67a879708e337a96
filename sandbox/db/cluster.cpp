// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/db/cluster.h"

#include "sandbox/crypto/crypto.h"
#include "sandbox/datadir.h"
#include "sandbox/files.h"
#include "sandbox/text.h"

#include <libpq-fe.h>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace run402::sandbox {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxSocketPath = 100; // sun_path holds 107; "/.s.PGSQL.5432" is appended

std::string readFile(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

bool alive(pid_t pid)
{
    return pid > 1 && (kill(pid, 0) == 0 || errno == EPERM);
}

/// Whether `pid` is a postmaster serving `pgData` (and not a recycled number).
bool servesOurData(pid_t pid, const fs::path& pgData)
{
    std::string line = readFile("/proc/" + std::to_string(pid) + "/cmdline");
    return line.find("postgres") != std::string::npos && line.find(pgData.string()) != std::string::npos;
}

bool waitGone(pid_t pid, int timeoutMs)
{
    for (int waited = 0; waited < timeoutMs; waited += 20) {
        if (!alive(pid)) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return !alive(pid);
}

ClusterError otherVersion(const fs::path& data, const std::string& version)
{
    return {"postgres.version", "The data in " + data.string() + " was made by PostgreSQL " + version +
                                    ", which is not installed. Nothing was changed. On Debian or Ubuntu: sudo apt-get install "
                                    "postgresql-" + version + ", or start empty with --reset."};
}

/// Whether the database's own words mean that its files are not as they must be.
bool tellsOfDamage(const std::string& log)
{
    for (const char* words : {"PANIC:", "could not locate a valid checkpoint", "invalid data in file", "incorrect checksum",
                              "bogus data", "is not a valid data directory", "is missing", "could not open file",
                              "could not open directory", "could not read file", "could not find the database system",
                              "could not access directory", "syntax error in file", "invalid checkpoint record"}) {
        if (log.find(words) != std::string::npos && log.find("No space left") == std::string::npos) {
            return true;
        }
    }
    return false;
}

} // namespace

PostgresCluster::PostgresCluster(fs::path dataDir)
    : m_data(fs::absolute(dataDir).lexically_normal()), m_pg(m_data / "pg"), m_log(m_data / "postgres.log")
{
}

PostgresCluster::~PostgresCluster()
{
    stop();
}

void PostgresCluster::findBinaries()
{
    std::vector<fs::path> candidates;
    const auto major = [](const fs::path& bin) { // empty where the path does not tell
        std::error_code none;
        const fs::path parent = fs::weakly_canonical(bin / "initdb", none).parent_path().parent_path();
        return parent.parent_path() == "/usr/lib/postgresql" ? parent.filename().string() : std::string();
    };
    if (const char* named = std::getenv("RUN402_POSTGRES_BIN")) {
        candidates.emplace_back(named);
    }
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
        candidates.push_back(entry.path() / "bin");
    }
    std::sort(candidates.begin(), candidates.end(), std::greater<>());
    for (const char* fixed : {"/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"}) {
        candidates.emplace_back(fixed);
    }
    // an existing cluster needs the major version that made it
    const std::string version = trim(readFile(m_pg / "PG_VERSION"));
    const fs::path* any = nullptr;
    bool installed = false;
    for (const fs::path& dir : candidates) {
        if (access((dir / "initdb").c_str(), X_OK) != 0 || access((dir / "postgres").c_str(), X_OK) != 0) {
            continue;
        }
        if (version.empty() || major(dir) == version) {
            m_bin = dir;
            return;
        }
        if (major(dir).empty()) {
            any = any == nullptr ? &dir : any;
        }
        installed = true;
    }
    if (any == nullptr && installed) {
        throw otherVersion(m_data, version);
    }
    if (any == nullptr) {
        throw ClusterError(
            "postgres.missing",
            "PostgreSQL is not installed. On Debian or Ubuntu: sudo apt-get install postgresql "
            "(the sandbox runs its own private server and never touches other databases).");
    }
    m_bin = *any;
}

void PostgresCluster::chooseAccount()
{
    if (geteuid() != 0) {
        return;
    }
    for (const char* name : {"postgres", "nobody"}) {
        if (const passwd* account = getpwnam(name)) {
            m_uid = account->pw_uid;
            m_gid = account->pw_gid;
            m_switchUser = true;
            return;
        }
    }
    throw ClusterError("postgres.account", "Running as root needs an account 'postgres' or 'nobody'.");
}

/// As root the data folder is often below /root, which the other account may
/// not enter; the cluster then lives under /var/lib, found again by the hash
/// of the data folder's path.
void PostgresCluster::choosePlaceForAccount()
{
    bool reachable = true;
    for (fs::path dir = m_data; dir != dir.root_path(); dir = dir.parent_path()) {
        struct stat info
        {
        };
        if (stat(dir.c_str(), &info) != 0 || (info.st_mode & S_IXOTH) != 0) {
            continue;
        }
        if (dir == m_data) {
            chmod(dir.c_str(), (info.st_mode & 07777) | S_IXOTH);
        } else {
            reachable = false;
        }
    }
    if (!reachable) {
        m_pg = clusterDirElsewhere(m_data);
        fs::create_directories(m_pg.parent_path());
    }
}

fs::path PostgresCluster::clusterDirElsewhere(const fs::path& dataDir)
{
    return fs::path("/var/lib/run402-sandbox") / sha256Hex(dataDir.string()).substr(0, 16);
}

/// A private folder in /tmp, the same one each time for a data folder so that
/// a killed server leaves nothing behind. Somebody else's folder of that name
/// is not used.
std::string PostgresCluster::shortSocketDir() const
{
    std::string dir =
        "/tmp/run402-sandbox-" + std::to_string(geteuid()) + '-' + sha256Hex(m_data.string()).substr(0, 12);
    struct stat info
    {
    };
    const bool made = mkdir(dir.c_str(), 0700) == 0;
    const uid_t owner = m_switchUser ? m_uid : geteuid();
    if (made || (lstat(dir.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && (info.st_mode & 077) == 0 &&
                 (info.st_uid == owner || info.st_uid == geteuid()))) {
        return dir;
    }
    dir = "/tmp/run402-sandbox-XXXXXX";
    if (mkdtemp(dir.data()) == nullptr) {
        throw ClusterError("postgres.socket", "Cannot create a folder for the database socket in /tmp.");
    }
    return dir;
}

void PostgresCluster::prepareSocketDir()
{
    m_socketDir = (m_data / "run").string();
    if (m_socketDir.size() > kMaxSocketPath || m_switchUser) {
        // too long for a Unix socket, or below folders the other account may not enter
        m_socketDir = shortSocketDir();
        m_ownSocketDir = true;
    } else {
        fs::create_directories(m_socketDir);
    }
    chmod(m_socketDir.c_str(), 0700);
    if (m_switchUser && chown(m_socketDir.c_str(), m_uid, m_gid) != 0) {
        throw ClusterError("postgres.socket", "Cannot hand the socket folder to the database account.");
    }
}

/// The number in postmaster.pid belongs to another program by now; PostgreSQL
/// would take it for a server that still runs. With its parent's number it
/// knows better, and still looks for processes of the old server by the shared
/// memory the rest of the file names (CreateLockFile in miscinit.c).
void PostgresCluster::disownPidFile()
{
    const fs::path path = m_pg / "postmaster.pid";
    const std::string text = readFile(path);
    const std::size_t line = text.find('\n');
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        << getpid() << (line == std::string::npos ? "\n" : text.substr(line));
}

void PostgresCluster::stopLeftover()
{
    std::istringstream lines(readFile(m_pg / "postmaster.pid"));
    pid_t pid = 0;
    lines >> pid;
    if (pid <= 1) { // a power cut left it empty: PostgreSQL would not start
        std::error_code ignored;
        fs::remove(m_pg / "postmaster.pid", ignored);
        return;
    }
    if (!alive(pid)) {
        return; // PostgreSQL clears a stale file itself
    }
    if (!servesOurData(pid, m_pg)) {
        disownPidFile();
        return;
    }
    kill(pid, SIGINT); // fast shutdown: left over from a killed server
    if (!waitGone(pid, 15000)) {
        kill(pid, SIGQUIT);
        if (!waitGone(pid, 5000)) {
            throw ClusterError("postgres.leftover",
                               "An earlier database process of this data folder does not end (pid " +
                                   std::to_string(pid) + ").");
        }
    }
}

pid_t PostgresCluster::spawn(const std::string& program, const std::vector<std::string>& args,
                             bool dieWithParent)
{
    const std::string path = (m_bin / program).string();
    std::vector<char*> argv{const_cast<char*>(path.c_str())};
    for (const std::string& arg : args) {
        argv.push_back(const_cast<char*>(arg.c_str()));
    }
    argv.push_back(nullptr);
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    // child: only async-signal-safe calls from here on
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    setpgid(0, 0);                         // Ctrl-C in a terminal must reach the server first
    syscall(SYS_close_range, 3u, ~0u, 0u); // sockets of clients must not live on in here
    const int log = open(m_log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    dup2(log, 1);
    dup2(log, 2);
    if (m_switchUser && (setgroups(0, nullptr) != 0 || setgid(m_gid) != 0 || setuid(m_uid) != 0)) {
        _exit(126);
    }
    if (chdir("/") != 0) {
        _exit(126);
    }
    if (dieWithParent) {
        prctl(PR_SET_PDEATHSIG, SIGINT);
        if (getppid() != parent) {
            _exit(125);
        }
    }
    execv(path.c_str(), argv.data());
    _exit(127);
}

/// Whether what is there was more than an initdb that was interrupted: that
/// one leaves no database of ours (numbers from 16384 on) and no other data.
bool PostgresCluster::holdsData() const
{
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(m_pg / "base", none)) {
        if (std::atoi(entry.path().filename().c_str()) >= 16384) {
            return true;
        }
    }
    return fs::exists(m_pg / "run402-ready") || (fs::exists(m_data / "sites") && !fs::is_empty(m_data / "sites", none)) ||
           (fs::exists(m_data / "storage") && !fs::is_empty(m_data / "storage", none));
}

void PostgresCluster::initialise()
{
    if (fs::exists(m_pg / "PG_VERSION") && fs::exists(m_pg / "run402-ready")) {
        return;
    }
    if (holdsData()) {
        throw damaged(m_data, "files of the database are missing");
    }
    fs::remove_all(m_pg); // an initdb that was interrupted
    fs::create_directories(m_pg);
    chmod(m_pg.c_str(), 0700);
    if (m_switchUser && chown(m_pg.c_str(), m_uid, m_gid) != 0) {
        throw ClusterError("postgres.initdb", "Cannot hand the data folder to the database account.");
    }
    const pid_t pid = spawn("initdb",
                            {"-D", m_pg.string(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C",
                             "--no-instructions"},
                            false);
    int status = 0;
    waitpid(pid, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw ClusterError("postgres.initdb", "Creating the database failed: " + logTail());
    }
    std::ofstream(m_pg / "run402-ready") << "1\n";
}

std::string PostgresCluster::logTail() const
{
    std::string log = readFile(m_log);
    log.erase(0, std::min(m_logStart, log.size()));
    return trim(log.size() > 600 ? log.substr(log.size() - 600) : log);
}

void PostgresCluster::start()
{
    chooseAccount();
    if (m_switchUser) {
        choosePlaceForAccount();
    }
    findBinaries();
    if (m_socketDir.empty()) {
        prepareSocketDir();
    }
    stopLeftover();
    for (const char* name : {".s.PGSQL.5432", ".s.PGSQL.5432.lock"}) { // of a killed server; the folder is ours alone
        std::error_code ignored;
        fs::remove(fs::path(m_socketDir) / name, ignored);
    }
    initialise();
    if (nearlyFull(m_pg)) { // recovering takes some space
        releaseReserve(m_pg);
    }
    std::vector<std::string> args{"-D", m_pg.string(), "-k", m_socketDir};
    for (const char* setting :
         {"listen_addresses=", "unix_socket_permissions=0700", "fsync=on", "max_connections=200",
          "timezone=UTC", "log_timezone=UTC", "datestyle=ISO, MDY", "intervalstyle=postgres", "lc_messages=C",
          "jit=off", "logging_collector=off", "log_min_messages=warning", "log_min_error_statement=panic",
          "log_statement=none", "password_encryption=scram-sha-256", "max_wal_size=256MB", "cluster_name="}) {
        args.emplace_back("-c");
        args.emplace_back(setting);
    }
    std::error_code noLog;
    const auto logged = fs::file_size(m_log, noLog);
    m_logStart = noLog ? 0 : static_cast<std::size_t>(logged);
    m_pid = spawn("postgres", args, true);
    waitReady();
}

void PostgresCluster::waitReady()
{
    const std::string info = conninfo("postgres", "postgres");
    for (int attempt = 0; attempt < 3000; ++attempt) { // 60 s: crash recovery can take a while
        const PGPing state = PQping(info.c_str());
        if (state == PQPING_OK) {
            return;
        }
        int status = 0;
        if (waitpid(m_pid, &status, WNOHANG) == m_pid) {
            m_pid = -1;
            const std::string told = logTail();
            if (tellsOfDamage(told)) {
                throw damaged(m_data, "the database does not start (" + told + ')');
            }
            if (told.find("incompatible with server") != std::string::npos) {
                throw otherVersion(m_data, trim(readFile(m_pg / "PG_VERSION")));
            }
            throw ClusterError("postgres.start", "The database did not start: " + told);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw ClusterError("postgres.timeout", "The database did not answer within a minute: " + logTail());
}

void PostgresCluster::stop()
{
    if (m_pid > 0) {
        kill(m_pid, SIGINT);
        int status = 0;
        for (int waited = 0; waited < 20000; waited += 10) {
            if (waitpid(m_pid, &status, WNOHANG) != 0) {
                m_pid = -1;
                break;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        if (m_pid > 0) {
            kill(m_pid, SIGQUIT);
            waitpid(m_pid, &status, 0);
            m_pid = -1;
        }
    }
    if (m_ownSocketDir && !m_socketDir.empty()) {
        std::error_code ignored;
        fs::remove_all(m_socketDir, ignored);
        m_socketDir.clear();
        m_ownSocketDir = false;
    }
}

bool PostgresCluster::hasEnded()
{
    int status = 0;
    if (m_pid <= 0 || waitpid(m_pid, &status, WNOHANG) != m_pid) {
        return false;
    }
    m_pid = -1;
    return true;
}

std::string PostgresCluster::conninfo(const std::string& user, const std::string& database) const
{
    return "host='" + m_socketDir + "' user='" + user + "' dbname='" + database +
           "' client_encoding=UTF8 application_name=run402-sandbox connect_timeout=10";
}

} // namespace run402::sandbox
