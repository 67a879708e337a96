// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/environment.h"

#include <QAbstractButton>
#include <QWidget>

class QMenu;

namespace run402 {

class Button;
class IconButton;
class SegmentedControl;

/// The field that opens the palette; looks like an input, is a button.
class CommandField : public QAbstractButton
{
    Q_OBJECT
public:
    explicit CommandField(QWidget* parent);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
};

/// Wallet words and amount in a box; a button.
class WalletChip : public QAbstractButton
{
    Q_OBJECT
public:
    explicit WalletChip(QWidget* parent);
    void setBalance(const QString& words, const QString& amount);
    /// What presses about the lease, "2 d 3 h left"; empty = nothing does.
    void setLease(const QString& lease);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void paintEvent(QPaintEvent* event) override;
    void describe();

    QString m_words;
    QString m_amount;
    QString m_lease;
};

/// The environment line of 2 and the bar of 46 below it. Knows nothing of the
/// business: it shows what it is given and says what was clicked.
/// Owner: window. Thread: GUI.
class TopBar : public QWidget
{
    Q_OBJECT
public:
    explicit TopBar(QWidget* parent = nullptr);

    void setProject(const QString& name);
    /// Dropped down by the project button; owned by the caller.
    void setProjectMenu(QMenu* menu);
    void setEnvironment(Environment env);
    Environment environment() const { return m_env; }
    /// "Testnet" and "0.90 USDC".
    void setBalance(const QString& words, const QString& amount);
    /// Beside the balance; empty = there is time.
    void setLease(const QString& lease);
    void setUnread(bool unread);
    /// Payments that need the person: a button beside the balance; 0 = none is there.
    void setUnresolved(int payments);
    IconButton* bell() const { return m_bell; }
    IconButton* helpButton() const { return m_help; }

Q_SIGNALS:
    /// The person chose it; it changes only when setEnvironment() says so.
    void environmentRequested(run402::Environment env);
    void commandAsked();
    void walletAsked();
    void inboxAsked();
    void notificationsAsked();
    void helpAsked();

private:
    void paintEvent(QPaintEvent* event) override;

    Environment m_env = Environment::Sandbox;
    QAbstractButton* m_project;
    SegmentedControl* m_environment;
    CommandField* m_field;
    WalletChip* m_wallet;
    Button* m_inbox;
    IconButton* m_bell;
    IconButton* m_help;
    QMenu* m_menu = nullptr;
};

} // namespace run402
