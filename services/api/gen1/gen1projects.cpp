// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1projects.h"

#include "models/json/projectcodec.h"
#include "services/api/gen1/fetch.h"

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

QList<Project> merged(QList<Project> listed, QStringList known)
{
    for (Project& project : listed)
        project.keysKnown = known.removeOne(project.id);
    for (const QString& id : known) {
        Project project;
        project.id = project.name = id;
        project.status = u"local"_s;
        project.keysKnown = true;
        listed << project;
    }
    return listed;
}

} // namespace

Gen1Projects::Gen1Projects(ApiClient& api, Gen1Credentials& credentials, QObject* parent)
    : QObject(parent), m_api(api), m_credentials(credentials)
{
}

Call<QList<Project>>* Gen1Projects::list()
{
    auto* call = new Call<QList<Project>>(this);
    const QString wallet = m_credentials.walletAddress().toLower();
    Call<QList<Project>>* listing = nullptr;
    if (wallet.isEmpty()) {
        listing = Call<QList<Project>>::ready(this, QList<Project>());
    } else {
        ApiRequest request = ApiRequest::get(u"/wallets/v1/%1/projects"_s.arg(segment(wallet)), Auth::None);
        request.label = u"projects list"_s;
        request.cliEquivalent = u"run402 projects list"_s;
        listing = fetch<QList<Project>>(this, m_api, request, json::projectList);
    }
    call->setCancelHook([guard = QPointer<CallBase>(listing)] {
        if (guard)
            guard->cancel();
    });
    listing->onDone(call, [this, call](const Result<QList<Project>>& listed) {
        if (!listed.ok())
            return call->resolve(listed.error());
        m_credentials.knownProjects()->onDone(call, [call, listed = *listed](const Result<QStringList>& known) {
            if (known.ok())
                call->resolve(merged(listed, *known));
            else
                call->resolve(known.error());
        });
    });
    return call;
}

Call<NewProject>* Gen1Projects::create(const QString& name)
{
    QJsonObject body;
    if (!name.trimmed().isEmpty())
        body.insert("name"_L1, name.trimmed());
    ApiRequest request = ApiRequest::postJson(u"/projects/v1"_s, body, Auth::Wallet);
    request.timeoutMs = 60'000;
    request.label = u"projects provision"_s;
    request.cliEquivalent = "run402 projects provision"_L1
                            + (name.trimmed().isEmpty() ? QString() : " --name "_L1 + shellWord(name.trimmed()));
    return fetch<NewProject>(this, m_api, request, json::newProject);
}

Call<Done>* Gen1Projects::remove(const QString& projectId)
{
    ApiRequest request;
    request.method = "DELETE";
    request.path = "/projects/v1/"_L1 + segment(projectId);
    request.auth = Auth::ServiceKey;
    request.projectId = projectId;
    request.timeoutMs = 60'000;
    request.label = u"projects delete"_s;
    request.cliEquivalent = "run402 projects delete "_L1 + shellWord(projectId);
    return fetchDone(this, m_api, request);
}

Call<Usage>* Gen1Projects::usage(const QString& projectId)
{
    ApiRequest request = ApiRequest::get(adminPath(projectId, u"usage"_s), Auth::ServiceKey, projectId);
    request.label = u"usage"_s;
    request.cliEquivalent = "run402 projects usage "_L1 + shellWord(projectId);
    return fetch<Usage>(this, m_api, request, json::usage);
}

Call<Done>* Gen1Projects::pin(const QString& projectId, bool pinned)
{
    ApiRequest request;
    request.method = "POST";
    request.path = adminPath(projectId, pinned ? u"pin"_s : u"unpin"_s);
    request.auth = Auth::ServiceKey;
    request.projectId = projectId;
    request.idempotent = true;
    request.label = pinned ? u"pin"_s : u"unpin"_s;
    request.cliEquivalent = pinned ? "run402 projects pin "_L1 + shellWord(projectId) : QString();
    return fetchDone(this, m_api, request);
}

} // namespace run402
