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

/// A session back in the state of a fresh one, whatever the text did to it.
void resetSession(PGconn* connection)
{
    if (PQtransactionStatus(connection) != PQTRANS_IDLE) {
        PQclear(PQexec(connection, "ROLLBACK"));
    }
    PQclear(PQexec(connection, "DISCARD ALL"));
}

SqlOutcome collect(PGconn* connection)
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

} // namespace

SqlOutcome executeAdminSql(PgPool& slotPool, const std::string& slot, const std::string& sql)
{
    if (sql.find('\0') != std::string::npos) {
        throw PgError("08P01", "invalid message format");
    }
    PgLease lease(slotPool);
    PGconn* connection = lease.raw();
    try {
        lease.run("BEGIN; SET LOCAL search_path TO " + slot);
        if (PQsendQuery(connection, sql.c_str()) != 1) {
            throw pgError(nullptr, connection);
        }
        SqlOutcome outcome = collect(connection);
        if (PQtransactionStatus(connection) != PQTRANS_IDLE) { // the text may have ended it itself
            lease.run("COMMIT");
        }
        resetSession(connection);
        return outcome;
    } catch (const PgError&) {
        resetSession(connection);
        throw;
    }
}

} // namespace run402::sandbox
