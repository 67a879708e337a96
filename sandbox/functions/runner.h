// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/functions/packages.h"
#include "sandbox/functions/worker.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace run402::sandbox {

/// What is needed to run a function. Two specs with equal `version` may share
/// processes.
struct FunctionSpec
{
    std::string project;
    std::string name;
    std::string version; ///< hash of source, packages, limits and environment
    std::string source;
    std::vector<std::string> packages; ///< of FunctionPackages::wanted
    int timeoutSeconds = 10;
    int memoryMb = 128;
    std::map<std::string, std::string> environment;
};

/// Thrown when all processes a function may have are busy for too long.
struct FunctionsBusy
{
};

/// Runs functions in Node processes of their own, kept warm between calls.
/// A waiting process that eats memory or computes on is ended. Thread: any.
class FunctionRunner
{
public:
    explicit FunctionRunner(std::filesystem::path folder);
    ~FunctionRunner();

    /// Writes source and packages to disk if they are not there yet. Throws
    /// PackageProblem, or std::runtime_error when Node.js is missing.
    void prepare(const FunctionSpec& spec);

    /// Throws what prepare throws, and FunctionsBusy.
    FunctionWorker::Outcome call(const FunctionSpec& spec, const Json& request, Json& response,
                                 std::vector<LogLine>& logs);

    /// Idle processes of the project, or of one function, end; the next call
    /// starts fresh ones.
    void restart(const std::string& project, const std::string& name = {});
    /// The same, and the files are deleted (except those `keep` needs).
    void discard(const std::string& project, const std::string& name = {},
                 const FunctionSpec* keep = nullptr);
    /// Ends every process and forgets what it wrote to disk, which the caller is
    /// about to delete or has deleted; running calls fail, the next starts anew.
    void endAll();
    void stop();

private:
    using Clock = std::chrono::steady_clock;
    struct Idle
    {
        std::string project;
        std::string name;
        std::string version;
        std::unique_ptr<FunctionWorker> worker;
        Clock::time_point since{};
        std::int64_t cpuMs = 0;
    };
    std::unique_ptr<FunctionWorker> take(const FunctionSpec& spec);
    std::unique_ptr<FunctionWorker> start(const FunctionSpec& spec);
    void giveBack(const FunctionSpec& spec, std::unique_ptr<FunctionWorker> worker, bool reusable);
    std::filesystem::path folderOf(const FunctionSpec& spec) const;
    void prepareRuntime();
    void watchIdle();

    std::filesystem::path m_folder;
    FunctionPackages m_packages;
    std::string m_node;
    std::mutex m_mutex;
    std::condition_variable m_freed;
    std::condition_variable m_watch;
    std::deque<Idle> m_idle;
    std::set<FunctionWorker*> m_busy;
    bool m_prepared = false;
    std::map<std::string, int> m_running; ///< calls by project
    int m_runningAll = 0;
    bool m_stopped = false;
    std::thread m_watcher;
};

} // namespace run402::sandbox
