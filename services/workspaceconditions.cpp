// SPDX-License-Identifier: GPL-3.0-or-later
// What Workspace knows about the state of the service: reachable, hurried, out of lease, or with answers missing.
#include "services/workspace.h"

#include "services/services.h"

#include <algorithm>
#include <utility>

namespace run402 {

namespace {

constexpr int shortestPauseMs = 1000, usualPauseMs = 5000, longestPauseMs = 120'000;

/// A state of the service or the way to it, rather than of the one thing that was asked for.
bool concernsAll(const Problem& problem)
{
    using Kind = Problem::Kind;
    return problem.kind == Kind::Network || problem.kind == Kind::Server || problem.kind == Kind::Busy
           || problem.kind == Kind::Protocol || problem.code == QLatin1String("lease.expired")
           || problem.code.startsWith(QLatin1String("quota."));
}

} // namespace

/// One answer that was cut off says little; a host that does not answer a second question is gone.
void Workspace::probe()
{
    // The local server is watched by its own process object.
    if (m_gateway.sandbox || m_probing)
        return;
    m_probing = true;
    m_services.gateway().health()->onDone(this, [this, generation = m_generation](const Result<ComponentHealth>& r) {
        m_probing = false;
        if (generation == m_generation && m_connected && !r.ok() && r.error().kind == Problem::Kind::Network)
            failed(r.error());
    });
}

void Workspace::holdBack(const Problem& problem)
{
    if (problem.code != QLatin1String("busy.rate_limit") || m_pause.isActive())
        return;
    const QJsonValue told = problem.details.value(QLatin1String("retryAfter"));
    m_pause.start(told.isDouble() ? std::clamp(told.toInt() * 1000, shortestPauseMs, longestPauseMs) : usualPauseMs);
    Q_EMIT heldBackChanged();
}

const Problem* Workspace::staleProblem() const
{
    const Problem* found = nullptr;
    const auto look = [&](const auto& fact) {
        if (!found && fact.problem && concernsAll(*fact.problem))
            found = &*fact.problem;
    };
    look(m_projects);
    look(m_tier);
    look(m_usage);
    look(m_schema);
    look(m_access);
    look(m_functions);
    look(m_secrets);
    look(m_addresses);
    look(m_prices);
    return found;
}

void Workspace::checkFreshness()
{
    if (std::exchange(m_stale, staleProblem() != nullptr) != m_stale)
        Q_EMIT freshnessChanged();
}

qint64 Workspace::retryInMs() const
{
    return m_retry.isActive() ? m_retry.remainingTime() : m_pause.isActive() ? m_pause.remainingTime() : -1;
}

QDateTime Workspace::dataReadAt() const
{
    return std::max({m_projects.readAt, m_tier.readAt, m_usage.readAt, m_schema.readAt});
}

std::optional<QDateTime> Workspace::leaseEndedAt() const
{
    const auto& tier = m_tier.value;
    if (!tier || tier->tier.isEmpty() || !tier->expiresAt.isValid() || (tier->active && tier->expiresAt > serverNow()))
        return std::nullopt;
    return tier->expiresAt;
}

} // namespace run402
