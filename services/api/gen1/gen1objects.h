// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// Stored files for generation 1 (contract.md §3.9), with the project's anon key as every visitor has it.
/// Owner: Session. Thread: GUI. list fails with objects.list_unavailable where the service has no list.
class Gen1Objects final : public QObject, public Objects
{
public:
    explicit Gen1Objects(ApiClient& api, QObject* parent = nullptr);

    Call<QList<Object>>* list(const QString& projectId, const QString& bucket) override;
    Call<Object>* put(const QString& projectId, const QString& bucket, const QString& path,
                      const QByteArray& bytes, const QString& contentType) override;
    Call<QByteArray>* get(const QString& projectId, const QString& bucket, const QString& path) override;
    Call<Done>* remove(const QString& projectId, const QString& bucket, const QString& path) override;
    Call<Object>* upload(const QString& projectId, const QString& bucket, const QString& path, const QString& file,
                         const QString& contentType) override;
    Call<Object>* download(const QString& projectId, const QString& bucket, const QString& path, Sink sink,
                           qint64 maxBytes, bool background = false) override;
    Call<SignedLink>* sign(const QString& projectId, const QString& bucket, const QString& path) override;

private:
    ApiRequest putRequest(const QString& projectId, const QString& bucket, const QString& path,
                          const QString& contentType) const;
    ApiRequest getRequest(const QString& projectId, const QString& bucket, const QString& path) const;
    Call<Object>* sendPut(const ApiRequest& request, const QString& path);

    ApiClient& m_api;
};

} // namespace run402
