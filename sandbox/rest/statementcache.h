// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <list>
#include <string>
#include <unordered_map>

namespace run402::sandbox::rest {

/// Names of the statements prepared on one connection, least recently used
/// dropped first. Attached to the connection and gone with it, so a pool may
/// close, reset or reuse connections as it likes.
class StatementCache
{
public:
    /// The connection's cache, made on first use; nullptr if out of memory.
    static StatementCache *of(PGconn *connection);

    /// Name under which the key is prepared, empty if it is not.
    std::string find(const std::string &key);
    /// A name not yet in use, to be confirmed with add().
    std::string nextName();
    void add(const std::string &key, const std::string &name);
    /// A name to deallocate when the cache is full, else empty.
    std::string evict();
    void clear();

private:
    using Order = std::list<std::string>;
    struct Entry {
        std::string name;
        Order::iterator position;
    };
    std::unordered_map<std::string, Entry> m_entries;
    Order m_order; ///< keys, most recent first
    unsigned long long m_counter = 0;
};

} // namespace run402::sandbox::rest
