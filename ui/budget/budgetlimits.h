// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/pay/budgetstore.h"

#include <QWidget>

class QGridLayout;

namespace run402 {

class Label;
class LineEdit;
class Meter;
class Switch;

/// The amounts of a policy with what was spent against each. Owner: parent. Thread: GUI.
class BudgetLimits : public QWidget
{
    Q_OBJECT
public:
    explicit BudgetLimits(QWidget* parent = nullptr);

    void setBudget(const Budget& budget, const PaymentJournal::Spent& spent, bool realMoney);
    /// Writes the amounts into `budget`; what cannot be read stays as it was.
    void apply(Budget& budget) const;
    bool isGood() const; ///< every amount can be read

Q_SIGNALS:
    void edited();

private:
    struct Row { LineEdit* edit = nullptr; Label* spent = nullptr; Meter* bar = nullptr; qint64 Budget::*field = nullptr; bool isLimit = true; };
    void addRow(const QString& objectName, const QString& name, const QString& note, qint64 Budget::*field, bool isLimit);
    void check(const Row& row);
    void showSpent();
    static Result<qint64> valueOf(const Row& row);

    QGridLayout* m_grid;
    QList<Row> m_rows;
    Switch* m_silent;
    PaymentJournal::Spent m_spent;
};

} // namespace run402
