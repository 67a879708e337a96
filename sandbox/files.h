// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace run402::sandbox {

/// Answered with 507. `what()` is for the client.
class NoSpace : public std::runtime_error
{
public:
    NoSpace() : std::runtime_error("Not enough disk space on this computer") {}
};

/// Relative path of the file a URL path asks for, with "." and empty segments
/// left out; nullopt for what would leave its folder: "..", a backslash or NUL,
/// also when percent-encoded. Decodes once: "%252e" is a name with a percent sign.
std::optional<std::string> decodedFilePath(std::string_view urlPath);

/// The regular file `relative` below `folder`; nullopt when it is not there or
/// a symbolic link is on the way to it, wherever that leads.
std::optional<std::string> readBelow(const std::filesystem::path& folder, std::string_view relative);

/// Writes a new file. Throws NoSpace, or std::system_error for other reasons,
/// and leaves nothing behind then.
void writeNewFile(const std::filesystem::path& path, std::string_view bytes);

/// The file or folder survives a power cut from now on.
void makeDurable(const std::filesystem::path& path);

/// Is so little space left that the database could soon not write its journal?
bool nearlyFull(const std::filesystem::path& folder);

/// Puts space aside in `folder` while there is plenty, for the day there is none.
void keepReserve(const std::filesystem::path& folder);
/// Gives it back.
void releaseReserve(const std::filesystem::path& folder);

} // namespace run402::sandbox
