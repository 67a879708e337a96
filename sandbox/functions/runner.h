// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/functions/worker.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace run402::sandbox {

/// What is needed to run a function. Two specs with equal `version` may share
/// processes.
struct FunctionSpec
{
    std::string project;
    std::string name;
    std::string version; ///< hash of source, limits and environment
    std::string source;
    int timeoutSeconds = 10;
    int memoryMb = 128;
    std::map<std::string, std::string> environment;
};

/// Runs functions in Node processes of their own, kept warm between calls.
/// Thread: any.
class FunctionRunner
{
public:
    explicit FunctionRunner(std::filesystem::path folder);
    ~FunctionRunner();

    /// Throws std::runtime_error when Node.js is missing.
    FunctionWorker::Outcome call(const FunctionSpec& spec, const Json& request, Json& response,
                                 std::vector<LogLine>& logs);

    /// Idle processes of the project end; the next call starts fresh ones.
    void environmentChanged(const std::string& project);
    /// Ends every process; running calls fail. The next call starts anew.
    void endAll();
    void stop();

private:
    struct Idle
    {
        std::string project;
        std::string version;
        std::unique_ptr<FunctionWorker> worker;
    };
    std::unique_ptr<FunctionWorker> take(const FunctionSpec& spec);
    std::string moduleOf(const FunctionSpec& spec);
    void prepareRuntime();

    std::filesystem::path m_folder;
    std::string m_node;
    std::mutex m_mutex;
    std::condition_variable m_freed;
    std::deque<Idle> m_idle;
    std::set<FunctionWorker*> m_busy;
    int m_running = 0;
    bool m_prepared = false;
    bool m_stopped = false;
};

} // namespace run402::sandbox
