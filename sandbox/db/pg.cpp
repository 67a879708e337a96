// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/db/pg.h"

#include "sandbox/rest/statementcache.h"

#include <cstdlib>

namespace run402::sandbox {

PgError pgError(const PGresult* result, PGconn* connection)
{
    const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const char* message = result != nullptr ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    std::string text = message != nullptr ? message : PQerrorMessage(connection);
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    return PgError(state != nullptr ? state : "08006", text);
}

std::string PgRows::text(int row, int column) const
{
    return std::string(PQgetvalue(m_result.get(), row, column),
                       static_cast<std::size_t>(PQgetlength(m_result.get(), row, column)));
}

std::optional<std::string> PgRows::optional(int row, int column) const
{
    return null(row, column) ? std::nullopt : std::optional(text(row, column));
}

std::int64_t PgRows::integer(int row, int column) const
{
    return std::strtoll(PQgetvalue(m_result.get(), row, column), nullptr, 10);
}

int PgRows::affected() const
{
    return std::atoi(PQcmdTuples(m_result.get()));
}

PgLease::~PgLease()
{
    if (m_wrote) {
        m_pool.noteWrite();
    }
    m_pool.release(m_connection, false);
}

namespace {

/// The parameters as libpq takes them; they live as long as `params`.
std::vector<const char*> valuesOf(std::initializer_list<PgParam> params)
{
    std::vector<const char*> values;
    values.reserve(params.size());
    for (const PgParam& param : params) {
        if (param.text && param.text->find('\0') != std::string::npos) { // would be cut off silently
            throw PgError("22021", "text with a NUL character cannot be stored");
        }
        values.push_back(param.text ? param.text->c_str() : nullptr);
    }
    return values;
}

PgRows checked(PGresult* result, PGconn* connection)
{
    PgRows rows(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        throw pgError(result, connection);
    }
    return rows;
}

} // namespace

/// Everything that is not plainly a query counts as a write.
void PgLease::lookAt(std::string_view sql)
{
    m_wrote = m_wrote || sql.substr(0, 7) != "SELECT ";
}

PgRows PgLease::query(const std::string& sql, std::initializer_list<PgParam> params)
{
    lookAt(sql);
    const auto values = valuesOf(params);
    return checked(PQexecParams(m_connection, sql.c_str(), static_cast<int>(values.size()), nullptr,
                                values.data(), nullptr, nullptr, 0),
                   m_connection);
}

PgRows PgLease::prepared(const char* sql, std::initializer_list<PgParam> params)
{
    lookAt(sql);
    auto* known = rest::StatementCache::of(m_connection);
    if (known == nullptr) {
        return query(sql, params);
    }
    std::string name = known->find(sql);
    if (name.empty()) {
        name = known->nextName();
        checked(PQprepare(m_connection, name.c_str(), sql, 0, nullptr), m_connection);
        known->add(sql, name);
    }
    const auto values = valuesOf(params);
    return checked(PQexecPrepared(m_connection, name.c_str(), static_cast<int>(values.size()), values.data(),
                                  nullptr, nullptr, 0),
                   m_connection);
}

void PgLease::run(const std::string& sql)
{
    m_wrote = true;
    PgRows rows(PQexec(m_connection, sql.c_str()));
    const ExecStatusType status = PQresultStatus(rows.raw());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY) {
        throw pgError(rows.raw(), m_connection);
    }
}

PgTransaction::~PgTransaction()
{
    if (!m_done) {
        PQclear(PQexec(m_lease.raw(), "ROLLBACK"));
    }
}

void PgTransaction::commit()
{
    m_lease.run("COMMIT");
    m_done = true;
}

std::string quoteIdent(std::string_view name)
{
    std::string out = "\"";
    for (const char c : name) {
        out.append(c == '"' ? 2 : 1, c);
    }
    return out + '"';
}

std::string quoteLiteral(std::string_view text)
{
    std::string out = text.find('\\') == std::string_view::npos ? "'" : " E'";
    for (const char c : text) {
        out.append(c == '\'' || c == '\\' ? 2 : 1, c);
    }
    return out + '\'';
}

} // namespace run402::sandbox
