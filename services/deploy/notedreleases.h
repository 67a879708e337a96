// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"

namespace run402 {

class FunctionSources;
class SecretOrigins;

/// Releases that write down what they sent and the service never gives back: the source of functions, so that it can be
/// edited here, and that a secret came with a release. A release that stops half-way notes the parts that went through.
/// Owner: Session. Thread: GUI. Borrows all three. Errors: those of the releases it passes on to.
class NotedReleases final : public Releases
{
public:
    NotedReleases(Releases& inner, FunctionSources& sources, SecretOrigins& origins);

    Call<Release>* commit(const ReleaseSpec& spec, StepObserver steps) override;
    Call<Release>* get(const QString& releaseId) override { return m_inner.get(releaseId); }
    Call<Done>* promote(const QString& projectId, const QString& releaseId) override
    {
        return m_inner.promote(projectId, releaseId);
    }

private:
    Releases& m_inner;
    FunctionSources& m_sources;
    SecretOrigins& m_origins;
};

} // namespace run402
