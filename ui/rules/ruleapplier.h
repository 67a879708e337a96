// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/accesschange.h"

#include <QObject>

namespace run402 {

class Services;

/// Sends the steps of a change one after the other and stops at the first that fails.
/// Owner: the pane. Thread: GUI. Ends with exactly one finished().
class RuleApplier : public QObject
{
    Q_OBJECT
public:
    RuleApplier(Services& services, QString projectId, QList<AccessStep> steps, QObject* parent);
    void start();

Q_SIGNALS:
    /// `done` steps are in effect; with a problem the one after them failed.
    void finished(int done, const std::optional<run402::Problem>& problem);

private:
    void next();
    void stepEnded(const Result<Done>& result);

    Services& m_services;
    QString m_projectId;
    QList<AccessStep> m_steps;
    int m_done = 0;
};

} // namespace run402
