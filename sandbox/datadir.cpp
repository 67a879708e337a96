// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/datadir.h"

#include "sandbox/db/cluster.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

namespace run402::sandbox {
namespace fs = std::filesystem;

DataError damaged(const fs::path& data, const std::string& what)
{
    return {"data.damaged", "The data in " + data.string() + " is damaged: " + what +
                                ". Nothing was changed. Put a copy of the folder back, or start empty with --reset."};
}

DataLock::DataLock(const fs::path& data)
{
    std::error_code problem;
    const bool fresh = fs::create_directories(data, problem);
    if (problem) {
        throw std::runtime_error("cannot create " + data.string() + ": " + problem.message());
    }
    if (fresh) {
        fs::permissions(data, fs::perms::owner_all);
    }
    m_fd = open((data / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_fd < 0) {
        throw std::runtime_error("cannot write in " + data.string());
    }
    if (flock(m_fd, LOCK_EX | LOCK_NB) != 0) {
        close(m_fd);
        m_fd = -1;
        throw DataInUse("another sandbox already uses " + data.string());
    }
}

DataLock::~DataLock()
{
    if (m_fd >= 0) {
        close(m_fd);
    }
}

void clearData(const fs::path& data)
{
    std::error_code ignored;
    for (const char* name : {"pg", "sites", "storage", "functions", "run", "postgres.log", "secrets.json"}) {
        fs::remove_all(data / name, ignored);
    }
    if (geteuid() == 0) {
        fs::remove_all(PostgresCluster::clusterDirElsewhere(data), ignored);
    }
}

} // namespace run402::sandbox
