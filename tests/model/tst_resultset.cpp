// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultmodel.h"
#include "models/item/resulttext.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>
#include <QtConcurrent>

using namespace run402;

namespace {
/// JSON written with ' for ".
QByteArray j(QByteArray text)
{
    return text.replace('\'', '"');
}
std::shared_ptr<const ResultSet> parsed(const QByteArray& json)
{
    const auto r = ResultSet::parse(json);
    return r.ok() ? r.value() : nullptr;
}
const QByteArray sample = j("["
 " {'id':1,'big':'9007199254740993','name':'a,\\'b\\'|c','at':'2026-05-09T20:02:31.000Z','doc':{'k':[1,2.50]},'raw':{'type':'Buffer','data':[0,255,16]},'ok':true,'none':null},"
 " {'id':2,'big':'-5','name':'','at':null,'doc':null,'raw':null,'ok':false,'none':null}]");
}

class ResultSetTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsEveryKind()
    {
        const auto set = parsed(sample);
        QVERIFY(set);
        QCOMPARE(set->rowCount(), 2);
        QCOMPARE(set->columns().join(u' '), QStringLiteral("id big name at doc raw ok none"));
        const QList<Cell> row = set->row(0);
        QCOMPARE(row[0].text, QStringLiteral("1"));
        QCOMPARE(int(row[3].kind), int(CellKind::Date));
        QCOMPARE(row[3].text, QStringLiteral("2026-05-09 20:02:31+00"));
        QCOMPARE(int(row[4].kind), int(CellKind::Json));
        QCOMPARE(int(row[5].kind), int(CellKind::Bytes));
        QCOMPARE(int(row[7].kind), int(CellKind::Null));
        QVERIFY(set->looksNumeric(1));
        QVERIFY(!set->looksNumeric(2));
        QVERIFY(!set->looksNumeric(7));
        QCOMPARE(set->cellJson(0, 4), QByteArray("{\"k\":[1,2.50]}"));
        QCOMPARE(set->plainRow(0)[3].text, QStringLiteral("2026-05-09T20:02:31.000Z"));
        QVERIFY(set->row(2).isEmpty());
        QVERIFY(set->row(-1).isEmpty());
        QVERIFY(set->cellJson(0, 99).isEmpty());
    }

    void refusesWhatIsNoListOfRows_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("null") << QByteArray("null");
        QTest::newRow("object") << QByteArray("{}");
        QTest::newRow("numbers") << QByteArray("[1,2]");
        QTest::newRow("cut in a row") << QByteArray(j("[{'a':1},{'a':"));
        QTest::newRow("cut in a string") << QByteArray(j("[{'a':'b"));
        QTest::newRow("cut behind a row") << QByteArray(j("[{'a':1}"));
        QTest::newRow("no comma") << QByteArray(j("[{'a':1}{'a':2}]"));
        QTest::newRow("trailing") << QByteArray(j("[{'a':1}] x"));
        QTest::newRow("html") << QByteArray("<html><body>502</body></html>");
        QTest::newRow("deep") << QByteArray(200'000, '[');
        QTest::newRow("deep object") << QByteArray("[") + QByteArray("{\"a\":").repeated(100'000);
        QTest::newRow("bad utf-8") << QByteArray("[{\"a\":\"\xff\xfe\"}]");
    }
    void refusesWhatIsNoListOfRows()
    {
        QFETCH(QByteArray, json);
        const auto r = ResultSet::parse(json);
        QVERIFY(!r.ok());
        QVERIFY2(r.error().code.startsWith(u"result."), qPrintable(r.error().code));
    }

    void everyPrefixIsRefused()
    {
        const QByteArray whole = sample.trimmed();
        for (qsizetype i = 0; i < whole.size(); ++i)
            QVERIFY2(!ResultSet::parse(whole.left(i)).ok(), qPrintable(QString::number(i)));
    }

    void readsHugeResults()
    {
        QByteArray json = "[";
        for (int i = 0; i < 200'000; ++i)
            json += (i ? ",{\"id\":" : "{\"id\":") + QByteArray::number(i) + j(",'title':'Row of a table that is long'}");
        json += ']';
        const auto set = parsed(json);
        QVERIFY(set);
        QCOMPARE(set->rowCount(), 200'000);
        QCOMPARE(set->row(199'999)[0].text, QStringLiteral("199999"));
    }

    void placesBetweenRowsAreNotMistaken()
    {
        // What looks like the start of a row is inside of lists and texts as well, at every distance from where reading pauses.
        QByteArray json = "[";
        QList<QByteArray> rows;
        for (int i = 0; i < 20'000; ++i) {
            const QByteArray n = QByteArray::number(i);
            rows << j("{'id':" + n + ",'items':[{'id':1},{'id':2}],'text':'},{\\'id\\':7','pad':'") + QByteArray(i % 97, 'x') + j("'}");
        }
        const auto set = parsed('[' + rows.join(',') + ']');
        QVERIFY(set);
        QCOMPARE(set->rowCount(), rows.size());
        for (int i = 0; i < rows.size(); i += 37)
            QCOMPARE(set->rowJson(i), rows[i]);
        // Apart from each other, and with one that is broken far behind.
        const auto apart = parsed("[ " + rows.join(" ,\n ") + " ]\n");
        QVERIFY(apart);
        QCOMPARE(apart->rowCount(), rows.size());
        QCOMPARE(apart->rowJson(19'999), rows.last());
        rows[19'990].chop(1);
        const auto broken = ResultSet::parse('[' + rows.join(',') + ']');
        QVERIFY(!broken.ok());
        QCOMPARE(broken.error().code, QStringLiteral("result.malformed"));
        rows[19'990] = "5";
        QCOMPARE(ResultSet::parse('[' + rows.join(',') + ']').error().code, QStringLiteral("result.not_rows"));
    }

    void oneHugeCellIsShownShort()
    {
        const auto set = parsed(j("[{'a':'") + QByteArray(5'000'000, 'x') + j("'}]"));
        QVERIFY(set);
        QVERIFY(set->row(0)[0].text.size() < 5000);
        QCOMPARE(set->plainRow(0)[0].text.size(), 5'000'000);
    }

    void zeroColumnsAndNoRows()
    {
        QCOMPARE(parsed("[{},{}]")->rowCount(), 2);
        QCOMPARE(parsed("[{},{}]")->columns().size(), 0);
        QCOMPARE(parsed("[]")->rowCount(), 0);
    }

    void rowsWithOtherKeysFindTheirColumns()
    {
        const auto set = parsed(j("[{'a':1,'b':2},{'b':3},{'c':4,'a':5,'a':6}]"));
        QCOMPARE(set->columns().join(u' '), QStringLiteral("a b c"));
        QCOMPARE(int(set->row(1)[0].kind), int(CellKind::Null));
        QCOMPARE(set->row(1)[1].text, QStringLiteral("3"));
        QCOMPARE(set->row(2)[0].text, QStringLiteral("6"));
    }

    void isReadFromSeveralThreads()
    {
        const auto set = parsed(sample);
        QList<int> jobs(200, 0);
        const auto right = QtConcurrent::blockingMapped(jobs, [&](int) {
            return set->row(0)[1].text == u"9007199254740993" && set->plainRow(1)[1].text == u"-5";
        });
        QVERIFY(!right.contains(false));
    }

    void modelKeepsItsContract()
    {
        ResultModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setResult(parsed(sample), model.nextGeneration());
        QCOMPARE(resets.size(), 1);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, 1).data(CellKindRole).toInt(), int(CellKind::Number));
        QCOMPARE(model.index(1, 2).data(CellKindRole).toInt(), int(CellKind::Text));
        QVERIFY(!model.index(0, 7).data().isValid());
        QCOMPARE(model.index(0, 7).data(Qt::AccessibleTextRole).toString(), QStringLiteral("empty, NULL"));
        // A known text type overrules the look of the sample.
        model.setColumnTypes({{QStringLiteral("big"), QStringLiteral("text")}}, {QStringLiteral("id")});
        QCOMPARE(model.index(0, 1).data(CellKindRole).toInt(), int(CellKind::Text));
        QVERIFY(model.headerData(0, Qt::Horizontal, ColumnKeyRole).toBool());
        QCOMPARE(model.headerData(1, Qt::Horizontal, ColumnTypeRole).toString(), QStringLiteral("text"));
        model.setResult(nullptr, model.nextGeneration());
        QCOMPARE(model.rowCount(), 0);
    }

    void lateResultIsDropped()
    {
        ResultModel model;
        const int early = model.nextGeneration();
        const int late = model.nextGeneration();
        model.setResult(parsed("[{\"a\":2}]"), late);
        model.setResult(parsed("[{\"a\":1}]"), early);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("2"));
    }

    void writesTsvAndCsv()
    {
        const auto set = parsed(j("[{'a':'x\\ty','b':null,'c':'1,5'},{'a':'line\\nbreak','b':'','c':'say \\'hi\\''}]"));
        QCOMPARE(resultText(*set, ResultFormat::Tsv, {}),
                 QByteArray("a\tb\tc\n\"x\ty\"\t\t1,5\n\"line\nbreak\"\t\t\"say \"\"hi\"\"\"\n"));
        QCOMPARE(resultText(*set, ResultFormat::Csv, {}),
                 QByteArray("a,b,c\r\nx\ty,,\"1,5\"\r\n\"line\nbreak\",\"\",\"say \"\"hi\"\"\"\r\n"));
        ResultTextOptions part;
        part.rows = {{1, 1}};
        part.columns = {2, 0};
        part.header = false;
        QCOMPARE(resultText(*set, ResultFormat::Tsv, part), QByteArray("\"say \"\"hi\"\"\"\t\"line\nbreak\"\n"));
    }

    void writesJsonThatReadsBackTheSame()
    {
        const auto set = parsed(sample);
        const QByteArray json = resultText(*set, ResultFormat::Json, {});
        QCOMPARE(QJsonDocument::fromJson(json), QJsonDocument::fromJson(sample));
        QCOMPARE(QJsonDocument::fromJson(resultText(*parsed("[]"), ResultFormat::Json, {})).array().size(), 0);
    }

    void writesMarkdown()
    {
        const auto set = parsed(j("[{'a|b':'x|y\\nz','n':null}]"));
        QCOMPARE(resultText(*set, ResultFormat::Markdown, {}),
                 QByteArray("| a\\|b | n |\n| --- | --- |\n| x\\|y<br>z | *NULL* |\n"));
    }

    void writesSql()
    {
        ResultTextOptions options;
        options.table = QStringLiteral("My Items");
        options.types = {{QStringLiteral("tags"), QStringLiteral("ARRAY")}, {QStringLiteral("span"), QStringLiteral("interval")},
                         {QStringLiteral("doc"), QStringLiteral("jsonb")}};
        const auto set = parsed(j("[{'id':1,'Name':'it\\u0027s','n':null,'ok':true,'tags':['a','b\\'c',null],'span':{'hours':1,'minutes':30},'doc':5,'raw':{'type':'Buffer','data':[0,255]}}]"));
        QCOMPARE(resultText(*set, ResultFormat::SqlInsert, options),
                 QByteArray("insert into \"My Items\" (id, \"Name\", n, ok, tags, span, doc, raw) values\n"
                            "  (1, 'it''s', NULL, true, '{\"a\",\"b\\\"c\",NULL}', '1 hours 30 minutes', '5', '\\x00ff');\n"));
        const auto names = parsed(j("[{'a':'x\\u0027y'},{'a':null},{'a':'z'}]"));
        QCOMPARE(resultText(*names, ResultFormat::SqlIn, {}), QByteArray("in ('x''y', 'z')"));
        const auto nothing = parsed(j("[{'a':null}]"));
        QCOMPARE(resultText(*nothing, ResultFormat::SqlIn, {}), QByteArray("in (null)"));
    }

    void writesPiecesOfRows()
    {
        const auto set = parsed(j("[{'a':1,'b':'x','c':true},{'a':2,'b':'y','c':false},{'a':3,'b':'z','c':null}]"));
        ResultTextOptions some;
        some.columns = {0, 2};
        some.rows = {{0, 0, {}}, {1, 1, {2}}, {2, 2, {0}}};
        QCOMPARE(resultText(*set, ResultFormat::Csv, some), QByteArray("a,c\r\n1,true\r\n,false\r\n3,\r\n"));
        QCOMPARE(resultText(*set, ResultFormat::Tsv, some), QByteArray("a\tc\n1\ttrue\n\tfalse\n3\t\n"));
        QCOMPARE(resultText(*set, ResultFormat::Markdown, some), QByteArray("| a | c |\n| --- | --- |\n| 1 | true |\n|  | false |\n| 3 |  |\n"));
        QCOMPARE(resultText(*set, ResultFormat::Json, some), QByteArray("[\n  {\"a\": 1, \"c\": true},\n  {\"c\": false},\n  {\"a\": 3}\n]\n"));
        QCOMPARE(resultText(*set, ResultFormat::SqlInsert, some),
                 QByteArray("insert into table_name (a, c) values\n  (1, true);\ninsert into table_name (c) values\n  (false);\n"
                            "insert into table_name (a) values\n  (3);\n"));
        some.columns = {2};
        QCOMPARE(resultText(*set, ResultFormat::SqlIn, some), QByteArray("in (true, false)"));
    }

    void manyRowsAreWrittenInOrder()
    {
        QByteArray json = "[", csv = "n,t\r\n", in = "in (";
        for (int i = 0; i < 40'000; ++i) {
            const QByteArray n = QByteArray::number(i);
            json += (i ? ",{\"n\":" : "{\"n\":") + n + ",\"t\":\"a, " + n + "\"}";
            csv += n + ",\"a, " + n + "\"\r\n";
            in += (i ? ", " : "") + n;
        }
        const auto set = parsed(json + ']');
        QCOMPARE(resultText(*set, ResultFormat::Csv, {}), csv);
        ResultTextOptions first;
        first.columns = {0};
        QCOMPARE(resultText(*set, ResultFormat::SqlIn, first), in + ')');
        const QByteArray sql = resultText(*set, ResultFormat::SqlInsert, {});
        QCOMPARE(sql.count("insert into"), 80);
        QCOMPARE(sql.count("\n  ("), 40'000);
        QCOMPARE(QJsonDocument::fromJson(resultText(*set, ResultFormat::Json, {})), QJsonDocument::fromJson(json + ']'));
        first.order = std::make_shared<const std::vector<quint32>>(std::vector<quint32>{39'999, 0, 7});
        first.header = false;
        QCOMPARE(resultText(*set, ResultFormat::Csv, first), QByteArray("39999\r\n0\r\n7\r\n"));
        qsizetype told = 0;
        ResultTextOptions all;
        all.progress = [&told](qsizetype rows) { return (told = rows) >= 0; };
        resultText(*set, ResultFormat::Csv, all);
        QCOMPARE(told, 40'000);
    }

    void deepValuesAreReadAndWritten()
    {
        constexpr int deep = 100'000;
        const QByteArray nest = QByteArray(deep, '[') + QByteArray(deep, ']');
        const auto set = parsed("[{\"a\":" + nest + ",\"b\":7}]");
        QVERIFY(set);
        QCOMPARE(set->cellJson(0, 0), nest);
        QCOMPARE(set->plainRow(0)[1].text, QStringLiteral("7"));
        QVERIFY(set->row(0)[0].text.size() < 5000);
        for (const auto format : {ResultFormat::Csv, ResultFormat::Json, ResultFormat::SqlInsert, ResultFormat::Markdown})
            QVERIFY2(resultText(*set, format, {}).contains(nest), qPrintable(QString::number(int(format))));
        ResultTextOptions list;
        list.types = {{QStringLiteral("a"), QStringLiteral("ARRAY")}};
        QVERIFY(resultText(*set, ResultFormat::SqlInsert, list).contains(nest)); // deeper than anything reads it, and still whole
        QVERIFY(!parsed("[{\"a\":" + QByteArray(deep, '[') + "}]"));
    }

    void lettersThatAreNone()
    {
        // A lone half of a pair and a NUL come through; bytes that are no UTF-8 are refused with the row.
        const auto set = parsed(j("[{'a':'x\\ud800y\\u0000z','b':'\\ud83d\\ude00'}]"));
        QVERIFY(set);
        QCOMPARE(set->row(0)[0].text, QStringLiteral("x\uFFFDy") + QChar(0) + u'z');
        QCOMPARE(set->row(0)[1].text, QString::fromUtf8("\xF0\x9F\x98\x80"));
        QCOMPARE(resultText(*set, ResultFormat::Json, {}), QByteArray("[\n  {\"a\": \"x\\ud800y\\u0000z\", \"b\": \"\\ud83d\\ude00\"}\n]\n"));
        QVERIFY(resultText(*set, ResultFormat::Csv, {}).contains("\xEF\xBF\xBDy"));
        for (const char* bad : {"\xff", "\xc3", "\xed\xa0\x80", "\xf5\x80\x80\x80"}) {
            const auto r = ResultSet::parse(QByteArray("[{\"a\":\"") + bad + "\"}]");
            QVERIFY(!r.ok());
            QCOMPARE(r.error().code, QStringLiteral("result.malformed"));
        }
    }

    void rowsThatHaveLittleInCommon()
    {
        // Ten thousand keys, in another order in each row, and one that comes late.
        QByteArray json = "[";
        for (int r = 0; r < 300; ++r) {
            json += r ? ",{" : "{";
            for (int c = 0; c < 300; ++c) {
                const int key = (c * 7 + r * 131) % 10'000;
                json += (c ? ",\"k" : "\"k") + QByteArray::number(key) + "\":" + QByteArray::number(r);
            }
            json += r == 299 ? ",\"late\":1}" : "}";
        }
        const auto set = parsed(json + ']');
        QVERIFY(set);
        const auto late = int(set->columns().indexOf(QStringLiteral("late")));
        QVERIFY(late > 1000);
        QCOMPARE(set->plainCell(299, late).text, QStringLiteral("1"));
        QCOMPARE(set->plainCell(131, int(set->columns().indexOf(QStringLiteral("k%1").arg(131 * 131 % 10'000)))).text, QStringLiteral("131"));
        QElapsedTimer timer;
        timer.start();
        for (int r = 0; r < 300; ++r)
            set->row(r);
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

    void startsOfCells()
    {
        const QByteArray huge(3'000'000, 'x');
        const auto set = parsed("[{\"a\":\"" + huge + "\",\"b\":\"\\u00e4" + huge + "\",\"c\":[1," + huge.toHex().replace('7', '1') + "],\"d\":null,\"e\":\"short\"}]");
        QVERIFY(set);
        qsizetype size = 0;
        for (int c = 0; c < 3; ++c) {
            const Cell cell = set->startOfCell(0, c, 1000, size);
            QVERIFY(cell.text.size() > 900 && cell.text.size() < 1100 && cell.text.endsWith(QChar(0x2026)));
            QVERIFY(size >= 3'000'000);
        }
        QCOMPARE(int(set->startOfCell(0, 3, 1000, size).kind), int(CellKind::Null));
        QCOMPARE(set->startOfCell(0, 4, 1000, size).text, QStringLiteral("short"));
        QCOMPARE(set->startOfCell(9, 0, 1000, size).text, QString());
    }

    void writingStopsWhenAsked()
    {
        QByteArray json = "[";
        for (int i = 0; i < 50'000; ++i)
            json += QByteArray(i ? "," : "") + j("{'a':'0123456789'}");
        const auto set = parsed(json + ']');
        int pieces = 0;
        QVERIFY(!writeResult(*set, ResultFormat::Csv, {}, [&](const QByteArray&) { return ++pieces < 3; }));
        QCOMPARE(pieces, 3);
    }

    void typeNames()
    {
        QCOMPARE(shortTypeName(QStringLiteral("timestamp with time zone")), QStringLiteral("timestamptz"));
        QCOMPARE(shortTypeName(QStringLiteral("jsonb")), QStringLiteral("jsonb"));
    }
};

QTEST_GUILESS_MAIN(ResultSetTest)
#include "tst_resultset.moc"
