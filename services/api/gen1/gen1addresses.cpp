// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1addresses.h"

#include "models/json/projectcodec.h"
#include "services/api/gen1/fetch.h"

#include <QRegularExpression>

namespace run402 {

using namespace Qt::StringLiterals;

Gen1Addresses::Gen1Addresses(ApiClient& api, QObject* parent) : QObject(parent), m_api(api) {}

QString Gen1Addresses::nameProblem(const QString& name) const
{
    static const QStringList reserved =
        u"api www mail ftp admin blog shop store app dashboard portal status docs help support sites cdn static "
        "assets media images img ns1 ns2 ns3 ns4 mx smtp pop imap dev staging test demo beta alpha preview run402 "
        "agentdb"_s.split(u' ');
    static const QRegularExpression shape(u"\\A[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\z"_s);
    if (name != name.toLower())
        return u"Subdomain must be lowercase"_s;
    if (name.size() < 3 || name.size() > 63)
        return u"Subdomain must be 3-63 characters"_s;
    if (!shape.match(name).hasMatch()) {
        return u"Subdomain must contain only lowercase letters, numbers, and hyphens, and must start and end with a "
               "letter or number"_s;
    }
    if (name.contains("--"_L1))
        return u"Subdomain must not contain consecutive hyphens"_s;
    if (reserved.contains(name))
        return u"Subdomain \"%1\" is reserved"_s.arg(name);
    return {};
}

Call<QList<Address>>* Gen1Addresses::list(const QString& projectId)
{
    ApiRequest request = ApiRequest::get(u"/subdomains/v1"_s, Auth::ServiceKey, projectId);
    request.label = u"subdomains list"_s;
    request.cliEquivalent = "run402 subdomains list "_L1 + shellWord(projectId);
    return fetch<QList<Address>>(this, m_api, request, json::addresses);
}

Call<std::optional<Address>>* Gen1Addresses::holder(const QString& name)
{
    ApiRequest request = ApiRequest::get("/subdomains/v1/"_L1 + segment(name), Auth::None);
    request.label = "subdomains find "_L1 + name;
    auto* found = fetch<Address>(this, m_api, request, json::address);
    auto* call = new Call<std::optional<Address>>(this);
    call->setCancelHook([guard = QPointer<CallBase>(found)] {
        if (guard)
            guard->cancel();
    });
    found->onDone(call, [call](const Result<Address>& r) {
        constexpr int notFound = 404;
        if (r.ok())
            call->resolve(std::optional<Address>(*r));
        else if (r.error().httpStatus == notFound && r.error().code == "address.not_found"_L1)
            call->resolve(std::optional<Address>());
        else
            call->resolve(fail(r.error()));
    });
    return call;
}

Call<Address>* Gen1Addresses::claim(const QString& projectId, const QString& name, const QString& releaseId)
{
    ApiRequest request = ApiRequest::postJson(u"/subdomains/v1"_s,
                                              {{u"name"_s, name}, {u"deployment_id"_s, releaseId}},
                                              Auth::ServiceKey, projectId);
    request.idempotent = true; // claiming again points to the same deployment
    request.label = "subdomains claim "_L1 + name;
    request.cliEquivalent = u"run402 subdomains claim %1 --deployment %2 --project %3"_s.arg(
        shellWord(name), shellWord(releaseId), shellWord(projectId));
    return fetch<Address>(this, m_api, request, json::address);
}

Call<Done>* Gen1Addresses::release(const QString& projectId, const QString& name)
{
    ApiRequest request;
    request.method = "DELETE";
    request.path = "/subdomains/v1/"_L1 + segment(name);
    request.auth = Auth::ServiceKey;
    request.projectId = projectId;
    request.label = "subdomains delete "_L1 + name;
    request.cliEquivalent =
        u"run402 subdomains delete %1 --project %2"_s.arg(shellWord(name), shellWord(projectId));
    return fetchDone(this, m_api, request);
}

} // namespace run402
