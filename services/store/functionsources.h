// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>
#include <QHash>
#include <QStringList>

#include <optional>

namespace run402 {

class LocalStore;

/// What this computer knows of a function's code. The service gives no source back (contract.md §3.11), so the only
/// text there is to edit is what was deployed or typed here.
struct FunctionSource
{
    std::optional<QString> code;  ///< as last deployed from here; nullopt = never
    QDateTime deployedAt;         ///< UTC, of `code`
    QDateTime serverUpdatedAt;    ///< the service's updated_at right after that; a later one = changed elsewhere
    std::optional<QString> draft; ///< typed and not deployed
    int timeoutSeconds = 0;       ///< 0 = the service's default; of the draft when there is one
    int memoryMb = 0;
    QStringList dependencies;
};

/// Owner: Services; borrows the store. Thread: GUI. Errors: store.*. Keyed by project and function name.
class FunctionSources
{
public:
    using Settings = std::tuple<int, int, QStringList>; ///< timeout, memory, dependencies

    explicit FunctionSources(LocalStore& store) : m_store(store) {}

    Call<QHash<QString, FunctionSource>>* load(const QString& projectId);
    /// nullopt forgets the draft.
    Call<Done>* saveDraft(const QString& projectId, const QString& name, const std::optional<QString>& draft,
                          const Settings& settings);
    /// The draft is gone with it when it was the same text.
    Call<Done>* noteDeployed(const QString& projectId, const QString& name, const QString& code,
                             const Settings& settings);
    Call<Done>* noteServerTime(const QString& projectId, const QString& name, const QDateTime& updatedAt);
    Call<Done>* remove(const QString& projectId, const QString& name);

private:
    Call<Done>* change(const QString& sql, const QVariantList& values);
    LocalStore& m_store;
};

} // namespace run402
