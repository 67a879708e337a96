// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace run402 {

/// Where the person was: Alt+Left and Alt+Right walk it. Holds the last 100
/// places; visiting after going back drops what was ahead. Thread: any.
class NavigationHistory
{
public:
    void visit(const QString& place);
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }
    /// The place stepped to; empty at the end.
    QString back() { return canGoBack() ? m_places.at(--m_at) : QString(); }
    QString forward() { return canGoForward() ? m_places.at(++m_at) : QString(); }
    void clear();

private:
    QStringList m_places;
    qsizetype m_at = -1;
};

} // namespace run402
