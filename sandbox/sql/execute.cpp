// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sql/execute.h"

#include "sandbox/sql/encode.h"

#include <cstdlib>

namespace run402::sandbox {
namespace {

/// Drops what COPY TO STDOUT sends, ends what COPY FROM STDIN waits for.
void finishCopy(PGconn* connection, ExecStatusType status)
{
    if (status == PGRES_COPY_IN) {
        PQputCopyEnd(connection, "COPY FROM STDIN is not supported here");
        return;
    }
    char* line = nullptr;
    while (PQgetCopyData(connection, &line, 0) > 0) {
        PQfreemem(line);
    }
}

constexpr const char* kAskChanged = "SELECT pg_catalog.current_setting('run402.schema_changed', true)"; // slotsetup.cpp

/// Ends what began with `BEGIN` and leaves the session as a fresh one, in one
/// round trip. `end` is COMMIT or ROLLBACK, or empty when the text ended the
/// transaction itself. The setting is told before it is reset.
class Ending
{
public:
    Ending(PGconn* connection, const char* end) : m_connection(connection)
    {
        bool ok = PQenterPipelineMode(connection) == 1;
        if (*end != 0) {
            ok = ok && PQsendQueryParams(connection, end, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1 &&
                 PQpipelineSync(connection) == 1;
        }
        for (const char* sql : {kAskChanged, "DISCARD ALL"}) { // a Sync each: both run whatever COMMIT says
            ok = ok && PQsendQueryParams(connection, sql, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1 &&
                 PQpipelineSync(connection) == 1;
        }
        if (!ok) {
            throw pgError(nullptr, connection);
        }
        if (*end != 0) {
            take([&](PGresult* result) {
                if (PQresultStatus(result) != PGRES_COMMAND_OK) {
                    m_failure = pgError(result, connection);
                }
            });
        }
        take([&](PGresult* result) {
            m_changed = PQntuples(result) != 1 || PQgetlength(result, 0, 0) > 0;
        });
        take([](PGresult*) {});
        PQexitPipelineMode(connection);
    }

    const std::optional<PgError>& failure() const { return m_failure; } ///< of COMMIT
    bool schemaChanged() const { return m_changed; }

private:
    /// The result of one statement, the null behind it and the Sync.
    template <typename Use>
    void take(const Use& use)
    {
        PgRows result(PQgetResult(m_connection));
        if (result.raw() == nullptr || PQstatus(m_connection) != CONNECTION_OK) {
            throw pgError(nullptr, m_connection);
        }
        use(result.raw());
        PQclear(PQgetResult(m_connection));
        PQclear(PQgetResult(m_connection));
    }

    PGconn* m_connection;
    std::optional<PgError> m_failure;
    bool m_changed = true;
};

/// `skipped` results are those of statements put before the text.
SqlOutcome collect(PGconn* connection, int skipped)
{
    SqlOutcome outcome;
    int statements = 0;
    std::int64_t sum = 0;
    std::optional<std::int64_t> last;
    std::optional<PgError> failure;
    PGresult* lastResult = nullptr;
    while (PGresult* result = PQgetResult(connection)) {
        const ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
            finishCopy(connection, status);
        } else if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) {
            if (skipped > 0) {
                --skipped;
                PQclear(result);
                continue;
            }
            ++statements;
            const char* count = PQcmdTuples(result);
            last.reset();
            if (*count != 0) {
                last = std::strtoll(count, nullptr, 10);
                sum += *last;
            }
            PQclear(lastResult);
            lastResult = result;
            continue;
        } else if (!failure) {
            failure = pgError(result, connection);
        }
        PQclear(result);
        if (PQstatus(connection) != CONNECTION_OK) {
            break;
        }
    }
    if (failure) {
        PQclear(lastResult);
        throw *failure;
    }
    outcome.rows = "[]";
    if (lastResult != nullptr && PQresultStatus(lastResult) == PGRES_TUPLES_OK) {
        outcome.rows.clear();
        appendRows(outcome.rows, lastResult);
    }
    PQclear(lastResult);
    outcome.rowCount = statements > 1 ? std::optional(sum) : last;
    return outcome;
}

/// After a failure. A session that cannot be brought back is not used again.
void undo(PGconn* connection)
{
    if (PQstatus(connection) != CONNECTION_OK || PQpipelineStatus(connection) != PQ_PIPELINE_OFF) {
        return;
    }
    try {
        Ending(connection, PQtransactionStatus(connection) != PQTRANS_IDLE ? "ROLLBACK" : "");
    } catch (const PgError&) { // the failure before this one is the one to tell
    }
}

} // namespace

SqlOutcome executeAdminSql(PgPool& slotPool, const std::string& slot, const std::string& sql)
{
    if (sql.find('\0') != std::string::npos) {
        throw PgError("08P01", "invalid message format");
    }
    PgLease lease(slotPool);
    PGconn* connection = lease.raw();
    // One message with the text: that is a round trip less, and whatever the
    // text is, its statements come after ours.
    const std::string text = "BEGIN;SET LOCAL search_path TO " + slot + ";\n" + sql;
    if (PQsendQuery(connection, text.c_str()) != 1) {
        throw pgError(nullptr, connection);
    }
    try {
        SqlOutcome outcome = collect(connection, 2);
        const bool open = PQtransactionStatus(connection) != PQTRANS_IDLE; // the text may have ended it itself
        const Ending ending(connection, open ? "COMMIT" : "");
        if (ending.failure()) {
            throw *ending.failure();
        }
        outcome.schemaChanged = ending.schemaChanged();
        return outcome;
    } catch (const PgError&) {
        undo(connection);
        throw;
    }
}

} // namespace run402::sandbox
