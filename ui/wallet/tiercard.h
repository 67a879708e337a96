// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/card.h"
#include "ui/wallet/walletfacts.h"

class QGridLayout;

namespace run402 {

class Button;
class Chip;
class Switch;

/// A tier with its price from the server, what it holds, and the button that gets it.
/// Owner: parent. Thread: GUI.
class TierCard : public Card
{
    Q_OBJECT
public:
    explicit TierCard(const QString& tier, QWidget* parent = nullptr);

    void setData(const TierCardData& data);
    /// This card's payment runs, or another one's does.
    void setBusy(bool mine, bool other);
    QString tier() const { return m_tier; }

Q_SIGNALS:
    void actionTriggered(const QString& tier);
    void autoRenewRequested(bool on);

private:
    void showFeatures(const QStringList& features);

    QString m_tier;
    bool m_blocked = false;
    QStringList m_features;
    Label* m_title;
    Chip* m_current;
    Label* m_price;
    Label* m_span;
    QGridLayout* m_grid;
    QWidget* m_lease;
    Label* m_left;
    Label* m_of;
    Meter* m_bar;
    QWidget* m_renewal;
    Switch* m_renews;
    Label* m_renewNote;
    Label* m_preview;
    Button* m_action;
    Chip* m_money;
};

} // namespace run402
