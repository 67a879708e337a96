// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/secrets/secretstore.h"

#include <QObject>

namespace run402 {

/// The sandbox's throwaway key in a 0600 file of the sandbox folder, so that deleting the folder deletes
/// everything. It keeps the entry "wallet/sandbox" and refuses every other one (secret.denied): a key
/// worth money must never end in a plain file.
///
/// Owner: Services. Thread: GUI (one small local file).
class SandboxKeyStore : public QObject, public SecretStore
{
    Q_OBJECT
public:
    /// `folder` is the sandbox's data folder; the file in it is "wallet.key".
    explicit SandboxKeyStore(const QString& folder, QObject* parent = nullptr);

    static QString onlyKey() { return QStringLiteral("wallet/sandbox"); }

    QString name() const override;
    Call<State>* probe() override;
    Call<QByteArray>* read(const QString& key) override;
    Call<Done>* write(const QString& key, const QByteArray& value) override;
    Call<Done>* remove(const QString& key) override;

private:
    QString m_file;
};

} // namespace run402
