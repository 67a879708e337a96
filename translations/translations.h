// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace run402 {

/// Loads the English catalogue (plural forms) into the QCoreApplication, which
/// owns it. Call once, before the first text. False when it cannot be loaded.
/// Thread: GUI.
bool installTranslations();

} // namespace run402
