// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/walletregistry.h"

#include <QWidget>

#include <functional>

class QMenu;

namespace run402 {

class Button;
class Identicon;
class Services;

/// The name of the wallet in use with its picture; a menu under it with the others and everything that can be done.
/// wished() carries the names WalletDesk knows. Owner: parent. Thread: GUI.
class WalletSwitcher : public QWidget
{
    Q_OBJECT
public:
    explicit WalletSwitcher(Services& services, QWidget* parent = nullptr);

Q_SIGNALS:
    void wished(const QString& wish);

private:
    void refresh();
    void fill();

    Services& m_services;
    Identicon* m_picture;
    Button* m_name;
    QMenu* m_menu;
};

/// Rename, back up, show the key, delete: for one wallet.
void addWalletActions(QMenu* menu, const WalletInfo& wallet, QObject* context, const std::function<void(const QString& wish)>& wish);

} // namespace run402
