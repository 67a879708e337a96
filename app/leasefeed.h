// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/lease/leaseguardian.h"

namespace run402 {

class DesktopNotifier;
class MainWindow;

/// News of the lease, on the desktop and in the window. Owner: app/. Thread: GUI.
class LeaseFeed : public QObject
{
    Q_OBJECT
public:
    LeaseFeed(Services& services, DesktopNotifier& desktop, MainWindow& window, QObject* parent = nullptr);

Q_SIGNALS:
    void paneRequested(const QString& pane);

private:
    /// `setting`: whether the desktop may be told (leasenotices.h).
    void tell(const QString& setting, const QString& title, const QString& text, bool urgent, bool good);
    void noticed(const LeaseGuardian::Notice& notice);
    void renewed(const TierChange& change);
    void stopped(const Problem& problem);

    Services& m_services;
    DesktopNotifier& m_desktop;
    MainWindow& m_window;
};

} // namespace run402
