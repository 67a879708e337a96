// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contact/diagnostics.h"

#include "services/net/redact.h"
#include "services/workspace.h"

#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {
constexpr qsizetype mostRequests = 10;
}

QString diagnosticsText(const Workspace& workspace, const QList<RequestRecord>& failed)
{
    QStringList lines;
    lines << u"Run402 Desktop %1, Qt %2, %3 %4"_s.arg(QStringLiteral(RUN402_VERSION), QString::fromLatin1(qVersion()),
                                                      QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture());
    lines << u"Environment: %1, host: %2"_s.arg(environmentId(workspace.environment()), workspace.gateway().base.host());
    const auto& tier = workspace.tier().value;
    lines << u"Tier: %1"_s.arg(!tier ? u"not known"_s : tier->tier.isEmpty() ? u"none"_s : tier->tier + (tier->active ? u", active"_s : u", expired"_s));
    lines << u"Project: %1"_s.arg(workspace.currentProjectId().isEmpty() ? u"none"_s : workspace.currentProjectId());
    lines << (failed.isEmpty() ? u"No request failed in this run."_s : u"Last requests that failed:"_s);
    for (qsizetype i = qMax(qsizetype(0), failed.size() - mostRequests); i < failed.size(); ++i) {
        const RequestRecord& r = failed.at(i);
        lines << u"  %1  %2 %3  %4  %5 ms"_s.arg(r.startedAt.toString(Qt::ISODate), QString::fromLatin1(r.method), r.url.path(),
                                                 r.status > 0 ? u"%1 %2"_s.arg(r.status).arg(r.problemCode) : r.problemCode)
                     .arg(r.elapsedMs);
    }
    return redact::text(lines.join(u'\n'));
}

} // namespace run402
