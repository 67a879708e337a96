// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/files.h"

#include "sandbox/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace run402::sandbox {
namespace fs = std::filesystem;
namespace {

// PostgreSQL stops at once when it cannot write its journal, whose segments are 16 MiB.
constexpr std::uint64_t kLeastSpace = 48u * 1024 * 1024;

/// A file descriptor, closed at the end of the scope.
class Descriptor
{
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor()
    {
        if (m_fd >= 0) {
            close(m_fd);
        }
    }
    Descriptor(Descriptor&& other) noexcept : m_fd(other.m_fd) { other.m_fd = -1; }
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    int get() const { return m_fd; }
    bool valid() const { return m_fd >= 0; }

private:
    int m_fd;
};

[[noreturn]] void failed(int reason, const fs::path& path)
{
    if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG) {
        throw NoSpace();
    }
    throw std::system_error(reason, std::generic_category(), path.filename().string());
}

/// 0 or the errno of the first write that failed.
int writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t done = write(fd, bytes.data(), bytes.size());
        if (done < 0 && errno != EINTR) {
            return errno;
        }
        bytes.remove_prefix(done > 0 ? static_cast<std::size_t>(done) : 0);
    }
    return 0;
}

constexpr std::uint64_t kReserve = 32u * 1024 * 1024;
constexpr std::uint64_t kPlenty = 4 * kReserve;

std::uint64_t freeSpace(const fs::path& folder)
{
    struct statvfs info
    {
    };
    return statvfs(folder.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize
                                               : UINT64_MAX;
}

fs::path reserveFile(const fs::path& folder)
{
    return folder / "run402-reserve";
}

} // namespace

std::optional<std::string> decodedFilePath(std::string_view urlPath)
{
    const auto decoded = percentDecode(urlPath);
    if (!decoded || decoded->find('\0') != std::string::npos || decoded->find('\\') != std::string::npos) {
        return std::nullopt;
    }
    std::string path;
    for (const std::string& segment : split(*decoded, '/')) {
        if (segment == "..") {
            return std::nullopt;
        }
        if (!segment.empty() && segment != ".") {
            path += (path.empty() ? "" : "/") + segment;
        }
    }
    return path;
}

std::optional<std::string> readBelow(const fs::path& folder, std::string_view relative)
{
    const std::vector<std::string> segments = split(relative, '/');
    Descriptor at(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (std::size_t i = 0; i < segments.size() && at.valid(); ++i) {
        const std::string& name = segments[i];
        if (name.empty() || name == "." || name == ".." || name.find('\0') != std::string::npos) {
            return std::nullopt;
        }
        const int kind = i + 1 < segments.size() ? O_DIRECTORY : O_NONBLOCK; // a pipe must not hold us up
        at = Descriptor(openat(at.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind));
    }
    struct stat info
    {
    };
    if (!at.valid() || fstat(at.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
        return std::nullopt;
    }
    std::string content(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t have = 0;
    while (have < content.size()) {
        const ssize_t got = read(at.get(), content.data() + have, content.size() - have);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return std::nullopt;
        }
        have += static_cast<std::size_t>(got);
    }
    return content;
}

void writeNewFile(const fs::path& path, std::string_view bytes)
{
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    const int problem = file.valid() ? writeAll(file.get(), bytes) : errno;
    if (problem != 0) {
        if (file.valid()) {
            unlink(path.c_str());
        }
        failed(problem, path);
    }
}

void makeDurable(const fs::path& path)
{
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid() || fsync(file.get()) != 0) {
        failed(errno, path);
    }
}

bool nearlyFull(const fs::path& folder)
{
    return freeSpace(folder) < kLeastSpace;
}

void keepReserve(const fs::path& folder)
{
    const fs::path path = reserveFile(folder);
    if (fs::exists(path) || freeSpace(folder) < kPlenty) {
        return;
    }
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (file.valid() && posix_fallocate(file.get(), 0, kReserve) != 0) {
        unlink(path.c_str());
    }
}

void releaseReserve(const fs::path& folder)
{
    unlink(reserveFile(folder).c_str());
}

} // namespace run402::sandbox
