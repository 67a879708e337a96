// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// SQL, schema and REST reads for generation 1 (contract.md §3.5, §3.6, §3.8).
/// Owner: Session. Thread: GUI; long results are cut out of their envelope on another thread.
class Gen1Database final : public QObject, public Database
{
public:
    explicit Gen1Database(ApiClient& api, QObject* parent = nullptr);

    Call<SqlOutcome>* run(const QString& projectId, const QString& sql) override;
    Call<Schema>* schema(const QString& projectId) override;
    /// `query` is sent as written (gen-1 merges repeated parameters wrongly; that is the service's).
    Call<QByteArray>* rows(const QString& projectId, const QString& resource, const QString& query, Role role,
                           const QByteArray& userToken = {}) override;
    Call<RestReply>* rest(const QString& projectId, const RestRequest& request) override;

    /// Takes `{"status","schema","rows","rowCount"}` apart without touching the rows. Pure; any thread.
    static Result<SqlOutcome> outcomeOf(const HttpReply& reply);

private:
    ApiClient& m_api;
};

/// How `role` identifies itself on metered routes.
Auth authFor(Role role);

} // namespace run402
