// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1market.h"

#include "models/json/appcodec.h"
#include "services/api/gen1/fetch.h"

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

auto listOf(const char* key)
{
    return [key](const QJsonDocument& document) { return json::appVersions(document, key); };
}

} // namespace

Gen1Market::Gen1Market(ApiClient& api, QObject* parent) : QObject(parent), m_api(api) {}

Call<QList<AppVersion>>* Gen1Market::browse(const QStringList& tags)
{
    ApiRequest request = ApiRequest::get(u"/apps/v1"_s, Auth::None);
    request.label = u"apps browse"_s;
    request.cliEquivalent = u"run402 apps browse"_s;
    for (const QString& tag : tags) {
        request.query.addQueryItem(u"tag"_s, QString::fromLatin1(QUrl::toPercentEncoding(tag)));
        request.cliEquivalent += " --tag "_L1 + shellWord(tag);
    }
    return fetch<QList<AppVersion>>(this, m_api, request, listOf("apps"));
}

Call<AppVersion>* Gen1Market::inspect(const QString& versionId)
{
    ApiRequest request = ApiRequest::get("/apps/v1/"_L1 + segment(versionId), Auth::None);
    request.label = u"apps inspect"_s;
    request.cliEquivalent = "run402 apps inspect "_L1 + shellWord(versionId);
    return fetch<AppVersion>(this, m_api, request, json::appVersion);
}

Call<AppVersion>* Gen1Market::publish(const QString& projectId, const PublishOptions& options)
{
    ApiRequest request =
        ApiRequest::postJson(adminPath(projectId, u"publish"_s), json::toJson(options), Auth::ServiceKey, projectId);
    request.timeoutMs = 120'000;
    request.label = u"apps publish"_s;
    request.cliEquivalent = "run402 apps publish "_L1 + shellWord(projectId);
    return fetch<AppVersion>(this, m_api, request, json::appVersion);
}

Call<QList<AppVersion>>* Gen1Market::versions(const QString& projectId)
{
    ApiRequest request = ApiRequest::get(adminPath(projectId, u"versions"_s), Auth::ServiceKey, projectId);
    request.label = u"apps versions"_s;
    request.cliEquivalent = "run402 apps versions "_L1 + shellWord(projectId);
    return fetch<QList<AppVersion>>(this, m_api, request, listOf("versions"));
}

Call<AppVersion>* Gen1Market::update(const QString& projectId, const QString& versionId,
                                     const AppChanges& changes)
{
    ApiRequest request = ApiRequest::postJson(adminPath(projectId, "versions/"_L1 + segment(versionId)), json::toJson(changes),
                                              Auth::ServiceKey, projectId);
    request.method = "PATCH";
    request.idempotent = true;
    request.label = u"apps update"_s;
    request.cliEquivalent = u"run402 apps update %1 %2"_s.arg(shellWord(projectId), shellWord(versionId));
    return fetch<AppVersion>(this, m_api, request, json::appVersion);
}

Call<Done>* Gen1Market::withdraw(const QString& projectId, const QString& versionId)
{
    ApiRequest request;
    request.method = "DELETE";
    request.path = adminPath(projectId, "versions/"_L1 + segment(versionId));
    request.auth = Auth::ServiceKey;
    request.projectId = projectId;
    request.label = u"apps delete"_s;
    request.cliEquivalent = u"run402 apps delete %1 %2"_s.arg(shellWord(projectId), shellWord(versionId));
    return fetchDone(this, m_api, request);
}

Call<ForkedProject>* Gen1Market::fork(const ForkRequest& fork)
{
    QJsonObject body{{u"version_id"_s, fork.versionId}, {u"name"_s, fork.name}};
    QString cli = u"run402 apps fork %1 %2"_s.arg(shellWord(fork.versionId), shellWord(fork.name));
    if (!fork.subdomain.isEmpty()) {
        body.insert("subdomain"_L1, fork.subdomain);
        cli += " --subdomain "_L1 + shellWord(fork.subdomain);
    }
    if (!fork.bootstrap.isEmpty())
        body.insert("bootstrap"_L1, fork.bootstrap);
    ApiRequest request = ApiRequest::postJson(u"/fork/v1"_s, body, Auth::Wallet);
    request.timeoutMs = 180'000;
    request.label = u"apps fork"_s;
    request.cliEquivalent = cli;
    return fetch<ForkedProject>(this, m_api, request, json::forkedProject);
}

} // namespace run402
