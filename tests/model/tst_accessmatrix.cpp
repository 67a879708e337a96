// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/accesschange.h"
#include "models/access/viewas.h"

#include <QSet>
#include <QTest>

using namespace run402;

namespace {

TablePolicy policy(const char* name, char command, const char* usingSql, const char* checkSql = "",
                   QStringList roles = {QStringLiteral("public")})
{
    return {QString::fromLatin1(name), command, true, std::move(roles), QString::fromLatin1(usingSql), QString::fromLatin1(checkSql)};
}

TableAccess fresh() // a table nobody has set rules for
{
    TableAccess t;
    t.table = QStringLiteral("notes");
    t.privileges = {{{true, false, false, false}, {true, true, true, true}}};
    return t;
}

TableAccess owned()
{
    TableAccess t = fresh();
    t.rowSecurity = t.forced = true;
    t.policies = {policy("Users can view own rows", 'r', "(user_id = auth.uid())"),
                  policy("Users can insert own rows", 'a', "", "(user_id = auth.uid())"),
                  policy("Users can update own rows", 'w', "(user_id = auth.uid())"),
                  policy("Users can delete own rows", 'd', "(user_id = auth.uid())")};
    return t;
}

/// One line per role: read add change delete.
QString print(const TableAccess& t)
{
    QString text;
    for (AccessRole role : accessRoles) {
        for (AccessCommand command : accessCommands)
            text += QLatin1Char("-ORA"[size_t(t.level(role, command))]);
        text += QLatin1Char(' ');
    }
    return text.trimmed();
}

} // namespace

class AccessMatrixTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void expressions_data();
    void expressions();
    void templatesAreRecognised();
    void withoutRulesEverybodyWrites();
    void policiesCombineAsTheDatabaseDoes();
    void readsTheQuerysRows();
    void conditionsAreThoseOfTheDatabase();
    void queryTakesPoliciesAsTheyAre();
    void readsAPersonsRows();
    void refusesAnOddAnswer_data();
    void refusesAnOddAnswer();
    void closingAHoleTouchesOnlyThatCommand();
    void switchingOnRulesKeepsWhatWasOpen();
    void anonymousWritesGoThroughTheTemplate();
    void aPolicyForAllIsSplitWithoutLosingTheRest();
    void ownWithoutOwnerColumnIsRefused();
};

void AccessMatrixTest::expressions_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("anon");
    QTest::addColumn<int>("user");
    QTest::addColumn<QString>("owner");
    const auto row = [](const char* sql, AccessLevel anon, AccessLevel user, const char* owner = "") {
        QTest::newRow(sql) << QString::fromLatin1(sql) << int(anon) << int(user) << QString::fromLatin1(owner);
    };
    using L = AccessLevel;
    row("true", L::All, L::All);
    row("((true))", L::All, L::All);
    row("false", L::None, L::None);
    row("(user_id = auth.uid())", L::None, L::Own, "user_id");
    row("(auth.uid() = author)", L::None, L::Own, "author");
    row("(user_id = ( SELECT auth.uid() AS uid))", L::None, L::Own, "user_id");
    row("(\"Owner \"\"Id\" = auth.uid())", L::None, L::Own, "Owner \"Id");
    row("(auth.role() = 'authenticated'::text)", L::None, L::All);
    row("((user_id = auth.uid()) OR published)", L::Rule, L::Rule);
    row("(a = 1) AND (b = 2)", L::Rule, L::Rule);
    row("(user_id <> auth.uid())", L::Rule, L::Rule);
}

void AccessMatrixTest::expressions()
{
    QFETCH(QString, sql);
    QFETCH(int, anon);
    QFETCH(int, user);
    QFETCH(QString, owner);
    QString column;
    QCOMPARE(int(levelOfExpression(sql, AccessRole::Anonymous)), anon);
    QCOMPARE(int(levelOfExpression(sql, AccessRole::SignedIn, &column)), user);
    QCOMPARE(column, owner);
}

void AccessMatrixTest::templatesAreRecognised()
{
    QCOMPARE(owned().templateName(), QStringLiteral("user_owns_rows"));
    QCOMPARE(owned().ownerColumn(), QStringLiteral("user_id"));
    QCOMPARE(print(owned()), QStringLiteral("---- OOOO"));
    QCOMPARE(fresh().templateName(), QStringLiteral("none"));

    TableAccess t = fresh();
    t.rowSecurity = true;
    t.policies = {policy("Anyone can read", 'r', "true"),
                  policy("Authenticated users can insert", 'a', "", "(auth.role() = 'authenticated'::text)"),
                  policy("Authenticated users can update", 'w', "(auth.role() = 'authenticated'::text)"),
                  policy("Authenticated users can delete", 'd', "(auth.role() = 'authenticated'::text)")};
    QCOMPARE(t.templateName(), QStringLiteral("public_read"));
    t.policies = {policy("x", '*', "true")};
    QCOMPARE(t.templateName(), QStringLiteral("public_read")); // no privilege for anonymous writes yet
    t.privileges[0] = {true, true, true, true};
    QCOMPARE(t.templateName(), QStringLiteral("public_read_write"));
    QVERIFY(t.risky(AccessRole::Anonymous, AccessCommand::Change));
    QVERIFY(!t.risky(AccessRole::Anonymous, AccessCommand::Add));
}

void AccessMatrixTest::withoutRulesEverybodyWrites()
{
    QCOMPARE(print(fresh()), QStringLiteral("A--- AAAA"));
    QVERIFY(fresh().risky(AccessRole::SignedIn, AccessCommand::Change));
}

void AccessMatrixTest::policiesCombineAsTheDatabaseDoes()
{
    TableAccess t = owned();
    t.policies << policy("moderators", 'r', "(auth.uid() = any (moderators))");
    QCOMPARE(t.level(AccessRole::SignedIn, AccessCommand::Read), AccessLevel::Rule);
    QCOMPARE(t.expression(AccessRole::SignedIn, AccessCommand::Read),
             QStringLiteral("(user_id = auth.uid()) or (auth.uid() = any (moderators))"));
    t.policies << policy("all", 'r', "true", "", {QStringLiteral("authenticated")});
    QCOMPARE(t.level(AccessRole::SignedIn, AccessCommand::Read), AccessLevel::All);
    TablePolicy restrictive = policy("only live", 'r', "(not hidden)");
    restrictive.permissive = false;
    t.policies << restrictive;
    QCOMPARE(t.level(AccessRole::SignedIn, AccessCommand::Read), AccessLevel::Rule);
    QCOMPARE(t.level(AccessRole::SignedIn, AccessCommand::Delete), AccessLevel::Own);
}

void AccessMatrixTest::readsTheQuerysRows()
{
    const QByteArray json = R"([{"table_name":"notes","row_security":true,"forced":true,
        "privileges":[[true,false,false,false],[true,true,true,true]],
        "policies":[{"name":"p","command":"r","permissive":true,"using":"true","check":null,"roles":["public"]}],
        "uuid_columns":["user_id"]}])";
    const auto tables = tableAccessFromJson(json);
    QVERIFY(tables.ok());
    QCOMPARE(tables->size(), 1);
    QCOMPARE(print(tables->first()), QStringLiteral("A--- A---"));
    QCOMPARE(tables->first().uuidColumns, QStringList{QStringLiteral("user_id")});
}

void AccessMatrixTest::refusesAnOddAnswer_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("cut short") << QByteArray("[{\"table_name\":\"no");
    QTest::newRow("object") << QByteArray("{}");
    QTest::newRow("no name") << QByteArray("[{\"privileges\":[[],[]]}]");
    QTest::newRow("no privileges") << QByteArray("[{\"table_name\":\"a\"}]");
}

void AccessMatrixTest::refusesAnOddAnswer()
{
    QFETCH(QByteArray, json);
    const auto tables = tableAccessFromJson(json);
    QVERIFY(!tables.ok());
    QCOMPARE(tables.error().code, QStringLiteral("access.unreadable"));
}

void AccessMatrixTest::closingAHoleTouchesOnlyThatCommand()
{
    TableAccess t = owned();
    t.policies << policy("Anyone can delete", 'd', "true");
    const QList<WantedAccess> wanted{{AccessRole::SignedIn, AccessCommand::Delete, AccessLevel::Own, {}},
                                     {AccessRole::Anonymous, AccessCommand::Delete, AccessLevel::None, {}}};
    const auto steps = accessSteps(t, wanted, QStringLiteral("user_id"));
    QVERIFY(steps.ok());
    QCOMPARE(steps->size(), 1);
    QCOMPARE(steps->first().sql,
             QStringLiteral("drop policy \"Users can delete own rows\" on \"notes\";\n"
                            "drop policy \"Anyone can delete\" on \"notes\";\n"
                            "create policy \"Owners can delete\" on \"notes\" for delete to authenticated using (\"user_id\" = auth.uid());"));
    QCOMPARE(print(accessAfter(t, wanted, QStringLiteral("user_id"))), QStringLiteral("---- OOOO"));
}

void AccessMatrixTest::switchingOnRulesKeepsWhatWasOpen()
{
    const QList<WantedAccess> wanted{{AccessRole::SignedIn, AccessCommand::Delete, AccessLevel::Own, {}}};
    const auto steps = accessSteps(fresh(), wanted, QStringLiteral("user_id"));
    QVERIFY(steps.ok());
    QVERIFY(steps->first().sql.startsWith(QStringLiteral("alter table \"notes\" enable row level security;\n"
                                                         "alter table \"notes\" force row level security;\n")));
    QCOMPARE(print(accessAfter(fresh(), wanted, QStringLiteral("user_id"))), QStringLiteral("A--- AAAO"));
}

void AccessMatrixTest::anonymousWritesGoThroughTheTemplate()
{
    const QList<WantedAccess> wanted{{AccessRole::Anonymous, AccessCommand::Add, AccessLevel::All, {}}};
    const auto steps = accessSteps(owned(), wanted, QStringLiteral("user_id"));
    QVERIFY(steps.ok());
    QCOMPARE(steps->size(), 3);
    QVERIFY(steps->at(0).sql.startsWith(QStringLiteral("drop policy")));
    QCOMPARE(steps->at(1).templateName, QStringLiteral("public_read_write"));
    QVERIFY(steps->at(2).sql.contains(QStringLiteral("create policy \"Visitors can insert\" on \"notes\" for insert to anon with check (true);")));
    const TableAccess after = accessAfter(owned(), wanted, QStringLiteral("user_id"));
    QCOMPARE(print(after), QStringLiteral("-A-- OOOO"));
    QSet<QString> names; // the database refuses two policies of one name
    for (const TablePolicy& p : after.policies)
        names.insert(p.name);
    QCOMPARE(names.size(), after.policies.size());
}

void AccessMatrixTest::aPolicyForAllIsSplitWithoutLosingTheRest()
{
    TableAccess t = fresh();
    t.rowSecurity = t.forced = true;
    t.policies = {policy("team", '*', "(team_id = 1)")};
    const QList<WantedAccess> wanted{{AccessRole::SignedIn, AccessCommand::Delete, AccessLevel::None, {}}};
    const TableAccess after = accessAfter(t, wanted, {});
    QCOMPARE(print(t), QStringLiteral("R--- RRRR"));
    QCOMPARE(print(after), QStringLiteral("R--- RRR-"));
    QSet<QString> names;
    for (const TablePolicy& p : after.policies)
        names.insert(p.name);
    QCOMPARE(names.size(), after.policies.size());
}

void AccessMatrixTest::ownWithoutOwnerColumnIsRefused()
{
    const auto steps = accessSteps(fresh(), {{AccessRole::SignedIn, AccessCommand::Read, AccessLevel::Own, {}}}, {});
    QVERIFY(!steps.ok());
    QCOMPARE(steps.error().code, QStringLiteral("access.no_owner_column"));
}

/// PostgreSQL 16, CREATE POLICY: permissive policies or-ed, restrictive and-ed, no policy = no row.
void AccessMatrixTest::conditionsAreThoseOfTheDatabase()
{
    const ViewAsWho visitor, server{true, AccessRole::Anonymous, {}}, maya{false, AccessRole::SignedIn, QStringLiteral("5e2c")};
    TableAccess t = fresh();
    QCOMPARE(rowCondition(t, visitor, AccessCommand::Read), QStringLiteral("true"));   // no row security
    QCOMPARE(rowCondition(t, visitor, AccessCommand::Change), QStringLiteral("false")); // no privilege
    QCOMPARE(rowCondition(t, server, AccessCommand::Delete), QStringLiteral("true"));
    t.rowSecurity = true;
    QCOMPARE(rowCondition(t, maya, AccessCommand::Read), QStringLiteral("false"));
    t.policies = {policy("a", 'r', "not hidden"), policy("b", '*', "user_id = auth.uid()"), policy("c", 'r', "x", "", {QStringLiteral("anon")})};
    QCOMPARE(rowCondition(t, maya, AccessCommand::Read), QStringLiteral("coalesce(((not hidden) or (user_id = auth.uid())), false)"));
    QCOMPARE(rowCondition(t, visitor, AccessCommand::Read), QStringLiteral("coalesce(((not hidden) or (user_id = auth.uid()) or (x)), false)"));
    QCOMPARE(rowCondition(t, maya, AccessCommand::Delete), QStringLiteral("coalesce(((user_id = auth.uid())), false)"));
    t.policies << TablePolicy{QStringLiteral("r"), '*', false, {QStringLiteral("public")}, QStringLiteral("alive"), {}};
    QCOMPARE(rowCondition(t, maya, AccessCommand::Delete), QStringLiteral("coalesce(((user_id = auth.uid())) and (alive), false)"));
}

void AccessMatrixTest::queryTakesPoliciesAsTheyAre()
{
    TableAccess t = owned();
    t.table = QStringLiteral("No\"tes");
    t.policies = {policy("odd", '*', "body like '%1%12%3%'")};
    Table table;
    table.name = t.table;
    table.columns = {{QStringLiteral("id"), QStringLiteral("integer"), false, {}}, {QStringLiteral("n"), QStringLiteral("integer"), true, {}},
                     {QStringLiteral("body"), QStringLiteral("text"), true, {}}};
    table.constraints = {{QStringLiteral("pk"), QStringLiteral("PRIMARY KEY"), QStringLiteral("PRIMARY KEY (id)")}};
    const QString sql = viewAsQuery(t, table, {false, AccessRole::SignedIn, QStringLiteral("o'id")});
    QCOMPARE(sql.count(QStringLiteral("(body like '%1%12%3%')")), sql.count(QStringLiteral("body like")));
    QVERIFY(sql.contains(QStringLiteral("\"No\"\"tes\"")));
    QVERIFY(sql.contains(QStringLiteral("\"sub\":\"o''id\"")));
    QVERIFY(sql.contains(QStringLiteral("left(\"body\"::text, 120) as title"))); // texts before numbers
    QVERIFY(sql.contains(QStringLiteral("order by \"id\" desc")));
    QVERIFY(sql.startsWith(QStringLiteral("select set_config(")));
    QVERIFY(!viewAsQuery(fresh(), Table(), {}).contains(QStringLiteral("sub")));
}

void AccessMatrixTest::readsAPersonsRows()
{
    const auto rows = viewAsFromJson(R"([{"rows":[{"key":"7","title":"a","detail":"b","detail_name":"who","reads":true,"changes":false,"deletes":true}],
        "totals":{"all":100001,"reads":3,"changes":0,"deletes":1,"touches":1}}])");
    QVERIFY(rows.ok());
    QCOMPARE(rows->rows.first().detail, QStringLiteral("who: b"));
    QVERIFY(rows->rows.first().reads && !rows->rows.first().changes && rows->rows.first().deletes);
    QCOMPARE(rows->all, 100000);
    QVERIFY(rows->cut);
    for (const char* odd : {"", "[]", "{}", "[{\"rows\":[]}]", "[{\"rows\":1,\"totals\":{\"all\":1}}]", "[{\"totals\":{\"all\":1}}"})
        QCOMPARE(viewAsFromJson(odd).error().code, QStringLiteral("access.unreadable"));
}

QTEST_GUILESS_MAIN(AccessMatrixTest)
#include "tst_accessmatrix.moc"
