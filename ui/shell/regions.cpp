// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/regions.h"

#include <QApplication>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace run402 {

void Regions::set(const QList<QWidget*>& regions)
{
    const QVector<Region> former = std::exchange(m_regions, {});
    for (QWidget* widget : regions) {
        const auto known = std::find_if(former.cbegin(), former.cend(), [&](const Region& r) { return r.widget == widget; });
        m_regions.append(known != former.cend() ? *known : Region{widget, {}});
    }
}

QWidget* Regions::entry(const Region& region)
{
    QWidget* box = region.widget;
    if (!box || !box->isVisible())
        return nullptr;
    const auto takes = [](const QWidget* w) {
        return w->isVisible() && w->isEnabled() && (w->focusPolicy() & Qt::TabFocus);
    };
    if (region.last && takes(region.last))
        return region.last;
    if (takes(box))
        return box;
    const auto inside = box->findChildren<QWidget*>();
    for (QWidget* w : inside)
        if (takes(w))
            return w;
    return nullptr;
}

void Regions::cycle(int by)
{
    QWidget* focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < m_regions.size(); ++i) {
        QWidget* box = m_regions.at(i).widget;
        // The innermost wins: the toolbar lies inside the document area.
        if (focus && box && (box == focus || box->isAncestorOf(focus))
            && (at < 0 || m_regions.at(at).widget->isAncestorOf(box)))
            at = i;
    }
    if (at >= 0)
        m_regions[at].last = focus;
    const qsizetype n = m_regions.size();
    for (qsizetype step = 1; step <= n; ++step) {
        const qsizetype to = ((at + by * step) % n + n) % n;
        QWidget* target = to == at ? nullptr : entry(m_regions.at(to));
        if (target && !(at >= 0 && target == focus)) {
            target->setFocus(by > 0 ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return;
        }
    }
}

} // namespace run402
