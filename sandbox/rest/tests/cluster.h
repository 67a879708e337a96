// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/engine.h"

#include <sys/types.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

/// Support for the REST tests: a PostgreSQL of their own and a simple pool.
namespace run402::sandbox::rest::tests {

/// A throwaway cluster in a temporary folder, reachable only over its Unix
/// socket. Run as an unprivileged user when the tests run as root. Started by
/// the constructor (which ends the process if that fails), stopped and removed
/// by the destructor.
class Cluster
{
public:
    Cluster();
    ~Cluster();
    Cluster(const Cluster &) = delete;
    Cluster &operator=(const Cluster &) = delete;

    std::string connectionString(const std::string &user) const;
    /// Runs SQL as the owner, ending the process on an error.
    void sql(const std::string &text) const;
    /// First column of the first row.
    std::string value(const std::string &text) const;
    /// Roles, auth helpers and the slots p0001 and p0002 as the service has.
    void createService() const;

private:
    void start();

    std::string m_folder;
    std::string m_bin;
    pid_t m_server = -1;
    uid_t m_user = 0;
    gid_t m_group = 0;
};

/// At most size connections as authenticator; acquire() waits for one.
class Pool : public Connections
{
public:
    Pool(std::string connectionString, int size);
    ~Pool() override;
    PGconn *acquire(const std::string &schema) override;
    void release(const std::string &schema, PGconn *connection, bool broken) override;
    int opened() const { return m_opened; }

private:
    std::string m_connectionString;
    int m_size;
    int m_opened = 0;
    std::vector<PGconn *> m_idle;
    int m_out = 0;
    std::mutex m_mutex;
    std::condition_variable m_returned;
};

} // namespace run402::sandbox::rest::tests
