// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// Publishing, browsing and forking for generation 1 (contract.md §3.16, §3.17). Owner: Session. Thread: GUI.
class Gen1Market final : public QObject, public Market
{
public:
    explicit Gen1Market(ApiClient& api, QObject* parent = nullptr);

    Call<QList<AppVersion>>* browse(const QStringList& tags) override;
    Call<AppVersion>* inspect(const QString& versionId) override;
    Call<AppVersion>* publish(const QString& projectId, const PublishOptions& options) override;
    Call<QList<AppVersion>>* versions(const QString& projectId) override;
    Call<AppVersion>* update(const QString& projectId, const QString& versionId, const AppChanges& changes) override;
    Call<Done>* withdraw(const QString& projectId, const QString& versionId) override;
    Call<ForkedProject>* fork(const ForkRequest& request) override;

private:
    ApiClient& m_api;
};

} // namespace run402
