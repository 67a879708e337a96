// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sandboxcontrol.h"

#include "tests/support/await.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace run402::test {

using namespace Qt::StringLiterals;

namespace {
bool fine(const Result<HttpReply>& reply) { return reply.ok() && reply->status / 100 == 2; }
} // namespace

Result<HttpReply> SandboxControl::send(const QByteArray& method, const QString& path, const QJsonObject& body)
{
    HttpRequest request;
    request.method = method;
    request.url = m_base;
    request.url.setPath(u"/sandbox/v1/"_s + path);
    if (!body.isEmpty()) {
        request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        request.contentType = "application/json";
    }
    return await(m_transport.send(request));
}

bool SandboxControl::fault(const QJsonObject& rule) { return fine(send("POST", u"faults"_s, rule)); }
bool SandboxControl::clearFaults() { return fine(send("DELETE", u"faults"_s)); }
bool SandboxControl::advanceClock(const QString& by) { return fine(send("POST", u"clock"_s, {{u"advance"_s, by}})); }
bool SandboxControl::resetClock() { return fine(send("POST", u"clock"_s, {{u"reset"_s, true}})); }

int SandboxControl::struck()
{
    const auto reply = send("GET", u"faults"_s);
    if (!fine(reply))
        return -1;
    int sum = 0;
    for (const QJsonValue& rule : QJsonDocument::fromJson(reply->body)[u"rules"].toArray())
        sum += rule[u"struck"].toInt();
    return sum;
}

} // namespace run402::test
