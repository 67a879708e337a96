// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/requestlogmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace run402;

class RequestLogModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTheNewestAndDropsTheOldest();
    void backgroundNeverPushesOutTheRest();
    void showsHowARequestWent();
};

static RequestRecord record(const QString& id)
{
    RequestRecord r;
    r.traceId = id;
    r.startedAt = QDateTime::currentDateTimeUtc();
    r.method = "GET";
    r.url = QUrl(QStringLiteral("http://127.0.0.1:4022/tiers/v1?x=1"));
    return r;
}

void RequestLogModelTest::keepsTheNewestAndDropsTheOldest()
{
    RequestLogModel model(nullptr, 3);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    for (int i = 0; i < 5; ++i)
        model.add(record(QString::number(i)));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.record(0).traceId, QStringLiteral("4"));
    QCOMPARE(model.record(2).traceId, QStringLiteral("2"));
}

void RequestLogModelTest::backgroundNeverPushesOutTheRest()
{
    RequestLogModel model(nullptr, 200);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    for (int i = 0; i < 50; ++i)
        model.add(record(QStringLiteral("asked %1").arg(i)));
    for (int i = 0; i < 500; ++i) {
        RequestRecord poll = record(QStringLiteral("poll %1").arg(i));
        poll.background = true;
        model.add(poll);
    }
    QCOMPARE(model.backgroundCount(), RequestLogModel::mostBackground);
    QCOMPARE(model.rowCount(), 50 + RequestLogModel::mostBackground);
    QCOMPARE(model.record(0).traceId, QStringLiteral("poll 499"));
    QCOMPARE(model.record(model.rowCount() - 1).traceId, QStringLiteral("asked 0"));
    for (int i = 0; i < 300; ++i)
        model.add(record(QStringLiteral("more %1").arg(i)));
    QCOMPARE(model.rowCount(), 200);
    QCOMPARE(model.backgroundCount(), 0);
    model.clear();
    QCOMPARE(model.backgroundCount(), 0);
}

void RequestLogModelTest::showsHowARequestWent()
{
    RequestLogModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    RequestRecord r = record(QStringLiteral("a"));
    model.add(r);
    const auto cell = [&](RequestLogModel::Column c) { return model.index(0, c).data().toString(); };
    QCOMPARE(cell(RequestLogModel::Status), QStringLiteral("…"));
    QCOMPARE(model.index(0, 0).data(RequestLogModel::ToneRole).toString(), QStringLiteral("running"));
    r.status = 201;
    r.elapsedMs = 42;
    r.costMicros = 100'000;
    model.update(r);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(cell(RequestLogModel::Status), QStringLiteral("201"));
    QCOMPARE(cell(RequestLogModel::Cost), QStringLiteral("0.100000 USD"));
    QCOMPARE(cell(RequestLogModel::Path), QStringLiteral("/tiers/v1?x=1"));
    r.status = 0;
    r.problemCode = QStringLiteral("net.refused");
    model.update(r);
    QCOMPARE(cell(RequestLogModel::Status), QStringLiteral("net.refused"));
    QCOMPARE(model.index(0, 0).data(RequestLogModel::ToneRole).toString(), QStringLiteral("danger"));
    r.status = 402;
    r.problemCode.clear();
    model.update(r);
    QCOMPARE(model.index(0, 0).data(RequestLogModel::ToneRole).toString(), QStringLiteral("warning"));
    r.paidQuote = true;
    model.update(r);
    QCOMPARE(cell(RequestLogModel::Status), QStringLiteral("402 price"));
    QCOMPARE(model.index(0, 0).data(RequestLogModel::ToneRole).toString(), QStringLiteral("quote"));
}

QTEST_GUILESS_MAIN(RequestLogModelTest)
#include "tst_requestlogmodel.moc"
