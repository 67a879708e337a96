// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/card.h"
#include "ui/wallet/walletfacts.h"

namespace run402 {

class Button;
class Chip;
class ElidedLabel;
class IconLabel;

/// One way to pay: what it is, how much is there, real or play money, free test money. 128 high.
/// Owner: parent. Thread: GUI.
class RailCard : public Card
{
    Q_OBJECT
public:
    explicit RailCard(Rail rail, QWidget* parent = nullptr);

    void setData(const RailCardData& data);
    /// While a drip is asked for or waits for its confirmation: what is going on. Empty: nothing.
    void setFaucetState(const QString& busy, const QString& wait);
    Button* faucetButton() const { return m_faucet; }

Q_SIGNALS:
    void faucetRequested();
    void fundRequested(); ///< prepaid credit: more of it, by card

private:
    IconLabel* m_icon;
    ElidedLabel* m_name;
    ElidedLabel* m_note;
    Label* m_amount;
    Label* m_unit;
    Chip* m_chip;
    Button* m_faucet;
    Button* m_fund;
    RailCardData m_data;
    QString m_wait;
};

} // namespace run402
