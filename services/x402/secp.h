// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <secp256k1.h>
#include <secp256k1_recovery.h>

/// Internal to run402_x402: the curve's precomputed tables.
namespace run402::x402 {

/// Made once (that takes longer than many signatures), then only read, which
/// libsecp256k1 allows from any thread.
const secp256k1_context* signingContext();

} // namespace run402::x402
