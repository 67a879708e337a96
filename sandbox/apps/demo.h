// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace run402::sandbox {

class App;
struct Project;

/// What a demo project limits (contract.md §1.9).
enum class DemoUse { Insert, Delete, User, File, Invocation };

/// Counters of demo projects since their last reset, in memory as in the
/// gateway. Thread: any.
class DemoCounters
{
public:
    /// Counts one use; the count before it.
    std::int64_t add(const std::string& project, DemoUse use);
    std::int64_t get(const std::string& project, DemoUse use);
    void clear(const std::string& project);
    void clearAll();
    void setMaintenance(const std::string& project, bool on);
    bool maintenance(const std::string& project);

private:
    std::mutex m_mutex;
    std::map<std::pair<std::string, DemoUse>, std::int64_t> m_counts;
    std::set<std::string> m_maintenance;
};

/// Refuses the request while the demo is being reset (503).
void requireDemoOpen(App& app, const Project& project);
/// Refuses what demos never do (429 DEMO_BLOCKED), e.g. "SQL execution".
void refuseOnDemo(App& app, const Project& project, const char* what);
/// Counts a use, or refuses it at the limit (429).
void countDemoUse(App& app, const Project& project, DemoUse use);
/// Guard of the REST proxy: inserts and deletes are counted, edits and deletes
/// may be forbidden altogether.
void guardDemoRest(App& app, const Project& project, const std::string& method);

/// The demo project of a freshly published version: made on the first publish,
/// rebuilt from the new version later. Never throws.
void refreshDemo(App& app, const Project& source, const std::string& versionId);
/// Rebuilds demos whose interval has passed.
void runDemoJob(App& app);

} // namespace run402::sandbox
