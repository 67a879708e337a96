// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace run402::sandbox {

/// Why the private database cannot run; `code()` is stable.
class ClusterError : public std::runtime_error
{
public:
    ClusterError(std::string code, const std::string& message)
        : std::runtime_error(message), m_code(std::move(code))
    {
    }
    const std::string& code() const { return m_code; }

private:
    std::string m_code;
};

/// A PostgreSQL cluster of our own under <data>/pg: created on first use,
/// reachable through a Unix socket only, durable (fsync on). As root it runs
/// under the account `postgres` or `nobody`, because PostgreSQL refuses root.
///
/// Thread: the main one; the child is tied to it and is told to shut down
/// when it dies, however it dies. Owner: caller.
class PostgresCluster
{
public:
    explicit PostgresCluster(std::filesystem::path dataDir);
    ~PostgresCluster();

    void start();    ///< initdb when needed, then start; throws ClusterError, DataError
    void stop();     ///< fast shutdown, waits
    bool hasEnded(); ///< true once after the postmaster ended by itself

    /// Where the cluster of `dataDir` lives when it cannot be inside it.
    static std::filesystem::path clusterDirElsewhere(const std::filesystem::path& dataDir);

    const std::filesystem::path& folder() const { return m_pg; }

    /// Path of a client program that fits the server, e.g. pg_dump.
    std::string toolPath(const std::string& name) const { return (m_bin / name).string(); }

    std::string conninfo(const std::string& user, const std::string& database) const;

private:
    void findBinaries();
    void chooseAccount();
    void choosePlaceForAccount();
    std::string shortSocketDir() const;
    void prepareSocketDir();
    void stopLeftover();
    void disownPidFile();
    bool holdsData() const;
    void initialise();
    pid_t spawn(const std::string& program, const std::vector<std::string>& args, bool dieWithParent);
    void waitReady();
    std::string logTail() const;

    std::filesystem::path m_data;
    std::filesystem::path m_pg;
    std::filesystem::path m_log;
    std::filesystem::path m_bin;
    std::string m_socketDir;
    uid_t m_uid = 0;
    gid_t m_gid = 0;
    bool m_switchUser = false;
    bool m_ownSocketDir = false;
    std::size_t m_logStart = 0; ///< where this start's lines begin in the log
    pid_t m_pid = -1;
};

} // namespace run402::sandbox
