// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace run402::sandbox {

/// How long the body is and how it is framed (RFC 9112 §6.3).
struct BodyFrame
{
    bool chunked = false;
    std::size_t length = 0; ///< when not chunked
};

/// Reads the head of a request, without its final empty line, into `request`.
/// False for anything two readers could understand differently: control
/// characters, folded lines, spaces before a colon, two hosts.
bool parseRequestHead(std::string_view head, Request& request, bool& http11);

/// nullopt when the lengths given contradict each other.
std::optional<BodyFrame> bodyFrame(const Request& request);

/// Size in the first line of a chunk, extensions left out; nullopt when it is none.
std::optional<std::size_t> parseChunkSize(std::string_view line);

} // namespace run402::sandbox
