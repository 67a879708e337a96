// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace run402 {

/// Registers :/fonts, :/icons, :/theme and :/app. Thread: GUI. May be called
/// more than once; Theme's constructor does it.
void initResources();

} // namespace run402
