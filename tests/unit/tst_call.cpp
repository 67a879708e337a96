// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/call.h"

#include <QSignalSpy>
#include <QTest>

using namespace run402;

class CallTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deliversQueuedToEveryObserverOnce();
    void firstOutcomeWins();
    void deadContextIsNotCalled();
    void deadOwnerCallsNobody();
    void cancelRunsTheHookAndResolves();
    void cancelHookMayResolveWithSomethingTruer();
    void cancelWithDyingContext();
    void mappedCallPassesValuesErrorsAndCancels();
    void deletesItselfAfterDelivery();
};

void CallTest::deliversQueuedToEveryObserverOnce()
{
    QObject owner;
    QList<int> seen;
    auto* call = Call<int>::ready(&owner, 7);
    call->onDone(&owner, [&](const Result<int>& r) { seen << *r; });
    call->onDone(&owner, [&](const Result<int>& r) { seen << *r + 1; });
    QVERIFY(seen.isEmpty());
    QTRY_COMPARE(seen, (QList<int>{7, 8}));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(seen.size(), 2);
}

void CallTest::firstOutcomeWins()
{
    QObject owner;
    int value = 0;
    auto* call = new Call<int>(&owner);
    call->onDone(&owner, [&](const Result<int>& r) { value = *r; });
    call->resolve(1);
    call->resolve(2);
    call->cancel();
    QTRY_COMPARE(value, 1);
}

void CallTest::deadContextIsNotCalled()
{
    QObject owner;
    bool called = false, other = false;
    auto* context = new QObject;
    auto* call = Call<int>::ready(&owner, 1);
    call->onDone(context, [&](const Result<int>&) { called = true; });
    call->onDone(&owner, [&](const Result<int>&) { other = true; });
    delete context;
    QTRY_VERIFY(other);
    QVERIFY(!called);
}

void CallTest::deadOwnerCallsNobody()
{
    QObject context;
    bool called = false;
    auto* owner = new QObject;
    Call<int>::ready(owner, 1)->onDone(&context, [&](const Result<int>&) { called = true; });
    delete owner;
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    QVERIFY(!called);
}

void CallTest::cancelRunsTheHookAndResolves()
{
    QObject owner;
    int hooks = 0;
    QString code;
    auto* call = new Call<int>(&owner);
    call->setCancelHook([&] { ++hooks; });
    call->onDone(&owner, [&](const Result<int>& r) { code = r.error().code; });
    call->cancel();
    call->cancel();
    QTRY_COMPARE(code, QStringLiteral("cancelled"));
    QCOMPARE(hooks, 1);
}

void CallTest::cancelHookMayResolveWithSomethingTruer()
{
    QObject owner;
    QString code;
    auto* call = new Call<int>(&owner);
    call->setCancelHook([call] {
        call->resolve(fail(Problem::Kind::Network, QStringLiteral("payment.unknown"), QStringLiteral("left already")));
    });
    call->onDone(&owner, [&](const Result<int>& r) { code = r.error().code; });
    call->cancel();
    QTRY_COMPARE(code, QStringLiteral("payment.unknown"));
}

void CallTest::cancelWithDyingContext()
{
    QObject owner;
    QString code;
    auto* view = new QObject;
    auto* call = new Call<int>(&owner);
    call->onDone(&owner, [&](const Result<int>& r) { code = r.error().code; }).cancelWith(view);
    delete view;
    QTRY_COMPARE(code, QStringLiteral("cancelled"));
}

void CallTest::mappedCallPassesValuesErrorsAndCancels()
{
    QObject owner;
    QString text, code;
    auto number = [](const int& n) -> Result<QString> {
        return n < 0 ? Result<QString>(fail(Problem::Kind::Local, QStringLiteral("negative"), {})) : QString::number(n);
    };
    mapCall(&owner, Call<int>::ready(&owner, 5), number)->onDone(&owner, [&](const Result<QString>& r) { text = *r; });
    QTRY_COMPARE(text, QStringLiteral("5"));
    mapCall(&owner, Call<int>::ready(&owner, -5), number)->onDone(&owner, [&](const Result<QString>& r) {
        code = r.error().code;
    });
    QTRY_COMPARE(code, QStringLiteral("negative"));

    auto* source = new Call<int>(&owner);
    bool aborted = false;
    source->setCancelHook([&] { aborted = true; });
    auto* mapped = mapCall(&owner, source, number);
    mapped->onDone(&owner, [&](const Result<QString>& r) { code = r.error().code; });
    mapped->cancel();
    QTRY_COMPARE(code, QStringLiteral("cancelled"));
    QVERIFY(aborted);
}

void CallTest::deletesItselfAfterDelivery()
{
    QObject owner;
    QPointer<CallBase> call = Call<int>::ready(&owner, 1);
    QSignalSpy destroyed(call.data(), &QObject::destroyed);
    QTRY_COMPARE(destroyed.size(), 1);
    QVERIFY(call.isNull());
}

QTEST_GUILESS_MAIN(CallTest)
#include "tst_call.moc"
