// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/releaseplan.h"

namespace run402 {

QList<ReleaseStep> plannedSteps(const ReleaseSpec& spec)
{
    using Kind = ReleaseStep::Kind;
    QList<ReleaseStep> steps;
    const auto add = [&steps](bool wanted, Kind kind, qsizetype count) {
        if (!wanted)
            return;
        ReleaseStep step;
        step.kind = kind;
        step.count = int(count);
        steps.append(step);
    };
    const bool site = !spec.files.isEmpty();
    add(!spec.migrations.isEmpty(), Kind::Migrations, 0);
    add(!spec.rules.isEmpty(), Kind::Rules, 0);
    add(!spec.secrets.isEmpty(), Kind::Secrets, spec.secrets.size());
    add(!spec.functions.isEmpty(), Kind::Functions, spec.functions.size());
    add(site, Kind::Site, spec.files.size());
    add(site && !spec.subdomain.isEmpty(), Kind::Subdomain, 0);
    return steps;
}

ReleaseSpec withoutSteps(const ReleaseSpec& spec, const QSet<ReleaseStep::Kind>& left)
{
    ReleaseSpec rest = spec;
    for (const ReleaseStep::Kind kind : left) {
        switch (kind) {
        case ReleaseStep::Kind::Migrations:
            rest.migrations.clear();
            rest.migrationsFile.clear();
            break;
        case ReleaseStep::Kind::Rules: rest.rules.clear(); break;
        case ReleaseStep::Kind::Secrets: rest.secrets.clear(); break;
        case ReleaseStep::Kind::Functions: rest.functions.clear(); break;
        case ReleaseStep::Kind::Site: rest.files.clear(); [[fallthrough]];
        case ReleaseStep::Kind::Subdomain: rest.subdomain.clear(); break;
        }
    }
    return rest;
}

} // namespace run402
