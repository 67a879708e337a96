// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1gateway.h"

#include "models/json/jsonreader.h"
#include "services/api/gen1/fetch.h"
#include "services/net/transport.h"

#include <QCoreApplication>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

const QString probePaths[] = {u"/health"_s, u"/projects/v1"_s, u"/deploy/v1"_s, u"/apply/v1/releases/active"_s};

QString words(const char* text)
{
    return QCoreApplication::translate("Gateway", text);
}

constexpr Capability everything[] = {
    Capability::SignIn,   Capability::BuyTier,  Capability::Faucet,         Capability::TopUp,
    Capability::Projects, Capability::RecoverKeys, Capability::Sql,         Capability::AccessRules,
    Capability::Releases, Capability::ReleaseHistory, Capability::Addresses, Capability::Functions,
    Capability::Secrets,  Capability::Objects,  Capability::ObjectList,     Capability::ObjectLinks,
    Capability::Market,
    Capability::Images,   Capability::Messages,
};

void allowGenerationOne(Capabilities& c, bool sandbox)
{
    for (const Capability capability : everything)
        c.allow(capability);
    c.deny(Capability::RecoverKeys, words(QT_TRANSLATE_NOOP(
                                        "Gateway", "This service shows project keys once and cannot issue them again.")));
    c.deny(Capability::ReleaseHistory,
           words(QT_TRANSLATE_NOOP("Gateway", "This service keeps no list of deployments; the list is this computer's.")));
    if (!sandbox) {
        // There the request would store an object in a bucket "sign" (contract.md §3.9).
        c.deny(Capability::ObjectLinks,
               words(QT_TRANSLATE_NOOP("Gateway", "This service does not make links to stored files.")));
        c.deny(Capability::ObjectList,
               words(QT_TRANSLATE_NOOP("Gateway", "This service does not list stored files (it answers 404).")));
    }
}

void denyEverything(Capabilities& c, GatewayInfo::Generation generation)
{
    using G = GatewayInfo::Generation;
    const QString why =
        generation == G::Two
            ? words(QT_TRANSLATE_NOOP("Gateway", "This service speaks a newer API that this version does not write to. "
                                                 "Nothing is bought or changed here."))
        : generation == G::Core
            ? words(QT_TRANSLATE_NOOP("Gateway", "This is a self-hosted Run402 Core, which this version cannot use yet."))
            : words(QT_TRANSLATE_NOOP("Gateway", "It is not clear which API this service speaks. "
                                                 "Nothing is bought or changed here."));
    for (const Capability capability : everything)
        c.deny(capability, why);
}

/// +1 generation 1, -1 generation 2, 0 neither.
int voteOf(int index, const Gen1Gateway::Probe& p)
{
    if (index == 1) {
        if (p.status == 200 && p.isJson && p.body.value("tiers"_L1).isObject())
            return 1;
        return p.status == 401 || p.status == 402 || p.status == 403 ? -1 : 0;
    }
    if (index == 2) {
        if (p.status == 200 && p.isJson)
            return 1;
        return p.status == 404 ? -1 : 0;
    }
    if (index == 3) {
        if (p.status == 404 && !p.isJson)
            return 1;
        return p.status == 401 && p.isJson && p.body.value("code"_L1).isString() ? -1 : 0;
    }
    return 0;
}

/// A complete probe of one host. Owner: the gateway; deletes itself with its call.
class Detection final : public QObject
{
public:
    Detection(QObject* owner, ApiClient& api, Call<GatewayInfo>* call) : QObject(owner), m_api(api), m_call(call)
    {
        connect(call, &QObject::destroyed, this, &QObject::deleteLater);
        call->setCancelHook([self = QPointer(this)] {
            if (!self)
                return;
            for (const auto& probe : self->m_running) {
                if (probe)
                    probe->cancel();
            }
        });
        m_probes.resize(std::size(probePaths));
        for (size_t i = 0; i < std::size(probePaths); ++i)
            probe(int(i));
    }

private:
    void probe(int index)
    {
        HttpRequest request;
        request.url = QUrl(m_api.base().toString() + probePaths[index]);
        request.timeoutMs = 15'000;
        request.maxReplyBytes = 1 << 20;
        request.idempotent = true;
        request.label = u"probe"_s;
        m_probes[index].request = "GET "_L1 + probePaths[index];
        auto* call = m_api.transport().send(request);
        m_running << call;
        call->onDone(this, [this, index](const Result<HttpReply>& r) {
            Gen1Gateway::Probe& p = m_probes[index];
            if (r.ok()) {
                p.status = r->status;
                QJsonParseError error{};
                const auto document = QJsonDocument::fromJson(r->body, &error);
                p.isJson = r->isJson() && error.error == QJsonParseError::NoError;
                p.body = document.object();
            } else {
                p.status = r.error().httpStatus;
                p.problemCode = r.error().code;
                m_problem = r.error();
            }
            answered();
        });
    }

    void answered()
    {
        if (++m_answered < m_probes.size())
            return;
        // No host at all is a network problem, not an unknown service.
        const bool silent = std::all_of(m_probes.cbegin(), m_probes.cend(), [](const auto& p) { return p.status == 0; });
        if (silent && m_problem)
            m_call->resolve(*m_problem);
        else
            m_call->resolve(Gen1Gateway::judge(m_api.base(), m_probes));
    }

    ApiClient& m_api;
    QPointer<Call<GatewayInfo>> m_call;
    QList<QPointer<CallBase>> m_running;
    QList<Gen1Gateway::Probe> m_probes;
    std::optional<Problem> m_problem;
    int m_answered = 0;
};

} // namespace

Gen1Gateway::Gen1Gateway(ApiClient& api, bool sandbox, QObject* parent)
    : QObject(parent), m_api(api), m_sandbox(sandbox)
{
}

GatewayInfo Gen1Gateway::judge(const QUrl& base, const QList<Probe>& probes)
{
    GatewayInfo info;
    info.base = base;
    int one = 0, two = 0;
    for (int i = 0; i < probes.size(); ++i) {
        const Probe& p = probes[i];
        const int vote = voteOf(i, p);
        one += vote > 0;
        two += vote < 0;
        info.evidence << u"%1: %2%3"_s.arg(p.request, p.status ? QString::number(p.status) : p.problemCode,
                                           p.status ? (p.isJson ? u", JSON"_s : u", not JSON"_s) : QString());
    }
    const Probe health = probes.value(0);
    using G = GatewayInfo::Generation;
    if (health.isJson && health.body.value("mode"_L1) == "core"_L1)
        info.generation = G::Core;
    else if (!health.isJson || !health.body.value("status"_L1).isString())
        info.generation = G::Unknown;
    else if (one >= 2 && two == 0)
        info.generation = G::One;
    else if (two >= 2 && one == 0)
        info.generation = G::Two;
    info.readOnly = info.generation != G::One;
    if (info.readOnly)
        denyEverything(info.capabilities, info.generation);
    else
        allowGenerationOne(info.capabilities, false);
    return info;
}

Call<GatewayInfo>* Gen1Gateway::detect()
{
    if (m_sandbox) {
        GatewayInfo info;
        info.base = m_api.base();
        info.generation = GatewayInfo::Generation::One;
        info.sandbox = true;
        info.readOnly = false;
        info.evidence << u"sandbox: started by this application, not probed"_s;
        allowGenerationOne(info.capabilities, true);
        return Call<GatewayInfo>::ready(this, info);
    }
    auto* call = new Call<GatewayInfo>(this);
    new Detection(this, m_api, call);
    return call;
}

Call<ComponentHealth>* Gen1Gateway::health()
{
    ApiRequest request = ApiRequest::get(u"/health"_s, Auth::None);
    request.label = u"health"_s;
    request.anyStatus = true; // 503 carries the same document
    return fetch<ComponentHealth>(this, m_api, request, [](const QJsonDocument& document) -> Result<ComponentHealth> {
        if (!document.object().contains("status"_L1))
            return fail(Problem::Kind::Server, u"server.error"_s, document[u"error"].toString(u"The health page has no status"_s));
        const JsonReader r(document);
        ComponentHealth health;
        health.status = r.text("status");
        health.version = r.textOr("version");
        const QJsonObject checks = r.value("checks").toObject();
        for (auto it = checks.begin(); it != checks.end(); ++it)
            health.checks.insert(it.key(), it.value().toString());
        return r.done(health);
    });
}

} // namespace run402
