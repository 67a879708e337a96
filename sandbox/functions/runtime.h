// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace run402::sandbox {

/// JavaScript run inside every function process (contract.md §3.11).
extern const char* const kBootstrapModule;
/// The package @run402/functions: db, getUser.
extern const char* const kHelperModule;
extern const char* const kHelperPackage; ///< its package.json

} // namespace run402::sandbox
