// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/apps/demo.h"
#include "sandbox/config.h"
#include "sandbox/crypto/tokencache.h"
#include "sandbox/db/pg.h"
#include "sandbox/db/slots.h"
#include "sandbox/faults.h"
#include "sandbox/functions/runner.h"
#include "sandbox/http/router.h"
#include "sandbox/idempotency.h"
#include "sandbox/metering.h"
#include "sandbox/model.h"
#include "sandbox/ratelimit.h"
#include "sandbox/requestlog.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>

namespace run402::sandbox {

/// Stand-in states set by the control endpoint.
struct Fakes
{
    std::atomic<bool> restDown = false;
    std::atomic<bool> cdnDown = false;
    std::atomic<bool> statusDown = false;
    enum Settling { Works, Reverts, Throws };
    std::atomic<Settling> settling = Works;  ///< what the next settlement does
    std::atomic<bool> verifying = false;     ///< the next verification of an x402 payment gets a 500 from its facilitator
    std::atomic<bool> deploying = false;     ///< the next call finds its function not ready yet
    std::atomic<std::int64_t> treasury = -1; ///< units left, -1 = endless
    std::atomic<bool> slotsExhausted = false;

    void clear();
};

/// Everything the routes share. Owner: main. Thread: any; members that change
/// lock themselves.
class App
{
public:
    App(const Options& options, Secrets secrets, const ConnInfo& connInfo, RequestLog& log);

    const Options& options;
    const Secrets secrets;
    PgPool db;   ///< owner connections, for metadata
    Slots slots; ///< the projects' databases
    TokenCache tokens;
    RateLimiter rateLimiter;
    Meter meter;
    RequestLog& log;
    Fakes fakes;
    KeyLocks keyLocks;
    FunctionRunner functions;
    DemoCounters demos;
    Faults faults; ///< none unless --control
    Router router;
    int port = 0; ///< set once bound, before the first request

    std::filesystem::path databaseFolder; ///< set before the first request

    /// Runs the dump tool of the cluster with these arguments on the database
    /// of a slot; what it printed. Throws std::runtime_error.
    std::function<std::string(const std::string& slot, const std::vector<std::string>& arguments)> pgDump;

    /// Called after DDL was committed in a slot; set by the REST area.
    std::function<void(const std::string& slot)> onSchemaChanged;
    void schemaChanged(const std::string& slot);

    /// Active or not; nullptr when unknown.
    std::shared_ptr<const Project> project(const std::string& id);

    /// The API as programs on this computer reach it, whatever Host a request had.
    std::string baseUrl() const { return "http://127.0.0.1:" + std::to_string(port); }

    /// Folder of a deployment's files.
    std::filesystem::path siteDir(const std::string& deployment) const;
    std::string siteUrl(const std::string& subdomain) const;
    std::string deploymentUrl(const std::string& deployment) const;

    bool isAdminWallet(const std::string& wallet);
    void addAdminWallet(const std::string& wallet);
    void sawWallet(const std::string& wallet); ///< counted by /public/stats

    Response handle(Request& request);                   ///< the whole life of one request
    std::size_t bodyLimit(const Request& request) const; ///< bytes
    Response tooLarge(Request& request) const;

    /// Makes the server what it was at its first start; waits for running
    /// requests, keeps new ones waiting. For the control endpoint only.
    void reset();
    /// Deletes and makes the database anew; set by the server.
    std::function<void()> renewDatabase;

private:
    std::shared_ptr<const Project> readProject(const std::string& id);
    Response dispatch(Request& request);
    Response answer(Request& request);
    void guardAdminPrefix(Request& request);
    void requireSpace(const Request& request) const;
    void passGate(const Route& route, Request& request);

    std::shared_mutex m_resetting; ///< held shared by every request of a server with --control
    std::mutex m_mutex;
    struct KnownProject
    {
        std::shared_ptr<const Project> project;
        std::uint64_t writes = 0; ///< PgPool::writes() of `db` before it was read
    };
    std::map<std::string, KnownProject> m_projects;
    std::set<std::string> m_adminWallets;
    std::set<std::string> m_seenWallets;
};

} // namespace run402::sandbox
