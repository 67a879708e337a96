// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigationhistory.h"

namespace run402 {

namespace {
constexpr qsizetype kMost = 100;
}

void NavigationHistory::visit(const QString& place)
{
    if (place.isEmpty() || (m_at >= 0 && m_places.at(m_at) == place))
        return;
    m_places.resize(m_at + 1);
    m_places.append(place);
    if (m_places.size() > kMost)
        m_places.removeFirst();
    m_at = m_places.size() - 1;
}

void NavigationHistory::clear()
{
    m_places.clear();
    m_at = -1;
}

} // namespace run402
