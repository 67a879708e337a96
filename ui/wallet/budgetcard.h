// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/pay/budgetstore.h"
#include "ui/common/card.h"

class QAbstractButton;

namespace run402 {

class Chip;
class LineEdit;
class Switch;

/// What may be spent, editable in place: a change is reported at once, a wrong amount is marked and not reported.
/// Real money has one budget (Mainnet's), play money of Testnet another. Owner: parent. Thread: GUI.
class BudgetCard : public Card
{
    Q_OBJECT
public:
    explicit BudgetCard(QWidget* parent = nullptr);

    /// `spentMicros`: real money this month. `month`: "May".
    void setBudgets(const Budget& real, const Budget& testnet, qint64 spentMicros, const QDate& today);

Q_SIGNALS:
    void realChanged(const run402::Budget& budget);
    void testnetChanged(const run402::Budget& budget);
    void editRequested(); ///< the whole policy

private:
    LineEdit* addAmount(const QString& objectName, const QString& name, const QString& note, qint64 Budget::*field,
                        qint64 least);
    Switch* addSwitch(const QString& objectName, const QString& name, const QString& note);
    QWidget* makeRow(const QString& name, Label** note, QWidget* control);
    void showSpent();
    void amountEdited(LineEdit* edit, qint64 Budget::*field, qint64 least);

    Budget m_real, m_testnet;
    qint64 m_spent = 0;
    QString m_month;
    Label* m_spentAmount;
    Label* m_spentText;
    Label* m_left;
    Meter* m_bar;
    Chip* m_on;
    Label* m_resets = nullptr;
    LineEdit* m_perMonth;
    LineEdit* m_perPayment;
    LineEdit* m_askAbove;
    Switch* m_silent;
    Switch* m_warnLow;
    Switch* m_onlyHost;
    Label* m_hostNote = nullptr;
};

} // namespace run402
