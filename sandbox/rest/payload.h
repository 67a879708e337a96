// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace run402::sandbox::rest {

/// What the engine must know of a JSON body; the text itself goes to the
/// database unchanged, so no precision is lost.
struct Payload {
    std::string text;
    bool isArray = false;
    std::size_t rows = 0;
    std::vector<std::string> keys; ///< sorted, of the object or of every object
};

/// Reads an object, or an array of objects. Throws Failure PGRST102: no JSON,
/// another kind of value, and unless keysMayDiffer objects with unlike keys.
Payload readPayload(const std::string &body, bool keysMayDiffer);

/// Arguments of a function call; an empty body is {}. A value that is no object
/// names no arguments but can be the whole argument of a function of JSON.
Payload readArguments(const std::string &body);

} // namespace run402::sandbox::rest
