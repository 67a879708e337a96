// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/paymentlistmodel.h"
#include "ui/common/card.h"

#include <QDate>

class QStackedWidget;
class QTableView;

namespace run402 {

class Banner;
class Button;
class EmptyState;
class MonthBars;

/// The payments of a month: bars per day, the list, filters and a CSV file. Payments without a known outcome stand
/// in a strip above the list with a button that has them checked. Owner: parent. Thread: GUI.
class PaymentsCard : public Card
{
    Q_OBJECT
public:
    explicit PaymentsCard(QWidget* parent = nullptr);

    /// `sandbox` colours play money as the sandbox's.
    void setMoves(const QList<MoneyMove>& moves, bool sandbox, const QDate& today);
    /// While the outcomes are being looked up.
    void setChecking(bool on);
    /// A reading that failed; empty clears. What is listed stays.
    void setTrouble(const QString& words);

    /// How many entries of the service's ledger are read, newest first.
    int limit() const { return m_limit; }
    void setLimit(int entries);
    /// That many came; as many as were asked for may mean that there are more.
    void setLedgerSize(int entries);

    const PaymentListModel& model() const { return *m_model; }

Q_SIGNALS:
    void checkRequested();
    void retryRequested();
    void ledgerRequested();
    void limitChanged(int entries);

private:
    void buildHead();
    void buildTable();
    void fillMonths();
    void refresh();
    void exportCsv();
    QList<MoneyMove> shown() const;

    QList<MoneyMove> m_moves;
    QDate m_today, m_month;
    std::optional<Rail> m_rail;
    bool m_sandbox = false;
    int m_limit = 200;
    PaymentListModel* m_model;
    QWidget* m_realLegend;
    Label* m_realText;
    QWidget* m_playLegend;
    Label* m_playText;
    Button* m_monthButton;
    Button* m_railButton;
    Button* m_limitButton;
    Button* m_csv;
    Button* m_all;
    Banner* m_unknown;
    Banner* m_trouble;
    MonthBars* m_bars;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
};

} // namespace run402
