// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/releaserun.h"

namespace run402 {

/// Releases for generation 1: single calls in the server's order (contract.md §3.13 to §3.15).
/// Owner: Session. Thread: GUI.
class Gen1Releases final : public QObject, public Releases
{
public:
    explicit Gen1Releases(const ReleaseRun::Adapters& adapters, QObject* parent = nullptr);

    Call<Release>* commit(const ReleaseSpec& spec, StepObserver steps) override;
    Call<Release>* get(const QString& releaseId) override;
    /// Fails with promote.partial when some addresses moved and others did not.
    Call<Done>* promote(const QString& projectId, const QString& releaseId) override;

private:
    void moveNext(QPointer<Call<Done>> call, const QString& projectId, const QString& releaseId,
                  QStringList left, QStringList moved);

    ReleaseRun::Adapters m_on;
};

} // namespace run402
