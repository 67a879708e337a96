// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/statements.h"

#include <QtConcurrent>
#include <QTest>

using namespace run402;
using Kind = SqlStatement::Kind;
using Risk = SqlStatement::Risk;

class StatementsTest : public QObject
{
    Q_OBJECT

    static QStringList texts(const QString& script)
    {
        QStringList out;
        const SqlScript read = readSql(script);
        for (const SqlStatement& s : read.statements)
            out << s.text(script);
        return out;
    }
    static SqlStatement only(const QString& script)
    {
        const SqlScript read = readSql(script);
        return read.statements.size() == 1 ? read.statements.first() : SqlStatement();
    }

private Q_SLOTS:
    void splits_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const char* script, const QStringList& expected) {
            QTest::newRow(name) << QString::fromUtf8(script) << expected;
        };
        const auto q = [](const char* s) { return QString::fromUtf8(s); };
        row("empty", "", {});
        row("only blanks", " \n\t ", {});
        row("only comment", "-- nothing", {});
        row("only semicolons", ";;;", {});
        row("one", "select 1", {q("select 1")});
        row("two", "select 1; select 2;", {q("select 1"), q("select 2")});
        row("semicolon in string", "select ';' ; select 2", {q("select ';'"), q("select 2")});
        row("semicolon in name", "select \"a;b\"; select 2", {q("select \"a;b\""), q("select 2")});
        row("semicolon in comment", "select 1 -- a; b\n; select 2", {q("select 1"), q("select 2")});
        row("nested comment", "select /* a /* ; */ ; */ 1; select 2", {q("select /* a /* ; */ ; */ 1"), q("select 2")});
        row("dollar quote", "do $$ begin; end $$; select 2", {q("do $$ begin; end $$"), q("select 2")});
        row("dollar tag", "do $a$ x; $$ ; $b$ ; $a$; select 2", {q("do $a$ x; $$ ; $b$ ; $a$"), q("select 2")});
        row("doubled quote", "select 'it''s; ok'; select 2", {q("select 'it''s; ok'"), q("select 2")});
        row("escape string", "select E'\\'; x'; select 2", {q("select E'\\'; x'"), q("select 2")});
        row("standard string keeps backslash", "select '\\'; select 2", {q("select '\\'"), q("select 2")});
        row("unicode string", "select U&'\\0061;' ; select 2", {q("select U&'\\0061;'"), q("select 2")});
        row("continued string", "select 'a'\n'b;' ; select 2", {q("select 'a'\n'b;'"), q("select 2")});
        row("atomic body",
            "create function f() returns int begin atomic select 1; select case when true then 1 end; end; select 2",
            {q("create function f() returns int begin atomic select 1; select case when true then 1 end; end"), q("select 2")});
        row("rule list", "create rule r as on insert to t do (select 1; select 2); select 3",
            {q("create rule r as on insert to t do (select 1; select 2)"), q("select 3")});
        row("missing parenthesis does not swallow", "select (1; select 2;", {q("select (1"), q("select 2")});
        row("transaction block", "begin; select 1; end;", {q("begin"), q("select 1"), q("end")});
        row("unterminated string", "select 1; select 'abc; def", {q("select 1"), q("select 'abc; def")});
        row("unterminated dollar", "select 1; do $x$ begin; end", {q("select 1"), q("do $x$ begin; end")});
        row("unterminated comment", "select 1; select 2 /* open ; ", {q("select 1"), q("select 2")});
        row("unterminated name", "select 1; select \"a; b", {q("select 1"), q("select \"a; b")});
        row("junk number", "select 1abc; select 2", {q("select 1abc"), q("select 2")});
        row("bad escape", "select e'\\u00'; select 2", {q("select e'\\u00'"), q("select 2")});
        row("empty name", "select \"\"; select 2", {q("select \"\""), q("select 2")});
        row("odd characters", "\\d foo; select 2 \x01; select 3", {q("\\d foo"), q("select 2 \x01"), q("select 3")});
        row("utf-8", "select 'é€🚀;' as ü; select '🚀'", {q("select 'é€🚀;' as ü"), q("select '🚀'")});
        row("utf-8 unterminated", "select 'é🚀'; select 'é🚀; x", {q("select 'é🚀'"), q("select 'é🚀; x")});
    }
    void splits()
    {
        QFETCH(QString, script);
        QFETCH(QStringList, expected);
        QCOMPARE(texts(script), expected);
    }

    void survivesLoneSurrogatesAndNul()
    {
        QString script = QStringLiteral("select 'a") + QChar(0xD800) + QStringLiteral("'; select '") + QChar(u'\0')
            + QStringLiteral("'; select 3");
        QCOMPARE(readSql(script).statements.size(), 3);
        QCOMPARE(texts(script).last(), QStringLiteral("select 3"));
    }

    void everyPrefixOfAScriptIsRead()
    {
        const QString script = QStringLiteral(
            "-- é\nselect E'\\u0041', U&'\\00e9', $q$ ; $q$, \"ü;\" from t where a >= 1.5e3; /* x /* y */ */\n"
            "update t set a = '🚀' where b = $1; create function f() begin atomic select 1; end; select");
        for (qsizetype i = 0; i <= script.size(); ++i) {
            const QString prefix = script.left(i);
            const SqlScript read = readSql(prefix);
            qsizetype before = 0;
            for (const SqlStatement& s : read.statements) {
                QVERIFY(s.start >= before && s.start <= s.codeStart && s.codeStart < s.codeEnd);
                QVERIFY(s.codeEnd <= s.end && s.end <= prefix.size());
                before = s.end;
            }
        }
        QCOMPARE(readSql(script).statements.size(), 4);
    }

    void boundariesDoNotDependOnTheScanWindow()
    {
        // Long literals and comments make the 256 KiB windows end in every sort of place.
        QString script;
        QStringList expected;
        for (int i = 0; i < 400; ++i) {
            const QString filler(1500 + i * 7, i % 3 ? u'x' : u'ü');
            const QString one = i % 4 == 0 ? QStringLiteral("select '%1;\n' as a%2")
                : i % 4 == 1 ? QStringLiteral("do $t$ %1 ;\n %2 $t$")
                : i % 4 == 2 ? QStringLiteral("select /* %1 ;\n*/ %2")
                             : QStringLiteral("select U&'%1' , 'a'\n'b;%2'");
            expected << one.arg(filler).arg(i);
            script += expected.last() + QStringLiteral(";\n");
        }
        QVERIFY(script.size() > 1'000'000);
        QCOMPARE(texts(script), expected);
        const QString huge = QStringLiteral("select '") + QString(3'000'000, u'y') + QStringLiteral(";'; select 2");
        QCOMPARE(texts(huge).size(), 2);
        QCOMPARE(texts(huge).last(), QStringLiteral("select 2"));
    }

    void hugeAndHostileTextsStayLinear_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("many statements") << QStringLiteral("select 1;\n").repeated(500'000);
        QTest::newRow("all parentheses") << QString(5'000'000, u'(');
        QTest::newRow("all quotes") << QString(5'000'001, u'\'');
        QTest::newRow("comment openers") << QStringLiteral("/*").repeated(2'500'000);
        QTest::newRow("malformed all over") << QStringLiteral("1a ").repeated(1'600'000);
        QTest::newRow("copy on one line") << QStringLiteral("copy ").repeated(1'000'000);
        QTest::newRow("create and blanks") << QStringLiteral("create          ").repeated(300'000);
        QTest::newRow("comments after a semicolon") << QStringLiteral("select 1;") + QStringLiteral("/**/").repeated(1'000'000) + QStringLiteral("select 2");
    }
    void hugeAndHostileTextsStayLinear()
    {
        QFETCH(QString, script);
        QElapsedTimer timer;
        timer.start();
        readSql(script);
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }

    void offsetsAndLines()
    {
        const QString script = QStringLiteral("-- Quick\nselect 1\nfrom t;\n\nupdate t set a = 1 where b; -- same line\n-- own\n\nselect 3");
        const SqlScript read = readSql(script);
        QCOMPARE(read.statements.size(), 3);
        QCOMPARE(read.statements[0].firstLine, 0);
        QCOMPARE(read.statements[0].line, 1);
        QCOMPARE(read.statements[0].lastLine, 2);
        QCOMPARE(read.statements[1].firstLine, 4);
        QCOMPARE(read.statements[2].firstLine, 7); // neither the trailing comment nor the one behind an empty line
        QCOMPARE(read.statementAt(0), 0);
        QCOMPARE(read.statementAt(read.statements[0].end), 0);
        QCOMPARE(read.statementAt(read.statements[0].end + 1), 1);
        QCOMPARE(read.statementAt(script.size()), 2);
        QCOMPARE(readSql(QString()).statementAt(0), -1);
    }

    void titles_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("title");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* script, const char* title, Kind kind) {
            QTest::newRow(script) << QString::fromUtf8(script) << QString::fromUtf8(title) << int(kind);
        };
        row("select * from recipes r", "recipes", Kind::Select);
        row("select r.from_x from public.\"Big Table\"", "Big Table", Kind::Select);
        row("select 1", "SELECT", Kind::Select);
        row("select extract(year from d) from t2", "t2", Kind::Select);
        row("with a as (select 1 from x) select * from a", "a", Kind::Select);
        row("(select * from t)", "t", Kind::Select);
        row("table items", "items", Kind::Select);
        row("update comments set x = 1 where y", "UPDATE comments", Kind::Update);
        row("with a as (select 1) update only t set x = 1 where true and y", "UPDATE t", Kind::Update);
        row("insert into s.items values (1)", "INSERT items", Kind::Insert);
        row("delete from only items where id = 1", "DELETE items", Kind::Delete);
        row("create index if not exists comments_idx on comments (a)", "CREATE INDEX", Kind::Definition);
        row("create table if not exists notes (id int)", "CREATE TABLE notes", Kind::Definition);
        row("create or replace view v as select 1", "CREATE VIEW v", Kind::Definition);
        row("create policy \"p q\" on notes using (true)", "CREATE POLICY notes", Kind::Definition);
        row("alter table only notes add c int", "ALTER TABLE notes", Kind::Definition);
        row("truncate table a, b", "TRUNCATE a", Kind::Definition);
        row("drop materialized view mv", "DROP MATERIALIZED VIEW mv", Kind::Definition);
        row("explain select * from t", "EXPLAIN", Kind::Other);
        row("begin", "BEGIN", Kind::Transaction);
    }
    void titles()
    {
        QFETCH(QString, script);
        QFETCH(QString, title);
        QFETCH(int, kind);
        QCOMPARE(only(script).title(), title);
        QCOMPARE(int(only(script).kind), kind);
    }

    void risks_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("risk");
        QTest::addColumn<QString>("object");
        const auto row = [](const char* script, Risk risk, const char* object = "") {
            QTest::newRow(script) << QString::fromUtf8(script) << int(risk) << QString::fromUtf8(object);
        };
        row("update t set a = 1", Risk::UpdatesAll, "t");
        row("UPDATE ONLY s.t SET a = (select b from c where d)", Risk::UpdatesAll, "t");
        row("update t set a = 1 where b = 2", Risk::None);
        row("update t set a = 1 where true", Risk::UpdatesAll, "t");
        row("update t set a = 1 where 1 = 1 returning *", Risk::UpdatesAll, "t");
        row("delete from t", Risk::DeletesAll, "t");
        row("delete from t using u where t.id = u.id", Risk::None);
        row("with gone as (delete from t returning *) select * from gone where a", Risk::DeletesAll, "t");
        row("with gone as (delete from t where a returning *) select * from gone", Risk::None);
        row("with a as (select 1) delete from t", Risk::DeletesAll, "t");
        row("explain analyze delete from t", Risk::DeletesAll, "t");
        row("explain (analyze, verbose) update t set a = 1", Risk::UpdatesAll, "t");
        row("explain delete from t", Risk::None);
        row("drop table a, b", Risk::Drops, "a");
        row("drop table if exists \"X y\"", Risk::Drops, "X y");
        row("truncate t", Risk::Truncates, "t");
        row("alter table t drop column if exists c", Risk::DropsColumn, "c");
        row("alter table t add d int, drop c", Risk::DropsColumn, "c");
        row("alter table t drop constraint c", Risk::None);
        row("alter table t alter c drop not null", Risk::None);
        row("insert into t values (1) on conflict do update set a = 1", Risk::None);
        row("select * from t for update", Risk::None);
        row("create table t (id int references u on delete cascade)", Risk::None);
        row("create trigger x after update on t execute function f()", Risk::None);
        row("select 'delete from t'", Risk::None);
        row("do $$ begin delete from t; end $$", Risk::DeletesAll, "t");
        row("DO LANGUAGE plpgsql $x$ declare n int; begin if n > 1 then /* all */ update s.t set a = 1; end if; end $x$", Risk::UpdatesAll, "t");
        row("do 'begin for i in 1..3 loop truncate t; end loop; end'", Risk::Truncates, "t");
        row("do $$ begin perform 1; drop table \"X y\"; end $$", Risk::Drops, "X y");
        row("do $$ begin execute 'delete from t'; end $$", Risk::DeletesAll, "t");
        row("do $$ begin execute $q$alter table t drop column c$q$; end $$", Risk::DropsColumn, "c");
        row("do $$ begin with gone as (delete from t returning *) insert into u select * from gone; end $$", Risk::DeletesAll, "t");
        row("do $$ begin delete from t where a; perform 'delete from t'; -- delete from t\n end $$", Risk::None);
        row("do $$ begin", Risk::None);
        row("do 'x", Risk::None);
        row("with a as (with b as (update t set a = 1 returning 1) select * from b) select * from a", Risk::UpdatesAll, "t");
    }
    void risks()
    {
        QFETCH(QString, script);
        QFETCH(int, risk);
        QFETCH(QString, object);
        QCOMPARE(int(only(script).risk), risk);
        QCOMPARE(only(script).riskObject, object);
    }

    void limits_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("expected"); // empty = left alone
        const auto row = [](const char* script, const char* expected) {
            QTest::newRow(script) << QString::fromUtf8(script) << QString::fromUtf8(expected);
        };
        row("select * from t", "select * from t limit 500");
        row("select * from t;", "select * from t limit 500");
        row("select * from t -- all of it; limit 3", "select * from t limit 500");
        row("select * from t /* x */ ; ", "select * from t limit 500");
        row("table t", "table t limit 500");
        row("select * from t order by a offset 5", "select * from t order by a offset 5 limit 500");
        row("select 1 from a union select 2 from b", "select 1 from a union select 2 from b limit 500");
        row("(select * from t)", "(select * from t) limit 500");
        row("with x as (select * from t limit 3) select * from x", "with x as (select * from t limit 3) select * from x limit 500");
        row("select count(*), max(a.limit) from t as a", "select count(*), max(a.limit) from t as a limit 500");
        row("select a as limit from t", "select a as limit from t limit 500");
        row("select \"limit\" from t", "select \"limit\" from t limit 500");
        row("select substring(a from 1 for 3) from t", "select substring(a from 1 for 3) from t limit 500");
        row("select 'é', * from \"ü\"", "select 'é', * from \"ü\" limit 500");
        row("select 1", "");
        row("select * from t limit 3", "");
        row("(select * from t limit 3)", "");
        row("select * from t limit all", "");
        row("select * from t fetch first 5 rows only", "");
        row("select * from t for update", "");
        row("select * from t for no key update skip locked", "");
        row("select * into u from t", "");
        row("select delete_user(id) from t", "");           // may write: 500 rows would be too few
        row("select nextval('s') from t", "");
        row("with x as (delete from t where a returning *) select * from x", "");
        row("insert into t select * from u", "");
        row("create table x as select * from t", "");
        row("values (1), (2)", "");
        row("explain select * from t", "");
        row("select * from t where (a", "");
        row("select * from t where a = 'open", "");
        row("select * frm t", "");
        row("select * from", "");
    }
    void limits()
    {
        QFETCH(QString, script);
        QFETCH(QString, expected);
        QCOMPARE(withLimit(script, only(script), 500).value_or(QString()), expected);
    }

    void blockedWordsAreTheServersOwn_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QStringList>("found");
        const auto row = [](const char* script, const QStringList& found) {
            QTest::newRow(script) << QString::fromUtf8(script) << found;
        };
        const auto q = [](const char* s) { return QString::fromUtf8(s); };
        row("GRANT SELECT ON items TO anon", {q("GRANT")});
        row("insert into t values ('we grant wishes')", {q("grant")});
        row("select 1 -- do not revoke", {q("revoke")});
        row("select 'granted', 'regrant', grants, grant_x", {});
        row("select 'no-grant-here'", {q("grant")});
        row("CREATE\n\tEXTENSION hstore", {q("CREATE\n\tEXTENSION")});
        row("create\u00a0schema x; drop   schema y", {q("create\u00a0schema"), q("drop   schema")});
        row("set role x; set search_path = y; set local role z; set session_role", {q("set role"), q("set search_path")});
        row("alter system set x; create role a; drop role b",
            {q("alter system"), q("create role"), q("drop role")});
        row("copy t from program 'x'", {q("copy t from program")});
        row("copy t\nfrom program 'x'", {});
        row("copy a; copy b; program", {q("copy a; copy b; program")});
        row("programs copy", {});
        row("ALTER SY\u017fTEM", {}); // PCRE would fold the long s, JavaScript does not
        row("gränt", {});
        row("égrant", {q("grant")}); // an accent is no word character there
    }
    void blockedWordsAreTheServersOwn()
    {
        QFETCH(QString, script);
        QFETCH(QStringList, found);
        QStringList got;
        for (const BlockedWord& b : findBlockedWords(script))
            got << script.mid(b.start, b.length);
        QCOMPARE(got, found);
    }

    void blockedWordsSurviveInvalidUtf16()
    {
        const QString script = QString(QChar(0xDC00)) + QStringLiteral(" grant");
        QCOMPARE(findBlockedWords(script).size(), 1);
        QCOMPARE(findBlockedWords(script).first().start, 2);
        QCOMPARE(blockedPattern(BlockedWord::Rule::Grant), QStringLiteral("\\bGRANT\\b"));
    }

    void threadsDoNotDisturbEachOther()
    {
        QList<int> jobs(64);
        std::iota(jobs.begin(), jobs.end(), 0);
        const QList<bool> right = QtConcurrent::blockingMapped(jobs, [](int job) {
            const QString script = QStringLiteral("select %1 from t;\nselect 'x").arg(job);
            for (int i = 0; i < 50; ++i) {
                const SqlScript read = readSql(script);
                if (read.statements.size() != 2 || read.complete
                    || withLimit(script, read.statements[0], job + 1)
                        != QStringLiteral("select %1 from t limit %2").arg(job).arg(job + 1))
                    return false;
            }
            return true;
        });
        QVERIFY(!right.contains(false));
    }
};

QTEST_GUILESS_MAIN(StatementsTest)
#include "tst_statements.moc"
