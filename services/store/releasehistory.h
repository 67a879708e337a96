// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "services/net/call.h"

namespace run402 {

class LocalStore;

/// Releases sent from this computer: the service keeps no list (design/ui.md §3, screen 06), and the
/// file hashes are what the next folder is compared with.
///
/// Owner: Services; borrows the store. Thread: GUI. Errors: store.*, release.not_in_history.
class ReleaseHistory
{
public:
    explicit ReleaseHistory(LocalStore& store) : m_store(store) {}

    /// Adds, or replaces the entry of the same project and id.
    Call<Done>* append(const Release& release);
    /// Newest first, without hashes.
    Call<QList<Release>>* list(const QString& projectId, int limit = 200);
    /// One entry with its hashes and sizes.
    Call<Release>* get(const QString& projectId, const QString& releaseId);

private:
    LocalStore& m_store;
};

} // namespace run402
