// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// Words to the people who run the service (contract.md §3.19). Owner: Session. Thread: GUI.
class Gen1Operator final : public QObject, public Operator
{
public:
    explicit Gen1Operator(ApiClient& api, QObject* parent = nullptr);

    Call<Done>* message(const QString& text) override;
    /// Replaces all three; empty ones are removed.
    Call<QJsonObject>* contact(const QString& name, const QString& email, const QString& webhook) override;

private:
    ApiClient& m_api;
};

} // namespace run402
