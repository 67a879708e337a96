// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1releases.h"

#include "models/json/projectcodec.h"
#include "services/api/gen1/fetch.h"

#include <QJsonArray>

namespace run402 {

using namespace Qt::StringLiterals;

Gen1Releases::Gen1Releases(const ReleaseRun::Adapters& adapters, QObject* parent) : QObject(parent), m_on(adapters) {}

Call<Release>* Gen1Releases::commit(const ReleaseSpec& spec, StepObserver steps)
{
    auto* run = new ReleaseRun(this, m_on, spec, std::move(steps));
    Call<Release>* call = run->call();
    run->start();
    return call;
}

Call<Release>* Gen1Releases::get(const QString& releaseId)
{
    ApiRequest request = ApiRequest::get("/deployments/v1/"_L1 + segment(releaseId), Auth::None);
    request.label = u"sites status"_s;
    request.cliEquivalent = "run402 sites status "_L1 + shellWord(releaseId);
    return fetch<Release>(this, m_on.api, request, json::deployment);
}

Call<Done>* Gen1Releases::promote(const QString& projectId, const QString& releaseId)
{
    auto* call = new Call<Done>(this);
    m_on.addresses.list(projectId)->onDone(this, [=, this, guard = QPointer(call)](const Result<QList<Address>>& r) {
        if (!guard)
            return;
        if (!r.ok())
            return guard->resolve(r.error());
        QStringList names;
        for (const Address& address : *r)
            names << address.name;
        if (names.isEmpty()) {
            return guard->resolve(Problem::make(Problem::Kind::Refused, u"address.not_found"_s,
                                                u"The project has no address to move"_s));
        }
        moveNext(guard, projectId, releaseId, names, {});
    });
    return call;
}

/// One address after the other; once one has moved the rest is tried whatever a closing view says.
void Gen1Releases::moveNext(QPointer<Call<Done>> call, const QString& projectId, const QString& releaseId,
                            QStringList left, QStringList moved)
{
    if (left.isEmpty()) {
        if (call)
            call->resolve(Done{});
        return;
    }
    const QString name = left.takeFirst();
    m_on.addresses.claim(projectId, name, releaseId)->onDone(this, [=, this](const Result<Address>& r) {
        if (r.ok())
            return moveNext(call, projectId, releaseId, left, moved + QStringList{name});
        Problem p = r.error();
        if (!moved.isEmpty()) {
            p.code = u"promote.partial"_s;
            p.mutation = Problem::Mutation::Applied;
            p.details.insert("cause"_L1, r.error().code);
        }
        p.details.insert("moved"_L1, QJsonArray::fromStringList(moved));
        p.details.insert("failed"_L1, name);
        if (call)
            call->resolve(p);
    });
}

} // namespace run402
