// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1functions.h"

#include "models/json/jsonreader.h"
#include "services/api/gen1/fetch.h"
#include "services/api/gen1/gen1database.h"

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int invokeTimeoutMs = 90'000; // a team function may run 60 s

Functions::Function functionOf(const JsonReader& r)
{
    Functions::Function f;
    f.name = r.text("name");
    f.url = r.text("url");
    f.runtime = r.textOr("runtime");
    f.timeoutSeconds = int(r.integerOr("timeout", 0));
    f.memoryMb = int(r.integerOr("memory", 0));
    f.createdAt = r.timeOr("created_at");
    f.updatedAt = r.timeOr("updated_at");
    return f;
}

} // namespace

Gen1Functions::Gen1Functions(ApiClient& api, QObject* parent) : QObject(parent), m_api(api) {}

Call<QList<Functions::Function>>* Gen1Functions::list(const QString& projectId)
{
    ApiRequest request = ApiRequest::get(adminPath(projectId, u"functions"_s), Auth::ServiceKey, projectId);
    request.label = u"functions list"_s;
    request.cliEquivalent = "run402 functions list "_L1 + shellWord(projectId);
    return fetch<QList<Function>>(this, m_api, request, [](const QJsonDocument& document) {
        const JsonReader root(document);
        QList<Function> list;
        root.objects("functions", [&](const JsonReader& r) { list << functionOf(r); });
        return root.done(list);
    });
}

Call<Functions::Function>* Gen1Functions::put(const QString& projectId, const Spec& spec)
{
    QJsonObject body{{u"name"_s, spec.name}, {u"code"_s, spec.code}};
    QString cli = u"run402 functions deploy %1 %2 --file %2.js"_s.arg(shellWord(projectId), shellWord(spec.name));
    QJsonObject config;
    if (spec.timeoutSeconds > 0) {
        config.insert("timeout"_L1, spec.timeoutSeconds);
        cli += " --timeout "_L1 + QString::number(spec.timeoutSeconds);
    }
    if (spec.memoryMb > 0) {
        config.insert("memory"_L1, spec.memoryMb);
        cli += " --memory "_L1 + QString::number(spec.memoryMb);
    }
    if (!config.isEmpty())
        body.insert("config"_L1, config);
    if (!spec.dependencies.isEmpty()) {
        body.insert("deps"_L1, QJsonArray::fromStringList(spec.dependencies));
        cli += " --deps "_L1 + shellWord(spec.dependencies.join(u','));
    }
    ApiRequest request =
        ApiRequest::postJson(adminPath(projectId, u"functions"_s), body, Auth::ServiceKey, projectId);
    request.idempotent = true; // the same code again is the same function
    request.timeoutMs = 60'000;
    request.label = "functions deploy "_L1 + spec.name;
    request.cliEquivalent = cli;
    return fetch<Function>(this, m_api, request, [](const QJsonDocument& document) {
        const JsonReader r(document);
        return r.done(functionOf(r));
    });
}

Call<Done>* Gen1Functions::removeAt(const QString& projectId, const QString& tail, const QString& label,
                                    const QString& cli)
{
    ApiRequest request;
    request.method = "DELETE";
    request.path = adminPath(projectId, tail);
    request.auth = Auth::ServiceKey;
    request.projectId = projectId;
    request.label = label;
    request.cliEquivalent = cli;
    return fetchDone(this, m_api, request);
}

Call<Done>* Gen1Functions::remove(const QString& projectId, const QString& name)
{
    return removeAt(projectId, "functions/"_L1 + segment(name), "functions delete "_L1 + name,
                    u"run402 functions delete %1 %2"_s.arg(shellWord(projectId), shellWord(name)));
}

Call<Functions::Invocation>* Gen1Functions::invoke(const QString& projectId, const QString& name,
                                                   const QByteArray& method, const QString& subPath,
                                                   const QByteArray& body, Role role, const QByteArray& userToken,
                                                   const HeaderList& headers)
{
    ApiRequest request;
    request.method = method;
    request.path = "/functions/v1/"_L1 + segment(name);
    if (!subPath.isEmpty()) {
        const QByteArray tail = QUrl::toPercentEncoding(subPath, "!$&'()*+,;=:@/?%~");
        request.path += (subPath.startsWith(u'/') || subPath.startsWith(u'?') ? QString() : u"/"_s)
                        + QString::fromLatin1(tail);
    }
    request.auth = role == Role::Service ? Auth::ServiceKeyAsBoth : authFor(role);
    request.projectId = projectId;
    request.userToken = userToken;
    if (!body.isEmpty()) {
        request.body = body;
        request.contentType = "application/json";
    }
    for (const auto& [name, value] : headers) {
        if (name.compare("content-type", Qt::CaseInsensitive) != 0)
            request.headers.append({name, value});
        else if (!body.isEmpty())
            request.contentType = value;
    }
    request.timeoutMs = invokeTimeoutMs;
    request.redirectIsAnswer = request.anyStatus = true;
    request.label = "functions invoke "_L1 + name;
    request.cliEquivalent = u"run402 functions invoke %1 %2 --method %3"_s.arg(
        shellWord(projectId), shellWord(name), QString::fromLatin1(method));
    return mapCall(this, m_api.call(request), [](const HttpReply& reply) -> Result<Invocation> {
        return Invocation{reply.status, reply.body, QString::fromLatin1(reply.header("Content-Type")),
                          reply.elapsedMs, reply.headers};
    });
}

Call<QList<Functions::LogLine>>* Gen1Functions::logs(const QString& projectId, const QString& name, int tail,
                                                           bool background)
{
    ApiRequest request = ApiRequest::get(adminPath(projectId, u"functions/%1/logs"_s.arg(segment(name))),
                                         Auth::ServiceKey, projectId);
    const QString count = QString::number(qBound(1, tail, 200));
    request.query.addQueryItem(u"tail"_s, count);
    request.background = background;
    request.label = "functions logs "_L1 + name;
    request.cliEquivalent =
        u"run402 functions logs %1 %2 --tail %3"_s.arg(shellWord(projectId), shellWord(name), count);
    return fetch<QList<LogLine>>(this, m_api, request, [](const QJsonDocument& document) {
        const JsonReader root(document);
        QList<LogLine> lines;
        root.objects("logs", [&](const JsonReader& r) { lines << LogLine{r.time("timestamp"), r.text("message")}; });
        return root.done(lines);
    });
}

Call<QList<Functions::Secret>>* Gen1Functions::secrets(const QString& projectId)
{
    ApiRequest request = ApiRequest::get(adminPath(projectId, u"secrets"_s), Auth::ServiceKey, projectId);
    request.label = u"secrets list"_s;
    request.cliEquivalent = "run402 secrets list "_L1 + shellWord(projectId);
    return fetch<QList<Secret>>(this, m_api, request, [](const QJsonDocument& document) {
        const JsonReader root(document);
        QList<Secret> list;
        root.objects("secrets", [&](const JsonReader& r) {
            list << Secret{r.text("key"), r.timeOr("created_at"), r.timeOr("updated_at")};
        });
        return root.done(list);
    });
}

Call<Done>* Gen1Functions::setSecret(const QString& projectId, const QString& key, const QByteArray& value)
{
    ApiRequest request = ApiRequest::postJson(
        adminPath(projectId, u"secrets"_s), {{u"key"_s, key}, {u"value"_s, QString::fromUtf8(value)}},
        Auth::ServiceKey, projectId);
    request.idempotent = true;
    request.label = "secrets set "_L1 + key;
    request.cliEquivalent =
        u"run402 secrets set %1 %2 --file value.txt"_s.arg(shellWord(projectId), shellWord(key));
    return fetchDone(this, m_api, request);
}

Call<Done>* Gen1Functions::removeSecret(const QString& projectId, const QString& key)
{
    return removeAt(projectId, "secrets/"_L1 + segment(key), "secrets delete "_L1 + key,
                    u"run402 secrets delete %1 %2"_s.arg(shellWord(projectId), shellWord(key)));
}

} // namespace run402
