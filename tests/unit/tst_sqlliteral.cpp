// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/blockedwords.h"
#include "models/sqlliteral.h"

#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

class SqlLiteralTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void texts_data();
    void texts();
    void names();
    void values();
    void numbers();
};

void SqlLiteralTest::texts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    const auto row = [](const QString& text, const QString& written) { QTest::newRow(text.toUtf8().left(60).constData()) << text << written; };
    row(u"soup"_s, u"'soup'"_s);
    row(u"it's"_s, u"'it''s'"_s);
    row(u"C:\\temp"_s, u"'C:\\temp'"_s);
    row(u"grant"_s, u"U&'\\0067rant'"_s);
    row(u"Grants are fine"_s, u"'Grants are fine'"_s);
    row(u"the Grant's \\ end"_s, u"U&'the \\0047rant''s \\\\ end'"_s);
    row(u"set\u00a0 role"_s, u"U&'\\0073et\u00a0 role'"_s);
    row(u"set rolex"_s, u"'set rolex'"_s);
    row(u"create table"_s, u"'create table'"_s);
    row(u"drop\nschema x"_s, u"U&'\\0064rop\nschema x'"_s);
    row(u"copy"_s, u"U&'\\0063opy'"_s); // its PROGRAM may stand in the next value
    row(u"REVOKE, grant_it, grant"_s, u"U&'\\0052EVOKE, grant_it, \\0067rant'"_s);
    row(u"\U0001F600 grant"_s, u"U&'\U0001F600 \\0067rant'"_s);
    row(QString(QChar(0xd83d)) + u" grant"_s, u"U&'"_s + QChar(0xd83d) + u" \\0067rant'"_s);
}

void SqlLiteralTest::texts()
{
    QFETCH(QString, text);
    QTEST(sqlText(text), "written");
    QVERIFY(findBlockedWords(u"select "_s + sqlText(text) + u", "_s + sqlText(text)).isEmpty());
    QVERIFY(findBlockedWords(u"update t set "_s + sqlName(text) + u" = 1"_s).isEmpty());
}

void SqlLiteralTest::names()
{
    QCOMPARE(sqlName(u"title"_s), u"title"_s);
    QCOMPARE(sqlName(u"Title"_s), u"\"Title\""_s);
    QCOMPARE(sqlName(u"role"_s), u"\"role\""_s);
    QCOMPARE(sqlName(u"grant"_s), u"U&\"\\0067rant\""_s);
    QCOMPARE(sqlName(u"a \"grant\""_s), u"U&\"a \"\"\\0067rant\"\"\""_s);
}

void SqlLiteralTest::values()
{
    QCOMPARE(sqlValue(std::nullopt, u"text"_s), u"null"_s);
    QCOMPARE(sqlValue(u"42"_s, u"bigint"_s), u"42"_s);
    QCOMPARE(sqlValue(u"-9223372036854775808"_s, u"bigint"_s), u"'-9223372036854775808'"_s);
    QCOMPARE(sqlValue(u"42"_s, u"text"_s), u"'42'"_s);
    QCOMPARE(sqlValue(u"1.50"_s, u"numeric"_s), u"1.50"_s);
    QCOMPARE(sqlValue(u"NaN"_s, u"numeric"_s), u"'NaN'"_s);
    QCOMPARE(sqlValue(u"0.1"_s, u"real"_s), u"'0.1'"_s); // a bare 0.1 is no real
    QCOMPARE(sqlValue(u"true"_s, u"boolean"_s), u"true"_s);
    QCOMPARE(sqlValue(u"1; drop"_s, u"integer"_s), u"'1; drop'"_s);
    QCOMPARE(sqlTypedValue(u"42"_s, u"bigint"_s), u"'42'::bigint"_s);
    QCOMPARE(sqlTypedValue(std::nullopt, u"uuid"_s), u"null::uuid"_s);
    QCOMPARE(sqlTypedValue(u"x"_s, QString()), u"'x'"_s);
}

void SqlLiteralTest::numbers()
{
    for (const char* yes : {"0", "-7", "12345678901234567890"})
        QVERIFY2(isWholeNumber(QLatin1String(yes)), yes);
    for (const char* no : {"", "-", "+1", "1e5", "1.0", " 1", "0x1"})
        QVERIFY2(!isWholeNumber(QLatin1String(no)), no);
    for (const char* yes : {"0.50", "-1.2", "7"})
        QVERIFY2(isPlainNumber(QLatin1String(yes)), yes);
    for (const char* no : {".5", "5.", "1..2", "1.2.3", "NaN"})
        QVERIFY2(!isPlainNumber(QLatin1String(no)), no);
}

QTEST_GUILESS_MAIN(SqlLiteralTest)
#include "tst_sqlliteral.moc"
