// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace run402::sandbox {

/// Another server has the data folder, or had it a moment ago and is still closing its database.
class DataInUse : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// What is in the data folder cannot be used; it was left as it is. `code()` is
/// "data.newer" (a newer version made it) or "data.damaged".
class DataError : public std::runtime_error
{
public:
    DataError(std::string code, const std::string& message) : std::runtime_error(message), m_code(std::move(code)) {}
    const std::string& code() const { return m_code; }

private:
    std::string m_code;
};

/// "data.damaged", with what a person can do about it after `what`.
DataError damaged(const std::filesystem::path& data, const std::string& what);

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
