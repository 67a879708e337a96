// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// Subdomains for generation 1 (contract.md §3.14). Owner: Session. Thread: GUI.
class Gen1Addresses final : public QObject, public Addresses
{
public:
    explicit Gen1Addresses(ApiClient& api, QObject* parent = nullptr);

    QString nameProblem(const QString& name) const override;
    Call<QList<Address>>* list(const QString& projectId) override;
    Call<std::optional<Address>>* holder(const QString& name) override;
    Call<Address>* claim(const QString& projectId, const QString& name, const QString& releaseId) override;
    Call<Done>* release(const QString& projectId, const QString& name) override;

private:
    ApiClient& m_api;
};

} // namespace run402
