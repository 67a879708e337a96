// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace run402::sandbox {

enum class Unpacking { Done, Broken, TooLarge, Unknown };

/// Undoes a body's Content-Encoding in place: gzip and deflate (RFC 1952, 1950); identity and empty change nothing.
/// Never makes more than `limit` bytes. Thread: any.
Unpacking unpackBody(std::string& body, std::string_view encoding, std::size_t limit);

} // namespace run402::sandbox
