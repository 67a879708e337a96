// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/pay/approver.h"
#include "services/pay/balancesource.h"
#include "services/pay/clock.h"
#include "services/pay/reconciler.h"

#include <QObject>

namespace run402::test {

class FixedClock : public Clock
{
public:
    QDateTime at = QDateTime::fromString(QStringLiteral("2026-03-21T12:00:00.000Z"), Qt::ISODateWithMs);
    QDateTime now() const override { return at; }
    QDateTime localNow() const override { return at; }
};

class CountingRandom : public Random
{
public:
    char next = 1;
    QByteArray bytes(int count) override { return QByteArray(count, next++); }
};

class FakeBalances : public QObject, public BalanceSource
{
public:
    QList<RailBalance> balances;
    bool hang = false;
    void set(Rail rail, std::optional<qint64> micros) { balances.append({rail, micros, {}, {}}); }
    Call<QList<RailBalance>>* balancesOf(const QString&) override
    {
        return hang ? new Call<QList<RailBalance>>(this) : Call<QList<RailBalance>>::ready(this, balances);
    }
};

/// A person who answers at once, or never while `answer` is empty.
class FakePerson : public QObject, public PaymentApprover
{
public:
    std::optional<PaymentAnswer> answer;
    QList<PaymentQuestion> questions;
    QPointer<Call<PaymentAnswer>> open;
    Call<PaymentAnswer>* ask(const PaymentQuestion& question) override
    {
        questions.append(question);
        open = answer ? Call<PaymentAnswer>::ready(this, *answer) : new Call<PaymentAnswer>(this);
        return open;
    }
};

class FakeEvidence : public QObject, public EvidenceSource
{
public:
    PaymentEvidence evidence;
    QStringList asked;
    Call<PaymentEvidence>* collect(const Payment& payment) override
    {
        asked.append(payment.id);
        return Call<PaymentEvidence>::ready(this, evidence);
    }
};

} // namespace run402::test
