// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/lease.h"

#include <QObject>
#include <QTimer>

namespace run402 {

class Workspace;

/// The one beat every countdown of a lease follows: each 20 s, in the last two minutes each second, at once when the tier,
/// the connection or the service's time is another, and exactly when a mark is passed. Owner: Services. Thread: GUI.
class LeaseClock : public QObject
{
    Q_OBJECT
public:
    explicit LeaseClock(Workspace& workspace, QObject* parent = nullptr);

    QDateTime now() const; ///< the service's time, by which leases end; UTC
    LeasePhase phase() const;
    qint64 secondsLeft() const; ///< negative = over since; 0 where there is no lease

Q_SIGNALS:
    void ticked();

private:
    void beat();

    Workspace& m_workspace;
    QTimer m_timer;
};

} // namespace run402
