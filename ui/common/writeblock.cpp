// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/writeblock.h"

#include "services/workspace.h"

#include <QCoreApplication>

namespace run402 {

QString writeBlock(const Workspace& workspace, Capability capability)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("run402::WriteBlock", text); };
    if (!workspace.isConnected())
        return tr("There is no connection. What you type is kept.");
    if (workspace.currentProjectId().isEmpty())
        return tr("Choose or make a project first.");
    if (workspace.gateway().readOnly)
        return tr("This service is read only here.");
    if (!workspace.capabilities().has(capability))
        return workspace.capabilities().whyNot(capability);
    if (workspace.leaseEndedAt())
        return tr("The lease has ended. Renew it in Wallet and tier first.");
    return {};
}

} // namespace run402
