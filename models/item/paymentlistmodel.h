// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/moneymove.h"

#include <QAbstractTableModel>
#include <QList>

namespace run402 {

/// What was spent per day of a month, in local days: index 0 is the first. Refused payments do not count; unknown
/// and running ones do, as they do against the budget.
struct DaySpend { qint64 realMicros = 0, playMicros = 0; };
QList<DaySpend> spendPerDay(const QList<MoneyMove>& moves, QDate firstOfMonth);

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
    static QString iconOf(const MoneyMove& move); ///< a Lucide name

private:
    QString text(const MoneyMove& move, int column) const;

    QList<MoneyMove> m_moves;
};

} // namespace run402
