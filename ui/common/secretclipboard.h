// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/secretkey.h"

namespace run402 {

constexpr int kSecretClipboardMs = 60'000; ///< design/ui.md §3

/// Puts a secret on the clipboard for at most 60 s, or until something else is copied. Programs that keep a clipboard
/// history are asked not to (the hints KDE's and Windows' understand). The text is made when another program asks
/// for it; until then the secret is in wiping memory only. ASCII. Thread: GUI.
void copySecret(const x402::SecretBytes& secret, int clearAfterMs = kSecretClipboardMs);

} // namespace run402
