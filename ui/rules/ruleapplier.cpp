// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/ruleapplier.h"

#include "services/services.h"

namespace run402 {

RuleApplier::RuleApplier(Services& services, QString projectId, QList<AccessStep> steps, QObject* parent)
    : QObject(parent), m_services(services), m_projectId(std::move(projectId)), m_steps(std::move(steps))
{
}

void RuleApplier::start()
{
    next();
}

void RuleApplier::next()
{
    if (m_done >= m_steps.size()) {
        Q_EMIT finished(m_done, std::nullopt);
        return;
    }
    const AccessStep& step = m_steps.at(m_done);
    if (step.templateName.isEmpty()) {
        auto* run = m_services.database().run(m_projectId, step.sql);
        mapCall(this, run, [](const SqlOutcome&) -> Result<Done> { return Done{}; })
            ->onDone(this, [this](const Result<Done>& r) { stepEnded(r); });
        return;
    }
    m_services.accessRules()
        .applyTemplate(m_projectId, step.templateName, {{step.table, step.ownerColumn}})
        ->onDone(this, [this](const Result<Done>& r) { stepEnded(r); });
}

void RuleApplier::stepEnded(const Result<Done>& result)
{
    if (!result.ok()) {
        Q_EMIT finished(m_done, result.error());
        return;
    }
    ++m_done;
    next();
}

} // namespace run402
