// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace run402::sandbox {

/// A PNG (RFC 2083, 8-bit RGB) of the given size, drawn from a hash of the
/// prompt: the same words give the same picture. SANDBOX stands in its lower left
/// corner, and a text chunk says it too.
std::string drawPng(const std::string& prompt, int width, int height);

} // namespace run402::sandbox
