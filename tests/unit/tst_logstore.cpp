// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/logfilter.h"
#include "services/store/functionsources.h"
#include "services/store/localstore.h"
#include "services/store/logstore.h"
#include "tests/support/await.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// What is kept of logs and of function sources on this computer.
class LogStoreTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<LocalStore>(m_dir->filePath(u"local.sqlite"_s));
        m_logs = std::make_unique<LogStore>(*m_store);
        m_start = QDateTime::currentMSecsSinceEpoch() - 3'600'000;
    }

    void windowsOverlap()
    {
        QCOMPARE(merge(lines(0, 10)), 10);
        QCOMPARE(merge(lines(0, 10)), 0);
        QCOMPARE(merge(lines(5, 15)), 5);
        QCOMPARE(merge(lines(14, 24)), 9);
        const QList<LogRow> rows = read();
        QCOMPARE(rows.size(), 24);
        for (int i = 0; i < 24; ++i)
            QCOMPARE(rows.at(i).text, u"line %1"_s.arg(i));
    }

    void equalLinesAreCounted()
    {
        // Three equal lines in one millisecond are three lines, however often the window comes.
        QList<Functions::LogLine> window{line(0, u"tick"_s), line(0, u"tick"_s)};
        QCOMPARE(merge(window), 2);
        QCOMPARE(merge(window), 0);
        window << line(0, u"tick"_s);
        QCOMPARE(merge(window), 1);
        QCOMPARE(merge(window), 0);
        QCOMPARE(read().size(), 3);
    }

    void lateLinesFindTheirPlace()
    {
        QCOMPARE(merge({line(1, u"a"_s), line(5, u"c"_s)}), 2);
        QCOMPARE(merge({line(1, u"a"_s), line(3, u"b"_s), line(5, u"c"_s)}), 1);
        const QList<LogRow> rows = read();
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows.at(1).text, u"b"_s);
    }

    void gapIsShownWhereLinesMayBeMissing()
    {
        QCOMPARE(merge(lines(0, 10), 10), 10);
        QCOMPARE(merge(lines(50, 60), 10), 10);
        const QList<LogRow> rows = read();
        QCOMPARE(rows.size(), 21);
        QVERIFY(rows.at(10).gap);
        QCOMPARE(rows.at(10).text, u"overflow"_s);
        QCOMPARE(rows.at(11).text, u"line 50"_s);
        QCOMPARE(merge(lines(50, 60), 10), 0);
        QCOMPARE(read().size(), 21); // and only once
        // A shorter window without anything known: the service's log began anew.
        QCOMPARE(merge(lines(100, 103), 10), 3);
        QCOMPARE(read().at(21).text, u"restarted"_s);
        // The first window of a function is no gap.
        QCOMPARE(await(m_logs->merge(u"p"_s, u"other"_s, lines(0, 10), 10)).valueOr(-1), 10);
        QCOMPARE(read(u"other"_s).size(), 10);
    }

    void cutIsMarkedOnceBehindTheLastLine()
    {
        QCOMPARE(merge(lines(0, 10), 10), 10);
        const auto cut = [&](int first, int last) { return codeOf(await(m_logs->noteCut(u"p"_s, u"f"_s, line(first, {}).at, line(last, {}).at))); };
        QCOMPARE(cut(0, 9), u"ok"_s);
        QCOMPARE(cut(0, 9), u"ok"_s);
        QCOMPARE(read().size(), 11);
        QVERIFY(read().last().gap);
        QCOMPARE(read().last().text, u"head"_s);
        // A longer window reaches further: the mark moves with it.
        QCOMPARE(merge(lines(0, 20), 20), 10);
        QCOMPARE(cut(0, 19), u"ok"_s);
        const QList<LogRow> rows = read();
        QCOMPARE(rows.size(), 21);
        QVERIFY(!rows.at(10).gap && rows.last().gap);
    }

    void oldLinesDoNotComeBack()
    {
        QList<Functions::LogLine> window{{QDateTime::currentDateTimeUtc().addDays(-8), u"old"_s}, line(0, u"new"_s)};
        QCOMPARE(merge(window), 1);
        QCOMPARE(merge(window), 0);
        QCOMPARE(read().size(), 1);
    }

    void textIsFoundAnywhere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("found");
        QTest::newRow("inside a word") << u"ervin"_s << 2;
        QTest::newRow("any case") << u"SERVINGS"_s << 2;
        QTest::newRow("two letters") << u"op"_s << 1;
        QTest::newRow("quotes") << u"\"servings\":6"_s << 1;
        QTest::newRow("percent is no wildcard") << u"%"_s << 1;
        QTest::newRow("operators are text") << u"a OR b*"_s << 1;
        QTest::newRow("nothing") << u"nowhere"_s << 0;
    }
    void textIsFoundAnywhere()
    {
        QFETCH(QString, text);
        QFETCH(int, found);
        QCOMPARE(merge({line(0, u"{\"servings\":6}"_s), line(1, u"Servings 12"_s), line(2, u"100% of a OR b*"_s), line(3, u"oops"_s)}), 4);
        LogQuery q{u"p"_s, {}, 0, 0, text, {}, 0, 100};
        QCOMPARE(int(await(m_logs->read(q))->rows.size()), found);
        QCOMPARE(codeOf(await(m_logs->clear(u"p"_s, {}))), u"ok"_s);
        QCOMPARE(int(await(m_logs->read(q))->rows.size()), 0); // the index went with the lines
    }

    void levelsAndHistogram()
    {
        QCOMPARE(merge({line(0, u"fine"_s), line(1000, u"WARN low"_s), line(2000, u"TypeError: x"_s), line(2001, u"{\"level\":\"error\"}"_s)}), 4);
        const auto buckets = await(m_logs->histogram({u"p"_s, {}, m_start, m_start + 3000, {}, {}, 0, 0}, 3));
        QCOMPARE(int(buckets->size()), 3);
        QCOMPARE(buckets->at(0).info, 1);
        QCOMPARE(buckets->at(1).warnings, 1);
        QCOMPARE(buckets->at(2).errors, 2);
        QCOMPARE(int(await(m_logs->read({u"p"_s, {}, 0, 0, {}, LogLevel::Error, 0, 100}))->rows.size()), 2);
        const auto cut = await(m_logs->read({u"p"_s, {}, 0, 0, {}, {}, 0, 2}));
        QVERIFY(cut->cut);
        QCOMPARE(cut->rows.last().text, u"{\"level\":\"error\"}"_s); // the newest stay
    }

    void expressionsAreBounded()
    {
        QList<LogRow> rows;
        for (int i = 0; i < 2000; ++i)
            rows.append({i + 1, i, LogLevel::Info, false, u"f"_s, QString(200, u'a') + u'!', 1});
        QElapsedTimer clock;
        clock.start();
        const LogFiltered hard = filterLog(rows, {u"^(a+)+$"_s, false, 1000});
        QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(hard.rows.isEmpty());
        QVERIFY(hard.tooHard > 0 || hard.outOfTime);
        // A pattern cannot lift the limit.
        QVERIFY(filterLog(rows.mid(0, 1), {u"(*LIMIT_MATCH=999999999)^(a+)+$"_s, false, 1000}).tooHard == 1);
        QVERIFY(!filterLog(rows, {u"("_s, false, 1000}).patternError.isEmpty());
        QCOMPARE(int(filterLog(rows, {u"A!$"_s, false, 5000}).rows.size()), 2000);
    }

    void equalErrorsAreGrouped()
    {
        const auto row = [](qint64 id, LogLevel level, const QString& text) { return LogRow{id, id, level, false, u"f"_s, text, 1}; };
        const QList<LogRow> rows{row(1, LogLevel::Error, u"Error: no such row 17"_s), row(2, LogLevel::Info, u"x"_s), row(3, LogLevel::Info, u"x"_s),
                                 row(4, LogLevel::Error, u"Error: no such row 42"_s), row(5, LogLevel::Error, u"Error: other"_s)};
        const QList<LogRow> grouped = filterLog(rows, {{}, true, 1000}).rows;
        QCOMPARE(grouped.size(), 4);
        QCOMPARE(grouped.at(2).id, 4);
        QCOMPARE(grouped.at(2).same, 2);
    }

    void sourcesKeepCodeAndDraft()
    {
        FunctionSources sources(*m_store);
        const QString code = u"export default 1 // ü\n"_s;
        QCOMPARE(codeOf(await(sources.saveDraft(u"p"_s, u"f"_s, code, {5, 128, {u"zod"_s}}))), u"ok"_s);
        auto all = await(sources.load(u"p"_s)).valueOr({});
        QVERIFY(!all[u"f"_s].code && all[u"f"_s].draft == code);
        QCOMPARE(codeOf(await(sources.noteDeployed(u"p"_s, u"f"_s, code, {5, 128, {u"zod"_s}}))), u"ok"_s);
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(1'774'094'400'123, Qt::UTC);
        QCOMPARE(codeOf(await(sources.noteServerTime(u"p"_s, u"f"_s, at))), u"ok"_s);
        all = await(sources.load(u"p"_s)).valueOr({});
        QVERIFY(all[u"f"_s].code == code && !all[u"f"_s].draft);
        QCOMPARE(all[u"f"_s].serverUpdatedAt, at);
        QCOMPARE(all[u"f"_s].dependencies, QStringList{u"zod"_s});
        QVERIFY(await(sources.load(u"q"_s)).valueOr({}).isEmpty());
        QCOMPARE(codeOf(await(sources.remove(u"p"_s, u"f"_s))), u"ok"_s);
        QVERIFY(await(sources.load(u"p"_s)).valueOr({}).isEmpty());
    }

private:
    Functions::LogLine line(int ms, const QString& text) const { return {QDateTime::fromMSecsSinceEpoch(m_start + ms, Qt::UTC), text}; }
    QList<Functions::LogLine> lines(int from, int to) const
    {
        QList<Functions::LogLine> list;
        for (int i = from; i < to; ++i)
            list << line(i, u"line %1"_s.arg(i));
        return list;
    }
    int merge(const QList<Functions::LogLine>& window, int tail = 200)
    {
        const auto added = await(m_logs->merge(u"p"_s, u"f"_s, window, tail));
        if (!added.ok())
            qInfo().noquote() << added.error().code << added.error().message;
        return added.valueOr(-1);
    }
    QList<LogRow> read(const QString& function = u"f"_s) { return await(m_logs->read({u"p"_s, function, 0, 0, {}, {}, 0, 100'000})).valueOr({}).rows; }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<LocalStore> m_store;
    std::unique_ptr<LogStore> m_logs;
    qint64 m_start = 0;
};

QTEST_GUILESS_MAIN(LogStoreTest)
#include "tst_logstore.moc"
