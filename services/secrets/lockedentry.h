// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

namespace run402 {

/// Whether the Secret Service has an entry that is out of reach because its collection is locked.
///
/// libsecret, and so QtKeychain, answers "not found" for such an entry when nobody unlocks: no program to ask with, or
/// the person dismissed the question. Taken at its word, a wallet would be called lost, or be forgotten when it is
/// deleted, while its key is well. So "not found" is asked about once more, over D-Bus (Secret Service API 0.2,
/// org.freedesktop.Secret.Service.SearchItems, which never prompts).
///
/// Resolves with false where there is no such service (KWallet, macOS, Windows tell the difference themselves).
/// Thread: GUI. Never fails.
Call<bool>* entryIsLocked(QObject* owner, const QString& service, const QString& key, int timeoutMs);

} // namespace run402
