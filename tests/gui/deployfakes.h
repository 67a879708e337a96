// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/deploy/releaseplan.h"

namespace run402 {

using namespace Qt::StringLiterals;

/// Releases that do what the test says, step by step.
class FakeReleases : public Releases
{
public:
    Call<Release>* commit(const ReleaseSpec& spec, StepObserver steps) override
    {
        sent << spec;
        observer = std::move(steps);
        running = plannedSteps(spec);
        call = new Call<Release>(&owner);
        call->setCancelHook([this] { cancelled = true; });
        observer(running);
        return call;
    }
    Call<Release>* get(const QString&) override { return Call<Release>::ready(&owner, Release{}); }
    Call<Done>* promote(const QString&, const QString& id) override
    {
        promoted << id;
        return Call<Done>::ready(&owner, Done{});
    }
    void step(int i, ReleaseStep::State state)
    {
        running[i].state = state;
        running[i].elapsedMs = 120;
        observer(running);
    }
    void failAt(int at, ReleaseStep::State state, const Problem& problem)
    {
        for (int i = 0; i < at; ++i)
            running[i].state = ReleaseStep::State::Done;
        running[at].state = state;
        for (qsizetype i = at + 1; i < running.size(); ++i)
            running[i].state = ReleaseStep::State::Skipped;
        observer(running);
        call->resolve(problem);
    }
    void succeed(const QStringList& addresses = {u"http://abc.localhost:4022"_s})
    {
        for (ReleaseStep& s : running)
            s.state = ReleaseStep::State::Done;
        observer(running);
        Release r;
        r.id = u"dpl_2_b"_s;
        r.url = u"http://dpl-2-b.localhost:4022"_s;
        r.addresses = addresses;
        r.fileCount = int(sent.last().files.size());
        call->resolve(r);
    }
    QObject owner;
    QList<ReleaseSpec> sent;
    QStringList promoted;
    StepObserver observer;
    QList<ReleaseStep> running;
    QPointer<Call<Release>> call;
    bool cancelled = false;
};

class FakeAddresses : public Addresses
{
public:
    QString nameProblem(const QString& name) const override
    {
        return name.size() < 3 ? u"Subdomain must be 3-63 characters"_s : QString();
    }
    Call<QList<Address>>* list(const QString&) override { return Call<QList<Address>>::ready(&owner, QList<Address>()); }
    Call<std::optional<Address>>* holder(const QString&) override { return Call<std::optional<Address>>::ready(&owner, std::optional<Address>()); }
    Call<Address>* claim(const QString&, const QString& name, const QString& release) override
    {
        Address a;
        a.name = name;
        a.url = u"http://%1.localhost:4022"_s.arg(name);
        a.deploymentId = release;
        return Call<Address>::ready(&owner, a);
    }
    Call<Done>* release(const QString&, const QString&) override { return Call<Done>::ready(&owner, Done{}); }
    QObject owner;
};

} // namespace run402
