// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/secrets/secretstore.h"

#include <QObject>

namespace run402 {

/// The sandbox's throwaway keys in 0600 files of the sandbox folder, so that deleting the folder deletes
/// everything. It keeps "wallet/sandbox", "wallet/sandbox-<uuid>" and the keys of sandbox projects and their users, and
/// refuses every other entry (secret.denied): a key worth money must never end in a plain file. DECISIONS.md, 5.
///
/// Owner: Services. Thread: GUI (one small local file).
class SandboxKeyStore : public QObject, public SecretStore
{
    Q_OBJECT
public:
    explicit SandboxKeyStore(QString folder, QObject* parent = nullptr);

    static QString walletKey() { return QStringLiteral("wallet/sandbox"); }

    QString name() const override;
    Call<State>* probe() override;
    Call<QByteArray>* read(const QString& key) override;
    Call<Done>* write(const QString& key, const QByteArray& value) override;
    Call<Done>* remove(const QString& key) override;

private:
    QString fileFor(const QString& key) const; ///< empty = not ours to keep

    QString m_folder;
};

} // namespace run402
