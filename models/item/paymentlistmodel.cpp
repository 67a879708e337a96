// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/paymentlistmodel.h"

#include "models/domain/amount.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kSameMoveSeconds = 300;

bool isReal(const QString& environment, Rail rail)
{
    if (environment == "sandbox"_L1)
        return false;
    return rail == Rail::Credit || rail == Rail::BaseUsdc;
}

MoneyMove moveOf(const Payment& p)
{
    MoneyMove m;
    m.id = p.id;
    m.isPayment = true;
    m.state = p.state;
    m.at = p.createdAt;
    m.environment = p.environment;
    m.kind = p.purpose;
    m.reference = p.transaction;
    m.reason = p.reason;
    m.rail = p.rail;
    m.realMoney = isReal(p.environment, p.rail);
    m.amountMicros = -p.amountMicros;
    return m;
}

MoneyMove moveOf(const LedgerEntry& e, const QString& environment)
{
    MoneyMove m;
    m.id = u"ledger/"_s + e.id;
    m.at = e.createdAt;
    m.environment = environment;
    m.kind = e.kind;
    m.reference = e.referenceId;
    m.rail = Rail::Credit;
    m.realMoney = isReal(environment, Rail::Credit);
    m.amountMicros = e.credit ? e.amountMicros : -e.amountMicros;
    m.balanceAfter = e.balanceAfterMicros;
    return m;
}

bool isSame(const MoneyMove& payment, const LedgerEntry& entry)
{
    return payment.rail == Rail::Credit && payment.state == Payment::State::Settled && !payment.balanceAfter
        && !entry.credit && payment.amountMicros == -entry.amountMicros
        && qAbs(payment.at.secsTo(entry.createdAt)) <= kSameMoveSeconds;
}

bool counts(const MoneyMove& m)
{
    return m.amountMicros < 0 && m.state != Payment::State::Refused;
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

QString signedText(qint64 micros)
{
    const QString plain = Amount::fromMicros(qAbs(micros)).toText(6);
    return (micros < 0 ? QChar(0x2212) : QChar(u'+')) + plain;
}

QByteArray csvField(QString text)
{
    if (!text.isEmpty() && u"=+-@\t\r"_s.contains(text.at(0)) && !text.at(text.size() - 1).isDigit())
        text.prepend(u'\'');
    text.replace(u'"', u"\"\""_s);
    return '"' + text.toUtf8() + '"';
}

QString stateName(const MoneyMove& m)
{
    switch (m.state) {
    case Payment::State::Drafted: return u"drafted"_s;
    case Payment::State::Signed: return u"signed"_s;
    case Payment::State::Sent: return u"sent"_s;
    case Payment::State::Settled: return u"settled"_s;
    case Payment::State::Refused: return u"refused"_s;
    case Payment::State::Unknown: return u"unknown"_s;
    }
    return {};
}

} // namespace

QList<MoneyMove> mergeMoneyMoves(const QList<Payment>& payments, const QList<LedgerEntry>& ledger,
                                 const QString& environment)
{
    QList<MoneyMove> moves;
    for (const Payment& payment : payments)
        moves << moveOf(payment);
    const qsizetype ofPayments = moves.size();
    for (const LedgerEntry& entry : ledger) {
        if (entry.amountMicros == 0)
            continue;
        MoneyMove* best = nullptr;
        for (qsizetype i = 0; i < ofPayments; ++i) {
            MoneyMove& m = moves[i];
            if (isSame(m, entry)
                && (!best || qAbs(m.at.secsTo(entry.createdAt)) < qAbs(best->at.secsTo(entry.createdAt))))
                best = &m;
        }
        if (best) {
            best->balanceAfter = entry.balanceAfterMicros;
            best->reference = entry.referenceId;
        } else {
            moves << moveOf(entry, environment);
        }
    }
    std::stable_sort(moves.begin(), moves.end(), [](const MoneyMove& a, const MoneyMove& b) { return a.at > b.at; });
    return moves;
}

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

QByteArray moneyMovesCsv(const QList<MoneyMove>& moves)
{
    QByteArray csv = "time_utc,what,rail,environment,state,amount_usd,balance_after_usd,reference,reason\r\n";
    for (const MoneyMove& m : moves) {
        const QString amount = Amount::fromMicros(m.amountMicros).toText(6);
        const QString balance = m.balanceAfter ? Amount::fromMicros(*m.balanceAfter).toText(6) : QString();
        QByteArrayList fields;
        for (const QString& field : {m.at.toUTC().toString(Qt::ISODateWithMs), PaymentListModel::words(m),
                                     PaymentListModel::railWords(m), m.environment, stateName(m), amount, balance,
                                     m.reference, m.reason})
            fields << csvField(field);
        csv += fields.join(',') + "\r\n";
    }
    return csv;
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
    case Balance: return m.balanceAfter ? Amount::fromMicros(*m.balanceAfter).toText(6) : QString();
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
    switch (m.state) {
    case Payment::State::Refused: return u"stopped"_s;
    case Payment::State::Unknown: return u"unknown"_s;
    case Payment::State::Settled: return m.amountMicros > 0 ? u"in"_s : u"out"_s;
    default: return u"pending"_s;
    }
}

QString iconOf(const MoneyMove& m)
{
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

} // namespace

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
        return tr("%1, %2, %3").arg(words(m), railWords(m), text(m, AmountText));
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
