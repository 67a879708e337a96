// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/releasejournal.h"

#include "models/json/jsontexts.h"
#include "services/api/interfaces.h"
#include "services/api/interfaceset.h"
#include "services/store/settingsstore.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <memory>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

using Kind = ReleaseStep::Kind;
using State = ReleaseStep::State;

constexpr const char* kinds[] = {"migrations", "rules", "secrets", "functions", "site", "subdomain"};
constexpr const char* states[] = {"waiting", "running", "done", "failed", "skipped", "unknown"};
constexpr int clockSlackSeconds = 5; // two clocks that count whole seconds

QString keyOf(const QString& projectId) { return u"deploy.running/"_s + projectId; }

template <size_t N>
int indexOf(const char* const (&names)[N], const QString& name)
{
    for (size_t i = 0; i < N; ++i) {
        if (name == QLatin1StringView(names[i]))
            return int(i);
    }
    return -1;
}

QJsonObject toJson(const CutRelease& cut)
{
    QJsonArray steps;
    for (const ReleaseStep& s : cut.steps)
        steps.append(QJsonObject{{u"kind"_s, QLatin1StringView(kinds[int(s.kind)])}, {u"state"_s, QLatin1StringView(states[int(s.state)])},
                                 {u"done"_s, s.done}, {u"count"_s, s.count}});
    return {{u"project"_s, cut.projectId}, {u"source"_s, cut.source}, {u"startedAt"_s, cut.startedAt.toString(Qt::ISODateWithMs)},
            {u"liveBefore"_s, cut.liveBefore}, {u"functions"_s, QJsonArray::fromStringList(cut.functions)},
            {u"secrets"_s, QJsonArray::fromStringList(cut.secrets)}, {u"subdomain"_s, cut.subdomain}, {u"steps"_s, steps}};
}

std::optional<CutRelease> fromJson(const QJsonObject& json)
{
    CutRelease cut;
    cut.projectId = json[u"project"_s].toString();
    cut.source = json[u"source"_s].toString();
    cut.startedAt = QDateTime::fromString(json[u"startedAt"_s].toString(), Qt::ISODateWithMs);
    cut.liveBefore = json[u"liveBefore"_s].toString();
    cut.functions = jsonTexts(json[u"functions"_s]);
    cut.secrets = jsonTexts(json[u"secrets"_s]);
    cut.subdomain = json[u"subdomain"_s].toString();
    for (const QJsonValue& value : json[u"steps"_s].toArray()) {
        const int kind = indexOf(kinds, value[u"kind"].toString()), state = indexOf(states, value[u"state"].toString());
        if (kind < 0 || state < 0)
            return std::nullopt;
        ReleaseStep step;
        step.kind = Kind(kind);
        step.state = State(state);
        step.done = value[u"done"].toInt();
        step.count = value[u"count"].toInt();
        cut.steps << step;
    }
    return cut.projectId.isEmpty() || cut.steps.isEmpty() || !cut.startedAt.isValid() ? std::nullopt : std::optional(cut);
}

/// What the server says it has of the names; nullopt = it did not answer.
using Seen = std::optional<QSet<QString>>;

State stateOf(const QStringList& sent, const Seen& there)
{
    if (!there)
        return State::Unknown;
    const auto count = std::count_if(sent.cbegin(), sent.cend(), [&](const QString& name) { return there->contains(name); });
    return count == sent.size() ? State::Done : count == 0 ? State::Waiting : State::Unknown;
}

/// Three questions at once; the last answer decides.
struct Inquiry
{
    CutRelease cut;
    Seen functions, secrets;
    std::optional<QList<Address>> addresses;
    int open = 3;

    State of(Kind kind) const
    {
        switch (kind) {
        case Kind::Functions: return stateOf(cut.functions, functions);
        case Kind::Secrets: return stateOf(cut.secrets, secrets);
        case Kind::Subdomain: {
            if (!addresses)
                return State::Unknown;
            const bool has = std::any_of(addresses->cbegin(), addresses->cend(), [&](const Address& a) { return a.name == cut.subdomain; });
            return has ? State::Done : State::Waiting;
        }
        case Kind::Site: // the project's addresses follow a new deployment by themselves
            if (!addresses || addresses->isEmpty())
                return State::Unknown;
            return addresses->first().deploymentId == cut.liveBefore ? State::Waiting : State::Done;
        case Kind::Migrations:
        case Kind::Rules: break; // nothing in the database tells when it was last changed
        }
        return State::Unknown;
    }
};

} // namespace

ReleaseJournal::ReleaseJournal(SettingsStore& store, QObject* parent) : QObject(parent), m_store(store) {}

Call<Done>* ReleaseJournal::begin(const ReleaseSpec& spec, const QList<ReleaseStep>& planned, const QDateTime& startedAt, const QString& liveBefore)
{
    CutRelease run;
    run.projectId = spec.projectId;
    run.source = spec.source;
    run.startedAt = startedAt;
    run.liveBefore = liveBefore;
    for (const ReleaseSpec::Function& f : spec.functions)
        run.functions << f.name;
    for (const ReleaseSpec::Secret& s : spec.secrets)
        run.secrets << s.key;
    run.subdomain = spec.subdomain;
    run.steps = planned;
    m_running = run;
    return write();
}

void ReleaseJournal::note(const QList<ReleaseStep>& steps)
{
    if (!m_running)
        return;
    const bool same = std::equal(steps.cbegin(), steps.cend(), m_running->steps.cbegin(), m_running->steps.cend(),
                                 [](const ReleaseStep& a, const ReleaseStep& b) { return a.kind == b.kind && a.state == b.state; });
    m_running->steps = steps;
    if (!same)
        write();
}

void ReleaseJournal::end()
{
    if (m_running)
        forget(std::exchange(m_running, std::nullopt)->projectId);
}

Call<Done>* ReleaseJournal::write()
{
    return m_store.set(keyOf(m_running->projectId), toJson(*m_running));
}

void ReleaseJournal::forget(const QString& projectId)
{
    m_store.remove(keyOf(projectId));
}

Call<std::optional<CutRelease>>* ReleaseJournal::find(const QString& projectId)
{
    return mapCall(this, m_store.get(keyOf(projectId)), [this, projectId](const QJsonValue& value) -> Result<std::optional<CutRelease>> {
        if (m_running && m_running->projectId == projectId)
            return std::optional<CutRelease>(); // it runs, here and now
        return fromJson(value.toObject());
    });
}

Call<CutRelease>* ReleaseJournal::settle(QObject* owner, InterfaceSet& services, const CutRelease& cut)
{
    auto* call = new Call<CutRelease>(owner);
    auto inquiry = std::make_shared<Inquiry>();
    inquiry->cut = cut;
    const auto answered = [call, inquiry] {
        if (--inquiry->open > 0)
            return;
        // The last notes may not have reached the disk: a step still Waiting there may have been begun, unless one
        // before it was not.
        bool mayHaveBegun = true;
        for (ReleaseStep& step : inquiry->cut.steps) {
            if (step.state != State::Running && step.state != State::Unknown && step.state != State::Waiting)
                continue;
            step.state = mayHaveBegun ? inquiry->of(step.kind) : State::Waiting;
            mayHaveBegun = mayHaveBegun && step.state != State::Waiting;
        }
        call->resolve(inquiry->cut);
    };
    const auto isNew = [since = cut.startedAt.addSecs(-clockSlackSeconds)](const QDateTime& updated) { return updated.isValid() && updated >= since; };
    services.functions().list(cut.projectId)->onDone(call, [=](const Result<QList<Functions::Function>>& r) {
        if (r.ok()) {
            inquiry->functions.emplace();
            for (const auto& f : *r) {
                if (isNew(f.updatedAt))
                    inquiry->functions->insert(f.name);
            }
        }
        answered();
    });
    services.functions().secrets(cut.projectId)->onDone(call, [=](const Result<QList<Functions::Secret>>& r) {
        if (r.ok()) {
            inquiry->secrets.emplace();
            for (const auto& s : *r) {
                if (isNew(s.updatedAt))
                    inquiry->secrets->insert(s.key);
            }
        }
        answered();
    });
    services.addresses().list(cut.projectId)->onDone(call, [=](const Result<QList<Address>>& r) {
        if (r.ok())
            inquiry->addresses = *r;
        answered();
    });
    return call;
}

} // namespace run402
