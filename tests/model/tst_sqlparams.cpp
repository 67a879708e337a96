// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/sqllistmodel.h"
#include "models/sql/completion.h"
#include "models/sql/folds.h"
#include "models/sql/literal.h"
#include "models/sql/parameters.h"
#include "models/sql/parsetree.h"
#include "models/sql/plantree.h"
#include "models/sql/sources.h"
#include "models/sql/syntax.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

namespace {

Schema kitchen()
{
    const auto column = [](const char* name, const char* type) { return Column{QString::fromLatin1(name), QString::fromLatin1(type), true, {}}; };
    Table recipes, comments;
    recipes.name = u"recipes"_s;
    recipes.columns = {column("id", "bigint"), column("title", "text"), column("minutes", "integer"), column("published_at", "timestamp with time zone"),
                       column("tags", "ARRAY")};
    comments.name = u"comments"_s;
    comments.columns = {column("id", "bigint"), column("recipe_id", "bigint"), column("body", "text")};
    comments.constraints = {{u"c"_s, u"FOREIGN KEY"_s, u"FOREIGN KEY (recipe_id) REFERENCES recipes(id) ON DELETE CASCADE"_s}};
    return {u"p0042"_s, {recipes, comments}};
}

QString told(const QList<SqlParameter>& parameters)
{
    QStringList out;
    for (const SqlParameter& p : parameters)
        out << u"$%1 %2 %3"_s.arg(p.number).arg(p.type, p.column).trimmed();
    return out.join(u", "_s);
}

/// What PostgreSQL's parser reads in the only string of "select <literal>"; the parser itself decides.
bool readsAs(const QString& literal, const QString& value)
{
    return sameParseTree(u"select "_s + literal, u"select '"_s + QString(value).replace(u"'"_s, u"''"_s) + u'\'');
}

} // namespace

/// What is put into a statement before it is sent: parameters, quoting, the words the service refuses; and what is
/// read out of one: syntax errors, named queries, joins.
class SqlParams : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsParameters_data();
    void findsParameters();
    void putsValuesIn();
    void refusesWhatCannotBeSent();
    void quotesAnything();
    void rewritesRefusedWords_data();
    void rewritesRefusedWords();
    void leavesCodeAlone_data();
    void leavesCodeAlone();
    void findsSyntaxErrors_data();
    void findsSyntaxErrors();
    void keepsQuietWhileTyping();
    void readsOnlyWhatChanged();
    void knowsNamedQueries_data();
    void knowsNamedQueries();
    void knowsJoins();
    void completes_data();
    void completes();
    void foldsWhatBelongsTogether();
    void readsPlans();
    void refusesDamagedPlans();
    void listsStatements();
};

void SqlParams::findsParameters_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QString& sql, const QString& expected) { QTest::newRow(name) << sql << expected; };
    row("none", u"select 1"_s, {});
    row("compared", u"select * from recipes r where r.minutes <= $1 and title ilike $2"_s, u"$1 int4 minutes, $2 text title"_s);
    row("the other way round", u"select * from recipes where $1 < published_at"_s, u"$1 timestamptz published_at"_s);
    row("in a list", u"select * from recipes where id in ($1, $2)"_s, u"$1 int8 id, $2 int8 id"_s);
    row("between", u"select * from recipes where minutes between $2 and $1"_s, u"$1 int4 minutes, $2 int4 minutes"_s);
    row("inserted", u"insert into comments (body, recipe_id) values ($1, $2), ($3, $4)"_s, u"$1 text body, $2 int8 recipe_id, $3 text body, $4 int8 recipe_id"_s);
    row("inserted without names", u"insert into comments values ($1, $2, $3)"_s, u"$1 int8 id, $2 int8 recipe_id, $3 text body"_s);
    row("set", u"update recipes set title = $1 where id = $2"_s, u"$1 text title, $2 int8 id"_s);
    row("limit", u"select * from recipes limit $1 offset $2"_s, u"$1 int8 limit, $2 int8 offset"_s);
    row("cast", u"select $1::uuid"_s, u"$1 uuid"_s);
    row("once each", u"select $2, $1, $2"_s, u"$1, $2"_s);
    row("text is no parameter", u"select '$1', \"$2\", $q$ $3 $q$ -- $4\n/* $5 */, a$6"_s, {});
    row("unfinished", u"select '$1"_s, {});
    row("an array's type is not told", u"select * from recipes where tags = $1"_s, u"$1  tags"_s);
}

void SqlParams::findsParameters()
{
    QFETCH(QString, sql);
    QFETCH(QString, expected);
    QCOMPARE(told(parametersOf(sql, kitchen())), expected);
}

void SqlParams::putsValuesIn()
{
    const QString sql = u"select '$1', $1 /* $1 */, $2::text from recipes -- $2\nwhere id=$3 and $q$ $3 $q$ <> $1"_s;
    const auto out = withParameters(sql, {{1, {false, u"it's"_s, u"text"_s}}, {2, {true, {}, {}}}, {3, {false, u"-5"_s, u"int8"_s}}});
    QVERIFY(out.ok());
    QCOMPARE(*out, u"select '$1', ('it''s'::text) /* $1 */, (NULL)::text from recipes -- $2\nwhere id=('-5'::int8) and $q$ $3 $q$ <> ('it''s'::text)"_s);
    QVERIFY(!parseComplaint(*out));
    // $1 and $10 are two parameters.
    QMap<int, SqlParameterValue> eleven;
    for (int i = 1; i <= 11; ++i)
        eleven.insert(i, {false, QString::number(i), {}});
    QCOMPARE(withParameters(u"select $1, $10, $11"_s, eleven).valueOr({}), u"select ('1'), ('10'), ('11')"_s);
}

void SqlParams::refusesWhatCannotBeSent()
{
    const auto code = [](const QString& sql, const QMap<int, SqlParameterValue>& values) {
        const auto out = withParameters(sql, values);
        return out.ok() ? *out : out.error().code;
    };
    QCOMPARE(code(u"select $1"_s, {}), u"sql.value_missing"_s);
    QCOMPARE(code(u"select $1"_s, {{1, {false, u"a\0b"_s, {}}}}), u"sql.value_unstorable"_s);
    QCOMPARE(code(u"select $1"_s, {{1, {false, QString(QChar(0xD800)), {}}}}), u"sql.value_unstorable"_s);
    for (const QString& type : {u"int4); drop table recipes; --"_s, u"text, 1"_s, u"text collate \"C\""_s, u"'text'"_s, u"int4 + 1"_s, u"text/**/"_s, u"int4 as x"_s,
                                u"\"a\" \"b\""_s, u"text; select 1"_s, QString(300, u'a')})
        QCOMPARE(code(u"select $1"_s, {{1, {false, u"1"_s, type}}}), u"sql.type_malformed"_s);
    for (const QString& type : parameterTypes())
        QVERIFY2(isTypeName(type), qPrintable(type));
    for (const QString& type : {u"numeric(10,2)"_s, u"timestamp with time zone"_s, u"double precision"_s, u"mood"_s, u"\"My Type\""_s, u"auth.kind"_s, u"varchar(20)[]"_s})
        QVERIFY2(isTypeName(type), qPrintable(type));
}

/// Whatever the value, PostgreSQL's parser reads one string that says exactly this, and the service finds no word it refuses.
void SqlParams::quotesAnything()
{
    const QStringList pieces{u"'"_s, u"''"_s, u"\\"_s, u"\\'"_s, u"$1"_s, u"$$"_s, u"--"_s, u"/*"_s, u"*/"_s, u";"_s, u"\n"_s, u"\r"_s, u"\t"_s, u"\""_s,
                             u"grant"_s, u"REVOKE"_s, u"set role"_s, u"create  schema"_s, u"copy x program"_s, u"ü"_s, u"🚀"_s, u"\u2028"_s, u"\u00a0"_s, u"\\0061"_s,
                             u"U&'"_s, u"E'"_s, u" "_s, u"a"_s, u"1"_s, u"::int"_s, u"\u017f"_s, u"\u0301"_s, u"\uFEFF"_s, u"\u0001"_s};
    QRandomGenerator random(402);
    for (int i = 0; i < 4000; ++i) {
        QString value;
        for (int n = random.bounded(9); n > 0; --n)
            value += pieces[random.bounded(pieces.size())];
        const auto literal = safeSqlLiteral(value);
        QVERIFY(literal);
        QVERIFY2(readsAs(*literal, value), qPrintable(value + u" as "_s + *literal));
        QVERIFY2(findBlockedWords(*literal).isEmpty(), qPrintable(*literal));
    }
}

void SqlParams::rewritesRefusedWords_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QString& sql, const QString& expected) { QTest::newRow(name) << sql << expected; };
    row("string", u"insert into t values ('a grant of 5')"_s, u"insert into t values (U&'a gr\\0061nt of 5')"_s);
    row("string with quote", u"select 'it''s a grant\\'"_s, u"select U&'it''s a gr\\0061nt\\\\'"_s);
    row("escape string", u"select E'a\\ngrant \\'x\\''"_s.replace(u"\\ng"_s, u"\\n g"_s), u"select E'a\\n gr\\u0061nt \\'x\\''"_s);
    row("unicode string", u"select U&'\\0041 grant'"_s, u"select U&'\\0041 gr\\0061nt'"_s);
    row("quoted name", u"select \"grant\" from t"_s, u"select U&\"gr\\0061nt\" from t"_s);
    row("dollar quote", u"insert into t values ($x$it's revoke$x$)"_s, u"insert into t values (U&'it''s re\\0076oke')"_s);
    row("line comment", u"select 1 -- grant it\n, 2"_s, u"select 1 -- g-rant it\n, 2"_s);
    row("block comment", u"select /* revoke */ 1"_s, u"select /* r-evoke */ 1"_s);
    row("two in one", u"select 'grant, revoke', 'x', 'set role'"_s, u"select U&'gr\\0061nt, re\\0076oke', 'x', U&'se\\0074 role'"_s);
    row("behind multi-byte text", u"select '🚀é grant'"_s, u"select U&'🚀é gr\\0061nt'"_s);
}

void SqlParams::rewritesRefusedWords()
{
    QFETCH(QString, sql);
    QFETCH(QString, expected);
    const auto out = withSafeWords(sql);
    QVERIFY(out);
    QCOMPARE(*out, expected);
    QVERIFY(findBlockedWords(*out).isEmpty());
    QVERIFY(sameParseTree(sql, *out));
}

void SqlParams::leavesCodeAlone_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("statement") << u"grant select on recipes to anon"_s;
    QTest::newRow("set role") << u"set role anon"_s;
    QTest::newRow("function body") << u"create function f() returns void language plpgsql as $$ begin execute 'grant x'; end $$"_s;
    QTest::newRow("do block") << u"do $$ begin execute 'grant x'; end $$"_s;
    QTest::newRow("half in, half out") << u"copy t from 'a program'"_s;
    QTest::newRow("unfinished") << u"select 'grant"_s;
    QTest::newRow("does not parse") << u"selec 'grant'"_s;
}

void SqlParams::leavesCodeAlone()
{
    QFETCH(QString, sql);
    QVERIFY(!findBlockedWords(sql).isEmpty());
    QVERIFY(!withSafeWords(sql));
}

void SqlParams::findsSyntaxErrors_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected"); // the marked texts
    QTest::newRow("none") << u"select 1; select $1, 'x'"_s << QString();
    QTest::newRow("one of three") << u"select 1;\nselec 2;\nselect 3;"_s << u"selec"_s;
    QTest::newRow("each statement") << u"select from where;\nupdate set;"_s << u"where|set"_s;
    QTest::newRow("at the right character") << u"select '🚀é', 🚀 form recipes r where;"_s << u"recipes"_s;
    QTest::newRow("the end") << u"select 1 +; select 2"_s << u"+"_s;
    QTest::newRow("never ends") << u"select 1;\nselect 'abc"_s << u"'abc"_s;
    QTest::newRow("empty") << u" -- nothing\n"_s << QString();
    QTest::newRow("other line ends") << u"select 1;\r\n-- é 🚀\r\nselect\r\n  '🚀' form é where;\r\nselect 3"_s << u"é"_s;
    QTest::newRow("behind comments") << u"/* select from */ select 1 -- ,, é\n,, 2"_s << u","_s;
    QTest::newRow("behind dollar quotes") << u"select $é$ selec ; from $é$ from from x; selec"_s << u"from|selec"_s;
}

void SqlParams::findsSyntaxErrors()
{
    QFETCH(QString, sql);
    QFETCH(QString, expected);
    const SqlSyntax syntax = checkSyntax(sql, readSql(sql), 0, {});
    QStringList marked;
    for (const SqlSyntaxError& e : syntax.errors) {
        marked << sql.mid(e.start, e.length);
        QVERIFY(!e.message.isEmpty());
    }
    QCOMPARE(marked.join(u'|'), expected);
}

void SqlParams::keepsQuietWhileTyping()
{
    const auto shown = [](const QString& text, qsizetype cursor) {
        const SqlScript script = readSql(text);
        return worthShowing(checkSyntax(text, script, cursor, {}).errors, script, cursor).size();
    };
    // Every prefix of a good statement, typed at its end, is left in peace.
    const QString good = u"select r.title, count(*) from recipes r where r.title = 'soup' group by 1 order by 2 desc"_s;
    for (qsizetype i = 1; i <= good.size(); ++i)
        QCOMPARE(shown(good.left(i), i), 0);
    QCOMPARE(shown(u"selec 1"_s, 7), 0);        // not yet
    QCOMPARE(shown(u"selec 1;"_s, 8), 1);       // it is ended
    QCOMPARE(shown(u"selec 1;\n\nselect 2"_s, 18), 1);
    QCOMPARE(shown(u"select (1;\nselect 2"_s, 15), 1);
    QCOMPARE(shown(u"select from x where"_s, 3), 1); // the cursor is elsewhere
}

void SqlParams::readsOnlyWhatChanged()
{
    const QString text = u"selec 1;\nselect 2;"_s;
    const SqlSyntax first = checkSyntax(text, readSql(text), 0, {});
    QCOMPARE(first.memory.size(), 2);
    SyntaxMemory told = first.memory;
    told[u"select 2"_s] = {SqlSyntaxError{0, 0, 6, false, u"from memory"_s}};
    const QString moved = u"\n"_s + text;
    const SqlSyntax second = checkSyntax(moved, readSql(moved), 0, told);
    QCOMPARE(second.errors.size(), 2);
    QCOMPARE(second.errors[0].start, 1);
    QCOMPARE(second.errors[1].message, u"from memory"_s);
}

void SqlParams::knowsNamedQueries_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QString& sql, const QString& expected) { QTest::newRow(name) << sql << expected; };
    row("cte", u"with quick as (select id, title as name, count(*), now()::date as day from recipes) select * from quick"_s, u"quick(id name count day)"_s);
    row("named columns", u"with q (a, \"B c\") as (select 1, 2) select * from q"_s, u"q(a B c)"_s);
    row("star", u"with q as (select r.*, c.body from recipes r join comments c on true) select 1"_s, u"q(id title minutes published_at tags body)"_s);
    row("one after the other", u"with a as (select id from recipes), b as materialized (select a.*, 1 as one from a) select 1"_s, u"a(id) b(id one)"_s);
    row("returning", u"with gone as (delete from comments where id = 1 returning id, body) select 1"_s, u"gone(id body)"_s);
    row("from", u"select * from (select id, upper(title) from recipes) as r where r.x"_s, u"r(id upper)"_s);
    row("a call is none", u"select coalesce((select 1), 2) from recipes"_s, {});
}

void SqlParams::knowsNamedQueries()
{
    QFETCH(QString, sql);
    QFETCH(QString, expected);
    const SqlTokens tokens = scanSql(sql);
    const TokenView view(sql, tokens.list.constData(), tokens.list.constData() + tokens.list.size());
    QStringList out;
    for (const NamedRows& rows : namedRows(view, kitchen()))
        out << u"%1(%2)"_s.arg(rows.name, rows.columns.join(u' '));
    QCOMPARE(out.join(u' '), expected);
}

void SqlParams::knowsJoins()
{
    const auto paths = [](const QString& table) {
        QStringList out;
        for (const JoinPath& p : joinPaths(table, kitchen()))
            out << u"%1.%2 = %3"_s.arg(p.table, p.toColumn, p.fromColumn);
        return out.join(u", "_s);
    };
    QCOMPARE(paths(u"recipes"_s), u"comments.recipe_id = id"_s);
    QCOMPARE(paths(u"comments"_s), u"recipes.id = recipe_id"_s);
    QCOMPARE(paths(u"elsewhere"_s), QString());
}

void SqlParams::completes_data()
{
    QTest::addColumn<QString>("text"); // | is the cursor
    QTest::addColumn<QString>("expected"); // the first offers
    const auto row = [](const char* name, const QString& text, const QString& expected) { QTest::newRow(name) << text << expected; };
    row("alias", u"select r.mi| from recipes r"_s, u"minutes"_s);
    row("cte", u"with quick as (select id, title as name from recipes) select quick.| from quick"_s, u"id, name"_s);
    row("cte by alias", u"with quick as (select id, title as name from recipes) select q.| from quick q"_s, u"id, name"_s);
    row("subquery", u"select s.| from (select count(*), body as text from comments group by 2) s"_s, u"count, text"_s);
    row("cte behind from", u"with quick as (select 1 as one) select * from qu|"_s, u"quick"_s);
    row("join", u"select * from recipes r join |"_s, u"comments c on c.recipe_id = r.id, recipes, comments"_s);
    row("join without alias", u"select * from comments join re|"_s, u"recipes r on r.id = comments.recipe_id, recipes"_s);
    row("condition", u"select * from recipes r join comments c on |"_s, u"r.id = c.recipe_id"_s);
    row("snippet", u"ins|"_s, u"ins, insert"_s);
    row("not in strings", u"select 'r.| from recipes r"_s, {});
    row("columns to insert", u"insert into recipes (tit|"_s, u"title"_s);
    row("more columns to insert", u"insert into recipes (id, minu|) values (1, 2)"_s, u"minutes"_s);
    row("returning", u"insert into recipes (title) values ('x') returning minu|"_s, u"minutes"_s);
    row("returning of a deletion", u"delete from recipes r where r.id = 1 returning r.tit|"_s, u"title"_s);
    row("conflict", u"insert into recipes (id) values (1) on conflict (i|) do nothing"_s, u"id"_s);
    row("conflict's change", u"insert into recipes (id) values (1) on conflict (id) do update set tit|"_s, u"title"_s);
    row("excluded", u"insert into recipes as r (id) values (1) on conflict (id) do update set title = excluded.ti|"_s, u"title"_s);
    row("second cte", u"with a as (select 1 as one), b as (select id as two from recipes) select b.| from a, b"_s, u"two"_s);
    row("subquery in a condition", u"select * from recipes r where exists (select 1 from comments c where c.bo|"_s, u"body"_s);
}

void SqlParams::completes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const qsizetype cursor = text.indexOf(u'|');
    const SqlCompletions found = completeSql(QString(text).remove(cursor, 1), cursor, kitchen(), true);
    QStringList names;
    for (const SqlCompletion& item : found.items)
        names << item.name;
    const QStringList wanted = expected.split(u", "_s, Qt::SkipEmptyParts);
    QCOMPARE(names.mid(0, std::max<qsizetype>(1, wanted.size())), wanted);
}

void SqlParams::foldsWhatBelongsTogether()
{
    const QString text = u"select 1;\nselect (\n  2,\n  (3\n  )\n)\nfrom t;\n/* a\nb */\nselect '(\n'"_s;
    QStringList out;
    for (const SqlFold& fold : foldsOf(text, readSql(text)))
        out << u"%1-%2@%3"_s.arg(fold.first).arg(fold.last).arg(fold.depth);
    QCOMPARE(out.join(u' '), u"1-6@0 3-4@2 7-8@1 9-10@0"_s);
    QVERIFY(foldsOf(QString(30'000, u'\n'), {}).isEmpty());
}

void SqlParams::readsPlans()
{
    const QByteArray rows = R"x([{"QUERY PLAN":[{"Plan":{"Node Type":"Hash Join","Join Type":"Left","Startup Cost":1,"Total Cost":20,"Plan Rows":5,
      "Plan Width":8,"Actual Startup Time":0.1,"Actual Total Time":4,"Actual Rows":100,"Actual Loops":1,"Hash Cond":"(r.id = c.recipe_id)","Plans":[
       {"Node Type":"Index Scan","Index Name":"pk","Relation Name":"recipes","Alias":"r","Startup Cost":0,"Total Cost":8,"Plan Rows":3,"Plan Width":4,
        "Actual Startup Time":0,"Actual Total Time":0.5,"Actual Rows":1,"Actual Loops":6,"Filter":"(id > 1)","Rows Removed by Filter":2},
       {"Node Type":"Seq Scan","Relation Name":"comments","Alias":"comments","Startup Cost":0,"Total Cost":4,"Plan Rows":3,"Plan Width":4,
        "Actual Startup Time":0,"Actual Total Time":0,"Actual Rows":0,"Actual Loops":0}]},"Planning Time":0.2,"Execution Time":4.4}]}])x";
    PlanModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto plan = parsePlan(rows);
    QVERIFY(plan.ok());
    model.setPlan(*plan);
    const QModelIndex top = model.index(0, 0);
    QCOMPARE(top.data().toString(), u"Hash Left Join"_s);
    QCOMPARE(model.rowCount(top), 2);
    const QModelIndex scan = model.index(0, 0, top);
    QCOMPARE(scan.data().toString(), u"Index Scan using pk on recipes r"_s);
    QCOMPARE(model.index(1, 0, top).data().toString(), u"Seq Scan on comments"_s);
    // 4 ms in all, 3 of them in six repetitions of the scan: 1 of its own.
    QCOMPARE(model.index(0, PlanModel::Time).data().toString(), u"1.00 ms"_s);
    QCOMPARE(top.data(PlanModel::HeatRole).toDouble(), 0.25);
    QCOMPARE(scan.data(PlanModel::HeatRole).toDouble(), 0.75);
    QCOMPARE(scan.siblingAtColumn(PlanModel::Rows).data().toString(), u"6 of 18"_s);
    QVERIFY(top.data(PlanModel::MisjudgedRole).toBool());
    QVERIFY(!scan.data(PlanModel::MisjudgedRole).toBool());
    QVERIFY(scan.data(PlanModel::FactsRole).toStringList().contains(u"Rows Removed by Filter: 2"_s));
    QVERIFY(plan.value()->text.contains(u"->  Index Scan using pk on recipes r  (cost=0.00..8.00 rows=3 width=4) (actual time=0.500 rows=1 loops=6)"_s));
    QVERIFY(plan.value()->text.contains(u"(never executed)"_s));
    QVERIFY(plan.value()->text.endsWith(u"Execution Time: 4.400 ms\n"_s));
    model.setPlan(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void SqlParams::refusesDamagedPlans()
{
    QByteArray deep = "[{\"p\":[{\"Plan\":";
    for (int i = 0; i < 600; ++i)
        deep += "{\"Plans\":[";
    for (const QByteArray& rows : {QByteArray("[{"), QByteArray("[]"), QByteArray("[{\"p\":1}]"), QByteArray("[{\"p\":[{}]}]"), QByteArray("[{\"p\":\"no\"}]"), deep}) {
        const auto plan = parsePlan(rows);
        QVERIFY(!plan.ok());
        QCOMPARE(plan.error().code, u"plan.malformed"_s);
    }
}

void SqlParams::listsStatements()
{
    SqlListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setRows({{1, u"one"_s, u"d"_s, u"select 1"_s, SqlListModel::Sign::Done}, {2, u"two"_s, {}, u"select 2"_s, SqlListModel::Sign::Failed}});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1, 0).data(SqlListModel::SqlRole).toString(), u"select 2"_s);
    QCOMPARE(model.rowOf(2), 1);
    QCOMPARE(model.rowOf(9), -1);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
}

QTEST_GUILESS_MAIN(SqlParams)
#include "tst_sqlparams.moc"
