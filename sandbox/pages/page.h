// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <string>

namespace run402::sandbox {

/// A page of the sandbox's own, in its look (light and dark). `title` is plain
/// text, `body` HTML. Never cached, never framed, loads nothing from anywhere.
Response sandboxPage(int status, const std::string& title, const std::string& body);

} // namespace run402::sandbox
