// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"
#include "services/secrets/secretstores.h"

#include <QWidget>

namespace run402 {

class LineEdit;

/// "It is really you": asked before a key leaves its place (DECISIONS.md, 20).
///
/// The vault is opened again with its passphrase, which proves who asks. The keychain of a signed-in session and the
/// sandbox folder cannot ask again: there a sentence is typed, which keeps a key from being shown by a slip and proves
/// nothing, and the words say so. Owner: parent. Thread: GUI.
class ReauthBox : public QWidget
{
    Q_OBJECT
public:
    /// The field is "name.reauth". `sandboxWorld`: the key lies in the sandbox folder.
    ReauthBox(SecretStores& secrets, bool sandboxWorld, const QString& name, QWidget* parent = nullptr);

    bool isComplete() const;
    /// Resolves with ok, or secret.wrong_passphrase and the vault's other problems.
    Call<Done>* confirm();
    static QString sentence() { return tr("show my key"); }

Q_SIGNALS:
    void changed();
    void returnPressed();

private:
    SecretStores& m_secrets;
    bool m_vault;
    LineEdit* m_edit;
};

} // namespace run402
