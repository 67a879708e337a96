// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/paymentrow.h"

#include "services/pay/paymentjournal.h"
#include "services/store/sql.h"

#include <array>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

struct StateName { Payment::State state; const char* name; };
constexpr std::array kStates{
    StateName{Payment::State::Drafted, "drafted"}, StateName{Payment::State::Signed, "signed"},
    StateName{Payment::State::Sent, "sent"},       StateName{Payment::State::Settled, "settled"},
    StateName{Payment::State::Refused, "refused"}, StateName{Payment::State::Unknown, "unknown"},
};
struct RailName { Rail rail; const char* name; };
constexpr std::array kRails{
    RailName{Rail::Credit, "credit"},
    RailName{Rail::BaseUsdc, "base"},
    RailName{Rail::BaseSepoliaUsdc, "base-sepolia"},
    RailName{Rail::TempoPathUsd, "tempo"},
};

} // namespace

QString PaymentJournal::stateName(Payment::State state)
{
    for (const auto& s : kStates) {
        if (s.state == state)
            return QString::fromLatin1(s.name);
    }
    return {};
}

QString PaymentJournal::railName(Rail rail)
{
    for (const auto& r : kRails) {
        if (r.rail == rail)
            return QString::fromLatin1(r.name);
    }
    return {};
}

bool PaymentJournal::isRealMoney(const QString& environment, Rail rail)
{
    return environment != "sandbox"_L1 && (rail == Rail::Credit || rail == Rail::BaseUsdc);
}

namespace paymentrow {

Payment::State stateOf(const QString& name)
{
    for (const auto& s : kStates) {
        if (name == QLatin1String(s.name))
            return s.state;
    }
    return Payment::State::Unknown; // the table's CHECK lets nothing else in
}

Rail railOf(const QString& name)
{
    for (const auto& r : kRails) {
        if (name == QLatin1String(r.name))
            return r.rail;
    }
    return Rail::BaseUsdc; // the one that counts as real money
}

QString columns()
{
    return u"id,state,environment,purpose,method,path,host,rail,network,asset,pay_to,payer,amount_micros,nonce,"
           "valid_before,transaction_hash,reason,created_at,updated_at"_s;
}

Payment fromRow(const QSqlQuery& row)
{
    Payment p;
    p.id = row.value(0).toString();
    p.state = stateOf(row.value(1).toString());
    p.environment = row.value(2).toString();
    p.purpose = row.value(3).toString();
    p.method = row.value(4).toString();
    p.path = row.value(5).toString();
    p.host = row.value(6).toString();
    p.rail = railOf(row.value(7).toString());
    p.network = row.value(8).toString();
    p.asset = row.value(9).toString();
    p.payTo = row.value(10).toString();
    p.payer = row.value(11).toString();
    p.amountMicros = row.value(12).toLongLong();
    p.nonce = row.value(13).toString();
    p.validBefore = fromMs(row.value(14).toLongLong());
    p.transaction = row.value(15).toString();
    p.reason = row.value(16).toString();
    p.createdAt = fromMs(row.value(17).toLongLong());
    p.updatedAt = fromMs(row.value(18).toLongLong());
    return p;
}

Result<Done> insert(QSqlDatabase& db, const Payment& p, const QString& owner)
{
    auto done = exec(db,
        u"INSERT INTO payments(%1,owner) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"_s.arg(columns()),
        {p.id, PaymentJournal::stateName(p.state), p.environment, p.purpose, p.method, p.path, p.host,
         PaymentJournal::railName(p.rail), p.network, p.asset, p.payTo, p.payer, p.amountMicros, p.nonce,
         toMs(p.validBefore), p.transaction, p.reason, toMs(p.createdAt), toMs(p.updatedAt), owner});
    if (!done.ok())
        return done.error();
    return Done{};
}

Result<Payment> load(QSqlDatabase& db, const QString& id)
{
    auto row = exec(db, u"SELECT %1 FROM payments WHERE id = ?"_s.arg(columns()), {id});
    if (!row.ok())
        return row.error();
    if (!row->next())
        return fail(Problem::Kind::Local, u"payment.none"_s, u"There is no such payment"_s);
    return fromRow(*row);
}

Result<qint64> spentSince(QSqlDatabase& db, const QString& environment, bool realMoney, qint64 sinceMs)
{
    static const QString kReal = u"(environment <> 'sandbox' AND rail IN ('credit','base'))"_s;
    const QString which = realMoney ? kReal : u"environment = ? AND NOT "_s + kReal;
    QVariantList values;
    if (!realMoney)
        values.append(environment);
    values.append(sinceMs);
    auto row = exec(db,
        u"SELECT coalesce(sum(amount_micros),0) FROM payments WHERE %1 AND state <> 'refused' AND created_at >= ?"_s
            .arg(which), values);
    if (!row.ok())
        return row.error();
    return row->next() ? row->value(0).toLongLong() : 0;
}

Result<QList<Payment>> unresolved(QSqlDatabase& db, const Payment& like)
{
    auto rows = exec(db,
        u"SELECT %1 FROM payments WHERE state NOT IN ('settled','refused') AND environment = ? AND purpose = ? "
        "AND method = ? AND path = ? AND host = ?"_s.arg(columns()),
        {like.environment, like.purpose, like.method, like.path, like.host});
    if (!rows.ok())
        return rows.error();
    QList<Payment> found;
    while (rows->next())
        found.append(fromRow(*rows));
    return found;
}

} // namespace paymentrow
} // namespace run402
