// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/walletregistry.h"
#include "ui/common/dialogframe.h"

namespace run402 {

class Services;

/// The wallets of this world in a list, with what can be done with each. wished() carries the names WalletDesk knows.
/// Owner: itself. Thread: GUI.
class WalletsDialog : public DialogFrame
{
    Q_OBJECT
public:
    WalletsDialog(Services& services, QWidget* anchor);

Q_SIGNALS:
    void wished(const QString& wish);

private:
    void refresh();
    QWidget* row(const WalletInfo& wallet, bool active);

    Services& m_services;
    QVBoxLayout* m_rows;
};

} // namespace run402
