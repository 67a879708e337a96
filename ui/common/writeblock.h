// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/capabilities.h"

#include <QString>

namespace run402 {

class Workspace;

/// Why nothing may be written to the current project now, as a sentence; empty = it may. Thread: GUI.
QString writeBlock(const Workspace& workspace, Capability capability);

} // namespace run402
