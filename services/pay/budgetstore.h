// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/net/call.h"
#include "services/pay/paymentjournal.h"

#include <QHash>
#include <QStringList>

namespace run402 {

/// What may be spent without, and with, being asked (design/ui.md, screen 10). Micro-USD.
struct Budget
{
    qint64 perPaymentMicros = 0;  ///< 0 = no cap; a payment may equal it
    qint64 perDayMicros = 0;      ///< 0 = no cap
    qint64 perMonthMicros = 0;    ///< 0 = no cap
    qint64 askAboveMicros = 0;    ///< a payment above it asks; 0 = every payment asks
    bool silentTestnet = true;    ///< play money is paid without a question
    bool warnLow = true;          ///< tell when credit is below the price of one renewal
    bool anyHost = false;         ///< false: only `hosts` are paid
    QStringList hosts;            ///< lower case

    /// Mainnet: 20 a month, 5 a payment, ask above 0.10, api.run402.com only. Testnet and sandbox: play
    /// money, no caps; the sandbox asks each time, so that paying can be learnt there.
    static Budget defaults(Environment environment);
};

/// All that a decision needs, read at one moment.
struct BudgetView
{
    Budget budget;        ///< of the environment
    Budget realBudget;    ///< of Mainnet: prepaid credit is real money in Testnet too
    PaymentJournal::Spent play, real;
    qint64 silentUpToMicros = 0;       ///< "without asking today", 0 = not given
    QHash<QString, QString> recipients; ///< host → address seen there first
    QDateTime dayStart, monthStart;     ///< local days and months
};

/// The address a server was first paid at; another one is refused until this is forgotten.
struct PinnedRecipient { QString host, payTo; QDateTime since; };

/// Budgets per environment, the recipients known per host, and what was spent.
///
/// The caps are enforced where the draft is written (PaymentJournal::draft), in the same transaction as the
/// sum, so two windows or two programs cannot pass one budget together; BudgetView is for deciding and showing.
/// Owner: Services; borrows store and clock. Thread: GUI. Errors: store.*, budget.invalid.
class BudgetStore : public QObject
{
    Q_OBJECT
public:
    BudgetStore(LocalStore& store, const Clock& clock, QObject* parent = nullptr);

    Call<Budget>* get(Environment environment);
    Call<Done>* set(Environment environment, const Budget& budget);
    Call<BudgetView>* view(Environment environment);

    /// Payments up to `micros` are not asked for any more until midnight.
    Call<Done>* allowToday(Environment environment, qint64 micros);

    /// Remembers the first recipient of a host; a different one later is refused (x402.pay_to_changed).
    Call<Done>* pinRecipient(Environment environment, const QString& host, const QString& payTo);
    Call<QList<PinnedRecipient>>* pins(Environment environment); ///< by host
    Call<Done>* forgetRecipient(Environment environment, const QString& host);

    /// For PaymentJournal::draft.
    static PaymentJournal::Limits limitsFor(const BudgetView& view, bool realMoney);

Q_SIGNALS:
    void changed();

private:
    Call<Done>* announced(Call<Done>* call);

    LocalStore& m_store;
    const Clock& m_clock;
};

} // namespace run402
