// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/functionlistmodel.h"
#include "models/item/logmodel.h"
#include "models/text/dotenv.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

class LogModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsRowsWhileTheyGrow()
    {
        LogModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QList<LogRow> rows = make(1, 5);
        model.setRows(rows);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
        rows += make(6, 7);
        model.setRows(rows);
        QCOMPARE(resets.count(), 0);
        QCOMPARE(inserts.count(), 1);
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(model.lastId(), 7);
        QVERIFY(!model.append(make(2, 2))); // older than what is there
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(model.rowAt(3), 2);
        QCOMPARE(model.rowAt(100), -1);
        model.setRows(make(3, 4));
        QCOMPARE(resets.count(), 1);
    }

    void aMillionLines()
    {
        LogModel model;
        QList<LogRow> rows = make(1, 1'000'000);
        QElapsedTimer clock;
        clock.start();
        model.setRows(rows);
        const qint64 filled = clock.restart();
        for (int i = 1; i <= 1000; ++i)
            QVERIFY(model.append(make(1'000'000 + i, 1'000'000 + i)));
        const qint64 grown = clock.elapsed();
        QCOMPARE(model.index(999'999, LogModel::Message).data().toString(), u"line 1000000"_s);
        QVERIFY2(filled < 1500 && grown < 500, qPrintable(u"%1 ms, %2 ms"_s.arg(filled).arg(grown)));
    }

    void levels_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("level");
        QTest::newRow("plain") << u"servings 4"_s << int(LogLevel::Info);
        QTest::newRow("word") << u"ERROR no row"_s << int(LogLevel::Error);
        QTest::newRow("bracket") << u"[warn] low"_s << int(LogLevel::Warning);
        QTest::newRow("time first") << u"2026-05-10T14:21:34.006Z ERROR x"_s << int(LogLevel::Error);
        QTest::newRow("exception") << u"TypeError: x is not a function\n at y"_s << int(LogLevel::Error);
        QTest::newRow("json level") << u"{\"a\":1,\"level\":\"warn\"}"_s << int(LogLevel::Warning);
        QTest::newRow("json error") << u"{\"error\":\"no\"}"_s << int(LogLevel::Error);
        QTest::newRow("json no error") << u"{\"error\":null}"_s << int(LogLevel::Info);
        QTest::newRow("word inside") << u"no errors at all"_s << int(LogLevel::Info);
    }
    void levels()
    {
        QFETCH(QString, text);
        QTEST(int(logLevelOf(text)), "level");
    }

    void functionListKeepsItsRows()
    {
        FunctionListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        FunctionItem a, b;
        a.name = u"a"_s;
        b.name = u"b"_s;
        b.state = FunctionItem::State::New;
        model.setItems({a, b});
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        a.dirty = true;
        model.setItems({a, b});
        QCOMPARE(resets.count(), 0);
        QVERIFY(model.index(0).data(FunctionListModel::DirtyRole).toBool());
        QCOMPARE(model.index(1).data(FunctionListModel::DetailRole).toString(), u"Not deployed yet"_s);
        model.setItems({b});
        QCOMPARE(resets.count(), 1);
        QCOMPARE(model.rowOf(u"a"_s), -1);
    }

    void dotenv()
    {
        const auto entries = parseDotenv("\xEF\xBB\xBF# comment\r\nA=1\r\nexport B = two words # note\nC='x # y'\nD=\"a\\nb\\\"c\\q\"\n"
                                         "E=\"first\nsecond\"\nF=\nG=https://x/#frag\nlower=1\nnothing\n1X=2\nA=3\nH=\"open\nI=1");
        QMap<QString, QByteArray> good;
        QMap<QString, DotenvEntry::Fault> bad;
        for (const DotenvEntry& e : entries) {
            if (e.fault == DotenvEntry::Fault::None)
                good.insert(e.name, e.value);
            else
                bad.insert(e.name, e.fault);
        }
        QCOMPARE(good, (QMap<QString, QByteArray>{{u"A"_s, "3"}, {u"B"_s, "two words"}, {u"C"_s, "x # y"}, {u"D"_s, "a\nb\"c\\q"},
                                                  {u"E"_s, "first\nsecond"}, {u"F"_s, ""}, {u"G"_s, "https://x/#frag"}}));
        QCOMPARE(bad, (QMap<QString, DotenvEntry::Fault>{{u"A"_s, DotenvEntry::Fault::Repeated}, {u"lower"_s, DotenvEntry::Fault::BadName},
                                                         {u"nothing"_s, DotenvEntry::Fault::NoEquals}, {u"1X"_s, DotenvEntry::Fault::BadName},
                                                         {u"H"_s, DotenvEntry::Fault::OpenQuote}}));
    }

    void hostileDotenv()
    {
        QByteArray many;
        for (int i = 0; i < 100'000; ++i)
            many += "K" + QByteArray::number(i) + "=v\n";
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(int(parseDotenv(many).size()), 1000);
        const auto large = parseDotenv("A=" + QByteArray(1 << 20, 'x') + "\nB=" + QByteArray(100, 'y'));
        QCOMPARE(large.first().fault, DotenvEntry::Fault::TooLong);
        QVERIFY(large.first().value.isEmpty());
        QCOMPARE(large.last().value.size(), 100);
        QVERIFY(parseDotenv(QByteArray(1 << 20, '"')).size() <= 1);
        QVERIFY(parseDotenv(QByteArray(200'000, '\0')).size() <= 1);
        QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    }

    void namesInCode()
    {
        const auto names = environmentNames(u"a = process.env.FIRST;\n\nb = process.env['SECOND'] ?? process.env.FIRST;\nprocess.environment"_s);
        QCOMPARE(names.size(), 2);
        QCOMPARE(names.at(0), (std::pair<QString, int>{u"FIRST"_s, 1}));
        QCOMPARE(names.at(1), (std::pair<QString, int>{u"SECOND"_s, 3}));
        QVERIFY(isSecretName(u"_A1"_s) && !isSecretName(u"a"_s) && !isSecretName(u"1A"_s) && !isSecretName(QString(64, u'A')) && !isSecretName({}));
    }

private:
    static QList<LogRow> make(int from, int to)
    {
        QList<LogRow> rows;
        rows.reserve(to - from + 1);
        for (int i = from; i <= to; ++i)
            rows.append({i, i, LogLevel::Info, false, u"f"_s, u"line %1"_s.arg(i), 1});
        return rows;
    }
};

QTEST_GUILESS_MAIN(LogModelTest)
#include "tst_logmodel.moc"
