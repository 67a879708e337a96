// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/sqltext.h"
#include "sandbox/rest/statementcache.h"

#include <libpq-fe.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

namespace run402::sandbox::rest {

struct ResultDeleter { void operator()(PGresult *r) const { PQclear(r); } };
using Result = std::unique_ptr<PGresult, ResultDeleter>;

/// One use of libpq's pipeline mode: statements are queued, then their results
/// read in the same order. The destructor brings the connection back to idle,
/// rolling back what was not committed. Throws Failure.
class Pipeline
{
public:
    /// generation separates statements prepared before and after a change of
    /// the schema, as the types of their parameters may differ.
    Pipeline(PGconn *connection, std::uint64_t generation);
    ~Pipeline();
    Pipeline(const Pipeline &) = delete;
    Pipeline &operator=(const Pipeline &) = delete;

    void send(const Statement &statement);
    /// For fixed statements: the same in every generation.
    void sendFixed(const char *sql, std::vector<std::string> parameters = {});
    void sync();
    /// Makes the server answer what was sent so far without ending the
    /// transaction.
    void flush();
    /// Result of the next statement sent, or its error thrown.
    Result next(bool anonymous);

private:
    struct Pending {
        std::string name;
        std::string key;
        bool prepares = false;
        bool discarded = false; ///< our own DEALLOCATE
    };

    void sendKeyed(const std::string &key, const Statement &statement);
    void makeRoom();
    void require(int ok);
    Result result();
    [[noreturn]] void fail(const Result &answer, bool anonymous);

    PGconn *m_connection;
    StatementCache *m_cache;
    std::string m_prefix;
    std::deque<Pending> m_pending;
    bool m_sent = false;
    bool m_synced = false;
};

} // namespace run402::sandbox::rest
