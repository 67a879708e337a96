// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "services/walletregistry.h"

#include <QObject>
#include <QPointer>
#include <QWidget>

#include <functional>

namespace run402 {

class FormDialog;
struct CliImport;
class Services;

/// Everything a person does with wallets: make, bring in, choose, name, back up, show the key, delete. One dialog per
/// wish, opened from the wallet pane, the settings and the palette alike, by the name of the wish:
///
///   wallet.new, wallet.importKey, wallet.importCli, wallet.importCliFile, wallet.restore, wallet.manage, and, followed by ":ID" or about the active wallet:
///   wallet.use, wallet.rename, wallet.backup, wallet.reveal, wallet.delete.
///
/// Owner: app/; borrows the services and the window. Thread: GUI.
class WalletDesk : public QObject
{
    Q_OBJECT
public:
    /// Runs `then` once keys can be kept, or never.
    using KeyGate = std::function<void(QObject* context, std::function<void()> then)>;

    WalletDesk(Services& services, QWidget* window, KeyGate gate, QObject* parent = nullptr);

    /// False = not a wish this knows.
    bool run(const QString& wish);

Q_SIGNALS:
    void noticed(const QString& title, const QString& detail);
    void problemRaised(const run402::Problem& problem);
    /// Money is on it and nobody could bring it back.
    void backupMissing(const run402::WalletInfo& wallet);

private:
    void create();
    void tellNoKeys();
    void importKey();
    void importCli();
    void importCliFile();
    void take(const Result<CliImport>& found, const QString& from);
    void restore();
    void restoreFrom(const QByteArray& file, const QString& name);
    void manage();
    void use(const WalletInfo& wallet);
    void rename(const WalletInfo& wallet);
    void backUp(const WalletInfo& wallet);
    void saveBackup(const WalletInfo& wallet, const QByteArray& passphrase);
    void reveal(const WalletInfo& wallet);
    void remove(const WalletInfo& wallet);
    void remind();
    bool runFor(const QString& what, const QString& walletId);
    void arrived(FormDialog* form, const Result<WalletInfo>& wallet, const QString& words);
    bool sandbox() const;

    Services& m_services;
    QPointer<QWidget> m_window;
    KeyGate m_gate;
    QString m_reminded; ///< address the reminder was last about
};

} // namespace run402
