// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/db/pool.h"

#include <libpq-fe.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace run402::sandbox {

/// A statement Postgres refused, or a lost connection. `what()` is the bare
/// server message without severity.
class PgError : public std::runtime_error
{
public:
    PgError(std::string sqlState, const std::string& message)
        : std::runtime_error(message), m_sqlState(std::move(sqlState))
    {
    }
    const std::string& sqlState() const { return m_sqlState; }

private:
    std::string m_sqlState;
};

/// One query parameter in text form.
struct PgParam
{
    std::optional<std::string> text;
    PgParam(std::nullopt_t) {}
    PgParam(std::nullptr_t) {}
    PgParam(std::string value) : text(std::move(value)) {}
    PgParam(std::string_view value) : text(std::string(value)) {}
    PgParam(const char* value) : text(value) {}
    PgParam(std::optional<std::string> value) : text(std::move(value)) {}
    PgParam(std::int64_t value) : text(std::to_string(value)) {}
    PgParam(int value) : text(std::to_string(value)) {}
    PgParam(bool value) : text(value ? "t" : "f") {}
};

/// Rows of a statement. Owner: value (movable).
class PgRows
{
public:
    explicit PgRows(PGresult* result) : m_result(result, PQclear) {}
    int size() const { return PQntuples(m_result.get()); }
    bool empty() const { return size() == 0; }
    bool null(int row, int column) const { return PQgetisnull(m_result.get(), row, column) != 0; }
    std::string text(int row, int column) const;
    std::optional<std::string> optional(int row, int column) const;
    std::int64_t integer(int row, int column) const;
    bool boolean(int row, int column) const { return text(row, column) == "t"; }
    int affected() const;
    PGresult* raw() const { return m_result.get(); }

private:
    std::unique_ptr<PGresult, void (*)(PGresult*)> m_result;
};

/// A connection borrowed from a pool; given back by the destructor, closed
/// instead when it broke or a transaction was left open.
class PgLease
{
public:
    explicit PgLease(PgPool& pool) : m_pool(pool), m_connection(pool.acquire()) {}
    ~PgLease();
    PgLease(const PgLease&) = delete;
    PgLease& operator=(const PgLease&) = delete;

    PGconn* raw() const { return m_connection; }
    PgRows query(const std::string& sql, std::initializer_list<PgParam> params = {});
    /// query() of a statement that is asked often and never changes: prepared
    /// once per connection.
    PgRows prepared(const char* sql, std::initializer_list<PgParam> params = {});
    void run(const std::string& sql); ///< several statements, no parameters

private:
    void lookAt(std::string_view sql);

    PgPool& m_pool;
    PGconn* m_connection;
    bool m_wrote = false;
};

/// BEGIN … COMMIT; rolled back unless commit() was called.
class PgTransaction
{
public:
    explicit PgTransaction(PgPool& pool) : m_lease(pool) { m_lease.run("BEGIN"); }
    ~PgTransaction();
    PgRows query(const std::string& sql, std::initializer_list<PgParam> params = {})
    {
        return m_lease.query(sql, params);
    }
    void run(const std::string& sql) { m_lease.run(sql); }
    void commit();
    PGconn* raw() const { return m_lease.raw(); }

private:
    PgLease m_lease;
    bool m_done = false;
};

PgError pgError(const PGresult* result, PGconn* connection);
std::string quoteIdent(std::string_view name);
std::string quoteLiteral(std::string_view text);

} // namespace run402::sandbox
