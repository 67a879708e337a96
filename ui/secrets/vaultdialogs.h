// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"
#include "ui/common/dialogframe.h"

namespace run402 {

class Button;
class Label;
class LineEdit;
class PassphrasePair;

/// No keychain answers: says so, says what an encrypted file is, and asks for its passphrase twice.
/// submitted() carries the passphrase; the owner makes the vault and calls showProblem() or accept().
/// Owner: itself. Thread: GUI.
class CreateVaultDialog : public DialogFrame
{
    Q_OBJECT
public:
    explicit CreateVaultDialog(QWidget* anchor);
    void showProblem(const Problem& problem);

Q_SIGNALS:
    /// UTF-8; the receiver wipes it.
    void submitted(const QByteArray& passphrase);

private:
    void submit();

    PassphrasePair* m_pair;
    Label* m_problem;
    Button* m_create;
};

/// Asks for the vault's passphrase. As CreateVaultDialog.
class UnlockVaultDialog : public DialogFrame
{
    Q_OBJECT
public:
    explicit UnlockVaultDialog(QWidget* anchor);
    void showProblem(const Problem& problem);

Q_SIGNALS:
    void submitted(const QByteArray& passphrase);

private:
    void submit();

    LineEdit* m_passphrase;
    Label* m_problem;
    Button* m_unlock;
};

} // namespace run402
