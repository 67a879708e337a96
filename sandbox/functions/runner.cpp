// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/functions/runner.h"

#include "sandbox/crypto/crypto.h"
#include "sandbox/functions/runtime.h"
#include "sandbox/text.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace run402::sandbox {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxIdle = 16;
constexpr int kMaxRunning = 32;
constexpr int kMaxRunningOfProject = 10; ///< one project's endless loops leave room for the others
constexpr auto kWatchEvery = std::chrono::seconds(1);
constexpr auto kIdleFor = std::chrono::minutes(5);
constexpr std::int64_t kIdleCpuMs = 2000;

void writeFile(const fs::path& path, const std::string& text)
{
    fs::create_directories(path.parent_path());
    const fs::path draft = path.string() + ".new" + randomHex(4); // two calls may write at once
    std::ofstream file(draft, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) {
        throw std::runtime_error("cannot write " + path.filename().string());
    }
    fs::rename(draft, path);
}

} // namespace

FunctionRunner::FunctionRunner(fs::path folder)
    : m_folder(std::move(folder)), m_packages(m_folder), m_watcher([this] { watchIdle(); })
{
}

FunctionRunner::~FunctionRunner()
{
    stop();
    m_watcher.join();
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
    m_watch.notify_all();
}

/// Runs until stop: what a function does between calls must not cost others.
void FunctionRunner::watchIdle()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopped) {
        if (m_idle.empty()) {
            m_watch.wait(lock);
            continue;
        }
        m_watch.wait_for(lock, kWatchEvery);
        std::deque<Idle> ending;
        for (auto it = m_idle.begin(); it != m_idle.end();) {
            const std::int64_t cpu = it->worker->cpuMs();
            if (cpu < 0 || cpu - it->cpuMs > kIdleCpuMs || Clock::now() - it->since > kIdleFor ||
                it->worker->overMemory()) {
                ending.push_back(std::move(*it));
                it = m_idle.erase(it);
            } else {
                ++it;
            }
        }
        lock.unlock();
        ending.clear();
        lock.lock();
    }
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
    const std::lock_guard lock(m_mutex);
    if (m_prepared) {
        return;
    }
    if (m_node.empty()) {
        m_node = findNode().program;
    }
    writeFile(m_folder / "bootstrap.mjs", kBootstrapModule);
    writeFile(m_folder / "node_modules/@run402/functions/index.js", kHelperModule);
    writeFile(m_folder / "node_modules/@run402/functions/package.json", kHelperPackage);
    m_prepared = true;
}

fs::path FunctionRunner::folderOf(const FunctionSpec& spec) const
{
    std::string content = spec.source;
    for (const std::string& package : spec.packages) {
        content += '\0' + package;
    }
    return m_folder / spec.project / spec.name / sha256Hex(content).substr(0, 16);
}

void FunctionRunner::prepare(const FunctionSpec& spec)
{
    prepareRuntime();
    const fs::path folder = folderOf(spec);
    const fs::path module = folder / "function.mjs";
    if (fs::exists(module)) {
        return;
    }
    if (!spec.packages.empty()) {
        m_packages.install(spec.packages, folder);
    }
    writeFile(module, spec.source); // last: its presence says that the rest is there
}

std::unique_ptr<FunctionWorker> FunctionRunner::start(const FunctionSpec& spec)
{
    FunctionWorker::Spec process;
    process.node = m_node;
    process.bootstrap = (m_folder / "bootstrap.mjs").string();
    process.module = (folderOf(spec) / "function.mjs").string();
    process.folder = folderOf(spec).string();
    process.memoryMb = spec.memoryMb;
    process.environment = spec.environment;
    process.environment.emplace("PATH", "/usr/local/bin:/usr/bin:/bin");
    process.environment.emplace("NODE_ENV", "production");
    process.environment.emplace("TZ", "UTC");
    return std::make_unique<FunctionWorker>(process);
}

std::unique_ptr<FunctionWorker> FunctionRunner::take(const FunctionSpec& spec)
{
    std::unique_lock lock(m_mutex);
    const bool room = m_freed.wait_for(lock, std::chrono::seconds(spec.timeoutSeconds), [&] {
        return m_stopped || (m_runningAll < kMaxRunning && m_running[spec.project] < kMaxRunningOfProject);
    });
    if (!room || m_stopped) {
        throw FunctionsBusy{};
    }
    ++m_runningAll;
    ++m_running[spec.project];
    const auto warm = std::find_if(m_idle.begin(), m_idle.end(), [&](const Idle& idle) {
        return idle.project == spec.project && idle.version == spec.version;
    });
    if (warm == m_idle.end()) {
        return nullptr;
    }
    auto worker = std::move(warm->worker);
    m_idle.erase(warm);
    return worker;
}

void FunctionRunner::giveBack(const FunctionSpec& spec, std::unique_ptr<FunctionWorker> worker, bool reusable)
{
    {
        const std::lock_guard lock(m_mutex);
        m_busy.erase(worker.get());
    }
    if (!reusable) {
        worker.reset(); // killed before its place is given to another call
    }
    std::unique_ptr<FunctionWorker> ending; // closed after the lock is given back
    {
        const std::lock_guard lock(m_mutex);
        --m_runningAll;
        if (--m_running[spec.project] == 0) {
            m_running.erase(spec.project);
        }
        if (worker && !m_stopped) {
            const std::int64_t cpu = worker->cpuMs();
            m_idle.push_back({spec.project, spec.name, spec.version, std::move(worker), Clock::now(), cpu});
            if (m_idle.size() > kMaxIdle) {
                ending = std::move(m_idle.front().worker);
                m_idle.pop_front();
            }
        }
    }
    m_freed.notify_all(); // the next in line may be of a project that is still full
    m_watch.notify_one();
}

FunctionWorker::Outcome FunctionRunner::call(const FunctionSpec& spec, const Json& request, Json& response,
                                             std::vector<LogLine>& logs)
{
    prepare(spec);
    auto worker = take(spec);
    try {
        if (!worker) {
            worker = start(spec);
        }
        {
            const std::lock_guard lock(m_mutex);
            m_busy.insert(worker.get());
        }
        const auto outcome = worker->call(request, spec.timeoutSeconds * 1000, response, logs);
        giveBack(spec, std::move(worker),
                 outcome == FunctionWorker::Outcome::Answered && !response.contains("failed"));
        return outcome;
    } catch (...) {
        giveBack(spec, std::move(worker), false);
        throw;
    }
}

void FunctionRunner::restart(const std::string& project, const std::string& name)
{
    std::deque<Idle> ending;
    const std::lock_guard lock(m_mutex);
    for (auto it = m_idle.begin(); it != m_idle.end();) {
        if (it->project == project && (name.empty() || it->name == name)) {
            ending.push_back(std::move(*it));
            it = m_idle.erase(it);
        } else {
            ++it;
        }
    }
}

void FunctionRunner::discard(const std::string& project, const std::string& name, const FunctionSpec* keep)
{
    restart(project, name);
    std::error_code ignored; // a leftover file harms nothing
    if (keep == nullptr) {
        fs::remove_all(name.empty() ? m_folder / project : m_folder / project / name, ignored);
        return;
    }
    const fs::path kept = folderOf(*keep);
    for (const fs::directory_entry& entry : fs::directory_iterator(m_folder / project / name, ignored)) {
        if (entry.path() != kept) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

} // namespace run402::sandbox
