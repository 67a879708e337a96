// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/columndefault.h"
#include "models/table/jsoncheck.h"
#include "models/table/stagedjson.h"
#include "models/table/timetext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

/// Texts around a cell: what a default says, the parts of a moment, where JSON stops being it, what is kept of edits.
class TableTextsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsDefaults_data();
    void readsDefaults();
    void takesMomentsApart_data();
    void takesMomentsApart();
    void changesOnePartOfAMoment();
    void findsTheMistakeInJson_data();
    void findsTheMistakeInJson();
    void keepsWhatIsStaged();
    void refusesForeignEdits();
};

void TableTextsTest::readsDefaults_data()
{
    using Kind = ColumnDefault::Kind;
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* sql, Kind kind, const char* text) { QTest::addRow("%s", sql) << QString::fromUtf8(sql) << int(kind) << QString::fromUtf8(text); };
    row("", Kind::None, "");
    row("'draft'::text", Kind::Literal, "draft");
    row("'it''s'::character varying", Kind::Literal, "it's");
    row("''::text", Kind::Literal, "");
    row("E'a\\\\b'::text", Kind::Literal, "a\\b");
    row("'-1'::integer", Kind::Literal, "-1");
    row("'{}'::jsonb", Kind::Literal, "{}");
    row("'{a,b}'::text[]", Kind::Literal, "{a,b}");
    row("'very happy'::\"Mood\"", Kind::Literal, "very happy");
    row("'1.50'::numeric(10,2)", Kind::Literal, "1.50");
    row("'2026-01-01 00:00:00+00'::timestamp with time zone", Kind::Literal, "2026-01-01 00:00:00+00");
    row("1.50", Kind::Literal, "1.50");
    row("(-1)", Kind::Literal, "-1");
    row("0::numeric", Kind::Literal, "0");
    row("true", Kind::Literal, "true");
    row("NULL::character varying", Kind::Null, "");
    row("now()", Kind::Expression, "now()");
    row("CURRENT_TIMESTAMP", Kind::Expression, "CURRENT_TIMESTAMP");
    row("'a'::text || 'b'::text", Kind::Expression, "'a'::text || 'b'::text");
    row("('a'::text || 'b'::text)", Kind::Expression, "('a'::text || 'b'::text)");
    row("nextval('x_id_seq'::regclass)", Kind::Expression, "nextval('x_id_seq'::regclass)");
    row("'not closed", Kind::Expression, "'not closed");
    row("(now() + '1 day'::interval)", Kind::Expression, "(now() + '1 day'::interval)");
}

void TableTextsTest::readsDefaults()
{
    QFETCH(QString, sql);
    const ColumnDefault read = readDefault(sql);
    QTEST(int(read.kind), "kind");
    QTEST(read.text, "text");
}

void TableTextsTest::takesMomentsApart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    for (const char* text : {"2026-05-02", "2026-05-02 18:14:07.123456+00", "2026-05-02 18:14", "18:14:07", "23:59:59.999999-15:59", "0044-03-15 BC", "0001-02-29 BC", "5874897-12-31",
                             "294276-12-31 23:59:59.999999", "4713-01-01 00:00:00 BC", "24:00:00", "0044-03-15 12:00:00.000001+00 BC", "2000-02-29"})
        QTest::newRow(text) << QString::fromLatin1(text) << true;
    for (const char* text : {"1900-02-29", "0002-02-29 BC", "2026-13-01", "2026-05-02 25:00", "12:61"})
        QTest::newRow(text) << QString::fromLatin1(text) << false;
}

void TableTextsTest::takesMomentsApart()
{
    QFETCH(QString, text);
    const std::optional<TimeText> read = readTimeText(text);
    QVERIFY(read);
    QCOMPARE(read->text(), text); // not a character is lost
    QTEST(read->isDayValid() && read->isTimeValid(), "valid");
    for (const char* other : {"", "infinity", "tomorrow", "2026-5-2", "0000-01-01", "BC", "2026-05-02 18", "18:14:07 PM"})
        QVERIFY(!readTimeText(QString::fromLatin1(other)));
}

void TableTextsTest::changesOnePartOfAMoment()
{
    TimeText t = readTimeText(u"2026-05-02 18:14:07.123456+05:30"_s).value();
    t.setDate(QDate(2027, 1, 31));
    QCOMPARE(t.text(), u"2027-01-31 18:14:07.123456+05:30"_s);
    t.setTime(QTime(1, 2, 3));
    QCOMPARE(t.text(), u"2027-01-31 01:02:03.123456+05:30"_s);
    QCOMPARE(t.offset(), 19800);
    QCOMPARE(readTimeText(u"12:00:00-08"_s)->offset(), -28800);
    QCOMPARE(readTimeText(u"2026-03-29T02:30:00Z"_s)->offset(), 0);
    QVERIFY(!readTimeText(u"0044-03-15 BC"_s)->date().isValid()); // no calendar goes there
}

void TableTextsTest::findsTheMistakeInJson_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("at");
    const auto row = [](const QString& text, int at) { QTest::addRow("%s", qPrintable(text.left(30))) << text << at; };
    for (const char* text : {"1", "-0.5e+10", "1e999", "\"\\u00e9\\n\"", "true", " null ", "[]", "{}", "[1, [2, {\"a\": []}], {}]", "{\"a\": {\"b\": 1}, \"a\": 2}", "[{}]", "\"\""})
        row(QString::fromUtf8(text), -1);
    row(u"["_s.repeated(100'000) + u"]"_s.repeated(100'000), -1);
    row(u""_s, 0);
    row(u"{\"é\": }"_s, 6); // characters, not bytes
    row(u"[1,]"_s, 3);
    row(u"[1 2]"_s, 3);
    row(u"{\"a\" 1}"_s, 5);
    row(u"{\"a\": 1,}"_s, 8);
    row(u"{a: 1}"_s, 1);
    row(u"[1] 2"_s, 4);
    row(u"01"_s, 1);
    row(u"1."_s, 2);
    row(u"nul"_s, 3);
    row(u"\"a"_s, 2);
    row(u"\"\\x\""_s, 2);
    row(u"["_s, 1);
    row(u"[}"_s, 1);
    row(u"{]"_s, 1);
}

void TableTextsTest::findsTheMistakeInJson()
{
    QFETCH(QString, text);
    QTEST(int(jsonMistake(text)), "at");
}

namespace {

TableShape dishes()
{
    TableShape shape;
    shape.name = u"dishes"_s;
    for (const char* name : {"id", "name", "price"}) {
        TableColumn c;
        c.name = QString::fromLatin1(name);
        c.type = c.shortType = u"text"_s;
        shape.columns << c;
    }
    shape.columns[0].keyPart = 0;
    shape.key = {0};
    return shape;
}

TableEdits someEdits(const TableShape& shape)
{
    TableEdits edits;
    const TableRow one{{u"1"_s, u"Soup \U0001F372"_s, std::nullopt}, {}}, two{{u"2"_s, u"long"_s, u"2"_s}, {1}};
    edits.apply(edits.setCells(shape, rowKey(shape, one), one, {{2, CellValue::of(u"1.00"_s)}, {1, CellValue::null()}}));
    edits.apply(edits.toggleDeleted(shape, {{rowKey(shape, two), two}}));
    edits.apply(edits.insert({{0, CellValue::of(u"3"_s)}, {1, CellValue::of(u"line\nline"_s)}, {2, CellValue{}}}));
    return edits;
}

} // namespace

void TableTextsTest::keepsWhatIsStaged()
{
    const TableShape shape = dishes();
    const TableEdits before = someEdits(shape);
    // Through text, as a store keeps it.
    const QByteArray text = QJsonDocument(stagedJson(shape, before, u"741"_s, true)).toJson();
    const auto kept = readStaged(shape, QJsonDocument::fromJson(text).object());
    QVERIFY(kept);
    QVERIFY(kept->sent);
    QCOMPARE(kept->snapshot, u"741"_s);
    TableEdits after;
    after.apply(kept->step);
    QCOMPARE(after.names(), before.names());
    for (const QString& name : after.names()) {
        QVERIFY(*after.find(name) == *before.find(name));
        QCOMPARE(after.find(name)->was.cells, before.find(name)->was.cells);
        QCOMPARE(after.find(name)->was.cut, before.find(name)->was.cut);
    }
    // A row made now gets a name of its own.
    after.apply(after.insert({}));
    QCOMPARE(after.changes(), 4);
    after.unapply(kept->step);
    QCOMPARE(after.changes(), 1);
    QVERIFY(stagedJson(shape, TableEdits(), u"1"_s, false).isEmpty());
    TableEdits huge;
    huge.apply(huge.insert({{1, CellValue::of(QString(stagedKeptLimit, u'x'))}}));
    QVERIFY(stagedJson(shape, huge, u"1"_s, false).isEmpty());
}

void TableTextsTest::refusesForeignEdits()
{
    const TableShape shape = dishes();
    const QJsonObject good = stagedJson(shape, someEdits(shape), u"1"_s, false);
    TableShape other = shape;
    other.columns[2].type = u"numeric"_s;
    QVERIFY(!readStaged(other, good));
    other = shape;
    other.columns.removeLast();
    QVERIFY(!readStaged(other, good));
    QVERIFY(!readStaged(shape, {}));
    const auto bent = [&](int row, const QString& key, const QJsonValue& value) {
        QJsonObject json = good;
        QJsonArray rows = json.value(u"rows"_s).toArray();
        QJsonObject object = rows.at(row).toObject();
        object.insert(key, value);
        rows[row] = object;
        json.insert(u"rows"_s, rows);
        return readStaged(shape, json).has_value();
    };
    QVERIFY(bent(0, u"kind"_s, 0));
    QVERIFY(!bent(0, u"kind"_s, 7));
    QVERIFY(!bent(0, u"kind"_s, u"x"_s));
    QVERIFY(!bent(0, u"was"_s, QJsonArray{u"1"_s}));
    QVERIFY(!bent(0, u"key"_s, QJsonArray()));
    QVERIFY(!bent(0, u"now"_s, QJsonArray{QJsonArray{99, 2, u"x"_s}}));
    QVERIFY(!bent(0, u"now"_s, QJsonArray{QJsonArray{1, 9, u"x"_s}}));
    QVERIFY(!bent(2, u"name"_s, u"x"_s));
}

QTEST_GUILESS_MAIN(TableTextsTest)
#include "tst_tabletexts.moc"
