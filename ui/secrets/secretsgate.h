// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/secrets/secretstores.h"

#include <QPointer>
#include <QWidget>

#include <functional>

namespace run402 {

class DialogFrame;

/// Sees to it that keys can be kept before an operation needs one: asks where when no keychain answers, and for the
/// passphrase when the encrypted file is locked. One dialog at a time; who waits meanwhile waits for the same one.
/// Owner: app/; borrows the stores and the window. Thread: GUI.
class SecretsGate : public QObject
{
    Q_OBJECT
public:
    SecretsGate(SecretStores& secrets, QWidget* window, QObject* parent = nullptr);

    /// Finds out where keys rest; shows nothing. Once at start.
    void start();

    /// Runs `then` once keys can be read and written; never when the person says no or `context` dies.
    void ensure(QObject* context, std::function<void()> then);
    void lock(); ///< closes the encrypted file; no effect on the keychain

    DialogFrame* dialog() const; ///< the open one or nullptr

private:
    struct Waiting
    {
        QPointer<QObject> context;
        std::function<void()> then;
    };

    void decide();
    void askForVault();
    void askForPassphrase();
    void opened(DialogFrame* dialog);
    void release(bool ready);

    SecretStores& m_secrets;
    QPointer<QWidget> m_window;
    QPointer<DialogFrame> m_dialog;
    QList<Waiting> m_waiting;
    bool m_probing = false;
};

} // namespace run402
