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
    std::shared_ptr<const ResultSet> exact(const QString& sql);
    QString compare(const QString& sql);

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
        create sequence counter)"_s));
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
    if (!right.error.isEmpty())
        return right.error;
    const auto set = exact(sql);
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

void TestExactSql::aWriteIsNotWrapped()
{
    for (const QString& sql : {u"with x as (insert into things (id) values (5000) returning id) select * from x"_s, u"select 1 into temp y"_s,
                               u"select * from things for update"_s, u"select * from (select * from things for no key update) t"_s,
                               u"insert into things (id) values (6000) returning id"_s, u"show timezone"_s, u"explain select 1"_s,
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
