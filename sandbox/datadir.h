// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stdexcept>

namespace run402::sandbox {

/// Another server has the data folder, or had it a moment ago and is still closing its database.
class DataInUse : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Holds the data folder for one server. The lock goes with the process, also
/// when it is killed.
class DataLock
{
public:
    /// Creates the folder when missing. Throws DataInUse when another server
    /// has it, std::runtime_error when it cannot be written.
    explicit DataLock(const std::filesystem::path& data);
    ~DataLock();
    DataLock(const DataLock&) = delete;
    DataLock& operator=(const DataLock&) = delete;

private:
    int m_fd = -1;
};

/// Deletes everything a server keeps in `data`; nothing else that may be there.
void clearData(const std::filesystem::path& data);

} // namespace run402::sandbox
