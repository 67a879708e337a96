// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "models/domain/tierplan.h"
#include "models/result.h"
#include "services/pay/budgetstore.h"

#include <QDateTime>
#include <QTimer>
#include <QWidget>

#include <functional>

class QScrollArea;

namespace run402 {

class Services;
class StateStack;
class EmptyState;
class Faucets;
class ToastStack;
class WalletView;
class Workspace;
class Button;
struct TierCardData;
struct WalletInfo;

/// Wallet, rails, tiers, budget and payments (design/ui.md §3, screen 10). It shows the workspace's facts, asks for
/// changes and never pays by itself: a payment is decided and signed in services/pay, which asks the person.
/// Owner: parent. Thread: GUI.
class WalletPane : public QWidget
{
    Q_OBJECT
public:
    /// Runs `then` once keys can be kept, or never when the person says no. Without one, it runs at once.
    using KeyGate = std::function<void(QObject* context, std::function<void()> then)>;

    explicit WalletPane(Services& services, QWidget* parent = nullptr);

    void setKeyGate(KeyGate gate) { m_gate = std::move(gate); }
    void editBudget(); ///< opens the policy of the environment in use

Q_SIGNALS:
    void actionRequested(const QString& action); ///< of a problem, e.g. "vault.create"

protected:
    void showEvent(QShowEvent* event) override;

private:
    static bool isStopped(const Problem& problem); ///< by the person, who knows
    void connectFacts();
    void connectFaucets();
    void refresh();
    void showConnection();
    void refreshEmpty();
    void refreshRails();
    void refreshTiers();
    void refreshFaucet();
    void scheduleLists();
    void loadLists();
    void loadBudgets();
    void loadPayments();
    void showMoves();
    void createWallet();
    void importWallet();
    void walletArrived(const Result<WalletInfo>& wallet, Button* button);
    void changeTier(const QString& tier);
    void payTier(const TierPlan& plan);
    void tierChanged(const TierPlan& plan, const Result<TierChange>& outcome, qint64 sentMs, std::optional<qint64> creditBefore);
    void setAutoRenew(bool on);
    void tellRenewal(TierCardData& card) const;
    std::optional<qint64> creditKnown() const;
    void checkUnknown();
    void showProblem(const Problem& problem);
    void saveBudget(Environment environment, const Budget& budget);
    void environmentSwitched();

    Services& m_services;
    Workspace& m_workspace;
    KeyGate m_gate;
    StateStack* m_stack;
    EmptyState* m_empty;
    Button* m_create = nullptr;
    Button* m_import = nullptr;
    WalletView* m_view;
    ToastStack* m_toasts;
    Faucets* m_faucets;
    QTimer m_lists;   ///< several causes, one reading
    QString m_noticeAction;
    bool m_connectionNotice = false; ///< the strip tells of the connection
    QList<Payment> m_payments;
    QList<LedgerEntry> m_ledger;
    Budget m_real, m_testnet;
    int m_generation = 0; ///< answers of an earlier connection are late
};

} // namespace run402
