// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/walletregistry.h"
#include "services/x402/secretkey.h"
#include "ui/wallets/formdialog.h"

#include <QTimer>

namespace run402 {

class KeyView;
class Label;
class ReauthBox;
class Services;

/// Shows a private key for 30 s after asking again, with a copy that leaves the clipboard after 60 s (design/ui.md §3).
/// Owner: itself; borrows the services. Thread: GUI.
class RevealDialog : public FormDialog
{
    Q_OBJECT
public:
    static constexpr int revealMs = 30'000;

    RevealDialog(Services& services, const WalletInfo& wallet, QWidget* anchor, int showMs = revealMs);

private:
    void reveal();
    void showKey(x402::SecretBytes hex);
    void hideKey();
    void tick();

    Services& m_services;
    WalletInfo m_wallet;
    int m_left; ///< seconds
    QTimer m_second;
    ReauthBox* m_reauth;
    KeyView* m_key;
    Label* m_countdown;
    QWidget* m_shown;
};

} // namespace run402
