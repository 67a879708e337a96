// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/pipeline.h"

#include "sandbox/rest/errors.h"

#include <string_view>
#include <vector>

namespace run402::sandbox::rest {

namespace {

constexpr std::size_t longestPrepared = 16 * 1024;

} // namespace

Pipeline::Pipeline(PGconn *connection, std::uint64_t generation)
    : m_connection(connection), m_cache(StatementCache::of(connection)),
      m_prefix(std::to_string(generation) + ':')
{
    if (!PQenterPipelineMode(connection))
        throw connectionFailure(PQerrorMessage(connection));
}

Pipeline::~Pipeline()
{
    bool ended = !m_sent;
    if (!ended && !m_synced && !PQpipelineSync(m_connection))
        return;
    // One null separates results; two mean that no more will come. Whoever
    // finds the connection still in pipeline mode throws it away.
    for (int nulls = 0; !ended && nulls < 2 && PQstatus(m_connection) == CONNECTION_OK;) {
        const Result rest(PQgetResult(m_connection));
        nulls = rest ? 0 : nulls + 1;
        ended = rest && PQresultStatus(rest.get()) == PGRES_PIPELINE_SYNC;
    }
    if (!ended || PQstatus(m_connection) != CONNECTION_OK || !PQexitPipelineMode(m_connection))
        return;
    if (PQtransactionStatus(m_connection) != PQTRANS_IDLE)
        Result(PQexec(m_connection, "ROLLBACK"));
}

void Pipeline::send(const Statement &statement)
{
    sendKeyed(m_prefix + statement.sql, statement);
}

void Pipeline::sendFixed(const char *sql, std::vector<std::string> parameters)
{
    sendKeyed(std::string("*:") + sql, {sql, std::move(parameters)});
}

void Pipeline::sendKeyed(const std::string &key, const Statement &statement)
{
    Pending pending;
    if (m_cache && statement.sql.size() <= longestPrepared) {
        pending.name = m_cache->find(key);
        if (pending.name.empty()) {
            makeRoom();
            pending.name = m_cache->nextName();
            pending.key = key;
            pending.prepares = true;
            m_sent = true;
            require(PQsendPrepare(m_connection, pending.name.c_str(), statement.sql.c_str(), 0,
                                  nullptr));
        }
    }
    std::vector<const char *> values;
    values.reserve(statement.parameters.size());
    for (const std::string &value : statement.parameters)
        values.push_back(value.c_str());
    const int count = static_cast<int>(values.size());
    m_sent = true;
    if (pending.name.empty())
        require(PQsendQueryParams(m_connection, statement.sql.c_str(), count, nullptr,
                                  values.data(), nullptr, nullptr, 0));
    else
        require(PQsendQueryPrepared(m_connection, pending.name.c_str(), count, values.data(),
                                    nullptr, nullptr, 0));
    m_pending.push_back(std::move(pending));
}

void Pipeline::makeRoom()
{
    const std::string old = m_cache->evict();
    if (old.empty())
        return;
    const std::string sql = "DEALLOCATE " + quoteIdentifier(old);
    m_sent = true;
    require(PQsendQueryParams(m_connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    Pending pending;
    pending.discarded = true;
    m_pending.push_back(pending);
}

void Pipeline::sync()
{
    require(PQpipelineSync(m_connection));
    m_synced = true;
}

void Pipeline::flush()
{
    require(PQsendFlushRequest(m_connection));
    require(PQflush(m_connection) >= 0);
}

Result Pipeline::next(bool anonymous)
{
    while (m_pending.front().discarded) {
        m_pending.pop_front();
        result();
    }
    const Pending pending = std::move(m_pending.front());
    m_pending.pop_front();
    if (pending.prepares) {
        const Result prepared = result();
        if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK)
            fail(prepared, anonymous);
        m_cache->add(pending.key, pending.name);
    }
    Result answer = result();
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        fail(answer, anonymous);
    return answer;
}

void Pipeline::require(int ok)
{
    if (!ok)
        throw connectionFailure(PQerrorMessage(m_connection));
}

/// One statement's result; pipeline mode ends each with a null.
Result Pipeline::result()
{
    Result answer(PQgetResult(m_connection));
    if (!answer)
        throw connectionFailure(PQerrorMessage(m_connection));
    Result(PQgetResult(m_connection));
    return answer;
}

void Pipeline::fail(const Result &answer, bool anonymous)
{
    const char *state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
    // The pool discarded the session's statements behind our back.
    if (state && std::string_view(state) == "26000" && m_cache)
        m_cache->clear();
    throw fromServerError(answer.get(), anonymous);
}

} // namespace run402::sandbox::rest
