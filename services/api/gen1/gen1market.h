// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// Publishing, browsing and forking for generation 1 (contract.md §3.16, §3.17). Version objects are
/// passed on as the service sends them. Owner: Session. Thread: GUI.
class Gen1Market final : public QObject, public Market
{
public:
    explicit Gen1Market(ApiClient& api, QObject* parent = nullptr);

    Call<QJsonArray>* browse(const QStringList& tags) override;
    Call<QJsonObject>* inspect(const QString& versionId) override;
    Call<QJsonObject>* publish(const QString& projectId, const QJsonObject& options) override;
    Call<QJsonArray>* versions(const QString& projectId) override;
    Call<QJsonObject>* update(const QString& projectId, const QString& versionId,
                              const QJsonObject& changes) override;
    Call<Done>* withdraw(const QString& projectId, const QString& versionId) override;
    Call<NewProject>* fork(const ForkRequest& request) override;

private:
    ApiClient& m_api;
};

} // namespace run402
