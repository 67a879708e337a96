// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1database.h"

#include "models/json/jsonslice.h"
#include "models/json/projectcodec.h"
#include "services/api/gen1/fetch.h"
#include "services/worker.h"

#include <QRegularExpression>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int sqlTimeoutMs = 10 * 60 * 1000; // the service has no statement timeout
constexpr qint64 maxSqlBytes = 10 << 20;     // contract.md §1.2
constexpr qint64 maxJsonBytes = 1 << 20;     // likewise
constexpr qsizetype sliceHereUpTo = 512 * 1024;

Problem notSql(const HttpReply& reply, const QString& what)
{
    Problem p = Problem::make(Problem::Kind::Protocol, u"protocol.field_missing"_s, what);
    p.httpStatus = reply.status;
    p.traceId = reply.traceId;
    p.mutation = Problem::Mutation::Applied; // the statement ran
    return p;
}

QString stringText(QByteArrayView raw)
{
    const QByteArray wrapped = '[' + raw.toByteArray() + ']';
    return QJsonDocument::fromJson(wrapped).array().at(0).toString();
}

} // namespace

Auth authFor(Role role)
{
    switch (role) {
    case Role::Anonymous: return Auth::AnonKey;
    case Role::User: return Auth::AnonKeyAndUser;
    case Role::Service: return Auth::ServiceKeyAsApi;
    }
    return Auth::AnonKey;
}

/// The query is kept as PostgREST syntax; only what may not stand in a URL is encoded, "%" is taken as written.
static QString restPath(const QString& resource, const QString& query)
{
    // Encodes every percent sign, also those that were one already: what is written stays as it is.
    static const QRegularExpression twice(u"%25([0-9A-Fa-f]{2})"_s);
    QString written = QString::fromLatin1(QUrl::toPercentEncoding(query, "!$&'()*+,;=:@/?~"));
    written.replace(twice, u"%\\1"_s);
    QString path = "/rest/v1/"_L1 + QString::fromLatin1(QUrl::toPercentEncoding(resource, "/"));
    if (!written.isEmpty())
        path += u'?' + written;
    return path;
}

Gen1Database::Gen1Database(ApiClient& api, QObject* parent) : QObject(parent), m_api(api) {}

Result<SqlOutcome> Gen1Database::outcomeOf(const HttpReply& reply)
{
    const auto members = json::memberTexts(reply.body);
    if (!members)
        return notSql(reply, u"The answer is not one JSON object"_s);
    const QByteArrayView rows = members->value("rows");
    if (!rows.startsWith('[') || !rows.endsWith(']'))
        return notSql(reply, u"The answer's /rows is not an array"_s);
    if (!members->contains("rowCount"))
        return notSql(reply, u"The answer has no /rowCount"_s);
    SqlOutcome outcome;
    const QByteArrayView count = members->value("rowCount");
    if (count != "null") {
        bool ok = false;
        outcome.rowCount = count.toByteArray().toLongLong(&ok);
        if (!ok)
            return notSql(reply, u"The answer's /rowCount is not a number"_s);
    }
    outcome.schema = stringText(members->value("schema"));
    outcome.rowsJson = json::sharedPiece(reply.body, rows);
    outcome.elapsedMs = reply.elapsedMs;
    outcome.bytes = reply.body.size();
    return outcome;
}

Call<SqlOutcome>* Gen1Database::run(const QString& projectId, const QString& sql)
{
    ApiRequest request;
    request.method = "POST";
    request.path = adminPath(projectId, u"sql"_s);
    request.auth = Auth::ServiceKey;
    request.projectId = projectId;
    request.body = sql.toUtf8();
    request.contentType = "text/plain; charset=utf-8";
    request.timeoutMs = sqlTimeoutMs;
    request.label = u"sql"_s;
    request.cliEquivalent = "run402 projects sql "_L1 + shellWord(projectId) + " --file query.sql"_L1;
    if (request.body.size() > maxSqlBytes) {
        return Call<SqlOutcome>::ready(this, Problem::make(Problem::Kind::Local, u"request.too_large"_s,
                                                           u"SQL text over 10 MB; nothing was sent"_s));
    }

    auto* call = new Call<SqlOutcome>(this);
    Call<HttpReply>* sent = m_api.call(request);
    call->setCancelHook([call, sent, guard = QPointer<CallBase>(sent)] {
        if (!guard)
            return;
        sent->cancel();
        if (!sent->outcome()->ok())
            call->resolve(sent->outcome()->error());
    });
    sent->onDone(call, [call](const Result<HttpReply>& reply) {
        if (!reply.ok())
            return call->resolve(reply.error());
        if (reply->body.size() <= sliceHereUpTo)
            return call->resolve(outcomeOf(*reply));
        onWorker(call, [reply = *reply] { return outcomeOf(reply); },
                 [call](const Result<SqlOutcome>& found) { call->resolve(found); });
    });
    return call;
}

Call<Schema>* Gen1Database::schema(const QString& projectId)
{
    ApiRequest request = ApiRequest::get(adminPath(projectId, u"schema"_s), Auth::ServiceKey, projectId);
    request.label = u"schema"_s;
    request.cliEquivalent = "run402 projects schema "_L1 + shellWord(projectId);
    return fetch<Schema>(this, m_api, request, json::schema);
}

Call<QByteArray>* Gen1Database::rows(const QString& projectId, const QString& resource, const QString& query,
                                     Role role, const QByteArray& userToken)
{
    ApiRequest request = ApiRequest::get(restPath(resource, query), authFor(role), projectId);
    request.userToken = userToken;
    request.label = "rest "_L1 + resource;
    request.cliEquivalent = role == Role::Anonymous
                                ? u"run402 projects rest %1 %2 %3"_s.arg(shellWord(projectId), shellWord(resource),
                                                                         shellWord(query))
                                : QString();
    return mapCall(this, m_api.call(request),
                   [](const HttpReply& reply) -> Result<QByteArray> { return reply.body; });
}

Call<Database::RestReply>* Gen1Database::rest(const QString& projectId, const RestRequest& asked)
{
    ApiRequest request;
    request.method = asked.method;
    request.path = restPath(asked.resource, asked.query);
    request.auth = authFor(asked.role);
    request.projectId = projectId;
    request.userToken = asked.userToken;
    request.anyStatus = true;
    request.redirectIsAnswer = true; // "ambiguous" is a 300
    request.body = asked.body;
    if (!asked.body.isEmpty())
        request.contentType = "application/json";
    if (!asked.prefer.isEmpty())
        request.headers << qMakePair(QByteArray("Prefer"), asked.prefer.toUtf8());
    request.headers << asked.headers;
    request.idempotent = asked.method == "GET" || asked.method == "HEAD";
    request.maxReplyBytes = 64ll << 20;
    request.label = "rest "_L1 + asked.resource;
    if (asked.body.size() > maxJsonBytes) {
        return Call<RestReply>::ready(this, Problem::make(Problem::Kind::Local, u"request.too_large"_s,
                                                          u"JSON over 1 MB; nothing was sent"_s));
    }
    return mapCall(this, m_api.call(request), [](const HttpReply& reply) -> Result<RestReply> {
        return RestReply{reply.status, reply.headers, reply.body, reply.elapsedMs, reply.traceId};
    });
}

} // namespace run402
