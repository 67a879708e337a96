// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// The three templates of contract.md §3.7. Owner: Session. Thread: GUI.
class Gen1AccessRules final : public QObject, public AccessRules
{
public:
    explicit Gen1AccessRules(ApiClient& api, QObject* parent = nullptr);

    /// Empty for an unknown template.
    QString templateSql(const QString& name, const QList<TableRule>& tables) const override;
    Call<Done>* applyTemplate(const QString& projectId, const QString& name,
                              const QList<TableRule>& tables) override;

private:
    ApiClient& m_api;
};

} // namespace run402
