// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/server.h"

#include "sandbox/app.h"
#include "sandbox/apps/starters.h"
#include "sandbox/auth/oauth.h"
#include "sandbox/config.h"
#include "sandbox/datadir.h"
#include "sandbox/files.h"
#include "sandbox/db/bootstrap.h"
#include "sandbox/db/cluster.h"
#include "sandbox/db/tool.h"
#include "sandbox/http/httpserver.h"
#include "sandbox/lifecycle.h"
#include "sandbox/pay/billing.h"
#include "sandbox/pay/chain.h"
#include "sandbox/routes/areas.h"
#include "sandbox/routes/tiers.h"

#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <thread>

namespace run402::sandbox {
namespace {

constexpr int kFlushSeconds = 60;
constexpr int kStartAttempts = 30; ///< half a second apart
constexpr int kDemoSeconds = 300;
constexpr int kLeaseSeconds = 3600;

void printLine(const Json& line)
{
    std::fputs((dump(line) + '\n').c_str(), stdout);
    std::fflush(stdout);
}

int failed(const std::string& code, const std::string& message)
{
    printLine({{"event", "error"}, {"code", code}, {"message", message}});
    return 1;
}

/// Signals the main thread waits for; blocked everywhere so that no thread is
/// interrupted by them.
sigset_t blockSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) {
        sigaddset(&set, number);
    }
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signal(SIGPIPE, SIG_IGN);
    return set;
}

/// Turns the end of the parent, or of standard input, into SIGTERM.
void watchParent(const Options& options)
{
    if (options.parentPid > 0) {
        const int fd = static_cast<int>(syscall(SYS_pidfd_open, options.parentPid, 0));
        std::thread([fd] {
            pollfd waiter{fd, POLLIN, 0};
            while (fd >= 0 && poll(&waiter, 1, -1) < 0) {
            }
            kill(getpid(), SIGTERM);
        }).detach();
    }
    if (options.exitOnStdinEof) {
        std::thread([] {
            char byte = 0;
            while (read(0, &byte, 1) > 0) {
            }
            kill(getpid(), SIGTERM);
        }).detach();
    }
}

void addRoutes(App& app)
{
    addHealthRoutes(app);
    addTierRoutes(app);
    addFaucetRoutes(app);
    addChainRoutes(app);
    addBillingRoutes(app);
    addProjectRoutes(app);
    addSqlRoutes(app);
    addRlsRoutes(app);
    addSchemaRoutes(app);
    addRestRoutes(app);
    addDeploymentRoutes(app);
    addSubdomainRoutes(app);
    addMessageRoutes(app);
    addCheckoutRoutes(app);
    addSecretRoutes(app);
    addFunctionRoutes(app);
    addBundleRoutes(app);
    addStorageRoutes(app);
    addAuthRoutes(app);
    addOauthRoutes(app);
    addImageRoutes(app);
    addAppRoutes(app);
    addForkRoutes(app);
    addControlRoutes(app);
    addSteeringRoutes(app);
}

/// Jobs by the clock; a failure is logged and tried again next time.
class Timers
{
public:
    void run(App& app)
    {
        due(m_flush, kFlushSeconds, app, [&] {
            app.meter.flush(app.db);
            app.slots.closeUnused();
            keepReserve(app.databaseFolder);
        });
        due(m_demo, kDemoSeconds, app, [&] { runDemoJob(app); });
        due(m_lease, kLeaseSeconds, app, [&] {
            runLeaseJob(app);
            purgeOauth(app);
        });
    }

private:
    template <typename Job>
    void due(std::time_t& last, int period, App& app, const Job& job)
    {
        const std::time_t now = std::time(nullptr);
        if (now - last < period) {
            return;
        }
        last = now;
        try {
            job();
        } catch (const std::exception& error) {
            app.log.note("error", std::string("timer: ") + error.what());
        }
    }

    std::time_t m_flush = std::time(nullptr);
    std::time_t m_demo = 0;
    std::time_t m_lease = 0;
};

/// Processes of a killed database may outlive it for a while, and it does not
/// start before they are gone. Error text, empty when it runs or is no longer wanted.
std::string startAgain(PostgresCluster& cluster, const sigset_t& signals)
{
    for (int attempt = 0;; ++attempt) {
        try {
            cluster.start();
            return {};
        } catch (const ClusterError& error) {
            const timespec pause{0, 500'000'000};
            sigset_t stop = signals;
            sigdelset(&stop, SIGCHLD);
            if (attempt == kStartAttempts || sigtimedwait(&stop, nullptr, &pause) > 0) {
                return error.what();
            }
        }
    }
}

/// Waits for the signal to stop; meanwhile runs the timers and restarts the
/// database should it die. Returns an error text, empty for a wished stop.
std::string waitForStop(App& app, PostgresCluster& cluster, const sigset_t& signals)
{
    Timers timers;
    for (int restarts = 0;;) {
        const timespec timeout{kFlushSeconds, 0};
        siginfo_t info{};
        const int number = sigtimedwait(&signals, &info, &timeout);
        if (number == SIGINT || number == SIGTERM || number == SIGHUP) {
            return {};
        }
        if (number == SIGCHLD && cluster.hasEnded()) {
            if (++restarts > 5) {
                return "the database keeps stopping";
            }
            app.log.note("database", "stopped unexpectedly; starting it again");
            if (const std::string problem = startAgain(cluster, signals); !problem.empty()) {
                return problem;
            }
        }
        timers.run(app);
    }
}

/// A database that starts but cannot be prepared is damaged, unless it only lacks room.
void prepareDatabase(const Options& options, const ConnInfo& connInfo)
{
    try {
        bootstrapDatabase(connInfo);
    } catch (const PgError& error) {
        if (error.sqlState().rfind("53", 0) == 0) { // class 53: insufficient resources
            throw;
        }
        throw damaged(options.data, std::string("the database cannot be prepared (") + error.what() + ')');
    }
}

int serve(const Options& options, RequestLog& log, const sigset_t& signals)
{
    const Secrets secrets = loadSecrets(options.data, options.control);
    PostgresCluster cluster(options.data);
    cluster.start();
    const ConnInfo connInfo = [&](const std::string& user, const std::string& database) {
        return cluster.conninfo(user, database);
    };
    prepareDatabase(options, connInfo);
    App app(options, secrets, connInfo, log);
    app.databaseFolder = cluster.folder();
    keepReserve(app.databaseFolder);
    app.pgDump = [&](const std::string& slot, std::vector<std::string> arguments) {
        arguments.push_back("--dbname=" + cluster.conninfo("postgres", slot));
        return runTool(cluster.toolPath("pg_dump"), arguments);
    };
    StarterSeeder seeder(app);
    app.renewDatabase = [&] {
        seeder.stop();
        dropDatabase(connInfo);
        bootstrapDatabase(connInfo);
        if (*options.starters) {
            seeder.start();
        }
    };
    addRoutes(app);
    const auto handler = [&](Request& request) { return app.handle(request); };
    const auto limit = [&](const Request& request) { return app.bodyLimit(request); };
    const auto tooLarge = [&](Request& request) { return app.tooLarge(request); };
    HttpServer v4(handler, limit, tooLarge);
    HttpServer v6(handler, limit, tooLarge); // browsers may try ::1 first for NAME.localhost
    app.port = v4.bindTo("127.0.0.1", options.port);
    if (app.port <= 0) {
        cluster.stop();
        return failed("port.taken",
                      "port " + std::to_string(options.port) + " on 127.0.0.1 is already in use");
    }
    const bool dual = v6.bindTo("::1", app.port) > 0;
    std::thread serving4([&] { v4.run(); });
    std::thread serving6([&] {
        if (dual) {
            v6.run();
        }
    });
    watchParent(options);
    const std::string url = "http://127.0.0.1:" + std::to_string(app.port);
    printLine({{"event", "ready"},
               {"port", app.port},
               {"url", url},
               {"data", options.data.string()},
               {"pid", getpid()}});
    if (*options.starters) {
        seeder.start(); // after "ready": nobody waits for it
    }
    const std::string problem = waitForStop(app, cluster, signals);
    v4.shutDown();
    if (dual) {
        v6.shutDown();
    }
    serving4.join();
    serving6.join();
    app.functions.stop();
    seeder.stop();
    app.meter.flush(app.db);
    cluster.stop();
    return problem.empty() ? 0 : failed("database.lost", problem);
}

} // namespace

int runServer(int argc, char** argv)
{
    const Options options = parseOptions(argc, argv);
    if (options.help) {
        std::fputs(usageText(), stdout);
        return 0;
    }
    if (options.version) {
        std::fputs("run402-sandbox " RUN402_SANDBOX_VERSION "\n", stdout);
        return 0;
    }
    if (!options.error.empty()) {
        std::fprintf(stderr, "%s\n\n%s", options.error.c_str(), usageText());
        return 2;
    }
    const sigset_t signals = blockSignals();
    if (sodium_init() < 0) {
        return failed("crypto", "libsodium cannot be initialised");
    }
    try {
        const DataLock lock(options.data);
        if (options.reset) {
            clearData(options.data);
        }
        RequestLog log;
        if (!log.open(options.log)) {
            return failed("log", "cannot write the log file " + options.log);
        }
        return serve(options, log, signals);
    } catch (const ClusterError& error) {
        return failed(error.code(), error.what());
    } catch (const DataError& error) {
        return failed(error.code(), error.what());
    } catch (const DataInUse& error) {
        return failed("data.taken", error.what());
    } catch (const std::exception& error) {
        return failed("start", error.what());
    }
}

} // namespace run402::sandbox
