// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1operator.h"

#include "services/api/gen1/fetch.h"

namespace run402 {

using namespace Qt::StringLiterals;

Gen1Operator::Gen1Operator(ApiClient& api, QObject* parent) : QObject(parent), m_api(api) {}

Call<Done>* Gen1Operator::message(const QString& text)
{
    ApiRequest request = ApiRequest::postJson(u"/message/v1"_s, {{u"message"_s, text}}, Auth::Wallet);
    request.label = u"message send"_s;
    request.cliEquivalent = "run402 message send "_L1 + shellWord(text.left(200));
    return fetchDone(this, m_api, request);
}

Call<QJsonObject>* Gen1Operator::contact(const QString& name, const QString& email, const QString& webhook)
{
    QJsonObject body{{u"name"_s, name}};
    QString cli = "run402 agent contact --name "_L1 + shellWord(name);
    if (!email.isEmpty()) {
        body.insert("email"_L1, email);
        cli += " --email "_L1 + shellWord(email);
    }
    if (!webhook.isEmpty()) {
        body.insert("webhook"_L1, webhook);
        cli += " --webhook "_L1 + shellWord(webhook);
    }
    ApiRequest request = ApiRequest::postJson(u"/agent/v1/contact"_s, body, Auth::Wallet);
    request.idempotent = true;
    request.label = u"agent contact"_s;
    request.cliEquivalent = cli;
    return fetch<QJsonObject>(this, m_api, request,
                              [](const QJsonDocument& d) -> Result<QJsonObject> { return d.object(); });
}

} // namespace run402
