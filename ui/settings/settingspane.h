// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace run402 {

class Button;
class Card;
class Label;
class SegmentedControl;
class Services;
class Switch;
class Theme;

/// The person's choices about this application. Kept in SettingsStore and applied at once.
/// Owner: parent. Thread: GUI.
class SettingsPane : public QWidget
{
    Q_OBJECT
public:
    SettingsPane(Services& services, Theme& theme, QWidget* parent = nullptr);

Q_SIGNALS:
    void cliImportRequested();
    void cliLinkRequested(bool linked);
    void vaultRequested();
    void walletsRequested();

private:
    Card* buildAppearance();
    Card* buildSecrets();
    Card* buildConnection();
    Card* buildSandbox();
    Card* buildNotices();
    Card* buildAbout();
    QWidget* row(Card* card, const QString& name, const QString& detail, QWidget* control);
    void refreshSecrets();
    void refreshConnection();
    void refreshSandbox();
    void refreshCli();
    void refreshWallets();
    void resetSandbox();

    Services& m_services;
    Theme& m_theme;
    Label* m_secretPlace;
    Button* m_vault;
    Label* m_walletCount;
    Switch* m_cliLink;
    Label* m_cliPlace;
    Button* m_copySetup;
    Label* m_connection;
    Label* m_evidence;
    Label* m_sandboxState;
    Button* m_reset;
};

} // namespace run402
