// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sqlliteral.h"
#include "models/table/changescript.h"
#include "tests/support/psql.h"
#include "tests/support/sandboxworld.h"

#include <QFileInfo>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Every type PostgreSQL has, through edit, save and reload, each value compared with what psql prints.
class TableValuesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void roundTrips_data();
    void roundTrips();
    void knowsAlikeFromEqual_data();
    void knowsAlikeFromEqual();
    void seesEqualButOther_data();
    void seesEqualButOther();
    void findsByKey();
    void refuses_data();
    void refuses();
    void leavesToTheDatabase();

private:
    Result<SqlOutcome> run(const QString& sql) { return await(m->session.database.run(m_project, sql)); }
    QString psql(const QString& sql) { return m_psql->ask(m_schema, sql); }
    TableShape shape(const QString& table)
    {
        const auto answer = run(shapeSql(table));
        const auto read = answer.ok() ? parseShape(table, answer->rowsJson) : fail(answer.error());
        return read.ok() ? read.value() : TableShape();
    }
    TablePage page(const TableShape& shape)
    {
        const auto answer = run(pageSql(shape, {}, {}, false));
        const auto read = answer.ok() ? parsePage(shape, {}, answer->rowsJson, false) : fail(answer.error());
        return read.ok() ? read.value() : TablePage();
    }
    /// The text the only row shows in column x; "<null>" for NULL.
    QString shown(const TableShape& shape) { return page(shape).rows.value(0).cells.value(shape.indexOf(u"x"_s)).value_or(u"<null>"_s); }
    /// Makes the table `v` with one row and a column x of that type.
    TableShape make(const QString& type, const QString& first = u"null"_s);
    /// What one staged change of x gives; the whole of `script` was sent.
    QString save(const TableShape& shape, const CellValue& value, TableEdits& edits);
    QString outcome(const TableShape& shape, const TableEdits& edits, const QString& snapshot);

    SandboxWorld* m = nullptr;
    std::unique_ptr<Psql> m_psql;
    QString m_project, m_schema;
};

void TableValuesTest::initTestCase()
{
    if (!QFileInfo(SandboxFixture::executable()).isExecutable())
        QSKIP("no sandbox executable: build run402-sandbox or set RUN402_SANDBOX");
    m = new SandboxWorld;
    QCOMPARE(m->begin(m_project), QString());
    QVERIFY(m->control(u"rate_limit"_s, {{u"per_second"_s, 0}})); // it asks more often than any program should
    m_psql = std::make_unique<Psql>(m->sandbox);
    QVERIFY(m_psql->isFound());
    const auto made = run(u"create type mood as enum ('sad', 'ok', 'very happy', 'it''s');"
                          "create type place as (street text, number int, notes json);"
                          "create domain percent as int check (value between 0 and 100);"
                          "create domain half as percent check (value <= 50);"
                          "create domain papers as json;"
                          "create domain deep_papers as papers;"
                          "create domain names as text[];"
                          "create domain feeling as mood;"
                          "create domain span as int4range;"
                          "create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
                          "create domain loose_name as text collate loose;"
                          "create domain exact_percent as numeric check (value between 0 and 100)"_s);
    QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().message));
    m_schema = made->schema;
    QCOMPARE(psql(u"create extension citext"_s), QString()); // the service refuses these words, and has it
}

void TableValuesTest::cleanupTestCase()
{
    m_psql.reset();
    delete m;
}

TableShape TableValuesTest::make(const QString& type, const QString& first)
{
    const auto made = run(u"drop table if exists v; create table v(id int primary key, x %1); insert into v values (1, %2)"_s.arg(type, first));
    return made.ok() ? shape(u"v"_s) : TableShape();
}

QString TableValuesTest::save(const TableShape& shape, const CellValue& value, TableEdits& edits)
{
    const TablePage p = page(shape);
    if (p.rows.size() != 1)
        return u"no row"_s;
    if (const QString fault = cellFault(shape.columns[shape.indexOf(u"x"_s)], value); !fault.isEmpty())
        return fault;
    edits.apply(edits.setCells(shape, rowKey(shape, p.rows[0]), p.rows[0], {{shape.indexOf(u"x"_s), value}}));
    if (outcome(shape, edits, p.snapshot) != u"not written"_s)
        return u"taken for written before it was sent"_s;
    const auto answer = run(changeScript(shape, edits).script());
    if (!answer.ok())
        return answer.error().message + u'\n' + changeScript(shape, edits).script();
    const QString after = outcome(shape, edits, p.snapshot);
    return after == u"written"_s ? QString() : after;
}

QString TableValuesTest::outcome(const TableShape& shape, const TableEdits& edits, const QString& snapshot)
{
    const auto answer = run(outcomeSql(shape, edits, snapshot));
    if (!answer.ok())
        return answer.error().message;
    switch (readOutcome(answer->rowsJson)) {
    case SaveOutcome::Written:
        return u"written"_s;
    case SaveOutcome::NotWritten:
        return u"not written"_s;
    case SaveOutcome::Unclear:
        break;
    }
    return u"unclear"_s;
}

void TableValuesTest::roundTrips_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept"); // as PostgreSQL prints it
    const auto row = [](const char* type, const QString& typed, const QString& kept = {}) {
        QTest::addRow("%s %s", type, qPrintable(typed.left(24).simplified())) << QString::fromLatin1(type) << typed << (kept.isNull() ? typed : kept);
    };
    const auto all = [&](const char* type, const QStringList& values) {
        for (const QString& value : values)
            row(type, value);
    };
    row("boolean", u"yes"_s, u"true"_s);
    row("boolean", u"f"_s, u"false"_s);
    all("smallint", {u"-32768"_s, u"32767"_s});
    all("int", {u"-2147483648"_s, u"2147483647"_s, u"0"_s});
    all("bigint", {u"-9223372036854775808"_s, u"9223372036854775807"_s, u"9007199254740993"_s});
    all("numeric", {u"1"_s.repeated(120) + u'.' + u"9"_s.repeated(80), u"NaN"_s, u"Infinity"_s, u"-Infinity"_s, u"0.10"_s, u"0.000"_s, u"9"_s.repeated(5000)});
    all("numeric(12,3)", {u"-123456789.125"_s, u"0.001"_s});
    row("numeric(3,-2)", u"12300"_s);
    all("real", {u"0.1"_s, u"NaN"_s, u"Infinity"_s, u"-Infinity"_s, u"-0"_s, u"3.4028235e+38"_s, u"1e-45"_s});
    all("double precision", {u"0.1"_s, u"0.30000000000000004"_s, u"NaN"_s, u"Infinity"_s, u"-Infinity"_s, u"-0"_s, u"1.7976931348623157e+308"_s, u"5e-324"_s});
    all("text", {u"it's \"grant\" \\ $save$ $1 %s\nsecond\r\nthird\ttab"_s, u"👩‍👩‍👧 é e\u0301 \u202e \u00a0 \u2028 \ufeff"_s, u""_s, u" "_s, u"null"_s, u"set role"_s, u"x"_s.repeated(20000), u"--"_s, u"*/"_s, u"''"_s});
    all("varchar(20)", {u"twenty characters ok"_s, u"😀"_s.repeated(20), u"trailing  "_s});
    all("char(5)", {u"abcde"_s, u"ab"_s});
    all("\"char\"", {u"a"_s});
    all("name", {u"a name"_s});
    all("bytea", {u"\\x00ff5c27"_s, u"\\x"_s, u"\\x"_s + u"0a"_s.repeated(9000)});
    row("uuid", u"C4B1E2F0-1111-2222-3333-4444444477E0"_s, u"c4b1e2f0-1111-2222-3333-4444444477e0"_s);
    all("date", {u"2024-02-29"_s, u"infinity"_s, u"-infinity"_s, u"0044-03-15 BC"_s, u"0001-02-29 BC"_s, u"12345-01-01"_s, u"5874897-12-31"_s});
    all("time", {u"23:59:59.999999"_s, u"24:00:00"_s, u"00:00:00"_s});
    all("time(3)", {u"12:00:00.123"_s});
    all("timetz", {u"12:00:00.5+05:30"_s, u"23:59:59.999999-15:59"_s, u"00:00:00+00"_s});
    all("timestamp", {u"2026-05-02 18:14:07.123456"_s, u"4713-01-01 00:00:00 BC"_s, u"294276-12-31 23:59:59.999999"_s, u"infinity"_s});
    row("timestamp", u"2026-05-02T18:14"_s, u"2026-05-02 18:14:00"_s);
    all("timestamptz", {u"2026-05-02 18:14:07.123456+00"_s, u"-infinity"_s, u"0044-03-15 12:00:00.000001+00 BC"_s});
    row("timestamptz", u"2026-05-02 18:14:07.123456+05:45"_s, u"2026-05-02 12:29:07.123456+00"_s);
    row("timestamptz", u"2026-03-29T02:30:00Z"_s, u"2026-03-29 02:30:00+00"_s);
    all("timestamptz(0)", {u"2026-05-02 18:14:07+00"_s});
    all("interval", {u"1 year 2 mons 3 days 04:05:06.789012"_s, u"-1 days"_s, u"-1 years -2 mons +3 days -04:05:06.789"_s, u"178000000 years"_s, u"00:00:00.000001"_s});
    all("json", {u"{\"a\": 1,\n  \"a\": 12345678901234567890}"_s, u"null"_s, u"\"\\u00e9 😀 \\ud83d\\ude00\""_s, u"1e999"_s, u"["_s.repeated(1500) + u"]"_s.repeated(1500)});
    all("jsonb", {u"{\"k\": [1.10, null, \"it's\"]}"_s, u"12345678901234567890.123456789012345678901234567890"_s, u"\"grant\""_s, u"-9223372036854775809"_s});
    all("int[]", {u"{1,NULL,-3}"_s, u"{{1,2},{3,4}}"_s, u"{}"_s, u"[2:3]={7,8}"_s});
    all("text[]", {u"{\"a,b\",\"NULL\",NULL,\"say \\\"hi\\\"\",\"back\\\\slash\",\"\",\"{x}\",\"two\nlines\"}"_s});
    all("timestamptz[]", {u"{\"2026-05-02 18:14:07.123456+00\",infinity}"_s});
    all("json[]", {u"{\"{\\\"a\\\": 1}\",NULL}"_s});
    all("bytea[]", {u"{\"\\\\x00ff\"}"_s});
    all("mood", {u"very happy"_s, u"it's"_s});
    all("mood[]", {u"{sad,\"very happy\",NULL}"_s});
    all("percent", {u"100"_s});
    all("half", {u"50"_s});
    all("papers", {u"{\"a\":  1}"_s});
    all("deep_papers", {u"{\"a\":  1}"_s});
    all("names", {u"{a,\"b c\"}"_s});
    all("feeling", {u"ok"_s});
    all("span", {u"[1,5)"_s});
    all("inet", {u"192.168.0.0/24"_s, u"2001:db8::1"_s, u"10.0.0.1"_s});
    all("cidr", {u"10.0.0.0/8"_s});
    all("macaddr", {u"08:00:2b:01:02:03"_s});
    all("macaddr8", {u"08:00:2b:01:02:03:04:05"_s});
    all("bit(8)", {u"10101010"_s});
    all("bit varying", {u"1"_s, u""_s, u"01"_s.repeated(300)});
    all("point", {u"(1.5,-2)"_s, u"(NaN,Infinity)"_s});
    all("line", {u"{1,-1,0}"_s});
    all("lseg", {u"[(0,0),(1,1)]"_s});
    all("box", {u"(2,2),(0,0)"_s});
    all("path", {u"((0,0),(1,1))"_s, u"[(0,0),(1,1)]"_s});
    all("polygon", {u"((0,0),(1,1),(1,0))"_s});
    all("circle", {u"<(0,0),5>"_s});
    all("box[]", {u"{(2,2),(0,0);(3,3),(1,1)}"_s});
    all("int4range", {u"[1,5)"_s, u"empty"_s, u"(,)"_s});
    all("int8range", {u"[9007199254740993,)"_s});
    all("numrange", {u"(1.10,2.20]"_s});
    all("daterange", {u"[2026-01-01,infinity)"_s});
    all("tsrange", {u"[\"2026-05-02 18:14:07.123456\",)"_s});
    all("tstzrange", {u"[\"2026-05-02 18:14:07.123456+00\",\"2026-05-03 00:00:00+00\")"_s});
    all("int4multirange", {u"{[1,3),[5,7)}"_s, u"{}"_s});
    all("tsvector", {u"'a':1 'cat':2A 'it''s':3"_s});
    all("tsquery", {u"'fat' & ( 'rat' | 'cat':* )"_s});
    all("xml", {u"<a b=\"1\">it's é</a>"_s});
    all("jsonpath", {u"$.\"a\"[*]?(@ > 1)"_s});
    all("place", {u"(\"Main \"\"St\"\" 1\",5,\"{\"\"a\"\": 1}\")"_s, u"(,,)"_s});
    all("place[]", {u"{\"(a,1,)\"}"_s});
    all("oid", {u"4294967295"_s});
    all("pg_lsn", {u"16/B374D848"_s});
    all("xid8", {u"18446744073709551615"_s});
}

void TableValuesTest::roundTrips()
{
    QFETCH(QString, type);
    QFETCH(QString, typed);
    QFETCH(QString, kept);
    const TableShape s = make(type);
    QCOMPARE(s.columns.size(), 2);
    const CellValue value = CellValue::of(cellInput(s.columns[1], typed));
    TableEdits filled, emptied, added;
    const QString printed = type == u"inet"_s ? u"case when x is not null then format('%s', x) end"_s : u"x::text"_s; // its cast adds a mask
    QCOMPARE(save(s, value, filled), QString());
    QCOMPARE(psql(u"select %1 from v"_s.arg(printed)), kept); // in the database
    const TablePage read = page(s);
    if (!read.rows[0].isCut(1))
        QCOMPARE(*read.rows[0].cells[1], kept); // and read again
    // The next change knows the row by that value, and can be taken back to it.
    QCOMPARE(save(s, CellValue::null(), emptied), QString());
    QCOMPARE(psql(u"select x::text from v"_s), u"<null>"_s);
    if (!read.rows[0].isCut(1)) {
        const auto back = run(undoScript(s, emptied).script());
        QVERIFY2(back.ok(), back.ok() ? "" : qPrintable(back.error().message));
        QCOMPARE(psql(u"select %1 from v"_s.arg(printed)), kept);
    }
    // In a new row, and that row deleted, which needs all of it to be as it was read.
    added.apply(added.insert({{0, CellValue::of(u"2"_s)}, {1, value}}));
    const auto inserted = run(changeScript(s, added).script());
    QVERIFY2(inserted.ok(), inserted.ok() ? "" : qPrintable(inserted.error().message));
    QCOMPARE(psql(u"select %1 from v where id = 2"_s.arg(printed)), kept);
    const TablePage both = page(s);
    TableEdits gone;
    gone.apply(gone.toggleDeleted(s, {{rowKey(s, both.rows[1]), both.rows[1]}}));
    const auto deleted = run(changeScript(s, gone).script());
    QVERIFY2(deleted.ok(), deleted.ok() ? "" : qPrintable(deleted.error().message + changeScript(s, gone).script()));
    QCOMPARE(psql(u"select count(*) from v"_s), u"1"_s);
}

/// Values that are equal to PostgreSQL but not the same text: an edit from one to the other is an edit, and whether it
/// was written is told by the text.
void TableValuesTest::knowsAlikeFromEqual_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("numeric") << u"numeric"_s << u"1.0"_s << u"1.00"_s;
    QTest::newRow("double") << u"double precision"_s << u"0"_s << u"-0"_s;
    QTest::newRow("interval") << u"interval"_s << u"1 mon"_s << u"30 days"_s;
    QTest::newRow("jsonb") << u"jsonb"_s << u"[1.0]"_s << u"[1.00]"_s;
    QTest::newRow("array") << u"numeric[]"_s << u"{1.0}"_s << u"{1.00}"_s;
    QTest::newRow("box") << u"box"_s << u"(1,1),(0,0)"_s << u"(3,3),(2,2)"_s; // equal areas
}

void TableValuesTest::knowsAlikeFromEqual()
{
    QFETCH(QString, type);
    QFETCH(QString, before);
    QFETCH(QString, after);
    const TableShape s = make(type, u"'%1'"_s.arg(before));
    QCOMPARE(shown(s), before);
    TableEdits edits;
    QCOMPARE(save(s, CellValue::of(after), edits), QString());
    QCOMPARE(psql(u"select x::text from v"_s), after);
}

/// Somebody else writes a value that `=` calls equal: it is another one, for an edit, for a deletion and for taking
/// back what was saved.
void TableValuesTest::seesEqualButOther_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("read");
    QTest::addColumn<QString>("meanwhile");
    const auto row = [](const char* type, const QString& read, const QString& meanwhile) { QTest::newRow(type) << QString::fromLatin1(type) << read << meanwhile; };
    row("numeric", u"1.0"_s, u"1.00"_s);
    row("numeric[]", u"{1.0}"_s, u"{1.00}"_s);
    row("numrange", u"[1.0,2)"_s, u"[1.00,2)"_s);
    row("real", u"0"_s, u"-0"_s);
    row("double precision", u"-0"_s, u"0"_s);
    row("double precision[]", u"{0}"_s, u"{-0}"_s);
    row("interval", u"1 mon"_s, u"30 days"_s);
    row("citext", u"a"_s, u"A"_s);
    row("citext[]", u"{a}"_s, u"{A}"_s);
    row("text collate loose", u"a"_s, u"A"_s);
    row("varchar(5) collate loose", u"a"_s, u"A"_s);
    row("text[] collate loose", u"{a}"_s, u"{A}"_s);
    row("loose_name", u"a"_s, u"A"_s);
    row("bpchar", u"a"_s, u"a "_s);
    row("jsonb", u"{\"a\": 1.0}"_s, u"{\"a\": 1.00}"_s);
    row("json", u"{\"a\": 1}"_s, u"{\"a\":1}"_s);
    row("box", u"(1,1),(0,0)"_s, u"(3,3),(2,2)"_s);
    row("exact_percent", u"1.0"_s, u"1.00"_s);
}

void TableValuesTest::seesEqualButOther()
{
    QFETCH(QString, type);
    QFETCH(QString, read);
    QFETCH(QString, meanwhile);
    const TableShape s = make(type, u"'%1'"_s.arg(read));
    QCOMPARE(s.columns.size(), 2);
    const TablePage p = page(s);
    QCOMPARE(p.rows.value(0).cells.value(1), std::optional(read));
    const auto isConflict = [&](const ChangeScript& script) {
        const auto answer = run(script.script());
        return !answer.ok() && conflictLine(answer.error().message).has_value();
    };
    TableEdits edit, gone, away;
    edit.apply(edit.setCells(s, rowKey(s, p.rows[0]), p.rows[0], {{1, CellValue::null()}}));
    gone.apply(gone.toggleDeleted(s, {{rowKey(s, p.rows[0]), p.rows[0]}}));
    QVERIFY(run(u"update v set x = '%1'"_s.arg(meanwhile)).ok());
    QVERIFY2(isConflict(changeScript(s, edit)), qPrintable(changeScript(s, edit).text()));
    QVERIFY2(isConflict(changeScript(s, gone)), qPrintable(changeScript(s, gone).text()));
    QCOMPARE(shown(s), meanwhile);
    // What was saved here and is now other in the same way is not taken back; as it was, it is.
    QVERIFY(run(u"update v set x = null"_s).ok());
    const TablePage empty = page(s);
    away.apply(away.setCells(s, rowKey(s, empty.rows[0]), empty.rows[0], {{1, CellValue::of(read)}}));
    QVERIFY(run(changeScript(s, away).script()).ok());
    QVERIFY(run(u"update v set x = '%1'"_s.arg(meanwhile)).ok());
    QVERIFY(isConflict(undoScript(s, away)));
    QVERIFY(run(u"update v set x = '%1'"_s.arg(read)).ok());
    QVERIFY(run(undoScript(s, away).script()).ok());
    QCOMPARE(shown(s), u"<null>"_s);
}

/// Comparing by text costs no plan: the row is still found by the index of its key.
void TableValuesTest::findsByKey()
{
    QVERIFY(run(u"drop table if exists many; create table many(id numeric primary key, x numeric);"
                "insert into many select n, 1.0 from generate_series(1, 5000) n; analyze many"_s).ok());
    const TableShape s = shape(u"many"_s);
    const TablePage p = page(s);
    TableEdits edits;
    edits.apply(edits.setCells(s, rowKey(s, p.rows.at(41)), p.rows.at(41), {{1, CellValue::of(u"2"_s)}}));
    const QString plan = psql(u"explain "_s + changeScript(s, edits).text());
    QVERIFY2(plan.contains(u"Index Scan using many_pkey"_s) && plan.contains(u"Index Cond: (id = '42'::numeric)"_s), qPrintable(plan));
}

void TableValuesTest::refuses_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("typed");
    const auto row = [](const char* type, const QString& typed) {
        QTest::addRow("%s %s", type, qPrintable(typed.left(20).simplified().remove(QChar(0)))) << QString::fromLatin1(type) << typed;
    };
    row("text", u"a"_s + QChar(0) + u'b');
    row("text", u"half "_s + QChar(0xd83d));
    row("boolean", u"maybe"_s);
    row("smallint", u"32768"_s);
    row("int", u"-2147483649"_s);
    row("int", u"1.5"_s);
    row("bigint", u"9223372036854775808"_s);
    row("numeric(4,2)", u"1.234"_s);
    row("numeric(4,2)", u"100"_s);
    row("double precision", u"1e400"_s);
    row("varchar(3)", u"four"_s);
    row("char(3)", u"four"_s);
    row("uuid", u"c4b1e2f0"_s);
    row("bytea", u"\\x0"_s);
    row("date", u"2026-02-30"_s);
    row("date", u"0002-02-29 BC"_s);
    row("time(3)", u"12:00:00.1234"_s);
    row("timestamptz", u"2026-05-02 25:00:00+00"_s);
    row("timestamp", u"2026-05-02 18:14:07+02"_s); // the zone would be dropped
    row("interval(2)", u"1.239 seconds"_s);
    for (const char* mistake : {"{\"a\": }", "", "[1,]", "{\"a\" 1}", "{'a': 1}", "01", "1.", "\"\\x\"", "\"\\u12\"", "nul", "[1] 2", "{\"a\": 1,}", "[", "\"a", "\"a\nb\""})
        row("jsonb", QString::fromLatin1(mistake));
    row("mood", u"angry"_s);
    row("int[]", u"1,2"_s);
}

/// What PostgreSQL would refuse or bend is held back before anything is sent.
void TableValuesTest::refuses()
{
    QFETCH(QString, type);
    QFETCH(QString, typed);
    const TableShape s = make(type);
    QCOMPARE(s.columns.size(), 2);
    QVERIFY(!cellFault(s.columns[1], CellValue::of(cellInput(s.columns[1], typed))).isEmpty());
    if (type == u"jsonb"_s) // and rightly so
        QVERIFY(psql(u"select %1::jsonb"_s.arg(sqlText(typed))).contains(u"invalid input syntax"_s));
}

void TableValuesTest::leavesToTheDatabase()
{
    QVERIFY(run(u"drop table if exists filled; create table filled(id bigint generated always as identity primary key, by_default int generated by default as identity,"
                " twice numeric generated always as (base * 2) stored, base numeric default 1.50, told text default 'it''s', born timestamptz default now())"_s).ok());
    const TableShape s = shape(u"filled"_s);
    QVERIFY(!s.columns[0].isWritable() && s.columns[1].isWritable() && !s.columns[2].isWritable());
    TableEdits edits;
    edits.apply(edits.insert({}));
    edits.apply(edits.insert({{1, CellValue::of(u"70"_s)}, {3, CellValue::of(u"2.25"_s)}}));
    const auto saved = run(changeScript(s, edits).script());
    QVERIFY2(saved.ok(), saved.ok() ? "" : qPrintable(saved.error().message));
    QCOMPARE(psql(u"select id, by_default, twice, base, told, born = now() from filled order by id"_s).section(u'\n', 0, 0), u"1|1|3.00|1.50|it's|f"_s);
    QCOMPARE(psql(u"select id, by_default, twice, base from filled order by id"_s).section(u'\n', 1, 1), u"2|70|4.50|2.25"_s);
}

QTEST_GUILESS_MAIN(TableValuesTest)
#include "tst_tablevalues.moc"
