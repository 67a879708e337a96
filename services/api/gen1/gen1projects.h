// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/gen1credentials.h"

namespace run402 {

/// Projects for generation 1 (contract.md §3.4, §3.6). Owner: Session. Thread: GUI.
/// The list is the wallet's public one, marked with which keys this computer holds; projects whose keys
/// are here but which the service did not list are added with status "local".
class Gen1Projects final : public QObject, public Projects
{
public:
    Gen1Projects(ApiClient& api, Gen1Credentials& credentials, QObject* parent = nullptr);

    Call<QList<Project>>* list() override;
    Call<NewProject>* create(const QString& name) override;
    Call<Done>* remove(const QString& projectId) override;
    Call<Usage>* usage(const QString& projectId) override;
    Call<Done>* pin(const QString& projectId, bool pinned) override;

private:
    ApiClient& m_api;
    Gen1Credentials& m_credentials;
};

} // namespace run402
