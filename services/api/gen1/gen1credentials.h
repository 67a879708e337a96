// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/keyregistry.h"
#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

class CliFolder;
class SecretStore;
class Wallets;

/// Identity for generation 1: one SIWX signature per request, project keys from this computer.
/// The service key of a project rests in `keys` under "project/<place>/<id>/service", its anon key in a
/// registry file. In a profile linked to the CLI its files are asked first and hear of every change. `place` is the host, or "sandbox", whose port changes with every start.
///
/// Owner: Session. Thread: GUI. Fails: wallet.none, keys.missing, keys.not_recoverable, secret.*, siwx.*,
/// store.registry_failed.
class Gen1Credentials final : public QObject, public Credentials, public Authorizer
{
public:
    /// All references are borrowed and outlive this.
    Gen1Credentials(ApiClient& api, Wallets& wallets, SecretStore& keys, QString registryFile, bool sandbox,
                    CliFolder* cli = nullptr, QObject* parent = nullptr);

    QString walletAddress() const override;
    Call<QJsonObject>* whoAmI() override;
    Call<ProjectKeys>* projectKeys(const QString& projectId) override;
    Call<QByteArray>* revealServiceKey(const QString& projectId) override;
    Call<Done>* storeProjectKeys(const QString& projectId, const QString& anonKey,
                                 const QByteArray& serviceKey, Origin origin = Origin::Known) override;
    Call<Done>* forgetProjectKeys(const QString& projectId) override;
    Call<Done>* recoverKeys(const QString& projectId) override;

    Call<HeaderList>* headersFor(Auth auth, const QString& projectId, const QByteArray& userToken,
                                 const QUrl& url) override;

    /// Projects whose keys this computer holds.
    Call<QStringList>* knownProjects();

    /// For tests. Milliseconds since the epoch; 16 random bytes.
    void setClock(std::function<qint64()> now) { m_now = std::move(now); }
    void setRandom(std::function<QByteArray()> nonce) { m_nonce = std::move(nonce); }

private:
    void followCli();
    Call<QByteArray>* ownServiceKey(const QString& projectId);
    QString secretName(const QString& projectId) const;
    Call<HeaderList>* walletHeaders(const QUrl& url);
    Call<QByteArray>* serviceKey(const QString& projectId);
    Call<QString>* anonKey(const QString& projectId);

    ApiClient& m_api;
    Wallets& m_wallets;
    SecretStore& m_keys;
    KeyRegistry m_registry;
    QString m_place;
    bool m_sandbox;
    CliFolder* m_cli;
    std::function<qint64()> m_now;
    std::function<QByteArray()> m_nonce;
};

} // namespace run402
