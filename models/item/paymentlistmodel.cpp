// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/paymentlistmodel.h"

#include "models/domain/amount.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

bool counts(const MoneyMove& m)
{
    return m.sort == MoneyMove::Sort::Movement && m.amountMicros < 0 && m.state != Payment::State::Refused;
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

QString signedText(qint64 micros)
{
    const QString plain = Amount::fromMicros(qAbs(micros)).toShownText(6);
    return (micros < 0 ? QChar(0x2212) : QChar(u'+')) + plain;
}

} // namespace

QList<DaySpend> spendPerDay(const QList<MoneyMove>& moves, QDate firstOfMonth)
{
    QList<DaySpend> days(firstOfMonth.isValid() ? firstOfMonth.daysInMonth() : 0);
    for (const MoneyMove& m : moves) {
        const QDate day = m.at.toLocalTime().date();
        if (!counts(m) || day.year() != firstOfMonth.year() || day.month() != firstOfMonth.month())
            continue;
        DaySpend& spend = days[day.day() - 1];
        (m.realMoney ? spend.realMicros : spend.playMicros) -= m.amountMicros;
    }
    return days;
}

PaymentListModel::PaymentListModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void PaymentListModel::setMoves(const QList<MoneyMove>& moves)
{
    beginResetModel();
    m_moves = moves;
    endResetModel();
}

int PaymentListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_moves.size());
}

int PaymentListModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString PaymentListModel::words(const MoneyMove& m)
{
    QString what;
    if (m.kind.startsWith("tier:"_L1))
        what = tr("%1 tier").arg(capitalised(m.kind.mid(5)));
    else if (m.kind == "image"_L1)
        what = tr("Generated image");
    else if (m.kind == "stripe_topup"_L1)
        what = tr("Card top-up");
    else if (m.kind == "tier_upgrade_refund"_L1)
        what = tr("Unused days returned");
    else if (m.kind == "purchase_debit"_L1)
        what = m.reference.startsWith("tier_"_L1) ? tr("%1 tier").arg(capitalised(m.reference.mid(5)))
            : m.reference == "image"_L1           ? tr("Generated image")
                                                  : tr("Purchase: %1").arg(m.reference);
    else if (m.kind == "opening"_L1)
        what = m.rail == Rail::Credit ? tr("Credit from before the oldest entry") : tr("Balance from before what was looked at");
    else if (m.kind == "unexplained"_L1)
        what = tr("Not explained");
    else if (m.kind == "faucet"_L1)
        what = tr("Free money");
    else if (m.kind == "chain_in"_L1)
        what = tr("Received");
    else if (m.kind == "chain_out"_L1)
        what = tr("Sent");
    else if (m.kind == "admin_credit"_L1)
        what = tr("Credit from Run402");
    else if (m.kind == "admin_debit"_L1)
        what = tr("Debit by Run402");
    else
        what = m.kind;
    if (m.state == Payment::State::Refused)
        return tr("Stopped: %1").arg(what);
    if (m.state == Payment::State::Unknown)
        return tr("Outcome unknown: %1").arg(what);
    return what;
}

QString PaymentListModel::railWords(const MoneyMove& m)
{
    switch (m.rail) {
    case Rail::Credit: return tr("Prepaid credit");
    case Rail::BaseUsdc: return tr("Base");
    case Rail::BaseSepoliaUsdc: return tr("Base Sepolia");
    case Rail::TempoPathUsd: return tr("Tempo");
    }
    return {};
}

QString PaymentListModel::text(const MoneyMove& m, int column) const
{
    switch (column) {
    case When: return QLocale(QLocale::English).toString(m.at.toLocalTime(), u"d MMM HH:mm"_s);
    case What: return words(m);
    case RailName: return railWords(m);
    case AmountText:
        if (m.state == Payment::State::Refused)
            return tr("stopped");
        return signedText(m.amountMicros);
    case Balance: return m.balanceAfter ? Amount::fromMicros(*m.balanceAfter).toShownText(6) : QString();
    case Reference:
        if (m.state == Payment::State::Refused)
            return m.reason;
        if (m.state == Payment::State::Unknown)
            return tr("Check again");
        if (m.reference.startsWith("0x"_L1) && m.reference.size() > 14)
            return m.reference.left(6) + u'…' + m.reference.right(4);
        return m.reference;
    default: return {};
    }
}

namespace {

QString toneOf(const MoneyMove& m)
{
    if (m.sort != MoneyMove::Sort::Movement)
        return m.sort == MoneyMove::Sort::Unexplained ? u"unknown"_s : u"pending"_s;
    switch (m.state) {
    case Payment::State::Refused: return u"stopped"_s;
    case Payment::State::Unknown: return u"unknown"_s;
    case Payment::State::Settled: return m.amountMicros > 0 ? u"in"_s : u"out"_s;
    default: return u"pending"_s;
    }
}

} // namespace

QString PaymentListModel::iconOf(const MoneyMove& m)
{
    if (m.sort == MoneyMove::Sort::Opening)
        return u"flag"_s;
    if (m.sort == MoneyMove::Sort::Unexplained)
        return u"triangle-alert"_s;
    if (m.state == Payment::State::Refused)
        return u"shield-x"_s;
    if (m.state == Payment::State::Unknown)
        return u"circle-help"_s;
    if (m.kind == "tier_upgrade_refund"_L1)
        return u"undo-2"_s;
    if (m.kind.startsWith("tier"_L1) || m.reference.startsWith("tier_"_L1))
        return u"layers"_s;
    if (m.kind == "image"_L1 || m.reference == "image"_L1)
        return u"image"_s;
    if (m.kind == "stripe_topup"_L1)
        return u"credit-card"_s;
    return m.amountMicros > 0 ? u"arrow-down-left"_s : u"arrow-up-right"_s;
}

QVariant PaymentListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MoneyMove& m = m_moves.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return text(m, index.column());
    case Qt::ToolTipRole:
        if (!m.reason.isEmpty())
            return tr("%1 (%2)").arg(words(m), m.reason);
        return index.column() == Reference ? m.reference : QString();
    case Qt::AccessibleTextRole:
        return index.column() == What ? tr("%1, %2").arg(words(m), railWords(m)) : text(m, index.column());
    case IdRole: return m.id;
    case ToneRole: return toneOf(m);
    case IconRole: return iconOf(m);
    case MoneyRole: return m.realMoney ? u"mainnet"_s : m.environment == "sandbox"_L1 ? u"sandbox"_s : u"testnet"_s;
    case UnknownRole: return m.state == Payment::State::Unknown;
    default: return {};
    }
}

QVariant PaymentListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int((section == AmountText || section == Balance ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When: return tr("When");
    case What: return tr("What");
    case RailName: return tr("Rail");
    case AmountText: return tr("Amount");
    case Balance: return tr("Balance");
    case Reference: return tr("Reference");
    default: return {};
    }
}

} // namespace run402
