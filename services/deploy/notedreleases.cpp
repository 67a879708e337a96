// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/notedreleases.h"

#include "services/store/functionsources.h"
#include "services/store/secretorigins.h"

namespace run402 {

namespace {

/// What is left to write down of one release: names and code, no secret value.
struct Pending
{
    QString projectId;
    QList<ReleaseSpec::Function> functions;
    QStringList secrets;
    qsizetype functionsNoted = 0, secretsNoted = 0;
};

/// How many parts of a step are at the service for certain.
qsizetype sent(const ReleaseStep& step, qsizetype count)
{
    return step.state == ReleaseStep::State::Done ? count : std::min<qsizetype>(step.done, count);
}

} // namespace

NotedReleases::NotedReleases(Releases& inner, FunctionSources& sources, SecretOrigins& origins)
    : m_inner(inner), m_sources(sources), m_origins(origins)
{
}

Call<Release>* NotedReleases::commit(const ReleaseSpec& spec, StepObserver steps)
{
    auto pending = std::make_shared<Pending>();
    pending->projectId = spec.projectId;
    pending->functions = spec.functions;
    for (const ReleaseSpec::Secret& secret : spec.secrets)
        pending->secrets << secret.key;
    return m_inner.commit(spec, [&sources = m_sources, &origins = m_origins, pending, steps = std::move(steps)](const QList<ReleaseStep>& now) {
        for (const ReleaseStep& step : now) {
            if (step.kind == ReleaseStep::Kind::Functions) {
                for (const auto end = sent(step, pending->functions.size()); pending->functionsNoted < end; ++pending->functionsNoted) {
                    const ReleaseSpec::Function& f = pending->functions.at(pending->functionsNoted);
                    sources.noteDeployed(pending->projectId, f.name, f.code, {f.timeoutSeconds, f.memoryMb, {}});
                }
            } else if (step.kind == ReleaseStep::Kind::Secrets) {
                for (const auto end = sent(step, pending->secrets.size()); pending->secretsNoted < end; ++pending->secretsNoted)
                    origins.note(pending->projectId, pending->secrets.at(pending->secretsNoted), SecretOrigin::From::Deploy);
            }
        }
        if (steps)
            steps(now);
    });
}

} // namespace run402
