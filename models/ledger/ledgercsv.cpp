// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/ledgercsv.h"

#include "models/domain/amount.h"
#include "models/item/ledgermodel.h"
#include "models/item/paymentlistmodel.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qsizetype kPiece = 64 * 1024;

/// Quoted, whatever is in it.
QByteArray quoted(QString text)
{
    text.replace(u'"', u"\"\""_s);
    return '"' + text.toUtf8() + '"';
}

/// A text of others: what a spreadsheet would calculate stays a text.
QByteArray textField(QString text)
{
    static const QString starts = u"=+-@\t\r\n＝＋－＠"_s;
    if (!text.isEmpty() && (starts.contains(text.at(0)) || (text.at(0).isSpace() && starts.contains(text.trimmed().left(1)) && !text.trimmed().isEmpty())))
        text.prepend(u'\'');
    return quoted(std::move(text));
}

QByteArray amountField(std::optional<qint64> micros)
{
    return quoted(micros ? Amount::fromMicros(*micros).toText(6) : QString());
}

QByteArray line(const MoneyMove& m)
{
    const auto paid = m.amountMicros < 0 ? std::optional(-m.amountMicros) : std::nullopt;
    const auto received = m.amountMicros > 0 ? std::optional(m.amountMicros) : std::nullopt;
    const QByteArrayList fields{quoted(m.at.toUTC().toString(Qt::ISODateWithMs)), textField(PaymentListModel::words(m)), textField(m.project),
                                textField(PaymentListModel::railWords(m)), quoted(m.environment), amountField(paid), amountField(received),
                                amountField(m.balanceAfter), textField(LedgerModel::statusWords(m)), textField(m.reason), textField(m.reference),
                                textField(m.transaction), textField(m.counterparty), textField(LedgerModel::whereRead(m)), textField(m.label),
                                textField(m.note)};
    return fields.join(',') + "\r\n";
}

} // namespace

bool writeLedgerCsv(const QList<MoneyMove>& rows, const QList<int>& shown, const std::function<bool(const QByteArray&)>& sink)
{
    QByteArray piece = "time_utc,what,project,rail,environment,out_usd,in_usd,balance_after_usd,status,reason,reference,transaction,counterparty,"
                       "read_from,label,note\r\n";
    for (const int row : shown) {
        piece += line(rows.at(row));
        if (piece.size() >= kPiece) {
            if (!sink(piece))
                return false;
            piece.clear();
        }
    }
    return sink(piece);
}

} // namespace run402
