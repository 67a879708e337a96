// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger.h"

#include <QAbstractTableModel>

#include <memory>

namespace run402 {

/// The rows of a ledger that a filter lets through. Nothing is copied or computed for a row before it is asked for.
/// Owner: QObject parent. Thread: GUI.
class LedgerModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { When, What, Project, RailName, Out, In, Balance, Status, Transaction, Label, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1,
        ToneRole,        ///< "in", "out", "stopped", "unknown", "pending", "opening"
        MoneyRole,       ///< "mainnet", "testnet" or "sandbox": the dot's colour
        IconRole,        ///< a Lucide name
        TransactionRole, ///< the whole hash, empty = none
    };

    explicit LedgerModel(QObject* parent = nullptr);

    void setLedger(std::shared_ptr<const Ledger> ledger, QList<int> shown);
    const Ledger& ledger() const { return *m_ledger; }
    std::shared_ptr<const Ledger> shared() const { return m_ledger; }
    const QList<int>& shown() const { return m_shown; }
    const MoneyMove& at(int row) const { return m_ledger->rows.at(m_shown.at(row)); }
    int rowOf(const QString& id) const; ///< -1 = not shown

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    static QString statusWords(const MoneyMove& move); ///< "Settled", "Outcome unknown"
    static QString whereRead(const MoneyMove& move);   ///< "journal, chain"

private:
    static QString text(const MoneyMove& move, int column);

    std::shared_ptr<const Ledger> m_ledger = std::make_shared<Ledger>();
    QList<int> m_shown;
};

} // namespace run402
