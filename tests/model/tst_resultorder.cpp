// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/decimal.h"
#include "models/item/resultmodel.h"
#include "models/item/resultorder.h"
#include "models/item/resultstats.h"
#include "tests/model/exactwire.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QTest>
#include <QtConcurrent>

#include <limits>
#include <numeric>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {
QStringList texts(const ResultSet& set, const ResultOrder& order, int column)
{
    QStringList out;
    const qsizetype rows = order ? qsizetype(order->size()) : set.rowCount();
    for (qsizetype i = 0; i < rows; ++i) {
        const Cell cell = set.plainCell(order ? qsizetype((*order)[size_t(i)]) : i, column);
        out << (cell.kind == CellKind::Null ? u"NULL"_s : cell.text);
    }
    return out;
}
std::shared_ptr<const ResultSet> column(const char* type, const QList<QByteArray>& values)
{
    QList<QByteArray> records;
    for (const QByteArray& value : values)
        records << '(' + value + ')';
    return setOf(exactWire({{"v", type}}, records));
}
QString sorted(const std::shared_ptr<const ResultSet>& set, Qt::SortOrder order = Qt::AscendingOrder)
{
    const auto out = arrange(*set, {{}, 0, order});
    return out ? texts(*set, *out, 0).join(u'|') : u"stopped"_s;
}
}

class ResultOrderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decimalsCompare_data()
    {
        QTest::addColumn<QByteArray>("less");
        QTest::addColumn<QByteArray>("more");
        const auto row = [](const char* a, const char* b) { QTest::newRow(a) << QByteArray(a) << QByteArray(b); };
        row("9007199254740992", "9007199254740993");
        row("-2", "-1.5");
        row("0.1", "0.10000000000000000000000000001");
        row("-Infinity", "-1e300");
        row("99999999999999999999999999999999999999", "Infinity");
        row("Infinity", "NaN");
        row("1e-10", "0.001");
        row("-0.5", "0");
        row("0.000", "5e-324");
        row("$9.99", "$1,000.00");
        row("-$5.00", "$0.01");
    }
    void decimalsCompare()
    {
        QFETCH(QByteArray, less);
        QFETCH(QByteArray, more);
        QVERIFY(compareDecimals(less.toStdString(), more.toStdString()) < 0);
        QVERIFY(compareDecimals(more.toStdString(), less.toStdString()) > 0);
        QCOMPARE(compareDecimals(less.toStdString(), less.toStdString()), 0);
        QVERIFY(isDecimal(less.toStdString()) && !isDecimal(less.toStdString() + "x") && !isDecimal(""));
    }

    void decimalsEqualWhateverTheyLookLike()
    {
        QCOMPARE(compareDecimals("1.50", "1.5"), 0);
        QCOMPARE(compareDecimals("100", "1e+02"), 0);
        QCOMPARE(compareDecimals("-0", "0.00"), 0);
        QCOMPARE(compareDecimals("0012", "12"), 0);
    }

    void sumsAreExact()
    {
        DecimalSum sum;
        for (int i = 0; i < 10; ++i)
            sum.add("0.1");
        QCOMPARE(sum.text(), u"1.0"_s);
        sum.add("123456789012345678901234567890.000000000000000000000000000001");
        QCOMPARE(sum.text(), u"123456789012345678901234567891.000000000000000000000000000001"_s);
        sum.add("-123456789012345678901234567892");
        QCOMPARE(sum.text(), u"-0.999999999999999999999999999999"_s);
        DecimalSum big;
        for (int i = 0; i < 1000; ++i)
            big.add("9223372036854775807");
        QCOMPARE(big.text(), u"9223372036854775807000"_s);
        QCOMPARE(big.dividedBy(1000, 10), u"9223372036854775807"_s);
        DecimalSum third;
        third.add("-10");
        QCOMPARE(third.dividedBy(3, 4), u"-3.3333"_s);
        third.add("30");
        QCOMPARE(third.dividedBy(3, 4), u"6.6667"_s);
        DecimalSum nines;
        nines.add("1999999999.99996");
        QCOMPARE(nines.dividedBy(1, 4), u"2000000000"_s);
        DecimalSum none;
        QCOMPARE(none.text(), u"0"_s);
        none.add("1");
        none.add("-1.00");
        QCOMPARE(none.text(), u"0.00"_s);
        none.add("NaN");
        QCOMPARE(none.text(), u"NaN"_s);
        DecimalSum small;
        small.add("1e-12");
        small.add("2.5e3");
        QCOMPARE(small.text(), u"2500.000000000001"_s);
    }

    void timesAreInstants()
    {
        QCOMPARE(timeValue("2000-01-01 00:00:00+00"), 0);
        QCOMPARE(timeValue("2000-01-01T00:00:00.000Z"), 0);
        QCOMPARE(timeValue("2000-01-02"), 86'400'000'000);
        QCOMPARE(timeValue("2000-01-01 00:00:00.000001"), 1);
        QCOMPARE(timeValue("2000-01-01 02:30:00+02:30"), 0);
        QCOMPARE(timeValue("1999-12-31 16:00:00-08"), 0);
        QCOMPARE(timeValue("1970-01-01 00:00:00+00"), -946'684'800'000'000);
        QVERIFY(*timeValue("4713-01-01 BC") < *timeValue("0001-01-01 BC"));
        QCOMPARE(*timeValue("0001-01-01") - *timeValue("0001-12-31 BC"), 86'400'000'000);
        QCOMPARE(timeValue("04:05:06.7"), 14'706'700'000);
        QCOMPARE(timeValue("1 year 2 mons -3 days 04:05:06.000007"), (360 + 60 - 3) * 86'400'000'000 + 14'706'000'007);
        QCOMPARE(timeValue("-00:00:01"), -1'000'000);
        QCOMPARE(timeValue("infinity"), std::numeric_limits<qint64>::max());
        for (const char* bad : {"", "x", "2000-13-01", "2000-01-01 00:00", "5 apples", "2000-01-01 00:00:00+", "12", "1 year 2"})
            QVERIFY2(!timeValue(bad), bad);
    }

    void sortsEveryKind()
    {
        QCOMPARE(sorted(column("BIGINT", {"10", "9", "", "-1", "9223372036854775807", "9223372036854775806"})),
                 u"-1|9|10|9223372036854775806|9223372036854775807|NULL"_s);
        QCOMPARE(sorted(column("BIGINT", {"10", "9", "", "-1"}), Qt::DescendingOrder), u"10|9|-1|NULL"_s);
        QCOMPARE(sorted(column("NUMERIC", {"0.10", "NaN", "0.1000000000000000000002", "0.1000000000000000000001", "-Infinity", "1e400", "Infinity", "12345678901234567890123"})),
                 u"-Infinity|0.10|0.1000000000000000000001|0.1000000000000000000002|12345678901234567890123|1e400|Infinity|NaN"_s);
        QCOMPARE(sorted(column("UDT.d.pg_catalog.money", {"\"$1,000.00\"", "$9.99", "-$5.00"})), u"-$5.00|$9.99|$1,000.00"_s);
        QCOMPARE(sorted(column("TIMESTAMP_WTZ", {"\"2026-05-09 20:02:31.1+00\"", "\"2026-05-09 20:02:31.09+00\"", "infinity", "\"2026-05-09 22:02:31.05+02\""})),
                 u"2026-05-09 22:02:31.05+02|2026-05-09 20:02:31.09+00|2026-05-09 20:02:31.1+00|infinity"_s);
        QCOMPARE(sorted(column("UDT.d.pg_catalog.interval", {"\"1 mon\"", "\"29 days\"", "\"31 days\"", "23:59:59"})), u"23:59:59|29 days|1 mon|31 days"_s);
        QCOMPARE(sorted(column("UDT.d.pg_catalog.text", {"b", "\"\"", "", "B", "\xc3\xa9", "abcdefgh2", "abcdefgh10", "abcdefgh"})),
                 u"|B|abcdefgh|abcdefgh10|abcdefgh2|b|é|NULL"_s);
        QCOMPARE(sorted(column("BOOLEAN", {"t", "f", "", "t"})), u"false|true|true|NULL"_s);
    }

    void plainSetsSortToo()
    {
        const auto set = setOf("[{\"n\":\"10\",\"at\":\"2026-01-02T00:00:00.000Z\"},{\"n\":\"9\",\"at\":null},{\"n\":null,\"at\":\"2025-01-02T00:00:00.000Z\"}]");
        QCOMPARE(texts(*set, *arrange(*set, {{}, 0}), 0).join(u'|'), u"9|10|NULL"_s);
        QCOMPARE(texts(*set, *arrange(*set, {{}, 1}), 0).join(u'|'), u"NULL|10|9"_s);
    }

    void manyRowsSortAsOneByOne_data()
    {
        QTest::addColumn<bool>("text");
        QTest::addColumn<bool>("down");
        QTest::newRow("numbers") << false << false;
        QTest::newRow("numbers, down") << false << true;
        QTest::newRow("texts") << true << false;
        QTest::newRow("texts, down") << true << true;
    }
    /// Several pieces, merged: against a stable sort of all.
    void manyRowsSortAsOneByOne()
    {
        QFETCH(bool, text);
        QFETCH(bool, down);
        QRandomGenerator random(7);
        QList<QByteArray> records;
        std::vector<QPair<std::string, qint64>> values;
        for (int i = 0; i < 150'000; ++i) {
            const qint64 n = random.bounded(5000) - 2500;
            const QByteArray t = "say " + QByteArray::number(n) + (n % 7 == 0 ? " \\ x" : "");
            values.push_back({t.toStdString(), n});
            records << '(' + QByteArray::number(n) + ",\"" + QByteArray(t).replace('\\', "\\\\") + "\")";
        }
        const auto set = setOf(exactWire({{"n", "INTEGER"}, {"t", "UDT.d.pg_catalog.text"}}, records));
        QVERIFY(set);
        std::vector<quint32> expected(values.size());
        std::iota(expected.begin(), expected.end(), 0);
        std::stable_sort(expected.begin(), expected.end(), [&](quint32 a, quint32 b) {
            const auto &x = values[down ? b : a], &y = values[down ? a : b];
            return text ? x.first < y.first : x.second < y.second;
        });
        const auto order = arrange(*set, {{}, text ? 1 : 0, down ? Qt::DescendingOrder : Qt::AscendingOrder});
        QVERIFY(order && **order == expected);
    }

    void filters()
    {
        const auto set = setOf(exactWire({{"id", "BIGINT"}, {"name", "UDT.d.pg_catalog.text"}, {"at", "TIMESTAMP"}},
                                         {"(1,Pasta,\"2026-01-01 00:00:00\")", "(20,\"\",)", "(3,,\"2026-01-01 00:00:00.000001\")", "(4,\"pesto PASTA\",infinity)"}));
        using T = ResultFilter::Test;
        const auto ids = [&](const QList<ResultFilter>& f) { return texts(*set, *arrange(*set, {f, -1}), 0).join(u' '); };
        QCOMPARE(ids({{1, T::Contains, u"pasta"_s}}), u"1 4"_s);
        QCOMPARE(ids({{1, T::NotContains, u"pasta"_s}}), u"20"_s);
        QCOMPARE(ids({{1, T::IsNull, {}}}), u"3"_s);
        QCOMPARE(ids({{1, T::NotNull, {}}}), u"1 20 4"_s);
        QCOMPARE(ids({{1, T::Equals, {}}}), u"20"_s);
        QCOMPARE(ids({{0, T::Greater, u"3.0"_s}}), u"20 4"_s);
        QCOMPARE(ids({{0, T::AtMost, u"3.0"_s}}), u"1 3"_s);
        QCOMPARE(ids({{0, T::Equals, u"20.00"_s}}), u"20"_s);
        QCOMPARE(ids({{0, T::NotEquals, u"20.00"_s}, {1, T::NotNull, {}}}), u"1 4"_s);
        QCOMPARE(ids({{2, T::Greater, u"2026-01-01"_s}}), u"3 4"_s);
        QCOMPARE(ids({{2, T::AtLeast, u"2026-01-01 02:00:00+02"_s}}), u"1 3 4"_s);
        QCOMPARE(ids({{2, T::Less, u"2026-01-01 00:00:00.000001"_s}}), u"1"_s);
        // Filtered, then sorted.
        QCOMPARE(texts(*set, *arrange(*set, {{{0, T::Greater, u"1"_s}}, 0, Qt::DescendingOrder}), 0).join(u' '), u"20 4 3"_s);
        QVERIFY(!*arrange(*set, {}));
    }

    void finds()
    {
        const auto set = setOf(exactWire({{"a", "UDT.d.pg_catalog.text"}, {"b", "UDT.d.pg_catalog.text"}},
                                         {"(Risotto,\"a \"\"quoted\"\" word\")", "(\"risk it\",)", "(\"back\\\\slash\",RISOTTO)", "(\xc3\x89T\xc3\x89,x)"}));
        const auto at = [&](const QString& text, const ResultOrder& order = {}) {
            QStringList out;
            const auto found = findInResult(*set, order, text).value_or(FoundCells());
            for (const FoundCell& cell : found.cells)
                out << u"%1.%2"_s.arg(cell.row).arg(cell.column);
            return out.join(u' ');
        };
        QCOMPARE(at(u"risotto"_s), u"0.0 2.1"_s);
        QCOMPARE(at(u"RIS"_s), u"0.0 1.0 2.1"_s);
        QCOMPARE(at(u"\"QUOTED\" w"_s), u"0.1"_s);
        QCOMPARE(at(u"k\\s"_s), u"2.0"_s);
        QCOMPARE(at(u"été"_s), u"3.0"_s);
        QCOMPARE(at(u"nowhere"_s), QString());
        QCOMPARE(at(QString()), QString());
        const auto back = std::make_shared<const std::vector<quint32>>(std::vector<quint32>{2, 0});
        QCOMPARE(at(u"risotto"_s, back), u"0.1 1.0"_s);
        const auto flags = setOf(exactWire({{"a", "BOOLEAN"}}, {"(t)", "(f)"}));
        QCOMPARE(findInResult(*flags, {}, u"tru"_s)->count, 1);
    }

    void statistics()
    {
        const auto set = setOf(exactWire({{"n", "NUMERIC"}, {"t", "UDT.d.pg_catalog.text"}}, {"(0.1,b)", "(0.20,)", "(,a)", "(9007199254740993,c)"}));
        const auto all = statsOf(*set, {0}, {{0, 3}}, {});
        QCOMPARE(all->rows, 4);
        QCOMPARE(all->values, 3);
        QCOMPARE(all->sum, u"9007199254740993.30"_s);
        QCOMPARE(all->average, u"3002399751580331.1"_s);
        QCOMPARE(all->least, u"0.1"_s);
        QCOMPARE(all->greatest, u"9007199254740993"_s);
        const auto text = statsOf(*set, {1}, {{0, 0}, {2, 3}}, {});
        QVERIFY(!text->numeric && text->sum.isEmpty());
        QCOMPARE(text->least + text->greatest, u"ac"_s);
        const auto order = std::make_shared<const std::vector<quint32>>(std::vector<quint32>{3, 1});
        QCOMPARE(statsOf(*set, {0}, {{1, 1}}, order)->sum, u"0.20"_s);
    }

    void stopsWhenAsked()
    {
        QList<QByteArray> records(200'000, "(1,x)");
        const auto set = setOf(exactWire({{"n", "INTEGER"}, {"t", "UDT.d.pg_catalog.text"}}, records));
        const Going stop = [](qsizetype) { return false; };
        QVERIFY(!arrange(*set, {{}, 0}, stop));
        QVERIFY(!arrange(*set, {{{1, ResultFilter::Test::Contains, u"x"_s}}, -1}, stop));
        QVERIFY(!findInResult(*set, {}, u"x"_s, stop));
        QVERIFY(!statsOf(*set, {0}, {{0, 199'999}}, {}, stop));
        std::atomic<qsizetype> most{0};
        QVERIFY(arrange(*set, {{}, 0}, [&](qsizetype n) { most = std::max<qsizetype>(most, n); return true; }));
        QCOMPARE(most.load(), 200'000);
    }

    void worksInsideABusyPool()
    {
        QList<QByteArray> records(100'000, "(1)");
        const auto set = setOf(exactWire({{"n", "INTEGER"}}, records));
        QList<int> jobs(16, 0);
        const auto sizes = QtConcurrent::blockingMapped(jobs, [&](int) { return int((*arrange(*set, {{}, 0}))->size()); });
        QCOMPARE(sizes, QList<int>(16, 100'000));
    }

    void theModelShowsTheOrder()
    {
        ResultModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto set = column("BIGINT", {"5", "7", "6"});
        model.setResult(set, model.nextGeneration());
        model.setOrder(*arrange(*set, {{{0, ResultFilter::Test::Greater, u"5"_s}}, 0, Qt::DescendingOrder}));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, 0).data().toString(), u"7"_s);
        QCOMPARE(model.sourceRow(1), 2);
        QCOMPARE(model.index(1, 0).data(RawJsonRole).toByteArray(), QByteArray("6"));
        QCOMPARE(model.headerData(0, Qt::Horizontal, ColumnTypeRole).toString(), u"int8"_s);
        model.setOrder({});
        QCOMPARE(model.rowCount(), 3);
    }
};

QTEST_GUILESS_MAIN(ResultOrderTest)
#include "tst_resultorder.moc"
