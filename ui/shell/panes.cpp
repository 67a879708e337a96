// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/panes.h"

#include <QCoreApplication>

namespace run402 {

PaneSpec PaneSpec::fromTarget(const QString& target)
{
    const qsizetype colon = target.indexOf(QLatin1Char(':'));
    PaneSpec spec;
    spec.pane = target.left(colon);
    if (colon >= 0)
        spec.object = target.mid(colon + 1);
    return spec;
}

void PaneRegistry::add(PaneInfo info)
{
    for (PaneInfo& pane : m_panes) {
        if (pane.id == info.id) {
            pane = std::move(info);
            return;
        }
    }
    m_panes.append(std::move(info));
}

const PaneInfo* PaneRegistry::find(const QString& id) const
{
    for (const PaneInfo& pane : m_panes)
        if (pane.id == id)
            return &pane;
    return nullptr;
}

QString PaneRegistry::titleOf(const PaneInfo& info)
{
    return QCoreApplication::translate("Panes", info.title);
}

} // namespace run402
