// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace run402 {

class Workspace;

/// Something a person should look at.
struct Finding
{
    bool danger = false;
    QString icon, title, detail, action;
    QString pane; ///< where the action leads; no action = nothing to press
};

/// "This computer's clock is 3 h 0 min slow", from how far it is behind; negative = ahead.
QString clockWords(qint64 behindMs);

/// At most three, worst first (design/ui.md §3, screen 01). Pure reading.
QList<Finding> findingsOf(const Workspace& workspace);

} // namespace run402
