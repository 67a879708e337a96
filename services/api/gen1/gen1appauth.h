// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// Sign-in of a site's own users for generation 1 (contract.md §3.10). Owner: Session. Thread: GUI.
class Gen1AppAuth final : public QObject, public AppAuth
{
public:
    explicit Gen1AppAuth(ApiClient& api, QObject* parent = nullptr);

    Call<Person>* signUp(const QString& projectId, const QString& email, const QString& password) override;
    Call<Tokens>* signIn(const QString& projectId, const QString& email, const QString& password) override;
    Call<Tokens>* refresh(const QString& projectId, const QByteArray& refreshToken) override;
    Call<Done>* signOut(const QString& projectId, const QByteArray& refreshToken) override;
    Call<Person>* person(const QString& projectId, const QByteArray& accessToken) override;
    Call<QList<Provider>>* providers(const QString& projectId) override;
    Call<QUrl>* startGoogle(const QString& projectId, const QUrl& returnTo, const QByteArray& state,
                            const QByteArray& challenge) override;
    Call<Tokens>* exchangeCode(const QString& projectId, const QByteArray& code, const QByteArray& verifier) override;

private:
    Call<Tokens>* token(const QString& projectId, const char* grant, const QJsonObject& body, const char* label);
    ApiClient& m_api;
};

} // namespace run402
