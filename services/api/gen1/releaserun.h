// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/releasepackage.h"
#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

#include <QElapsedTimer>

#include <atomic>

namespace run402 {

/// One release on its way: check → pack (off the GUI thread) → the steps in the server's order, each a
/// request of its own, because the service's bundle call hides which part failed and why
/// (contract.md §3.15, §8.9). Rules replace what a table had, as the bundle does.
///
/// The first failure ends the run: that step is Failed, or Unknown when its request left and no answer
/// came; later ones are Skipped. Nothing is undone: the Problem says what was already applied.
/// Owner: the Releases adapter. Thread: GUI. Deletes itself after its call settled.
class ReleaseRun final : public QObject
{
public:
    struct Adapters
    {
        ApiClient& api;
        Database& database;
        AccessRules& rules;
        Functions& functions;
        Addresses& addresses;
    };

    ReleaseRun(QObject* owner, const Adapters& adapters, const ReleaseSpec& spec,
               Releases::StepObserver observer);
    ~ReleaseRun() override;

    Call<Release>* call() const { return m_call; }
    void start();

private:
    using Kind = ReleaseStep::Kind;
    using State = ReleaseStep::State;

    void plan();
    void pack();
    void next();
    void runStep(Kind kind);
    void runMigrations();
    void runRules();
    void dropPolicies(const Schema& schema);
    void applyRules();
    void runSecret(qsizetype index);
    void runFunction(qsizetype index);
    void runSite();
    void runSubdomain();
    void siteDeployed(const QJsonDocument& answer);
    void done(const QString& detail = {});
    void failed(const Problem& problem);
    void cancel();
    void finish(Result<Release> outcome);
    void part(int done, const QString& name);
    void report();
    ReleaseStep& step() { return m_steps[m_at]; }

    template <typename T>
    void watch(Call<T>* inner, std::function<void(const T&)> then);

    Adapters m_on;
    ReleaseSpec m_spec;
    Releases::StepObserver m_observer;
    QPointer<Call<Release>> m_call;
    QList<ReleaseStep> m_steps;
    qsizetype m_at = -1;
    QElapsedTimer m_clock;
    ReleasePackage m_package;
    Release m_release;
    QPointer<CallBase> m_running;
    std::function<std::optional<Problem>()> m_cancelRunning; ///< cancels and tells what became of it
    std::shared_ptr<std::atomic<bool>> m_stopPacking = std::make_shared<std::atomic<bool>>(false);
    bool m_finished = false;
};

} // namespace run402
