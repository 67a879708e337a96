// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"

#include <QSet>

namespace run402 {

/// The steps a spec will take, all waiting, in the order of the service's bundle call (contract.md §3.15).
/// An address needs a deployment to point to: without files there is no Subdomain step. Pure; any thread.
QList<ReleaseStep> plannedSteps(const ReleaseSpec& spec);

/// The spec without the parts of some steps. Without the site its address goes too. Pure; any thread.
ReleaseSpec withoutSteps(const ReleaseSpec& spec, const QSet<ReleaseStep::Kind>& left);

} // namespace run402
