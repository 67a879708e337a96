// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/engine.h"

#include <mutex>
#include <set>
#include <string>

namespace run402::sandbox::rest {

/// Names the server accepts for Prefer: timezone=. Read once, on first use.
/// Thread: any; callers must not hold a connection. Throws Failure.
class Timezones
{
public:
    explicit Timezones(Connections &connections) : m_connections(connections) {}
    /// Asks in the database of `schema` when it has to.
    bool contains(const std::string &name, const std::string &schema);

private:
    Connections &m_connections;
    std::mutex m_mutex;
    std::set<std::string> m_names;
};

} // namespace run402::sandbox::rest
