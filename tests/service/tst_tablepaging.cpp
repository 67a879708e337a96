// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/changescript.h"
#include "models/table/restpage.h"
#include "tests/support/sandboxworld.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSet>

#include <algorithm>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using Op = TableFilter::Op;

/// The SQL of the table editor against a real database: pages, filters in both languages, saving as a whole.
class TablePagingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m; }
    void readsTheShape();
    void turnsPages_data();
    void turnsPages();
    void pagesByTwoKeysAndByNone();
    void visitorPagesStandStill_data();
    void visitorPagesStandStill();
    void cutsLongValues();
    void filtersMeanTheSameInRestAndSql();
    void savesEveryTypeExactly();
    void failsAsAWhole();
    void knowsWhatBecameOfALostSave();
    void undoPutsBack();

private:
    Result<SqlOutcome> run(const QString& sql) { return await(m->session.database.run(m_project, sql)); }
    QStringList column(const QString& sql)
    {
        const auto answer = run(sql);
        if (!answer.ok())
            return {u"failed: "_s + answer.error().message};
        QStringList list;
        const QJsonArray rows = QJsonDocument::fromJson(answer->rowsJson).array();
        for (const QJsonValue& row : rows)
            list << row.toObject().value(u"v"_s).toString();
        return list;
    }
    TableShape shape(const QString& table)
    {
        const auto answer = run(shapeSql(table));
        const auto read = answer.ok() ? parseShape(table, answer->rowsJson) : fail(answer.error());
        return read.ok() ? read.value() : TableShape();
    }
    TablePage page(const TableShape& shape, const TableQuery& query, const TableCursor& from = {}, bool backwards = false)
    {
        const auto answer = run(pageSql(shape, query, from, backwards));
        if (!answer.ok()) {
            qWarning().noquote() << answer.error().message << pageSql(shape, query, from, backwards);
            return {};
        }
        const auto read = parsePage(shape, query, answer->rowsJson, backwards);
        return read.ok() ? read.value() : TablePage();
    }
    RestPage visitorPage(const QString& table, const TableQuery& query, const QStringList& key, const RestPlace& from)
    {
        const auto text = restPageQuery(table, query, key, from);
        const auto answer = await(m->session.database.rows(m_project, table, text.value_or(QString()), Role::Anonymous));
        const auto rows = answer.ok() ? ResultSet::parse(*answer) : fail(answer.error());
        if (!rows.ok())
            qWarning().noquote() << rows.error().message << text.value_or(QString());
        return rows.ok() ? readRestPage(*rows.value(), query, key, from) : RestPage();
    }
    static QStringList first(const TablePage& page)
    {
        QStringList ids;
        for (const TableRow& row : page.rows)
            ids << row.cells.first().value_or(u"NULL"_s);
        return ids;
    }

    SandboxWorld* m = nullptr;
    QString m_project;
};

void TablePagingTest::initTestCase()
{
    if (!QFileInfo(SandboxFixture::executable()).isExecutable())
        QSKIP("no sandbox executable: build run402-sandbox or set RUN402_SANDBOX");
    m = new SandboxWorld;
    QCOMPARE(m->begin(m_project), QString());
    QVERIFY(m->control(u"rate_limit"_s, {{u"per_second"_s, 0}})); // it asks more often than any program should
    const auto made = run(
        u"create type mood as enum ('sad', 'ok', 'very happy');"
        "create table paged(id int primary key, n int, t text, f double precision, at timestamptz);"
        "insert into paged select g, case when g % 5 = 0 then null else g % 7 end, case when g % 3 = 0 then null else chr(97 + g % 11) end,"
        " case when g % 9 = 0 then 'NaN' when g % 8 = 0 then null else g * 0.1 end, case when g % 4 = 0 then null else '2026-05-02 00:00:00.123456+00'::timestamptz + (g % 6) * interval '1 microsecond' end"
        " from generate_series(1, 237) g;"
        "create table pair(a text, b int, v text, primary key (b, a)); insert into pair select chr(97 + g % 3), g / 3, g::text from generate_series(1, 50) g;"
        "create table keyless(v int, w text); insert into keyless select g % 4, 'x' from generate_series(1, 40) g;"
        "create table parent(id bigint generated always as identity primary key, name text not null, made timestamptz default now(), twice int generated always as (2) stored);"
        "create table child(id serial primary key, parent_id bigint references parent(id) on delete cascade);"
        "create table every(id int primary key, b boolean, i2 smallint, i4 int, i8 bigint, num numeric, num2 numeric(12,3), f4 real, f8 double precision, m money,"
        " t text, vc varchar(20), ch char(5), by bytea, d date, ti time, tz timetz, ts timestamp, tstz timestamptz, iv interval, u uuid, j json, jb jsonb,"
        " ia int[], ta text[], e mood, ip inet, p point, r int4range, x xml, bits bit varying(8), found boolean, \"Odd name\" text, U&\"\\0067rant\" text, role text)"_s);
    QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().message));
}

void TablePagingTest::readsTheShape()
{
    const TableShape parent = shape(u"parent"_s), child = shape(u"child"_s), every = shape(u"every"_s), pair = shape(u"pair"_s);
    QCOMPARE(parent.columns.size(), 4);
    QVERIFY(parent.columns[0].alwaysIdentity && !parent.columns[0].isWritable() && parent.columns[1].notNull && parent.columns[3].generated);
    QCOMPARE(parent.columns[2].defaultText, u"now()"_s);
    QCOMPARE(parent.children.size(), 1);
    QVERIFY(parent.children[0].cascades && parent.children[0].columns == QStringList{u"parent_id"_s});
    QCOMPARE(child.columns[1].refTable, u"parent"_s);
    QCOMPARE(every.columns[every.indexOf(u"e"_s)].labels, (QStringList{u"sad"_s, u"ok"_s, u"very happy"_s}));
    QCOMPARE(every.columns[every.indexOf(u"num2"_s)].limit(1), 3);
    QVERIFY(every.columns[every.indexOf(u"ia"_s)].isArray);
    QCOMPARE(every.columns[every.indexOf(u"ia"_s)].typeName(), u"int4[]"_s);
    QCOMPARE(pair.key, (QList<int>{1, 0})); // in the key's own order
    QVERIFY(!shape(u"keyless"_s).isEditable());
    QVERIFY(shape(u"nothing"_s).columns.isEmpty());
    QVERIFY(shape(u"x'); drop table paged; --"_s).columns.isEmpty());
}

void TablePagingTest::turnsPages_data()
{
    QTest::addColumn<QString>("sort");
    QTest::addColumn<bool>("descending");
    for (const char* sort : {"", "n", "t", "f", "at", "id"}) {
        for (const bool descending : {false, true}) {
            if (*sort || !descending)
                QTest::addRow("%s %s", *sort ? sort : "key", descending ? "down" : "up") << QString::fromLatin1(sort) << descending;
        }
    }
}

void TablePagingTest::turnsPages()
{
    QFETCH(QString, sort);
    QFETCH(bool, descending);
    const TableShape s = shape(u"paged"_s);
    const TableQuery query{{{u"id"_s, Op::Gt, {u"3"_s}}}, sort, descending, 50};
    const QStringList all = column(u"select id::text as v from paged where id > 3 order by "_s
                                   + (sort.isEmpty() ? QString() : sort + (descending ? u" desc nulls last, "_s : u" nulls last, "_s)) + u"id"_s);
    QCOMPARE(all.size(), 234);
    QStringList seen;
    TablePage p = page(s, query);
    int pages = 0;
    while (pages++ < 10) {
        QCOMPARE(p.rows.size(), p.more ? 50 : 34);
        seen += first(p);
        if (!p.more)
            break;
        p = page(s, query, p.cursors.last());
    }
    QCOMPARE(seen, all);
    QStringList back = first(p);
    while (pages-- > 0) {
        p = page(s, query, p.cursors.first(), true);
        back = first(p) + back;
        if (!p.more)
            break;
    }
    QCOMPARE(back, all);
}

void TablePagingTest::pagesByTwoKeysAndByNone()
{
    const TableShape pair = shape(u"pair"_s), keyless = shape(u"keyless"_s);
    for (const auto& [s, sql] : {qMakePair(pair, u"select a as v from pair order by b, a"_s), qMakePair(keyless, u"select v::text from keyless order by ctid"_s)}) {
        QStringList seen;
        TablePage p = page(s, {{}, {}, false, 12});
        for (int i = 0; i < 10; ++i) {
            seen += first(p);
            if (!p.more)
                break;
            p = page(s, {{}, {}, false, 12}, p.cursors.last());
        }
        QCOMPARE(seen, column(sql));
    }
}

/// Over REST, while rows are written before and behind the page that was read and the last one of it is deleted: the
/// rows that stood there all the time come once, in order.
void TablePagingTest::visitorPagesStandStill_data()
{
    QTest::addColumn<QStringList>("key");
    QTest::addColumn<TableQuery>("query");
    QTest::addColumn<bool>("exactly"); // else each row once, and no more is asked
    const auto sorted = [](const QString& column, bool descending) { TableQuery q; q.sortColumn = column; q.descending = descending; q.limit = 13; return q; };
    TableQuery filtered = sorted(u"n"_s, true);
    filtered.filters = {{u"n"_s, Op::Gte, {u"1"_s}}, {u"n"_s, Op::Neq, {u"5"_s}}};
    const QStringList key{u"b, \"k\""_s, u"id"_s};
    QTest::newRow("by a bigint key") << QStringList{u"id"_s} << sorted({}, false) << true;
    QTest::newRow("by two keys") << key << sorted({}, false) << true;
    QTest::newRow("sorted, with NULLs") << key << sorted(u"n"_s, false) << true;
    QTest::newRow("sorted down, with NULLs") << key << sorted(u"n"_s, true) << true;
    QTest::newRow("by microseconds") << key << sorted(u"at"_s, false) << true;
    QTest::newRow("by awkward texts") << key << sorted(u"t"_s, true) << true;
    QTest::newRow("filtered on the sorted column") << key << filtered << true;
    QTest::newRow("sorted by the key") << QStringList{u"id"_s} << sorted(u"id"_s, true) << true;
    QTest::newRow("no key, sorted by what differs") << QStringList() << sorted(u"id"_s, false) << true;
    QTest::newRow("no key, sorted by what repeats") << QStringList() << sorted(u"n"_s, false) << false;
}

void TablePagingTest::visitorPagesStandStill()
{
    QFETCH(QStringList, key);
    QFETCH(TableQuery, query);
    QFETCH(bool, exactly);
    const QString insert = u"insert into seen select 9007199254740993 + g, g % 4, case when g % 5 > 0 then g % 6 end,"
                           " '2026-05-02 00:00:00.123+00'::timestamptz + g * interval '1 microsecond',"
                           " case when g % 7 > 0 then (array['a,b','(c)','say \"hi\"','back\\slash','a.b',' ','', 'é&=+%'])[1 + g % 8] end from generate_series(%1, %2, %3) g; "_s;
    QVERIFY(run(u"drop table if exists seen; create table seen(id bigint primary key, \"b, \"\"k\"\"\" int, n int, at timestamptz, t text); "_s + insert.arg(2).arg(160).arg(2)).ok());
    const QString where = query.filters.isEmpty() ? QString() : u" where "_s + sqlCondition(query.filters[0]) + u" and "_s + sqlCondition(query.filters[1]);
    const auto ids = [&] { return column(u"select id::text as v from seen"_s + where); };
    const QStringList before = ids();
    const QList<QString> more{insert.arg(1).arg(40).arg(4), insert.arg(81).arg(150).arg(4), insert.arg(43).arg(80).arg(4)};
    QStringList read;
    RestPlace place;
    for (int pages = 0; pages < 60; ++pages) {
        const RestPage got = visitorPage(u"seen"_s, query, key, place);
        QCOMPARE(got.columns.size(), 5); // nothing of what places a row is shown
        QVERIFY(got.page.rows.size() <= query.limit);
        read += first(got.page);
        if (pages < more.size())
            QVERIFY(run(more[pages] + u"delete from seen where id = "_s + read.last()).ok());
        if (!got.page.more)
            break;
        place = placeBehind(got.page, query, key, place);
    }
    QCOMPARE(QSet<QString>(read.cbegin(), read.cend()).size(), read.size());
    const QStringList after = ids();
    for (const QString& stood : before)
        QVERIFY2(!after.contains(stood) || read.contains(stood), qPrintable(stood));
    if (!exactly)
        return;
    // What came later came in its place: the order is the database's own.
    TableQuery all = query;
    all.limit = 1000;
    QStringList inOrder = first(visitorPage(u"seen"_s, all, key, {}).page);
    inOrder.removeIf([&](const QString& row) { return !read.contains(row); });
    read.removeIf([&](const QString& row) { return !after.contains(row); });
    QCOMPARE(read, inOrder);
}

void TablePagingTest::cutsLongValues()
{
    QVERIFY(run(u"create table long(id int primary key, t text); insert into long values (1, repeat('ä😀', 2000)), (2, repeat('😀', 4001)), (3, repeat('x', 3000000))"_s).ok());
    const TableShape s = shape(u"long"_s);
    const TablePage p = page(s, {});
    QVERIFY(!p.rows[0].isCut(1));
    QCOMPARE(p.rows[0].cells[1]->toUcs4().size(), 4000);
    QVERIFY(p.rows[1].isCut(1) && p.rows[2].isCut(1));
    QCOMPARE(p.rows[1].cells[1]->toUcs4().size(), cellLimit);
    const auto whole = run(rowsByKeySql(s, {{u"3"_s}, {u"2"_s}}));
    QVERIFY(whole.ok());
    const auto rows = parseRows(s, {}, whole->rowsJson);
    QVERIFY(rows.ok());
    QCOMPARE(rows->rows.size(), 2);
    QCOMPARE(rows->rows[0].cells[1]->size() + rows->rows[1].cells[1]->size(), 3'000'000 + 8002);
}

void TablePagingTest::filtersMeanTheSameInRestAndSql()
{
    QVERIFY(run(u"create table words(id int primary key, t text, n int, b boolean, tags text[], jb jsonb); insert into words select g,"
                " (array['plain','two words','it''s','say \"hi\"','back\\slash','comma, here','(brackets)','50%','a_b','star*','é😀',U&'\\0067rant all','',' lead','null','{x}','a.b','x&y=z','#1+2',null])[1 + g % 20],"
                " g % 6, case g % 3 when 0 then true when 1 then false end, array[chr(97 + g % 4), 'c,d'], jsonb_build_object('k', g % 3) from generate_series(1, 120) g"_s).ok());
    const TableShape s = shape(u"words"_s);
    const QStringList texts = column(u"select distinct t as v from words where t is not null order by 1"_s);
    QCOMPARE(texts.size(), 19);
    QStringList different;
    for (const QString& text : texts) {
        for (const QList<TableFilter>& filters : {QList<TableFilter>{{u"t"_s, Op::Eq, {text}}}, {{u"t"_s, Op::In, {text}}}, {{u"t"_s, Op::Eq, {text}}, {u"t"_s, Op::NotNull, {}}}}) {
            const QString rest = restText(u"words"_s, {filters, {}, false, 1000}).value_or(QString());
            if (rest.isEmpty() && text.isEmpty())
                continue; // in.("") is a list of nothing
            const auto answer = await(m->session.database.rows(m_project, u"words"_s, rest.section(u'?', 1), Role::Service));
            const auto rows = answer.ok() ? QJsonDocument::fromJson(*answer).array().size() : -1;
            if (rows != page(s, {filters, {}, false, 1000}).rows.size())
                different << rest + u" -> "_s + QString::number(rows);
        }
    }
    QVERIFY2(different.isEmpty(), qPrintable(different.join(u'\n')));
    QRandomGenerator random(7);
    int compared = 0, found = 0;
    for (int i = 0; i < 150; ++i) {
        TableQuery q{{}, random.bounded(2) ? u"id"_s : QString(), bool(random.bounded(2)), 1000};
        if (q.sortColumn.isEmpty())
            q.descending = false;
        for (int n = 1 + int(random.bounded(3)); n > 0; --n) {
            const int which = int(random.bounded(8));
            const QString text = texts.at(random.bounded(int(texts.size())));
            const Op ordered = QList<Op>{Op::Eq, Op::Neq, Op::Gt, Op::Gte, Op::Lt, Op::Lte}.at(random.bounded(6));
            if (which == 0)
                q.filters << TableFilter{u"t"_s, ordered, {text}};
            else if (which == 1)
                q.filters << TableFilter{u"t"_s, Op::In, {u"plain"_s, text, texts.at(random.bounded(int(texts.size())))}};
            else if (which == 2)
                q.filters << TableFilter{u"t"_s, random.bounded(2) ? Op::Like : Op::ILike, {u'%' + text.left(2).remove(u'*').remove(u'\\') + u'%'}};
            else if (which == 3)
                q.filters << TableFilter{u"n"_s, ordered, {QString::number(random.bounded(6))}};
            else if (which == 4)
                q.filters << TableFilter{u"b"_s, QList<Op>{Op::IsTrue, Op::IsFalse, Op::IsNull, Op::NotNull}.at(random.bounded(4)), {}};
            else if (which == 5)
                q.filters << TableFilter{u"t"_s, random.bounded(2) ? Op::IsNull : Op::NotNull, {}};
            else if (which == 6)
                q.filters << TableFilter{u"tags"_s, Op::Contains, {random.bounded(2) ? u"{\"c,d\"}"_s : u"{a}"_s}};
            else
                q.filters << TableFilter{u"jb"_s, Op::Contains, {u"{\"k\": 1}"_s}};
        }
        const QString rest = restText(u"words"_s, q).value_or(QString());
        QVERIFY(!rest.isEmpty());
        const auto answer = await(m->session.database.rows(m_project, u"words"_s, rest.section(u'?', 1), Role::Service));
        QVERIFY2(answer.ok(), qPrintable(rest + u": "_s + (answer.ok() ? QString() : answer.error().message)));
        QStringList byRest;
        const QJsonArray rows = QJsonDocument::fromJson(*answer).array();
        for (const QJsonValue& row : rows)
            byRest << QString::number(row.toObject().value(u"id"_s).toInt());
        QStringList bySql = first(page(s, q));
        if (q.sortColumn.isEmpty()) { // REST promises no order then
            std::sort(byRest.begin(), byRest.end());
            std::sort(bySql.begin(), bySql.end());
        }
        QVERIFY2(byRest == bySql, qPrintable(u"%1\n%2\nREST %3\nSQL  %4"_s.arg(rest, sqlQueryText(u"words"_s, q), byRest.join(u','), bySql.join(u','))));
        const auto typed = run(u"select id::text as v from ("_s + sqlQueryText(u"words"_s, q) + u") q"_s);
        QVERIFY2(typed.ok(), qPrintable(sqlQueryText(u"words"_s, q)));
        ++compared;
        found += bySql.isEmpty() ? 0 : 1;
    }
    QCOMPARE(compared, 150);
    QVERIFY(found > 50); // most of the comparisons are about something
}

void TablePagingTest::savesEveryTypeExactly()
{
    const TableShape s = shape(u"every"_s);
    const QHash<QString, QStringList> values{
        {u"b"_s, {u"true"_s, u"false"_s}}, {u"i2"_s, {u"-32768"_s, u"32767"_s}}, {u"i4"_s, {u"2147483647"_s, u"0"_s}},
        {u"i8"_s, {u"9223372036854775807"_s, u"-9223372036854775808"_s}}, {u"num"_s, {u"123456789012345678901234567890.12345678901234567890"_s, u"NaN"_s}},
        {u"num2"_s, {u"-123456789.125"_s, u"0.000"_s}}, {u"f4"_s, {u"0.1"_s, u"-Infinity"_s}}, {u"f8"_s, {u"0.1"_s, u"1.7976931348623157e+308"_s}},
        {u"m"_s, {u"$1,234.56"_s, u"-$0.01"_s}}, {u"t"_s, {u"it's \"grant\" \\ $save$ $1\nsecond line\ttab 😀 set role"_s, QString()}},
        {u"vc"_s, {u"twenty characters ok"_s, u"é"_s}}, {u"ch"_s, {u"ab"_s, u"abcde"_s}}, {u"by"_s, {u"\\x00ff5c27"_s, u"\\x"_s}},
        {u"d"_s, {u"2026-02-28"_s, u"infinity"_s}}, {u"ti"_s, {u"23:59:59.999999"_s, u"00:00:00"_s}}, {u"tz"_s, {u"12:00:00.5+05:30"_s, u"12:00:00-08"_s}},
        {u"ts"_s, {u"2026-05-02 18:14:07.123456"_s, u"4713-01-01 00:00:00 BC"_s}}, {u"tstz"_s, {u"2026-05-02 18:14:07.123456+00"_s, u"-infinity"_s}},
        {u"iv"_s, {u"1 year 2 mons 3 days 04:05:06.789012"_s, u"-1 days"_s}}, {u"u"_s, {u"c4b1e2f0-1111-2222-3333-4444444477e0"_s, u"00000000-0000-0000-0000-000000000000"_s}},
        {u"j"_s, {u"{\"a\": 1,  \"a\": 12345678901234567890}"_s, u"null"_s}}, {u"jb"_s, {u"{\"k\": [1.10, null, \"x\"]}"_s, u"\"it's\""_s}},
        {u"ia"_s, {u"{1,NULL,-3}"_s, u"{{1,2},{3,4}}"_s}}, {u"ta"_s, {u"{\"a,b\",\"NULL\",NULL,\"say \\\"hi\\\"\"}"_s, u"{}"_s}}, {u"e"_s, {u"very happy"_s, u"sad"_s}},
        {u"ip"_s, {u"192.168.0.0/24"_s, u"::1"_s}}, {u"p"_s, {u"(1.5,-2)"_s, u"(0,0)"_s}}, {u"r"_s, {u"[1,5)"_s, u"empty"_s}},
        {u"x"_s, {u"<a>it's</a>"_s, u"<b/>"_s}}, {u"bits"_s, {u"1010"_s, QString()}}, {u"found"_s, {u"true"_s, u"false"_s}},
        {u"Odd name"_s, {u"a"_s, u"b"_s}}, {u"grant"_s, {u"c"_s, u"d"_s}}, {u"role"_s, {u"e"_s, u"f"_s}}};
    QCOMPARE(values.size(), s.columns.size() - 1); // every column but the key
    TableEdits edits;
    QMap<int, CellValue> inserted{{0, CellValue::of(u"1"_s)}};
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        QVERIFY2(cellFault(s.columns[s.indexOf(it.key())], CellValue::of(it->first())).isEmpty(), qPrintable(it.key() + cellFault(s.columns[s.indexOf(it.key())], CellValue::of(it->first()))));
        inserted.insert(s.indexOf(it.key()), CellValue::of(it->first()));
    }
    edits.apply(edits.insert(inserted));
    const auto saved = run(changeScript(s, edits).script());
    QVERIFY2(saved.ok(), saved.ok() ? "" : qPrintable(saved.error().message + changeScript(s, edits).script()));
    for (int round = 0; round < 3; ++round) {
        // 0: as inserted; 1: every value changed to the second; 2: every value to NULL. Each time as read and as the database prints it.
        const TablePage p = page(s, {});
        QCOMPARE(p.rows.size(), 1);
        TableEdits next;
        for (auto it = values.cbegin(); it != values.cend(); ++it) {
            const int c = s.indexOf(it.key());
            const QString read = p.rows[0].cells[c].value_or(u"NULL"_s), wanted = round == 2 ? u"NULL"_s : it->value(round);
            if (it.key() == u"m"_s)
                QVERIFY2(round == 2 || read.contains(u'.'), qPrintable(read)); // the locale writes it
            else
                QVERIFY2(read == wanted, qPrintable(it.key() + u": "_s + read + u" instead of "_s + wanted));
            if (round < 2)
                next.apply(next.setCells(s, rowKey(s, p.rows[0]), p.rows[0], {{c, round == 0 ? CellValue::of(it->at(1)) : CellValue::null()}}));
        }
        if (round < 2) {
            QCOMPARE(next.editedCells(), values.size());
            const auto again = run(changeScript(s, next).script());
            QVERIFY2(again.ok(), again.ok() ? "" : qPrintable(again.error().message + changeScript(s, next).script()));
        }
    }
    const TablePage p = page(s, {});
    TableEdits gone;
    gone.apply(gone.toggleDeleted(s, {{rowKey(s, p.rows[0]), p.rows[0]}}));
    QVERIFY(run(changeScript(s, gone).script()).ok());
    QCOMPARE(column(u"select count(*)::text as v from every"_s), QStringList{u"0"_s});
}

void TablePagingTest::failsAsAWhole()
{
    const TableShape s = shape(u"parent"_s);
    QVERIFY(run(u"insert into parent(name) values ('one'), ('two'), ('three')"_s).ok());
    const TablePage p = page(s, {});
    TableEdits edits;
    edits.apply(edits.setCells(s, rowKey(s, p.rows[0]), p.rows[0], {{1, CellValue::of(u"mine"_s)}}));
    edits.apply(edits.toggleDeleted(s, {{rowKey(s, p.rows[2]), p.rows[2]}}));
    edits.apply(edits.insert({{1, CellValue::of(u"new"_s)}}));
    QVERIFY(run(u"update parent set made = '2000-01-01' where name = 'three'"_s).ok()); // a column the edit does not touch, of a row to be deleted
    const auto refused = run(changeScript(s, edits).script());
    QVERIFY(!refused.ok());
    QCOMPARE(conflictLine(refused.error().message), std::optional(0)); // the deletion stands first
    QCOMPARE(column(u"select name as v from parent order by id"_s), (QStringList{u"one"_s, u"two"_s, u"three"_s}));
}

void TablePagingTest::knowsWhatBecameOfALostSave()
{
    const TableShape s = shape(u"parent"_s);
    QVERIFY(run(u"truncate parent cascade; insert into parent(name) values ('one'), ('two')"_s).ok());
    const TablePage p = page(s, {});
    TableEdits edits, added;
    edits.apply(edits.setCells(s, rowKey(s, p.rows[0]), p.rows[0], {{1, CellValue::of(u"it's mine"_s)}}));
    edits.apply(edits.toggleDeleted(s, {{rowKey(s, p.rows[1]), p.rows[1]}}));
    added.apply(added.insert({{1, CellValue::of(u"two"_s)}})); // one like it was there before
    const auto outcome = [&](const TableEdits& e) {
        const auto answer = run(outcomeSql(s, e, p.snapshot));
        return answer.ok() ? readOutcome(answer->rowsJson) : SaveOutcome::Unclear;
    };
    QCOMPARE(outcome(edits), SaveOutcome::NotWritten);
    QCOMPARE(outcome(added), SaveOutcome::NotWritten);
    QVERIFY(run(changeScript(s, added).script()).ok());
    QCOMPARE(outcome(added), SaveOutcome::Written);
    QVERIFY(run(changeScript(s, edits).script()).ok());
    QCOMPARE(outcome(edits), SaveOutcome::Written);
    QVERIFY(run(u"update parent set name = 'somebody else' where name = 'it''s mine'"_s).ok());
    QCOMPARE(outcome(edits), SaveOutcome::Unclear);
}

void TablePagingTest::undoPutsBack()
{
    const TableShape s = shape(u"parent"_s);
    QVERIFY(run(u"truncate parent cascade; insert into parent(name) values ('one'), ('two')"_s).ok());
    const QStringList before = column(u"select id || name || made as v from parent order by id"_s);
    const TablePage p = page(s, {});
    TableEdits edits;
    edits.apply(edits.setCells(s, rowKey(s, p.rows[0]), p.rows[0], {{1, CellValue::of(u"uno"_s)}}));
    edits.apply(edits.toggleDeleted(s, {{rowKey(s, p.rows[1]), p.rows[1]}}));
    QVERIFY(run(changeScript(s, edits).script()).ok());
    QVERIFY(column(u"select id || name || made as v from parent order by id"_s) != before);
    const auto back = run(undoScript(s, edits).script());
    QVERIFY2(back.ok(), back.ok() ? "" : qPrintable(back.error().message));
    QCOMPARE(column(u"select id || name || made as v from parent order by id"_s), before);
}

QTEST_GUILESS_MAIN(TablePagingTest)
#include "tst_tablepaging.moc"
