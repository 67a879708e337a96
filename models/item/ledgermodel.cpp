// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/ledgermodel.h"

#include "models/domain/amount.h"
#include "models/item/paymentlistmodel.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using State = Payment::State;

QString amountText(qint64 micros) { return Amount::fromMicros(micros).toShownText(6); }

QString toneOf(const MoneyMove& m)
{
    if (m.sort == MoneyMove::Sort::Opening)
        return u"opening"_s;
    if (m.sort == MoneyMove::Sort::Unexplained || m.state == State::Unknown)
        return u"unknown"_s;
    if (m.state == State::Refused)
        return u"stopped"_s;
    if (m.state != State::Settled)
        return u"pending"_s;
    return m.amountMicros > 0 ? u"in"_s : u"out"_s;
}

} // namespace

LedgerModel::LedgerModel(QObject* parent) : QAbstractTableModel(parent) {}

void LedgerModel::setLedger(std::shared_ptr<const Ledger> ledger, QList<int> shown)
{
    beginResetModel();
    m_ledger = std::move(ledger);
    m_shown = std::move(shown);
    endResetModel();
}

int LedgerModel::rowOf(const QString& id) const
{
    for (int i = 0; i < m_shown.size(); ++i) {
        if (at(i).id == id)
            return i;
    }
    return -1;
}

int LedgerModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_shown.size()); }
int LedgerModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString LedgerModel::statusWords(const MoneyMove& m)
{
    if (m.sort == MoneyMove::Sort::Opening)
        return tr("Before");
    if (m.sort == MoneyMove::Sort::Unexplained)
        return tr("Not explained");
    switch (m.state) {
    case State::Drafted: return tr("Waiting");
    case State::Signed: return tr("Signed");
    case State::Sent: return tr("Sent");
    case State::Unknown: return m.moved() ? tr("Seen, not confirmed") : tr("Outcome unknown");
    case State::Refused: return tr("Stopped");
    case State::Settled: break;
    }
    if (m.isPayment && !m.moved())
        return m.rail == Rail::Credit ? tr("Settled, not booked yet") : tr("Settled, not seen on chain");
    return tr("Settled");
}

QString LedgerModel::whereRead(const MoneyMove& m)
{
    QStringList places;
    if (m.sources & MoneyMove::Journal)
        places << tr("this computer");
    if (m.sources & MoneyMove::Billing)
        places << tr("billing history");
    if (m.sources & MoneyMove::Chain)
        places << tr("chain");
    return places.join(u", "_s);
}

QString LedgerModel::text(const MoneyMove& m, int column)
{
    switch (column) {
    case When: return QLocale(QLocale::English).toString(m.at.toLocalTime(), u"d MMM yyyy HH:mm"_s);
    case What: return PaymentListModel::words(m);
    case Project: return m.project;
    case RailName: return PaymentListModel::railWords(m);
    case Out: return m.amountMicros < 0 ? amountText(-m.amountMicros) : QString();
    case In: return m.amountMicros > 0 ? amountText(m.amountMicros) : QString();
    case Balance: return m.balanceAfter ? amountText(*m.balanceAfter) : QString();
    case Status: return statusWords(m);
    case Transaction:
        return m.transaction.size() > 14 ? m.transaction.left(6) + u'…' + m.transaction.right(4) : m.transaction;
    case Label: return m.label;
    default: return {};
    }
}

QVariant LedgerModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MoneyMove& m = at(index.row());
    switch (role) {
    case Qt::DisplayRole: return text(m, index.column());
    case Qt::TextAlignmentRole: return int((index.column() == In || index.column() == Out || index.column() == Balance ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (index.column() == Transaction)
            return m.transaction;
        if (index.column() == Status)
            return m.reason.isEmpty() ? tr("Read from: %1").arg(whereRead(m)) : tr("Read from: %1 (%2)").arg(whereRead(m), m.reason);
        return index.column() == Label ? m.note : QString();
    case Qt::AccessibleTextRole:
        return index.column() == What ? tr("%1, %2, %3").arg(text(m, What), text(m, RailName), statusWords(m)) : text(m, index.column());
    case IdRole: return m.id;
    case ToneRole: return toneOf(m);
    case IconRole: return PaymentListModel::iconOf(m);
    case MoneyRole: return m.realMoney ? u"mainnet"_s : m.environment == "sandbox"_L1 ? u"sandbox"_s : u"testnet"_s;
    case TransactionRole: return m.transaction;
    default: return {};
    }
}

QVariant LedgerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == In || section == Out || section == Balance ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Project)
        return tr("The project that was open when it was paid; the service charges the wallet, not a project.");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When: return tr("When");
    case What: return tr("What");
    case Project: return tr("Project");
    case RailName: return tr("Rail");
    case Out: return tr("Out");
    case In: return tr("In");
    case Balance: return tr("Balance");
    case Status: return tr("Status");
    case Transaction: return tr("Transaction");
    case Label: return tr("Label");
    default: return {};
    }
}

} // namespace run402
