// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/wallet/walletfacts.h"

#include <QHash>
#include <QWidget>

class QGridLayout;
class QHBoxLayout;

namespace run402 {

class AddressCard;
class Banner;
class BudgetCard;
class PaymentsCard;
class RailCard;
class TierCard;

/// The page of the wallet pane from plain values; WalletPane fills it. Owner: parent. Thread: GUI.
class WalletView : public QWidget
{
    Q_OBJECT
public:
    explicit WalletView(QWidget* parent = nullptr);

    void setRails(const QList<RailCardData>& rails);
    void setTiers(const QList<TierCardData>& tiers);
    /// The tier that is being paid for; empty: none.
    void setBusyTier(const QString& tier);
    /// A strip on top; empty text hides it. `action` is its button, empty for none.
    void setNotice(Tone tone, const QString& strong, const QString& text, const QString& action = {});

    AddressCard* address() const { return m_address; }
    RailCard* rail(Rail rail) const { return m_rails.value(int(rail)); }
    TierCard* tier(const QString& name) const;
    BudgetCard* budget() const { return m_budget; }
    PaymentsCard* payments() const { return m_payments; }

Q_SIGNALS:
    void faucetRequested(run402::Rail rail);
    void fundRequested();
    void tierRequested(const QString& tier);
    void autoRenewRequested(bool on);
    void noticeActionTriggered();

private:
    void resizeEvent(QResizeEvent* event) override;
    void placeRails();

    Banner* m_notice;
    AddressCard* m_address;
    QGridLayout* m_railGrid;
    QHash<int, RailCard*> m_rails;
    QHBoxLayout* m_tierRow;
    QList<TierCard*> m_tiers;
    QString m_busyTier;
    BudgetCard* m_budget;
    PaymentsCard* m_payments;
    int m_columns = 0;
};

} // namespace run402
