// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/engine.h"
#include "sandbox/rest/model.h"

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace run402::sandbox::rest {

/// A pooled connection for the length of a scope.
class Lease
{
public:
    /// Throws Failure PGRST000 when none can be had.
    Lease(Connections &connections, const std::string &schema);
    ~Lease();
    Lease(const Lease &) = delete;
    Lease &operator=(const Lease &) = delete;
    PGconn *get() const { return m_connection; }

private:
    void useUtf8();

    Connections &m_connections;
    const std::string &m_schema; ///< outlives us
    PGconn *m_connection;
};

/// What is known of the schemas asked for. Thread: any. Takes a connection of
/// its own while loading, so callers must not hold one.
class SchemaCache
{
public:
    explicit SchemaCache(Connections &connections) : m_connections(connections) {}

    std::shared_ptr<const Schema> get(const std::string &name);
    /// Loads again unless someone else did since known was loaded; answers the
    /// current state, which is known itself if nothing changed.
    std::shared_ptr<const Schema> refresh(const std::shared_ptr<const Schema> &known);
    void forget(const std::string &name); ///< every schema for an empty name

private:
    std::shared_ptr<const Schema> load(const std::string &name,
                                       const std::shared_ptr<const Schema> &known);

    Connections &m_connections;
    std::mutex m_mutex;     ///< guards the members below
    std::mutex m_loading;   ///< one load at a time; locked before m_mutex
    std::unordered_map<std::string, std::shared_ptr<const Schema>> m_schemas;
    std::uint64_t m_forgotten = 0;
    std::uint64_t m_generation = 0;
};

} // namespace run402::sandbox::rest
