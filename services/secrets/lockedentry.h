// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

namespace run402 {

/// Why the Secret Service does not give an entry: because its collection is locked, perhaps.
///
/// libsecret, and so QtKeychain, answers "not found" for such an entry when nobody unlocks: no program to ask with, or
/// the person dismissed the question. Taken at its word, a wallet would be called lost, or be forgotten when it is
/// deleted, while its key is well. So "not found" is asked about once more, over D-Bus (Secret Service API 0.2,
/// org.freedesktop.Secret.Service.SearchItems, which never prompts).
///
/// A service that went away in between makes libsecret say the same (Gone). Where there never was one, "not found" is true:
/// KWallet, macOS and Windows tell the difference themselves.
/// Thread: GUI. Never fails.
enum class EntryFate { NotThere, Locked, Gone };
Call<EntryFate>* fateOfMissingEntry(QObject* owner, const QString& service, const QString& key, int timeoutMs);

/// Remembers for this process that there is a Secret Service, if there is one now. Cheap when it is known.
void noteSecretService(QObject* owner);

} // namespace run402
