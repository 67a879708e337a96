// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace run402::sandbox {

/// The whole program. Returns the exit code: 0 after a wished stop, 1 when it
/// could not start (one JSON line on standard output says why), 2 for a wrong
/// command line.
int runServer(int argc, char** argv);

} // namespace run402::sandbox
