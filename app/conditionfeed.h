// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

namespace run402 {

class MainWindow;
class Services;
class Workspace;

/// The strip over the documents: what holds for every pane at once (design/ui.md §5). Offline, read only, an ended
/// lease, a pause the service asked for; the worst of them alone. Owner: app/. Thread: GUI.
class ConditionFeed : public QObject
{
    Q_OBJECT
public:
    ConditionFeed(Services& services, MainWindow& window, QObject* parent = nullptr);

Q_SIGNALS:
    void paneRequested(const QString& pane);

private:
    void refresh();
    bool showOffline();
    bool showLease();
    bool showStale();
    QString dataAge() const;
    void act();

    enum class Condition { None, Offline, ReadOnly, Lease, HeldBack, Stale };
    Workspace& m_workspace;
    MainWindow& m_window;
    Condition m_condition = Condition::None;
    QString m_action; ///< of the strip's button while offline or while the data is stale
    QTimer m_tick;
};

} // namespace run402
