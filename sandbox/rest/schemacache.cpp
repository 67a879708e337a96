// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/schemacache.h"

#include "sandbox/rest/errors.h"
#include "sandbox/rest/session.h"

#include <algorithm>
#include <string_view>

namespace run402::sandbox::rest {

namespace {

constexpr std::size_t maxSchemas = 256;
constexpr int maxStale = 100;

} // namespace

Lease::Lease(Connections &connections, const std::string &schema)
    : m_connections(connections), m_schema(schema), m_connection(nullptr)
{
    for (int i = 0; i < maxStale; ++i) {
        m_connection = connections.acquire(schema);
        if (!m_connection)
            throw connectionFailure({});
        const bool opened = PQstatus(m_connection) == CONNECTION_OK;
        // Reading without waiting tells whether the server hung up while the
        // connection lay in the pool; then the next one is tried. The first
        // read may get its farewell, only the second then meets the end.
        if (opened && PQconsumeInput(m_connection) && PQconsumeInput(m_connection)) {
            useUtf8();
            return;
        }
        const std::string why = PQerrorMessage(m_connection);
        connections.release(schema, m_connection, true);
        if (!opened)
            throw connectionFailure(why);
    }
    throw connectionFailure({});
}

/// The environment may have asked for another encoding.
void Lease::useUtf8()
{
    if (std::string_view(pg_encoding_to_char(PQclientEncoding(m_connection))) != "UTF8")
        PQsetClientEncoding(m_connection, "UTF8");
}

Lease::~Lease()
{
    const bool usable = PQstatus(m_connection) == CONNECTION_OK
        && PQtransactionStatus(m_connection) == PQTRANS_IDLE
        && PQpipelineStatus(m_connection) == PQ_PIPELINE_OFF;
    m_connections.release(m_schema, m_connection, !usable);
}

std::shared_ptr<const Schema> SchemaCache::get(const std::string &name)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_schemas.find(name);
        if (found != m_schemas.end())
            return found->second;
    }
    return load(name, nullptr);
}

std::shared_ptr<const Schema> SchemaCache::refresh(const std::shared_ptr<const Schema> &known)
{
    return load(known->name, known);
}

void SchemaCache::forget(const std::string &name)
{
    const std::lock_guard lock(m_mutex);
    ++m_forgotten;
    if (name.empty())
        m_schemas.clear();
    else
        m_schemas.erase(name);
}

std::shared_ptr<const Schema> SchemaCache::load(const std::string &name,
                                                const std::shared_ptr<const Schema> &known)
{
    const std::lock_guard loading(m_loading);
    std::uint64_t forgotten = 0;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_schemas.find(name);
        if (found != m_schemas.end() && found->second != known)
            return found->second;
        forgotten = m_forgotten;
    }
    std::string document;
    {
        const Lease lease(m_connections, name);
        document = fetchCatalog(lease.get(), name);
    }
    const bool unchanged = known && known->fingerprint == fingerprintOf(document);
    auto built = unchanged ? nullptr : std::make_shared<Schema>(buildSchema(name, document));
    const std::lock_guard lock(m_mutex);
    if (built)
        built->generation = ++m_generation;
    const std::shared_ptr<const Schema> schema = unchanged ? known : built;
    // A change announced while we were reading may be missing in what we read.
    if (forgotten != m_forgotten)
        return schema;
    if (m_schemas.size() >= maxSchemas)
        m_schemas.erase(std::min_element(m_schemas.begin(), m_schemas.end(),
                                         [](const auto &a, const auto &b) {
                                             return a.second->generation < b.second->generation;
                                         }));
    m_schemas[name] = schema;
    return schema;
}

} // namespace run402::sandbox::rest
