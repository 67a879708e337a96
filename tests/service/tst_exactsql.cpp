// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultset.h"
#include "models/sql/exact.h"
#include "tests/support/sandboxworld.h"

#include <QDirIterator>

#include <libpq-fe.h>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// What the grid reads through the service against what PostgreSQL itself says, over a connection of its own as psql has.
class TestExactSql : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void everyTypeIsExact_data();
    void everyTypeIsExact();
    void storedRowsKeepOrderAndDigits();
    void columnsOfNoRowsAreTold();
    void noColumnsAtAll();
    void manyColumns();
    void errorsSpeakOfTheQuery();
    void volatileFunctionsRunOnce();
    void whatIsReturnedIsExact_data();
    void whatIsReturnedIsExact();
    void returningRunsOnce();
    void returningThatFailsSpeaksOfItself();
    void rulesRefuseAndNothingHappened();
    void returningThatStaysPlain();
    void theLastOfSeveral();
    void aWriteIsNotWrapped();
    void aRowOfMegabytes();

private:
    struct Direct
    {
        QStringList names, types;
        QList<QStringList> rows; // a null QString = NULL
        QString error;
    };
    Direct direct(const QString& sql) const;
    Direct directUndone(const QString& sql) const;
    QString plain(const QString& sql);
    std::shared_ptr<const ResultSet> exact(const QString& sql);
    QString compare(const QString& sql);
    QString difference(const Direct& right, const ResultSet* set);

    SandboxWorld* m = nullptr;
    PGconn* m_connection = nullptr;
    QString m_project, m_schema;
};

void TestExactSql::initTestCase()
{
    if (!QFileInfo(SandboxFixture::executable()).isExecutable())
        QSKIP("no sandbox executable: build run402-sandbox or set RUN402_SANDBOX");
    m = new SandboxWorld;
    QCOMPARE(m->begin(m_project), QString());
    const auto where = await(m->session.database.run(m_project, u"select current_database()"_s));
    QCOMPARE(codeOf(where), u"ok"_s);
    const QString database = ResultSet::parse(where->rowsJson).value()->plainCell(0, 0).text;
    m_schema = where->schema;

    QDirIterator files(m->sandbox.folder(), {u"postmaster.pid"_s}, QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(files.hasNext());
    QFile pid(files.next());
    QVERIFY(pid.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = pid.readAll().split('\n'); // pid, folder, start, port, socket folder
    const QByteArray info = "host='" + lines.value(4) + "' port=" + lines.value(3) + " user=postgres dbname='" + database.toUtf8()
        + "' client_encoding=UTF8 options='-c timezone=UTC'";
    m_connection = PQconnectdb(info.constData());
    QVERIFY2(PQstatus(m_connection) == CONNECTION_OK, PQerrorMessage(m_connection));
    QVERIFY(direct(u"set search_path to "_s + m_schema).error.isEmpty());
    const auto made = await(m->session.database.run(m_project, uR"(
        create type mood as enum ('so so', 'happy');
        create domain posint as int8 check (value > 0);
        create domain small as posint;
        create type pair as (a int, b text);
        create table things (id int8 primary key, at timestamptz, n numeric, name text);
        insert into things select i, '2026-05-09 20:02:31.000001+00'::timestamptz + i * interval '1 microsecond',
          i / 7.0, 'row "' || i || '", \ and ' || chr(10) || chr(9) from generate_series(1, 900) i;
        create sequence counter;
        create table notes (id int8 primary key, at timestamptz, j jsonb, f float8, n numeric, body text, tags text[], m mood);
        create table people (id int8 primary key, name text, note int8);
        insert into people values (1, 'Ada', 7), (2, 'Bob', 8), (3, 'Cyd', 7);
        create view note_view as select * from notes;
        create table fired (at int8 generated always as identity, what text);
        create function fire() returns trigger language plpgsql as $f$ begin
          insert into fired (what) values (tg_op || coalesce(new.id, old.id)); return coalesce(new, old); end $f$;
        create trigger fires after insert or update or delete on notes for each row execute function fire();
        create table ruled (id int8, body text);
        create table ruled_log (id int8);
        create rule also as on insert to ruled do also insert into ruled_log values (new.id);
        insert into notes select i, '2026-05-09 20:02:31.000001+00'::timestamptz + i * interval '1 microsecond',
          '{"big": 12345678901234567890.10}', 'NaN', 'NaN', 'row ' || i, array['a,b', null], 'so so' from generate_series(1, 9) i)"_s));
    QCOMPARE(codeOf(made), u"ok"_s);
}

void TestExactSql::cleanupTestCase()
{
    PQfinish(m_connection);
    delete m;
}

TestExactSql::Direct TestExactSql::direct(const QString& sql) const
{
    Direct out;
    PGresult* result = PQexec(m_connection, sql.toUtf8().constData());
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        out.error = QString::fromUtf8(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    QByteArray oids;
    for (int c = 0; c < PQnfields(result); ++c) {
        out.names << QString::fromUtf8(PQfname(result, c));
        oids += (c ? "," : "") + QByteArray::number(PQftype(result, c));
    }
    for (int r = 0; r < PQntuples(result); ++r) {
        QStringList row;
        for (int c = 0; c < PQnfields(result); ++c)
            row << (PQgetisnull(result, r, c) ? QString() : u'=' + QString::fromUtf8(PQgetvalue(result, r, c)));
        out.rows << row;
    }
    PQclear(result);
    if (oids.isEmpty())
        return out;
    result = PQexec(m_connection, "select typname from unnest('{" + oids + "}'::oid[]) with ordinality o join pg_type t on t.oid = o.o order by ordinality");
    for (int r = 0; r < PQntuples(result); ++r) {
        const QString name = QString::fromUtf8(PQgetvalue(result, r, 0));
        out.types << (name == u"bpchar" ? u"char"_s : name.startsWith(u'_') ? name.mid(1) + u"[]"_s : name);
    }
    PQclear(result);
    return out;
}

/// What PostgreSQL answers to a statement that writes, with what it wrote taken back.
TestExactSql::Direct TestExactSql::directUndone(const QString& sql) const
{
    direct(u"begin"_s);
    const Direct out = direct(sql);
    direct(u"rollback"_s);
    return out;
}

/// First cell of a plain answer, or the error's message.
QString TestExactSql::plain(const QString& sql)
{
    const auto outcome = await(m->session.database.run(m_project, sql));
    return outcome.ok() ? ResultSet::parse(outcome->rowsJson).value()->plainCell(0, 0).text : outcome.error().message;
}

std::shared_ptr<const ResultSet> TestExactSql::exact(const QString& sql)
{
    const auto wrapped = exactQuery(sql);
    if (!wrapped)
        return nullptr;
    const auto outcome = await(m->session.database.run(m_project, *wrapped));
    if (!outcome.ok()) {
        qWarning("%s", qPrintable(outcome.error().message));
        return nullptr;
    }
    const auto set = ResultSet::parse(outcome->rowsJson);
    return set.ok() && set.value()->isExact() ? set.value() : nullptr;
}

/// Empty, or where the two differ.
QString TestExactSql::compare(const QString& sql)
{
    const Direct right = direct(sql);
    return right.error.isEmpty() ? difference(right, exact(sql).get()) : right.error;
}

QString TestExactSql::difference(const Direct& right, const ResultSet* set)
{
    if (!set)
        return u"no exact answer"_s;
    if (set->columns() != right.names)
        return u"names "_s + set->columns().join(u'|');
    if (set->rowCount() != right.rows.size())
        return u"%1 rows"_s.arg(set->rowCount());
    for (int c = 0; c < right.types.size(); ++c) {
        const QString type = set->columnType(c); // a domain is named; the wire protocol only has what it stands on
        const QString base = type == u"posint" || type == u"small" ? u"int8"_s : type;
        if (base != right.types[c])
            return u"type %1, not %2"_s.arg(type, right.types[c]);
    }
    for (qsizetype r = 0; r < set->rowCount(); ++r) {
        const QList<Cell> row = set->plainRow(r);
        for (int c = 0; c < row.size(); ++c) {
            QString text = row[c].kind == CellKind::Null ? QString() : u'=' + row[c].text;
            if (row[c].kind == CellKind::Boolean)
                text = text == u"=true" ? u"=t"_s : u"=f"_s;
            if (text != right.rows[r][c] || text.isNull() != right.rows[r][c].isNull())
                return u"row %1 column %2: %3, not %4"_s.arg(r).arg(c).arg(text.left(200), right.rows[r][c].left(200));
        }
    }
    return {};
}

void TestExactSql::everyTypeIsExact_data()
{
    QTest::addColumn<QString>("sql");
    const auto row = [](const char* name, const char* sql) { QTest::newRow(name) << QString::fromUtf8(sql); };
    row("integers", "select 32767::int2, '-2147483648'::int4, 9223372036854775807::int8, '-9223372036854775808'::int8, 4294967295::oid");
    row("numeric", "select 123456789012345678901234567890.123456789012345678901234567890, 0.10::numeric(10,5), 'NaN'::numeric, 'Infinity'::numeric, '-Infinity'::numeric");
    row("a thousand digits", "select ('1' || repeat('7', 999))::numeric, ('-0.' || repeat('3', 1000))::numeric, 1e-1000::numeric");
    row("floats", "select 0.1::float4, 0.1::float8, 1e300::float8, 'NaN'::float8, 'Infinity'::float8, '-Infinity'::float4, 5e-324::float8, '-0'::float8, 1.7976931348623157e308::float8, 3.4028235e38::float4, 0.30000000000000004::float8");
    row("money", "select 12345.67::money, (-1)::money");
    row("text", R"(select '', ' ', 'a,b', '(x)', '"quoted"', E'back\\slash', E'line\nbreak\ttab\r', 'שלום 👋', chr(1), 'NULL', '{}', null::text)");
    row("bounded text", "select 'ab'::varchar(5), 'ab'::char(5), 'ab'::name, '\"c\"'::\"char\"");
    row("bytea", "select '\\x00ff10'::bytea, ''::bytea, null::bytea");
    row("boolean", "select true, false, null::bool");
    row("times", "select '2026-05-09 20:02:31.123456+00'::timestamptz, '2026-05-09 20:02:31.1'::timestamp, '4713-01-01 BC'::date, 'infinity'::timestamptz, '-infinity'::date, '23:59:60'::time, '04:05:06.789012-08'::timetz, '294276-12-31 23:59:59.999999'::timestamp");
    row("interval", "select '1 year 2 mons 3 days 04:05:06.000007'::interval, '-1 day'::interval, '0'::interval");
    row("uuid and nets", "select 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '10.0.0.1/8'::inet, '10.0.0.0/8'::cidr, '08:00:2b:01:02:03'::macaddr, '08:00:2b:01:02:03:04:05'::macaddr8");
    row("json", R"(select '{"a":1,"a":2,  "n":12345678901234567890.10}'::json, '{"b":1.50,"a":"\u00e9\""}'::jsonb, 'null'::json, '5'::jsonb, '"text"'::jsonb, null::json)");
    row("xml", "select '<a b=\"c\">x &amp; y</a>'::xml");
    row("arrays", R"(select array[1,null,3], array[array['a,b','"'],array['{}','NULL']], '{}'::text[], array[true,false], array['2026-05-09 20:02:31.123456'::timestamp], '[0:1]={1,2}'::int[], array['{"a":1}'::jsonb])");
    row("ranges", "select '[1,5)'::int4range, 'empty'::numrange, '(,2026-05-09 20:02:31.123456+00]'::tstzrange, '{[1,2),[5,6)}'::int4multirange");
    row("bits and shapes", "select B'1010', B'10'::varbit(5), '(1,2)'::point, '((0,0),(1,1))'::box, '<(1,1),2>'::circle, '[(0,0),(1,1)]'::lseg, '((0,0),(1,1),(2,0))'::polygon");
    row("text search", "select to_tsvector('english', 'a fat cat'), 'fat & cat'::tsquery");
    row("own types", "select 'so so'::mood, 5::posint, 6::small, row(1,'x y')::pair, array['happy'::mood], null::pair");
    row("records", "select row(1,'a b',null), row(row(1,2),3)");
    row("system", "select 'pg_class'::regclass, '(0,1)'::tid, '0/16B3748'::pg_lsn, 'int4'::regtype");
    row("equal names", "select 1 as id, 2 as id, 'x' as \"Id\", 3 as id");
    row("odd names", "select 1 as \"Na \"\"me. é_x0041_ :\", 3 as \"xml\", 4 as \"_\", 5 as \"a<b>&c\" , 6 as \"1\", 7");
    row("one null", "select null");
    row("null rows", "values (1, null), (null, 'x'), (null, null)");
    row("comment at the end", "select 1 as a -- the end");
    row("quotes of our own", "select '$r402$' as a, $r402_1$ x $r402_1$ as b");
    row("with", "with t as (select 1 as a union all select 2) select * from t order by a desc");
    row("ordered and limited", "select id, at, n, name from things order by n desc, id limit 17 offset 3");
    row("union", "select 2 as a union select 1 order by 1");
    row("table", "table things");
    row("no order, grouped", "select id % 10 as digit, count(*), sum(n), avg(n), max(at) from things group by 1 order by 1");
    row("own alias", "select _r402.id as _r402, 5 as _r from things _r402 order by id limit 2");
}

void TestExactSql::everyTypeIsExact()
{
    QFETCH(QString, sql);
    QCOMPARE(compare(sql), QString());
}

void TestExactSql::storedRowsKeepOrderAndDigits()
{
    QCOMPARE(compare(u"select * from things order by at desc"_s), QString());
    const auto set = exact(u"select at, n from things where id = 3"_s);
    QVERIFY(set);
    QCOMPARE(set->row(0)[0].text, u"2026-05-09 20:02:31.000004+00"_s);
    QCOMPARE(int(set->columnKind(1)), int(CellKind::Number));
    // The old way loses the digits: what all of this is for.
    const auto plain = await(m->session.database.run(m_project, u"select at from things where id = 3"_s));
    QVERIFY(plain->rowsJson.contains("20:02:31.000Z"));
}

void TestExactSql::columnsOfNoRowsAreTold()
{
    const auto set = exact(u"select * from things where false"_s);
    QVERIFY(set);
    QCOMPARE(set->rowCount(), 0);
    QCOMPARE(set->columns().join(u' '), u"id at n name"_s);
    QCOMPARE(set->columnType(1), u"timestamptz"_s);
    QCOMPARE(int(set->columnKind(2)), int(CellKind::Number));
}

void TestExactSql::noColumnsAtAll()
{
    const auto set = exact(u"select from things limit 3"_s);
    QVERIFY(set);
    QCOMPARE(set->rowCount(), 3);
    QCOMPARE(set->columns().size(), 0);
}

void TestExactSql::manyColumns()
{
    QStringList list;
    for (int i = 0; i < 1600; ++i)
        list << u"%1 as c%2"_s.arg(i).arg(i % 800);
    QCOMPARE(compare(u"select "_s + list.join(u',')), QString());
}

void TestExactSql::errorsSpeakOfTheQuery()
{
    for (const QString& sql : {u"select nope from things"_s, u"select 1/0"_s, u"select * from nothing"_s, u"select 'x'::int"_s,
                               u"select id from things group by name"_s}) {
        const auto wrapped = exactQuery(sql);
        QVERIFY(wrapped);
        const auto one = await(m->session.database.run(m_project, sql));
        const auto other = await(m->session.database.run(m_project, *wrapped));
        QVERIFY(!one.ok() && !other.ok());
        QCOMPARE(other.error().message, one.error().message);
        QVERIFY2(!refusedForExactness(one.error().message), qPrintable(one.error().message));
    }
}

void TestExactSql::volatileFunctionsRunOnce()
{
    QVERIFY(exact(u"select nextval('counter')"_s));
    const auto next = exact(u"select nextval('counter')"_s);
    QVERIFY(next);
    QCOMPARE(next->plainCell(0, 0).text, u"2"_s);
}

void TestExactSql::whatIsReturnedIsExact_data()
{
    QTest::addColumn<QString>("sql");
    const auto row = [](const char* name, const char* sql) { QTest::newRow(name) << QString::fromUtf8(sql); };
    row("insert", R"(insert into notes values (100, '2026-05-09 20:02:31.123456+00', '{"big": 9007199254740993}', 'NaN', 'Infinity', 'שלום, "x"', '{}', 'happy') returning *)");
    row("insert some", "insert into notes (id, at, body) values (101, 'infinity', null), (102, '2026-01-01 00:00:00.000009+00', '') returning at, body, id, f");
    row("equal names", "insert into notes (id) values (103) returning id, id, id * 2 as id, body, body as \"Id\"");
    row("star and more", "insert into notes (id) values (104) returning *, id, notes.*, now() > at as later");
    row("insert from select", "insert into notes (id, at) select i, now() from generate_series(200, 260) i order by i desc returning id");
    row("insert with", "with src as (select 300 as id union all select 301) insert into notes (id) select id from src returning id, (select count(*) from src) as sources");
    row("with called insert", "with insert as (select 302 as update) insert into notes (id) select \"update\" from insert returning id");
    row("with inside", "insert into notes (id) with s as (select 303 as id) select id from s returning id");
    row("alias", "insert into notes as note (id) values (305) returning note.id, note.at, (note).*, note as whole");
    row("quoted alias", "insert into notes as \"Na \"\"me\" (id) values (306) returning \"Na \"\"me\".id as \"returning\", 1 as from");
    row("qualified by its schema", "insert into %1.notes (id) values (307) returning *");
    row("default values", "insert into fired default values returning what");
    row("nothing to do", "insert into notes (id) values (1), (2) on conflict (id) do nothing returning id, at");
    row("some to do", "insert into notes (id, body) values (1, 'again'), (400, 'new') on conflict (id) do update set body = excluded.body returning id, body, xmax = 0 as inserted");
    row("update", "update notes set n = n, f = 'Infinity' where id < 5 returning id, n, f, j, at");
    row("update nothing", "update notes set n = 0 where false returning *");
    row("update only, aliased", "update only notes as t set body = t.body || '!' where t.id = 3 returning t.*, t.tableoid::regclass");
    row("update from", "update notes set body = p.name from people p where p.note = notes.id and p.id = 2 returning *");
    row("update from, distinct", "update notes t set f = (t.id is distinct from 7)::int, body = t.m is distinct from 'happy' from people p left join notes o on o.id is distinct from p.note where p.note = t.id and p.name = 'Bob' and o.id = 1 returning t.id, o.id, p.*");
    row("update several sources", "with w as (select 8 as id) update notes set n = 1 from w, people p join lateral (select p.name as called) l on true where notes.id = w.id and p.note = w.id returning p.name, called, w.*");
    row("update columns at once", "update notes set (n, f) = (select 1, 2) where id = 4 returning n, f");
    row("delete", "delete from notes where id = 5 returning *");
    row("delete using", "delete from notes n using people p join fired f on f.what = p.name where false returning n.id, p.*, f.what");
    row("delete using one", "delete from notes as n using people where people.note = n.id returning people.id, n.id order_by");
    row("through a view", "update note_view set body = 'seen' where id = 6 returning *");
    row("comments", "delete from notes -- returning nothing\n where id = 6 returning /* first */ id, -- last\n at -- the end");
    row("constants", "insert into notes (id) values (500) returning 'text', null, 1, 'x' as x, array[1,2], current_date = current_date, case when true then 1.50 end, (select 5)");
    row("parentheses first", "delete from notes where id = 7 returning (id + 1) * 2, (body)");
    row("dollar quotes", "insert into notes (id, body) values (501, $r402$x$r402$) returning body, $r402_1$y$r402_1$ as b");
}

void TestExactSql::whatIsReturnedIsExact()
{
    QFETCH(QString, sql);
    sql = sql.contains(u"%1"_s) ? sql.arg(m_schema) : sql;
    const Direct right = directUndone(sql);
    QCOMPARE(right.error, QString());
    const auto set = exact(sql + u";"_s);
    const QString wrong = difference(right, set.get());
    // As it was, for the next: exact() has really written.
    QCOMPARE(plain(uR"(delete from notes; insert into notes select i, '2026-05-09 20:02:31.000001+00'::timestamptz + i * interval '1 microsecond',
        '{"big": 12345678901234567890.10}', 'NaN', 'NaN', 'row ' || i, array['a,b', null], 'so so' from generate_series(1, 9) i; select 'back')"_s), u"back"_s);
    QCOMPARE(wrong, QString());
}

void TestExactSql::returningRunsOnce()
{
    QCOMPARE(plain(u"delete from fired; select 'none'"_s), u"none"_s);
    const auto set = exact(u"insert into notes (id, body) select 600 + i, nextval('counter')::text from generate_series(1, 3) i returning id, body"_s);
    QVERIFY(set);
    QCOMPARE(set->rowCount(), 3);
    QCOMPARE(plain(u"select string_agg(what, ' ' order by at) from fired"_s), u"INSERT601 INSERT602 INSERT603"_s);
    QCOMPARE(set->plainCell(2, 1).text.toInt(), set->plainCell(0, 1).text.toInt() + 2);
    QCOMPARE(exact(u"delete from notes where id > 600 returning id"_s)->rowCount(), 3);
    QCOMPARE(plain(u"select count(*) from fired"_s), u"6"_s);
    QCOMPARE(plain(u"select count(*) from notes"_s), u"9"_s);
}

void TestExactSql::returningThatFailsSpeaksOfItself()
{
    for (const QString& sql : {u"insert into notes (id) values (1) returning id"_s, u"insert into notes (nope) values (1) returning id"_s,
                               u"insert into notes (id) values (1) returning nope"_s, u"update notes set id = 1/0 returning id"_s,
                               u"delete from nothing returning id"_s, u"insert into notes (id) values ('x') returning *"_s,
                               u"update notes set n = 1 returning count(*)"_s, u"insert into notes (id) values (null) returning id"_s,
                               u"update notes set n = 1 from people returning id"_s, u"delete from notes returning 1/(id - id)"_s}) {
        const auto wrapped = exactQuery(sql);
        QVERIFY2(wrapped, qPrintable(sql));
        const auto other = await(m->session.database.run(m_project, *wrapped));
        const auto one = await(m->session.database.run(m_project, sql));
        QVERIFY(!one.ok() && !other.ok());
        QCOMPARE(other.error().message, one.error().message);
        QVERIFY2(!refusedForExactness(one.error().message), qPrintable(one.error().message));
    }
    QCOMPARE(plain(u"select count(*) from notes"_s), u"9"_s);
}

void TestExactSql::rulesRefuseAndNothingHappened()
{
    QCOMPARE(plain(u"delete from ruled; delete from ruled_log; create rule also2 as on delete to ruled do instead nothing; select 1"_s), u"1"_s);
    const QString insert = u"insert into ruled values (nextval('counter'), 'x') returning id, body"_s;
    const auto refused = await(m->session.database.run(m_project, *exactQuery(insert)));
    QVERIFY(!refused.ok());
    QVERIFY2(refusedForExactness(refused.error().message), qPrintable(refused.error().message));
    QCOMPARE(plain(u"select count(*) from ruled"_s), u"0"_s);
    QCOMPARE(plain(u"select count(*) from ruled_log"_s), u"0"_s);
    const auto gone = await(m->session.database.run(m_project, *exactQuery(u"delete from ruled returning id"_s)));
    const auto said = await(m->session.database.run(m_project, u"delete from ruled returning id"_s));
    QVERIFY(!gone.ok() && (refusedForExactness(gone.error().message) || gone.error().message == said.error().message));
    const QString written = plain(insert);
    QCOMPARE(plain(u"select max(id) from ruled"_s), written);
}

void TestExactSql::returningThatStaysPlain()
{
    for (const QString& sql : {u"insert into notes (id) values (1)"_s, u"with d as (delete from notes returning id) insert into ruled select id from d returning id"_s,
                               u"update notes set n = 1 where current of c returning id"_s, u"insert into notes (id) values ($1) returning id"_s,
                               u"insert into notes (id) values (1) returning id; select 1"_s, u"create table returning_id (id int)"_s,
                               u"with d as (insert into notes (id) values (1) returning id) select id from d"_s})
        QVERIFY2(!exactQuery(sql), qPrintable(sql));
}

void TestExactSql::theLastOfSeveral()
{
    const QString script = u"-- ä\ncreate table late (id int8, at timestamptz);\ninsert into late values (9007199254740993, '2026-05-09 20:02:31.000001+00');\nselect *, id from late; -- end\n"_s;
    const auto wrapped = exactScript(script);
    QVERIFY(wrapped && wrapped->startsWith(script.left(script.indexOf(u"select *"_s))) && wrapped->endsWith(u"; -- end\n"_s));
    const auto outcome = await(m->session.database.run(m_project, *wrapped));
    QCOMPARE(codeOf(outcome), u"ok"_s);
    const auto set = ResultSet::parse(outcome->rowsJson).value();
    QVERIFY(set->isExact());
    QCOMPARE(set->columns().join(u' '), u"id at id"_s);
    QCOMPARE(set->row(0)[1].text, u"2026-05-09 20:02:31.000001+00"_s);
    QCOMPARE(outcome->rowCount.value(), 3); // one inserted, one described, one read
    QVERIFY(!exactScript(u"begin; delete from late; commit; select 1"_s));
    QVERIFY(!exactScript(u"prepare transaction 'x'; select 1"_s));
    QVERIFY(!exactScript(u"select 1; create table x (id int)"_s));
    QVERIFY(exactScript(u"delete from late; insert into late values (1) returning at"_s));
}

void TestExactSql::aWriteIsNotWrapped()
{
    for (const QString& sql : {u"with x as (insert into things (id) values (5000) returning id) select * from x"_s, u"select 1 into temp y"_s,
                               u"select * from things for update"_s, u"select * from (select * from things for no key update) t"_s,
                               u"show timezone"_s, u"explain select 1"_s,
                               u"select 1; select 2"_s, u"select $1"_s, u"select (1"_s, u"select 'a"_s, u""_s, u"-- nothing"_s})
        QVERIFY2(!exactQuery(sql), qPrintable(sql));
    QVERIFY(exactQuery(u"select 1;"_s));
    QVERIFY(exactQuery(u"select $$x$$ as update"_s));
}

void TestExactSql::aRowOfMegabytes()
{
    QCOMPARE(compare(u"select 1 as before, repeat('a\"b\\c', 400000) as long, 2 as behind, repeat('x', 3000000)"_s), QString());
}

QTEST_GUILESS_MAIN(TestExactSql)
#include "tst_exactsql.moc"
