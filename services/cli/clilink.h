// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/cli/clifolder.h"
#include "services/secrets/secretstore.h"

#include <QObject>

namespace run402 {

class SettingsStore;
class Wallets;

/// The key of the CLI's wallet where it lies, everything else in the store below. The CLI's file is never written
/// through here (secret.denied). Owner: Services; borrows both. Thread: GUI.
class CliWalletKeys : public QObject, public SecretStore
{
public:
    CliWalletKeys(SecretStore& below, CliFolder& folder) : m_below(below), m_folder(folder) {}

    QString name() const override { return m_below.name(); }
    Call<State>* probe() override { return m_below.probe(); }
    Call<QByteArray>* read(const QString& key) override;
    Call<Done>* write(const QString& key, const QByteArray& value) override;
    Call<Done>* remove(const QString& key) override;

private:
    SecretStore& m_below;
    CliFolder& m_folder;
};

/// Whether this profile works on the CLI's own files, so that a person and their agents share one state. Each world has
/// a folder of its own: real money and projects the CLI's (RUN402_CONFIG_DIR), the sandbox one inside the sandbox
/// folder, which holds the throwaway wallet for agents that are pointed at the sandbox.
///
/// Keys made here are kept in this profile's store as well: a lost file loses no project.
/// Owner: Services. Thread: GUI. Errors: cli.write_failed, import.*, wallet.none (no throwaway wallet yet).
class CliLink : public QObject
{
    Q_OBJECT
public:
    CliLink(SettingsStore& settings, Wallets& wallets, CliFolder& real, CliFolder& sandbox);

    /// Takes up what was linked before. A folder that has gone is reported by the folder, not here.
    Call<Done>* load();

    bool isLinked(bool sandboxWorld) const { return sandboxWorld ? m_sandboxLinked : m_realLinked; }
    CliFolder& folder(bool sandboxWorld) const { return sandboxWorld ? m_sandbox : m_real; }

    Call<Done>* link(bool sandboxWorld);
    /// Back to this profile's own wallets; the files stay as they are.
    Call<Done>* unlink(bool sandboxWorld);

Q_SIGNALS:
    void changed(bool sandboxWorld);

private:
    void take(bool sandboxWorld, QPointer<Call<Done>> call);
    void finish(bool sandboxWorld, bool linked, QPointer<Call<Done>> call);
    void followWallet();
    Call<Done>* shareThrowaway();

    SettingsStore& m_settings;
    Wallets& m_wallets;
    CliFolder& m_real;
    CliFolder& m_sandbox;
    bool m_realLinked = false;
    bool m_sandboxLinked = false;
};

} // namespace run402
