// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// Functions and secrets for generation 1 (contract.md §3.11, §3.12). Owner: Session. Thread: GUI.
/// invoke resolves with whatever the function answered, errors and redirects included.
class Gen1Functions final : public QObject, public Functions
{
public:
    explicit Gen1Functions(ApiClient& api, QObject* parent = nullptr);

    Call<QList<Function>>* list(const QString& projectId) override;
    Call<Function>* put(const QString& projectId, const Spec& spec) override;
    Call<Done>* remove(const QString& projectId, const QString& name) override;
    Call<Invocation>* invoke(const QString& projectId, const QString& name, const QByteArray& method,
                             const QString& subPath, const QByteArray& body, Role role,
                             const QByteArray& userToken = {}, const HeaderList& headers = {}) override;
    Call<QList<LogLine>>* logs(const QString& projectId, const QString& name, int tail, bool background = false) override;
    Call<QList<Secret>>* secrets(const QString& projectId) override;
    Call<Done>* setSecret(const QString& projectId, const QString& key, const QByteArray& value) override;
    Call<Done>* removeSecret(const QString& projectId, const QString& key) override;

private:
    Call<Done>* removeAt(const QString& projectId, const QString& tail, const QString& label, const QString& cli);

    ApiClient& m_api;
};

} // namespace run402
