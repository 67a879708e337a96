// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/pay/budgetstore.h"

#include <QWidget>

class QVBoxLayout;

namespace run402 {

class Label;
class LineEdit;
class Switch;

/// Which servers may be paid, and the address each of them is known to be paid at. Owner: parent. Thread: GUI.
class BudgetRecipients : public QWidget
{
    Q_OBJECT
public:
    explicit BudgetRecipients(QWidget* parent = nullptr);

    void setBudget(const Budget& budget);
    void setPins(const QList<PinnedRecipient>& pins);
    void apply(Budget& budget) const;

Q_SIGNALS:
    void edited();
    /// The person agreed to forget the address of this server.
    void forgetRequested(const QString& host);

private:
    void add();
    void rebuild();
    void addHostRow(const QString& host);
    void addPinRow(const PinnedRecipient& pin, bool listed);
    void askForget(const PinnedRecipient& pin);

    Switch* m_any;
    QVBoxLayout* m_rows;
    LineEdit* m_host;
    Label* m_problem;
    QStringList m_hosts;
    QList<PinnedRecipient> m_pins;
};

} // namespace run402
