// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace run402::sandbox::rest {

/// The candidate most like the text, for the hints of error answers; empty if
/// none is similar enough.
std::string closest(const std::vector<std::string> &candidates, const std::string &text);

} // namespace run402::sandbox::rest
