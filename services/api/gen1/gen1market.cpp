// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1market.h"

#include "models/json/jsonreader.h"
#include "models/json/projectcodec.h"
#include "services/api/gen1/fetch.h"

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

/// A version object as sent; its id is the one field nothing works without.
Result<QJsonObject> versionOf(const QJsonDocument& document)
{
    const JsonReader r(document);
    r.text("id");
    return r.done(document.object());
}

auto arrayOf(const char* key)
{
    return [key](const QJsonDocument& document) -> Result<QJsonArray> {
        const JsonReader r(document);
        r.objects(key, [](const JsonReader& item) { item.text("id"); });
        return r.done(document.object().value(QLatin1StringView(key)).toArray());
    };
}

} // namespace

Gen1Market::Gen1Market(ApiClient& api, QObject* parent) : QObject(parent), m_api(api) {}

Call<QJsonArray>* Gen1Market::browse(const QStringList& tags)
{
    ApiRequest request = ApiRequest::get(u"/apps/v1"_s, Auth::None);
    request.label = u"apps browse"_s;
    request.cliEquivalent = u"run402 apps browse"_s;
    for (const QString& tag : tags) {
        request.query.addQueryItem(u"tag"_s, QString::fromLatin1(QUrl::toPercentEncoding(tag)));
        request.cliEquivalent += " --tag "_L1 + shellWord(tag);
    }
    return fetch<QJsonArray>(this, m_api, request, arrayOf("apps"));
}

Call<QJsonObject>* Gen1Market::inspect(const QString& versionId)
{
    ApiRequest request = ApiRequest::get("/apps/v1/"_L1 + segment(versionId), Auth::None);
    request.label = u"apps inspect"_s;
    request.cliEquivalent = "run402 apps inspect "_L1 + shellWord(versionId);
    return fetch<QJsonObject>(this, m_api, request, versionOf);
}

Call<QJsonObject>* Gen1Market::publish(const QString& projectId, const QJsonObject& options)
{
    ApiRequest request =
        ApiRequest::postJson(adminPath(projectId, u"publish"_s), options, Auth::ServiceKey, projectId);
    request.timeoutMs = 120'000;
    request.label = u"apps publish"_s;
    request.cliEquivalent = "run402 apps publish "_L1 + shellWord(projectId);
    return fetch<QJsonObject>(this, m_api, request, versionOf);
}

Call<QJsonArray>* Gen1Market::versions(const QString& projectId)
{
    ApiRequest request = ApiRequest::get(adminPath(projectId, u"versions"_s), Auth::ServiceKey, projectId);
    request.label = u"apps versions"_s;
    request.cliEquivalent = "run402 apps versions "_L1 + shellWord(projectId);
    return fetch<QJsonArray>(this, m_api, request, arrayOf("versions"));
}

Call<QJsonObject>* Gen1Market::update(const QString& projectId, const QString& versionId,
                                      const QJsonObject& changes)
{
    ApiRequest request = ApiRequest::postJson(adminPath(projectId, "versions/"_L1 + segment(versionId)), changes,
                                              Auth::ServiceKey, projectId);
    request.method = "PATCH";
    request.idempotent = true;
    request.label = u"apps update"_s;
    request.cliEquivalent = u"run402 apps update %1 %2"_s.arg(shellWord(projectId), shellWord(versionId));
    return fetch<QJsonObject>(this, m_api, request, versionOf);
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

Call<NewProject>* Gen1Market::fork(const ForkRequest& fork)
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
    return fetch<NewProject>(this, m_api, request, json::newProject);
}

} // namespace run402
