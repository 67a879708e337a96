// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/budgetstore.h"

#include "services/pay/clock.h"
#include "services/pay/paymentrow.h"
#include "services/store/localstore.h"
#include "services/store/sql.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

struct Today { QDateTime dayStart, monthStart; QString day; };

Today todayOf(const Clock& clock)
{
    const QDateTime local = clock.localNow();
    const QDate date = local.date();
    // The start of a day is a wall clock matter: some zones skip midnight once a year.
    const QDateTime day = date.startOfDay(local.timeSpec() == Qt::UTC ? Qt::UTC : Qt::LocalTime);
    const QDateTime month = QDate(date.year(), date.month(), 1)
                                .startOfDay(local.timeSpec() == Qt::UTC ? Qt::UTC : Qt::LocalTime);
    return {day.toUTC(), month.toUTC(), date.toString(Qt::ISODate)};
}

struct Row { Budget budget; QString silentDay; qint64 silentUpTo = 0; };

Result<Row> loadRow(QSqlDatabase& db, Environment environment)
{
    auto q = exec(db,
        u"SELECT per_payment,per_day,per_month,ask_above,silent_testnet,warn_low,any_host,hosts,silent_day,"
        "silent_up_to FROM budgets WHERE environment = ?"_s, {environmentId(environment)});
    if (!q.ok())
        return q.error();
    if (!q->next())
        return Row{Budget::defaults(environment), {}, 0};
    Row row;
    row.budget.perPaymentMicros = q->value(0).toLongLong();
    row.budget.perDayMicros = q->value(1).toLongLong();
    row.budget.perMonthMicros = q->value(2).toLongLong();
    row.budget.askAboveMicros = q->value(3).toLongLong();
    row.budget.silentTestnet = q->value(4).toBool();
    row.budget.warnLow = q->value(5).toBool();
    row.budget.anyHost = q->value(6).toBool();
    row.budget.hosts = q->value(7).toString().split(u' ', Qt::SkipEmptyParts);
    row.silentDay = q->value(8).toString();
    row.silentUpTo = q->value(9).toLongLong();
    return row;
}

Result<Done> saveRow(QSqlDatabase& db, Environment environment, const Row& row, qint64 now)
{
    const Budget& b = row.budget;
    auto done = exec(db,
        u"INSERT OR REPLACE INTO budgets(environment,per_payment,per_day,per_month,ask_above,silent_testnet,"
        "warn_low,any_host,hosts,silent_day,silent_up_to,updated_at) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"_s,
        {environmentId(environment), b.perPaymentMicros, b.perDayMicros, b.perMonthMicros, b.askAboveMicros,
         b.silentTestnet, b.warnLow, b.anyHost, b.hosts.join(u' '), row.silentDay, row.silentUpTo, now});
    if (!done.ok())
        return done.error();
    return Done{};
}

bool isHost(const QString& host)
{
    return !host.isEmpty() && !host.contains(u' ') && !host.contains(u'/') && host == host.toLower();
}

Result<BudgetView> loadView(QSqlDatabase& db, Environment environment, const Today& today)
{
    const auto own = loadRow(db, environment);
    if (!own.ok())
        return own.error();
    const auto mainnet = loadRow(db, Environment::Mainnet);
    if (!mainnet.ok())
        return mainnet.error();
    BudgetView view;
    view.budget = own->budget;
    view.realBudget = mainnet->budget;
    view.dayStart = today.dayStart;
    view.monthStart = today.monthStart;
    if (own->silentDay == today.day)
        view.silentUpToMicros = own->silentUpTo;
    for (const bool real : {false, true}) {
        PaymentJournal::Spent& spent = real ? view.real : view.play;
        const auto day = paymentrow::spentSince(db, environmentId(environment), real, toMs(today.dayStart));
        const auto month = paymentrow::spentSince(db, environmentId(environment), real, toMs(today.monthStart));
        if (!day.ok() || !month.ok())
            return day.ok() ? month.error() : day.error();
        spent = {*day, *month};
    }
    auto pins = exec(db, u"SELECT host,pay_to FROM recipients WHERE environment = ?"_s, {environmentId(environment)});
    if (!pins.ok())
        return pins.error();
    while (pins->next())
        view.recipients.insert(pins->value(0).toString(), pins->value(1).toString());
    return view;
}

} // namespace

Budget Budget::defaults(Environment environment)
{
    Budget b;
    b.hosts = {u"api.run402.com"_s};
    if (environment == Environment::Mainnet) {
        b.perPaymentMicros = 5'000'000;
        b.perMonthMicros = 20'000'000;
        b.askAboveMicros = 100'000;
    }
    // The sandbox is where paying is learnt: it shows every payment until told not to.
    b.silentTestnet = environment != Environment::Sandbox;
    return b;
}

BudgetStore::BudgetStore(LocalStore& store, const Clock& clock, QObject* parent)
    : QObject(parent), m_store(store), m_clock(clock)
{}

Call<Done>* BudgetStore::announced(Call<Done>* call)
{
    call->onDone(this, [this](const Result<Done>& r) {
        if (r.ok())
            Q_EMIT changed();
    });
    return call;
}

Call<Budget>* BudgetStore::get(Environment environment)
{
    return m_store.run<Budget>([environment](QSqlDatabase& db) -> Result<Budget> {
        const auto row = loadRow(db, environment);
        if (!row.ok())
            return row.error();
        return row->budget;
    });
}

Call<Done>* BudgetStore::set(Environment environment, const Budget& budget)
{
    bool good = budget.perPaymentMicros >= 0 && budget.perDayMicros >= 0 && budget.perMonthMicros >= 0
        && budget.askAboveMicros >= 0;
    for (const QString& host : budget.hosts)
        good = good && isHost(host);
    if (!good)
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"budget.invalid"_s,
                                            u"Amounts cannot be negative, hosts are plain names"_s));
    const qint64 now = toMs(m_clock.now());
    return announced(m_store.run<Done>([environment, budget, now](QSqlDatabase& db) -> Result<Done> {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            auto row = loadRow(db, environment);
            if (!row.ok())
                return row.error();
            row->budget = budget;
            return saveRow(db, environment, *row, now);
        });
    }));
}

Call<BudgetView>* BudgetStore::view(Environment environment)
{
    return m_store.run<BudgetView>([environment, today = todayOf(m_clock)](QSqlDatabase& db) {
        return loadView(db, environment, today);
    });
}

Call<Done>* BudgetStore::allowToday(Environment environment, qint64 micros)
{
    const qint64 now = toMs(m_clock.now());
    return announced(m_store.run<Done>([environment, micros, now, today = todayOf(m_clock)](QSqlDatabase& db) {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            auto row = loadRow(db, environment);
            if (!row.ok())
                return row.error();
            row->silentUpTo = row->silentDay == today.day ? qMax(row->silentUpTo, micros) : micros;
            row->silentDay = today.day;
            return saveRow(db, environment, *row, now);
        });
    }));
}

Call<Done>* BudgetStore::pinRecipient(Environment environment, const QString& host, const QString& payTo)
{
    const qint64 now = toMs(m_clock.now());
    return announced(m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db, u"INSERT OR IGNORE INTO recipients(environment,host,pay_to,pinned_at) VALUES(?,?,?,?)"_s,
                         {environmentId(environment), host, payTo, now});
        if (!done.ok())
            return done.error();
        return Done{};
    }));
}

Call<QList<PinnedRecipient>>* BudgetStore::pins(Environment environment)
{
    using Pins = QList<PinnedRecipient>;
    return m_store.run<Pins>([environment](QSqlDatabase& db) -> Result<Pins> {
        auto q = exec(db, u"SELECT host,pay_to,pinned_at FROM recipients WHERE environment = ? ORDER BY host"_s, {environmentId(environment)});
        if (!q.ok())
            return q.error();
        Pins pins;
        while (q->next())
            pins << PinnedRecipient{q->value(0).toString(), q->value(1).toString(), fromMs(q->value(2).toLongLong())};
        return pins;
    });
}

Call<Done>* BudgetStore::forgetRecipient(Environment environment, const QString& host)
{
    return announced(m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db, u"DELETE FROM recipients WHERE environment = ? AND host = ?"_s,
                         {environmentId(environment), host});
        if (!done.ok())
            return done.error();
        return Done{};
    }));
}

PaymentJournal::Limits BudgetStore::limitsFor(const BudgetView& view, bool realMoney)
{
    const Budget& budget = realMoney ? view.realBudget : view.budget;
    return {budget.perDayMicros, budget.perMonthMicros, view.dayStart, view.monthStart, false};
}

} // namespace run402
