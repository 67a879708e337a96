// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"

#include <QAbstractTableModel>
#include <QList>

namespace run402 {

/// Money that moved, or was stopped: a payment of this computer, an entry of the billing history, or both when
/// they are the same. Micro-USD; times in UTC.
struct MoneyMove
{
    QString id;                   ///< the payment's, or "ledger/" and the entry's
    bool isPayment = false;       ///< in the journal of this computer
    Payment::State state = Payment::State::Settled;
    QDateTime at;
    QString environment;          ///< environmentId(); of a ledger entry: the one it was read in
    QString kind;                 ///< a payment's purpose, a ledger entry's kind
    QString reference;            ///< sku, transaction, "old_to_new"
    QString reason;               ///< why it was refused, how it was resolved
    Rail rail = Rail::Credit;
    bool realMoney = false;
    qint64 amountMicros = 0;      ///< below 0: paid; above: received
    std::optional<qint64> balanceAfter; ///< of that rail, when told
};

/// Newest first. A debit of the ledger and a payment that settled from prepaid credit for the same amount within
/// five minutes are one move, each used once. Ledger entries of amount 0 (marks of a tier change) are left out.
QList<MoneyMove> mergeMoneyMoves(const QList<Payment>& payments, const QList<LedgerEntry>& ledger,
                                 const QString& environment);

/// What was spent per day of a month, in local days: index 0 is the first. Refused payments do not count; unknown
/// and running ones do, as they do against the budget.
struct DaySpend { qint64 realMicros = 0, playMicros = 0; };
QList<DaySpend> spendPerDay(const QList<MoneyMove>& moves, QDate firstOfMonth);

/// RFC 4180, one header line, amounts with 6 decimals. A text that a spreadsheet would take for a formula
/// gets an apostrophe.
QByteArray moneyMovesCsv(const QList<MoneyMove>& moves);

/// The payments of the wallet pane. Owner: QObject parent. Thread: GUI.
class PaymentListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { When, What, RailName, AmountText, Balance, Reference, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1,
        ToneRole,  ///< of the amount: "in", "out", "stopped", "unknown", "pending"
        MoneyRole, ///< "mainnet", "testnet" or "sandbox": the dot's colour
        IconRole,  ///< a Lucide name
        UnknownRole, ///< bool: the outcome can be checked
    };

    explicit PaymentListModel(QObject* parent = nullptr);

    void setMoves(const QList<MoneyMove>& moves);
    const QList<MoneyMove>& moves() const { return m_moves; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    static QString words(const MoneyMove& move); ///< "Hobby tier", "Stopped: …"
    static QString railWords(const MoneyMove& move);

private:
    QString text(const MoneyMove& move, int column) const;

    QList<MoneyMove> m_moves;
};

} // namespace run402
