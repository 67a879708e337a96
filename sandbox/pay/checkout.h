// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace run402::sandbox {

class App;

/// Credits the wallet's card payments whose late webhook is due by now.
void creditDueTopups(App& app, const std::string& wallet);

} // namespace run402::sandbox
