// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rest/restquery.h"

#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

class TestRestQuery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsRows_data();
    void readsRows();
    void writesBackTheSame_data();
    void writesBackTheSame();
    void keepsWhatIsOff();
    void escapesWhatWouldSplit();
    void tellsFiltersFromShaping();
    void snippetsNeverHoldAKey();
    void snippetsQuote();
    void supabaseSpeaksTheQuery();
};

void TestRestQuery::readsRows_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<RestRow>("row");
    QTest::newRow("filter") << u"minutes=lte.30"_s << RestRow{true, u"minutes"_s, u"lte"_s, u"30"_s};
    QTest::newRow("negated") << u"id=not.in.(1,2)"_s << RestRow{true, u"id"_s, u"not.in"_s, u"(1,2)"_s};
    QTest::newRow("with language") << u"t=fts(english).cat"_s << RestRow{true, u"t"_s, u"fts(english)"_s, u"cat"_s};
    QTest::newRow("any") << u"t=like(any).{a,b}"_s << RestRow{true, u"t"_s, u"like(any)"_s, u"{a,b}"_s};
    QTest::newRow("a dot in the value") << u"v=eq.1.5"_s << RestRow{true, u"v"_s, u"eq"_s, u"1.5"_s};
    QTest::newRow("embedding") << u"select=id,who:profiles(name)"_s << RestRow{true, u"select"_s, {}, u"id,who:profiles(name)"_s};
    QTest::newRow("order looks like an operator") << u"order=is.desc"_s << RestRow{true, u"order"_s, {}, u"is.desc"_s};
    QTest::newRow("order of an embedded table") << u"profiles.order=name.asc"_s << RestRow{true, u"profiles.order"_s, {}, u"name.asc"_s};
    QTest::newRow("unknown operator") << u"a=nope.1"_s << RestRow{true, u"a"_s, {}, u"nope.1"_s};
    QTest::newRow("encoded") << u"a=eq.x%26y%20z+w"_s << RestRow{true, u"a"_s, u"eq"_s, u"x&y z w"_s};
    QTest::newRow("no value") << u"a"_s << RestRow{true, u"a"_s, {}, {}};
}

void TestRestQuery::readsRows()
{
    QFETCH(QString, query);
    QFETCH(RestRow, row);
    QCOMPARE(restRows(query).size(), 1);
    QCOMPARE(restRows(query).first(), row);
}

void TestRestQuery::writesBackTheSame_data()
{
    QTest::addColumn<QString>("query");
    for (const char* q : {"select=id,title,profiles(name)&minutes=lte.30&order=rating.desc&limit=20", "or=(a.eq.1,b.is.null)&id=not.in.(1,2)",
                          "name=eq.%26", "limit=1", ""})
        QTest::newRow(q) << QString::fromLatin1(q);
}

void TestRestQuery::writesBackTheSame()
{
    QFETCH(QString, query);
    QCOMPARE(restQuery(restRows(query)), query);
}

void TestRestQuery::keepsWhatIsOff()
{
    const QList<RestRow> before{{true, u"a"_s, u"eq"_s, u"1"_s}, {false, u"b"_s, u"eq"_s, u"2"_s}};
    QCOMPARE(restQuery(before), u"a=eq.1"_s);
    const QList<RestRow> after = mergedRestRows(before, u"c=gt.3"_s);
    QCOMPARE(after.size(), 2);
    QCOMPARE(after[0].name, u"c"_s);
    QCOMPARE(after[1], before[1]);
    QCOMPARE(mergedRestRows(before, {}).size(), 1);
}

void TestRestQuery::escapesWhatWouldSplit()
{
    const QList<RestRow> rows{{true, u"a=b"_s, u"eq"_s, u"1&limit=9#x+%41"_s}};
    const QString query = restQuery(rows);
    QCOMPARE(query.count(u'&'), 0);
    QCOMPARE(restRows(query), rows);
}

void TestRestQuery::tellsFiltersFromShaping()
{
    QVERIFY(!hasRestFilter(restRows(u"select=*&order=id.asc&limit=5&offset=1"_s)));
    QVERIFY(hasRestFilter(restRows(u"select=*&id=eq.1"_s)));
    QVERIFY(hasRestFilter(restRows(u"or=(id.eq.1)"_s)));
    QVERIFY(!hasRestFilter({{false, u"id"_s, u"eq"_s, u"1"_s}}));
}

void TestRestQuery::snippetsNeverHoldAKey()
{
    using As = RestSnippetSource::As;
    for (const As as : {As::Anonymous, As::User, As::Service}) {
        const RestSnippetSource s{u"https://api.example"_s, u"GET"_s, u"items"_s, u"id=eq.1"_s, {}, {}, {}, as};
        for (const QString& text : {restCurl(s), restFetch(s), restSupabase(s)}) {
            QVERIFY(!text.contains("eyJ"_L1));
            QCOMPARE(text.contains("SERVICE_KEY"_L1), as == As::Service);
        }
    }
}

void TestRestQuery::snippetsQuote()
{
    const RestSnippetSource s{u"https://api.example"_s, u"POST"_s, u"it'ems"_s, {}, u"{\"a\":\"it's\\n\"}"_s, u"return=representation"_s};
    QVERIFY(restCurl(s).contains(u"'{\"a\":\"it'\\''s\\n\"}'"_s));
    QVERIFY(restFetch(s).contains(u"'{\"a\":\"it\\'s\\\\n\"}'"_s));
    QVERIFY(restFetch(s).contains(u"Prefer: 'return=representation'"_s));
}

void TestRestQuery::supabaseSpeaksTheQuery()
{
    RestSnippetSource s{u"https://api.example"_s, u"GET"_s, u"items"_s, u"select=id&minutes=lte.30&order=a.desc,b&limit=5"_s};
    const QString text = restSupabase(s);
    for (const char* part : {".from('items')", ".select('id')", ".filter('minutes', 'lte', '30')", ".order('a', { ascending: false })", ".order('b')", ".limit(5)"})
        QVERIFY2(text.contains(QLatin1StringView(part)), part);
    s.resource = u"rpc/total"_s;
    QVERIFY(restSupabase(s).contains(".rpc('total', {})"_L1));
}

QTEST_APPLESS_MAIN(TestRestQuery)
#include "tst_restquery.moc"
