// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/parsetree.h"
#include "models/sql/restform.h"

#include <QElapsedTimer>
#include <QTest>
#include <QUrl>

using namespace run402;
using namespace Qt::StringLiterals;

/// Statements as requests, and where one has no words for them (models/sql/restform.h).
class TestRestForm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void writes_data();
    void writes();
    void refusals_data();
    void refusals();
    void chainsThatWouldEndTheProgram();

private:
    static Schema schema();
};

Schema TestRestForm::schema()
{
    Schema s;
    s.name = u"p0007"_s;
    Table t;
    t.name = u"items"_s;
    const QPair<const char*, const char*> columns[] = {
        {"id", "bigint"}, {"title", "text"}, {"small", "smallint"}, {"size", "integer"}, {"price", "numeric"}, {"ratio", "double precision"}, {"dim", "real"},
        {"done", "boolean"}, {"at", "timestamp with time zone"}, {"data", "jsonb"}, {"raw", "json"}, {"owner", "uuid"}, {"Odd, name", "text"}, {"order", "integer"}};
    for (const auto& [name, type] : columns)
        t.columns << Column{QString::fromLatin1(name), QString::fromLatin1(type), true, {}};
    s.tables << t;
    return s;
}

void TestRestForm::reads_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("line"); // percent-decoded
    const auto row = [](const char* sql, const char* line) { QTest::newRow(sql) << QString::fromUtf8(sql) << QString::fromUtf8(line); };
    row("select * from items", "items");
    row("SELECT i.* FROM p0007.items AS i LIMIT 5 OFFSET 2", "items?limit=5&offset=2");
    row("select id, title as name, size::text, data->'a'->0->>'b' as b from items", "items?select=id,name:title,size::text,b:data->a->0->>b");
    row("select \"Odd, name\", title as \"a:b\" from items", "items?select=\"Odd, name\",\"a:b\":title");
    row("select * from items where id = 5 and title <> 'x'", "items?id=eq.5&title=neq.x");
    row("select * from items where id >= 5 and id < 9", "items?and=(id.gte.5,id.lt.9)");
    row("select * from items where 5 < size", "items?size=gt.5");
    row("select * from items where not (size = 1 or done is null)", "items?not.or=(size.eq.1,done.is.null)");
    row("select * from items where not not done", "items?not.and=(done.not.eq.true)");
    row("select * from items where done or not done", "items?or=(done.eq.true,done.not.eq.true)");
    row("select * from items where done is not true and at is not null", "items?done=not.is.true&at=not.is.null");
    row("select * from items where size in (1, 2, -3) and title not in ('a,b', '')", "items?size=in.(1,2,-3)&title=not.in.(\"a,b\",\"\")");
    row("select * from items where size = - 7 or size in (0, -0, -2147483648)", "items?or=(size.eq.-7,size.in.(0,0,-2147483648))");
    row("select * from items where title in ('')", "items?title=eq.");
    row("select * from items where size between 1 and 5", "items?and=(size.gte.1,size.lte.5)");
    row("select * from items where size not between 1 and 5", "items?or=(size.lt.1,size.gt.5)");
    row("select * from items where title like 'a%' and title not ilike '%b_'", "items?and=(title.like.\"a*\",title.not.ilike.\"*b_\")");
    row("select * from items where title ~ '^a' or title !~* 'b'", "items?or=(title.match.\"^a\",title.not.imatch.b)");
    row("select * from items where data @> '{\"a\": 1}' and data->>'k' = 'v'", "items?data=cs.{\"a\": 1}&data->>k=eq.v");
    row("select * from items where size is distinct from 4 and price is not distinct from '2.5'", "items?size=isdistinct.4&price=not.isdistinct.2.5");
    row("select * from items where \"order\" = 1", "items?and=(order.eq.1)");
    row("select * from items where owner = 'a1'::uuid", "items?owner=eq.a1");
    row("select * from items order by size desc nulls last, title", "items?order=size.desc.nullslast,title.asc");
    row("select title as t from items order by t, 1 desc", "items?select=t:title&order=title.asc,title.desc");
    row("select * from items where title = 'a&b=c+d#%2C'", "items?title=eq.a&b=c+d#%2C");
    row("select * from elsewhere where x = '1'", "elsewhere?x=eq.1");
}

void TestRestForm::reads()
{
    QFETCH(QString, sql);
    QFETCH(QString, line);
    const RestTranslation rest = restForm(sql, schema());
    QVERIFY2(rest.form, qPrintable(rest.reason));
    QCOMPARE(rest.form->method, QByteArray("GET"));
    QCOMPARE(QUrl::fromPercentEncoding(rest.form->line().toUtf8()), u"GET /rest/v1/"_s + line);
    QVERIFY(rest.form->returnsRows && rest.form->body.isEmpty());
}

void TestRestForm::writes_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("prefer");
    const auto row = [](const char* sql, const char* line, const char* body, const char* prefer) {
        QTest::newRow(sql) << QString::fromUtf8(sql) << QString::fromUtf8(line) << QString::fromUtf8(body) << QString::fromUtf8(prefer);
    };
    row("insert into items (id, title, done) values (9007199254740993, 'a \"b\"', true)", "POST /rest/v1/items", R"({"id":"9007199254740993","title":"a \"b\"","done":"true"})",
        "return=minimal,count=exact");
    row("insert into items values (1, 'x') returning id", "POST /rest/v1/items?select=id", R"({"id":"1","title":"x"})", "return=representation,count=exact");
    row("insert into items (id, size) values (1, default), (2, null)", "POST /rest/v1/items?columns=id,size", R"([{"id":"1"},{"id":"2","size":null}])",
        "return=minimal,count=exact,missing=default");
    row("insert into items (data) values ('{\"a\": [1, 2.5, \"1e9\"]}')", "POST /rest/v1/items", R"({"data":{"a": [1, 2.5, "1e9"]}})", "return=minimal,count=exact");
    row("insert into items (id) values (1) on conflict (id) do nothing", "POST /rest/v1/items?on_conflict=id", R"({"id":"1"})",
        "resolution=ignore-duplicates,return=minimal,count=exact");
    row("insert into items (id, title) values (1, 'x') on conflict (id) do update set title = excluded.title returning id", "POST /rest/v1/items?on_conflict=id&select=id",
        R"({"id":"1","title":"x"})", "resolution=merge-duplicates,return=representation,count=exact");
    row("insert into items (id, owner, size) values (1, null, 2), (2, null, default) on conflict (id, owner) do update set size = excluded.size, id = excluded.id",
        "POST /rest/v1/items?columns=id,owner,size&on_conflict=id,owner", R"([{"id":"1","owner":null,"size":"2"},{"id":"2","owner":null}])",
        "resolution=merge-duplicates,return=minimal,count=exact,missing=default");
    row("update items set title = 'x', price = 1.50 where id = 3 returning *", "PATCH /rest/v1/items?id=eq.3", R"({"title":"x","price":"1.50"})", "return=representation,count=exact");
    row("delete from items where id = 3", "DELETE /rest/v1/items?id=eq.3", "", "return=minimal,count=exact");
}

void TestRestForm::writes()
{
    QFETCH(QString, sql);
    QFETCH(QString, line);
    QFETCH(QString, body);
    QFETCH(QString, prefer);
    const RestTranslation rest = restForm(sql, schema());
    QVERIFY2(rest.form, qPrintable(rest.reason));
    QCOMPARE(QUrl::fromPercentEncoding(rest.form->line().toUtf8()), line);
    QCOMPARE(QString::fromUtf8(rest.form->body), body);
    QCOMPARE(rest.form->prefer, prefer);
}

void TestRestForm::refusals_data()
{
    QTest::addColumn<QString>("sql"); // the place is marked by a bar before and after
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* sql, const char* reason) { QTest::newRow(sql) << QString::fromUtf8(sql) << QString::fromUtf8(reason); };
    row("select * from items i join |users| u on u.id = i.id", "join");
    row("select * from items, |users|", "join");
    row("select |count|(*) from items", "counting");
    row("select id, /* é😀 */ |upper|(title) from items", "functions");
    row("select title from items |group| by title", "group");
    row("select |distinct| title from items", "DISTINCT");
    row("|with| a as (select 1) select * from a", "WITH");
    row("select id from items |union| select 2", "put together");
    row("select * from |generate_series|(1, 2)", "function");
    row("|select| 1", "table");
    row("select id, |id| from items", "once");
    row("select *, |id| from items", "once");
    row("select |title| + 1 from items", "computed");
    row("select * from items where title = |size|", "column");
    row("select * from items where 'ä😀' = title and |lower|(title) = 'x'", "computed");
    row("select * from items where title = |lower|('x')", "function");
    row("select * from items where title = |5|", "quotes");
    row("select * from items where size = |5.5|", "quotes");
    row("select * from items where size = |3000000000|", "quotes");
    row("select * from items where dim = |0.1|", "quotes");
    row("select * from elsewhere where x = |1|", "quotes");
    row("select * from items where title = |null|", "NULL");
    row("select * from items where size = |-|/* minus */5", "digits");
    row("select * from items where title like |'a*'|", "star");
    row("select * from items where title |like| 'a' escape 'x'", "ESCAPE");
    row("select * from items where data->|'1'| = '2'", "plain keys");
    row("select * from items where id |in| (select 1)", "subqueries");
    row("select * from items where |exists| (select 1)", "subqueries");
    row("select * from items where at > |now|()", "function");
    row("select * from items order by |lower|(title)", "computed");
    row("select size::text from items order by |size|", "cast");
    row("select * from items |for| update", "lock");
    row("select * from |other|.items", "own tables");
    row("select * from items where id = 1 and |users|.id = 2", "nothing else");
    row("insert into items (id) |select| 1", "written out");
    row("insert into items (size) values (|1.5|)", "quotes");
    row("insert into items (id) values (|1| + 1)", "computed");
    row("insert into items (raw) values (|'{}'|)", "json column");
    row("insert into items (data) values (|'{\"n\": 1.0}'|)", "rounds");
    row("insert into items (data) values (|'null'|)", "rounds");
    row("insert into items (id) values (1) |on| conflict (id) do update set id = 2", "DO NOTHING");
    for (const char* rest : {"do update set title = 'y'", "do update set title = excluded.data", "do update set size = excluded.size",
                             "do update set title = excluded.title where items.id > 1", "do update set title = items.title"})
        row(QByteArray("insert into items (id, title) values (1, 'x') |on| conflict (id) ").append(rest).constData(), "DO NOTHING");
    row("insert into items (price, title) values (1, 'x') |on| conflict (price) do update set title = excluded.title", "DO NOTHING"); // 1.0 is not 1.00
    row("insert into items (id, title, size) values (1, 'x', default) |on| conflict (id) do update set title = excluded.title, size = excluded.size", "DO NOTHING");
    row("insert into items (id, title, size) values (1, 'x', 2) |on| conflict (id) do update set title = excluded.title", "DO NOTHING");
    row("update items set size = |size| + 1", "computed");
    row("update items set title = 'x' from |users|", "FROM");
    row("delete from items using |users| where true", "USING");
    row("|create| table x ()", "only");
    row("|begin|", "only");
    row("select * from items where id = |$1|", "asked for");
    row("select * |form| items", "syntax error");
}

void TestRestForm::refusals()
{
    QFETCH(QString, sql);
    QFETCH(QString, reason);
    const qsizetype from = sql.indexOf(u'|');
    const qsizetype to = sql.indexOf(u'|', from + 1);
    QString plain = sql;
    plain.remove(to, 1).remove(from, 1);
    const RestTranslation rest = restForm(plain, schema());
    QVERIFY(!rest.form);
    QVERIFY2(rest.reason.contains(reason), qPrintable(rest.reason));
    QCOMPARE(plain.mid(rest.at, rest.length), plain.mid(from, to - from - 1));
    QCOMPARE(rest.at, from);
}

/// libpg_query walks what it read by recursion: these once ended the program.
void TestRestForm::chainsThatWouldEndTheProgram()
{
    const QString chain = u"select 1"_s + u"+1"_s.repeated(49'000), brackets = u"select "_s + u"("_s.repeated(40'000), nots = u"select "_s + u"not "_s.repeated(20'000) + u"true"_s;
    for (const QString& sql : {chain, brackets, nots}) {
        QVERIFY(!isParseable(sql));
        QVERIFY(!parseComplaint(sql));
        QVERIFY(!sameParseTree(sql, sql));
        QVERIFY(!restForm(sql, schema()).form);
    }
    // What is long but flat is read.
    QString rows = u"insert into items (id) values (0)"_s;
    for (int i = 1; i < 5'000; ++i)
        rows += u",(%1)"_s.arg(i);
    QElapsedTimer timer;
    timer.start();
    const RestTranslation rest = restForm(rows, schema());
    QVERIFY2(rest.form, qPrintable(rest.reason));
    QCOMPARE(rest.form->body.count('{'), 5'000);
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestRestForm)
#include "tst_restform.moc"
