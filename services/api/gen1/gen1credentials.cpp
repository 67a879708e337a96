// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1credentials.h"

#include "services/api/gen1/fetch.h"
#include "services/cli/clifolder.h"
#include "services/net/transport.h"
#include "services/secrets/secretstore.h"
#include "services/wallets.h"
#include "services/x402/siwx.h"

#include <QRandomGenerator>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

/// A server refuses a time even slightly ahead of its own (contract.md §8.1).
constexpr qint64 signBehindMs = 4000;
constexpr qint64 signatureLifetimeMs = 5 * 60 * 1000;

QByteArray randomNonce()
{
    QByteArray bytes(16, Qt::Uninitialized);
    QRandomGenerator::system()->generate(reinterpret_cast<quint32*>(bytes.data()),
                                         reinterpret_cast<quint32*>(bytes.data() + bytes.size()));
    return bytes.toHex();
}

Problem keysMissing(const QString& projectId)
{
    Problem p = Problem::make(Problem::Kind::Local, u"keys.missing"_s,
                              u"The keys of %1 are not on this computer"_s.arg(projectId));
    p.nextActions << u"keys.import"_s;
    return p;
}

} // namespace

Gen1Credentials::Gen1Credentials(ApiClient& api, Wallets& wallets, SecretStore& keys, QString registryFile,
                                 bool sandbox, CliFolder* cli, QObject* parent)
    : QObject(parent), m_api(api), m_wallets(wallets), m_keys(keys), m_registry(std::move(registryFile)),
      m_place(sandbox ? u"sandbox"_s : api.base().authority().section(u'@', -1).toLower()), m_sandbox(sandbox), m_cli(cli),
      m_now([] { return QDateTime::currentMSecsSinceEpoch(); }), m_nonce(randomNonce)
{
    if (m_cli)
        followCli();
}

/// What an agent deleted is not offered here any longer either; its service key stays in the key store.
void Gen1Credentials::followCli()
{
    connect(m_cli, &CliFolder::projectsChanged, this, [this](const QList<CliProject>& before, bool byOthers) {
        QSet<QString> left;
        for (const CliProject& project : m_cli->projects())
            left << project.id;
        for (const CliProject& project : before) {
            if (byOthers && !left.contains(project.id))
                m_registry.remove(m_place, project.id);
        }
    });
}

Call<QStringList>* Gen1Credentials::knownProjects()
{
    return mapCall(this, m_registry.projects(m_place), [this](QStringList ids) -> Result<QStringList> {
        if (m_cli) {
            for (const CliProject& project : m_cli->projects())
                ids << project.id;
            ids.removeDuplicates();
        }
        return ids;
    });
}

QString Gen1Credentials::walletAddress() const
{
    const auto wallet = m_wallets.active(m_sandbox);
    return wallet ? wallet->address : QString();
}

QString Gen1Credentials::secretName(const QString& projectId) const
{
    return u"project/%1/%2/service"_s.arg(m_place, projectId);
}

Call<QJsonObject>* Gen1Credentials::whoAmI()
{
    ApiRequest request = ApiRequest::get(u"/ping/v1"_s, Auth::Wallet);
    request.label = u"ping"_s;
    return fetch<QJsonObject>(this, m_api, request,
                              [](const QJsonDocument& d) -> Result<QJsonObject> { return d.object(); });
}

Call<QByteArray>* Gen1Credentials::serviceKey(const QString& projectId)
{
    if (!m_cli)
        return ownServiceKey(projectId);
    auto* call = new Call<QByteArray>(this);
    m_cli->serviceKey(projectId)->onDone(call, [this, call, projectId](const Result<QByteArray>& key) {
        if (key.ok())
            return call->resolve(key);
        ownServiceKey(projectId)->onDone(call, [call](const Result<QByteArray>& own) { call->resolve(own); });
    });
    return call;
}

Call<QByteArray>* Gen1Credentials::ownServiceKey(const QString& projectId)
{
    auto* call = new Call<QByteArray>(this);
    m_keys.read(secretName(projectId))->onDone(call, [call, projectId](const Result<QByteArray>& key) {
        if (!key.ok() && key.error().code == "secret.not_found"_L1)
            call->resolve(keysMissing(projectId));
        else
            call->resolve(key);
    });
    return call;
}

Call<QString>* Gen1Credentials::anonKey(const QString& projectId)
{
    if (m_cli) {
        for (const CliProject& project : m_cli->projects()) {
            if (project.id == projectId)
                return Call<QString>::ready(this, project.anonKey);
        }
    }
    return mapCall(this, m_registry.anonKey(m_place, projectId),
                   [projectId](const std::optional<QString>& key) -> Result<QString> {
                       if (!key || key->isEmpty())
                           return keysMissing(projectId);
                       return *key;
                   });
}

Call<Credentials::ProjectKeys>* Gen1Credentials::projectKeys(const QString& projectId)
{
    auto* call = new Call<ProjectKeys>(this);
    anonKey(projectId)->onDone(call, [this, call, projectId](const Result<QString>& anon) {
        if (!anon.ok())
            return call->resolve(anon.error());
        serviceKey(projectId)->onDone(call, [call, anon = *anon](const Result<QByteArray>& service) {
            // A locked store is not the same as no key.
            if (!service.ok() && service.error().code != "keys.missing"_L1)
                return call->resolve(service.error());
            call->resolve(ProjectKeys{anon, service.ok()});
        });
    });
    return call;
}

Call<QByteArray>* Gen1Credentials::revealServiceKey(const QString& projectId)
{
    return serviceKey(projectId);
}

Call<Done>* Gen1Credentials::storeProjectKeys(const QString& projectId, const QString& anonKey,
                                              const QByteArray& serviceKey, Origin origin)
{
    auto* call = new Call<Done>(this);
    const QPointer<Call<Done>> guard(call);
    const auto tell = [guard](const Result<Done>& r) {
        if (guard)
            guard->resolve(r);
    };
    // A copy of its own: callers wipe theirs.
    const QByteArray key = m_cli ? QByteArray(serviceKey.constData(), serviceKey.size()) : QByteArray();
    // The registry says "known": it is written only once the secret is safe, and the CLI's file last.
    m_keys.write(secretName(projectId), serviceKey)->onDone(this, [=, this](const Result<Done>& written) {
        if (!written.ok())
            return tell(written);
        m_registry.put(m_place, projectId, anonKey)->onDone(this, [=, this](const Result<Done>& r) {
            if (!r.ok() || !m_cli)
                return tell(r);
            CliProjectsEdit edit;
            edit.put = {projectId, anonKey, key, {}, QDateTime::currentDateTimeUtc()};
            if (origin == Origin::Made)
                edit.active = projectId;
            m_cli->change(edit)->onDone(this, tell);
        });
    });
    return call;
}

Call<Done>* Gen1Credentials::forgetProjectKeys(const QString& projectId)
{
    auto* call = new Call<Done>(this);
    const auto forgetSecret = [this, call, projectId](const Result<Done>& listed) {
        if (!listed.ok())
            return call->resolve(listed.error());
        m_keys.remove(secretName(projectId))->onDone(call, [call](const Result<Done>& r) {
            const bool gone = r.ok() || r.error().code == "secret.not_found"_L1;
            call->resolve(gone ? Result<Done>(Done{}) : r);
        });
    };
    m_registry.remove(m_place, projectId)->onDone(call, [this, call, projectId, forgetSecret](const Result<Done>& removed) {
        if (!removed.ok() || !m_cli)
            return forgetSecret(removed);
        CliProjectsEdit edit;
        edit.remove = projectId;
        m_cli->change(edit)->onDone(call, forgetSecret);
    });
    return call;
}

Call<Done>* Gen1Credentials::recoverKeys(const QString& projectId)
{
    return Call<Done>::ready(this, Problem::make(Problem::Kind::Refused, u"keys.not_recoverable"_s,
                                                 u"The service cannot issue the keys of %1 again"_s.arg(projectId)));
}

Call<HeaderList>* Gen1Credentials::walletHeaders(const QUrl& url)
{
    const auto wallet = m_wallets.active(m_sandbox);
    const auto address = wallet ? x402::Address::parse(wallet->address) : std::nullopt;
    if (!address) {
        return Call<HeaderList>::ready(this, Problem::make(Problem::Kind::Local, u"wallet.none"_s,
                                                           u"No wallet is set up"_s));
    }
    const qint64 now = m_now() + m_api.transport().clockOffsetMs(url.host()) - signBehindMs;
    const QUrl target = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    const auto message = x402::siwxForRequest(target, *address, m_nonce(), now, signatureLifetimeMs);
    auto signedHeader = std::make_shared<std::optional<Result<QByteArray>>>();
    auto* signing = m_wallets.withKey(wallet->id, m_sandbox, [message, signedHeader](const x402::SecretKey& key) {
        const auto made = x402::signSiwx(message, key);
        if (made.ok())
            signedHeader->emplace(made->headerValue);
        else
            signedHeader->emplace(made.error());
    });
    return mapCall(this, signing, [signedHeader](const Done&) -> Result<HeaderList> {
        if (!*signedHeader)
            return Problem::make(Problem::Kind::Local, u"secret.failed"_s, u"The wallet's key was not used"_s);
        if (!(*signedHeader)->ok())
            return (*signedHeader)->error();
        return HeaderList{{x402::siwxHeaderName, ***signedHeader}};
    });
}

Call<HeaderList>* Gen1Credentials::headersFor(Auth auth, const QString& projectId, const QByteArray& userToken,
                                              const QUrl& url)
{
    switch (auth) {
    case Auth::None:
        break;
    case Auth::Wallet:
        return walletHeaders(url);
    case Auth::ServiceKey:
        return mapCall(this, serviceKey(projectId), [](const QByteArray& key) -> Result<HeaderList> {
            return HeaderList{{"Authorization", "Bearer " + key}};
        });
    case Auth::ServiceKeyAsApi:
        return mapCall(this, serviceKey(projectId),
                       [](const QByteArray& key) -> Result<HeaderList> { return HeaderList{{"apikey", key}}; });
    case Auth::ServiceKeyAsBoth:
        return mapCall(this, serviceKey(projectId), [](const QByteArray& key) -> Result<HeaderList> {
            return HeaderList{{"apikey", key}, {"Authorization", "Bearer " + key}};
        });
    case Auth::AnonKey:
        return mapCall(this, anonKey(projectId), [](const QString& key) -> Result<HeaderList> {
            return HeaderList{{"apikey", key.toUtf8()}};
        });
    case Auth::AnonKeyAndUser:
        return mapCall(this, anonKey(projectId), [userToken](const QString& key) -> Result<HeaderList> {
            return HeaderList{{"apikey", key.toUtf8()}, {"Authorization", "Bearer " + userToken}};
        });
    }
    return Call<HeaderList>::ready(this, HeaderList{});
}

} // namespace run402
