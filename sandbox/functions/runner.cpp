// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/functions/runner.h"

#include "sandbox/crypto/crypto.h"
#include "sandbox/functions/runtime.h"
#include "sandbox/text.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace run402::sandbox {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxIdle = 16;
constexpr int kMaxRunning = 32;

std::string findNode()
{
    if (const char* named = std::getenv("RUN402_NODE"); named != nullptr && access(named, X_OK) == 0) {
        return named;
    }
    const char* path = std::getenv("PATH");
    for (const std::string& dir : split(path != nullptr ? path : "/usr/local/bin:/usr/bin", ':')) {
        const std::string candidate = dir + "/node";
        if (!dir.empty() && access(candidate.c_str(), X_OK) == 0) {
            return candidate;
        }
    }
    return {};
}

void writeFile(const fs::path& path, const std::string& text)
{
    fs::create_directories(path.parent_path());
    const fs::path draft = path.string() + ".new";
    std::ofstream(draft, std::ios::binary | std::ios::trunc) << text;
    fs::rename(draft, path);
}

} // namespace

FunctionRunner::FunctionRunner(fs::path folder) : m_folder(std::move(folder)) {}

FunctionRunner::~FunctionRunner()
{
    stop();
}

void FunctionRunner::stop()
{
    std::deque<Idle> ending;
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        ending.swap(m_idle);
    }
    m_freed.notify_all();
}

void FunctionRunner::endAll()
{
    std::deque<Idle> ending;
    const std::lock_guard lock(m_mutex);
    ending.swap(m_idle);
    for (FunctionWorker* worker : m_busy) {
        worker->end();
    }
    m_prepared = false;
}

void FunctionRunner::prepareRuntime()
{
    if (m_prepared) {
        return;
    }
    m_node = findNode();
    if (m_node.empty()) {
        throw std::runtime_error("Node.js is not installed (Debian: apt-get install nodejs)");
    }
    writeFile(m_folder / "bootstrap.mjs", kBootstrapModule);
    writeFile(m_folder / "node_modules/@run402/functions/index.js", kHelperModule);
    writeFile(m_folder / "node_modules/@run402/functions/package.json", kHelperPackage);
    m_prepared = true;
}

std::string FunctionRunner::moduleOf(const FunctionSpec& spec)
{
    const fs::path path =
        m_folder / spec.project / (spec.name + '-' + sha256Hex(spec.source).substr(0, 16) + ".mjs");
    if (!fs::exists(path)) {
        writeFile(path, spec.source);
    }
    return path.string();
}

std::unique_ptr<FunctionWorker> FunctionRunner::take(const FunctionSpec& spec)
{
    std::unique_lock lock(m_mutex);
    m_freed.wait(lock, [this] { return m_running < kMaxRunning || m_stopped; });
    prepareRuntime();
    ++m_running;
    const auto warm = std::find_if(m_idle.begin(), m_idle.end(), [&](const Idle& idle) {
        return idle.project == spec.project && idle.version == spec.version;
    });
    if (warm != m_idle.end()) {
        auto worker = std::move(warm->worker);
        m_idle.erase(warm);
        return worker;
    }
    FunctionWorker::Spec process;
    process.node = m_node;
    process.bootstrap = (m_folder / "bootstrap.mjs").string();
    process.module = moduleOf(spec);
    process.folder = m_folder.string();
    process.memoryMb = spec.memoryMb;
    process.environment = spec.environment;
    process.environment.emplace("PATH", "/usr/local/bin:/usr/bin:/bin");
    process.environment.emplace("NODE_ENV", "production");
    process.environment.emplace("TZ", "UTC");
    try {
        return std::make_unique<FunctionWorker>(process);
    } catch (...) {
        --m_running;
        throw;
    }
}

FunctionWorker::Outcome FunctionRunner::call(const FunctionSpec& spec, const Json& request, Json& response,
                                             std::vector<LogLine>& logs)
{
    auto worker = take(spec);
    {
        const std::lock_guard lock(m_mutex);
        m_busy.insert(worker.get());
    }
    const auto outcome = worker->call(request, spec.timeoutSeconds * 1000, response, logs);
    std::unique_ptr<FunctionWorker> ending; // closed after the lock is given back
    {
        const std::lock_guard lock(m_mutex);
        --m_running;
        m_busy.erase(worker.get());
        if (outcome == FunctionWorker::Outcome::Answered && !m_stopped && !response.contains("failed")) {
            m_idle.push_back({spec.project, spec.version, std::move(worker)});
            if (m_idle.size() > kMaxIdle) {
                ending = std::move(m_idle.front().worker);
                m_idle.pop_front();
            }
        }
    }
    m_freed.notify_one();
    return outcome;
}

void FunctionRunner::environmentChanged(const std::string& project)
{
    std::deque<Idle> ending;
    const std::lock_guard lock(m_mutex);
    for (auto it = m_idle.begin(); it != m_idle.end();) {
        if (it->project == project) {
            ending.push_back(std::move(*it));
            it = m_idle.erase(it);
        } else {
            ++it;
        }
    }
}

} // namespace run402::sandbox
