// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tablefilter.h"

#include <QRandomGenerator>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;
using Op = TableFilter::Op;

namespace {

TableQuery query(const QList<TableFilter>& filters, const QString& sort = {}, bool descending = false)
{
    return {filters, sort, descending, 100};
}

/// Letters that mean something to one of the two languages, and some that do not.
QString anyText(QRandomGenerator& random)
{
    static const QStringList bits{u"a"_s, u"Z"_s, u"'"_s, u"\""_s, u"\\"_s, u","_s, u"("_s, u")"_s, u"{"_s, u"}"_s, u"."_s, u"&"_s, u"="_s, u"+"_s, u"%"_s, u"#"_s,
                                  u"?"_s, u"/"_s, u" "_s, u"grant"_s, u"set role"_s, u"null"_s, u"true"_s, u"é"_s, u"😀"_s, u"\n"_s, u":"_s, u";"_s, u"--"_s, u"$1"_s, u"not."_s, u"12"_s};
    QString out;
    for (int i = int(random.bounded(7)); i > 0; --i)
        out += bits.at(random.bounded(int(bits.size())));
    return out;
}

TableQuery anyQuery(QRandomGenerator& random)
{
    static const QStringList columns{u"title"_s, u"minutes"_s, u"is_public"_s, u"Odd name"_s, u"a.b"_s, u"order"_s, u"grant"_s, u"select"_s, u"q\"uote"_s, u"käse"_s};
    TableQuery q;
    for (int i = int(random.bounded(5)); i > 0; --i) {
        const Op op = filterOps().at(random.bounded(int(filterOps().size())));
        TableFilter f{columns.at(random.bounded(int(columns.size()))), op, {}};
        const int values = filterArity(op) == 2 ? 1 + int(random.bounded(3)) : filterArity(op);
        for (int v = 0; v < values; ++v)
            f.values << anyText(random);
        q.filters << f;
    }
    if (random.bounded(2)) {
        q.sortColumn = columns.at(random.bounded(int(columns.size())));
        q.descending = random.bounded(2);
    }
    q.limit = 1 + int(random.bounded(1000));
    return q;
}

} // namespace

class TableFilterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesBothForms_data();
    void writesBothForms();
    void readsOtherSpellings();
    void tellsMistakesAtTheirPlace_data();
    void tellsMistakesAtTheirPlace();
    void comesBackFromBothForms();
    void survivesAnyText();
};

void TableFilterTest::writesBothForms_data()
{
    QTest::addColumn<TableQuery>("query");
    QTest::addColumn<QString>("rest");
    QTest::addColumn<QString>("sql");
    const auto row = [](const char* name, const TableQuery& q, const QString& rest, const QString& sql) { QTest::newRow(name) << q << rest << sql; };
    row("all", query({}), u"recipes?limit=100"_s, u"select * from recipes limit 100"_s);
    row("mockup", query({{u"is_public"_s, Op::IsTrue, {}}, {u"minutes"_s, Op::Lte, {u"45"_s}}, {u"course"_s, Op::Neq, {u"drinks"_s}}}, u"rating"_s, true),
        u"recipes?is_public=is.true&minutes=lte.45&course=neq.drinks&order=rating.desc.nullslast&limit=100"_s,
        u"select * from recipes where is_public is true and minutes <= '45' and course <> 'drinks' order by rating desc nulls last limit 100"_s);
    row("twice", query({{u"minutes"_s, Op::Gte, {u"1"_s}}, {u"minutes"_s, Op::Lte, {u"5"_s}}}),
        u"recipes?and=(minutes.gte.1,minutes.lte.5)&limit=100"_s, u"select * from recipes where minutes >= '1' and minutes <= '5' limit 100"_s);
    row("list", query({{u"course"_s, Op::In, {u"a,b"_s, u"c"_s, QString()}}}), u"recipes?course=in.(\"a,b\",c,\"\")&limit=100"_s,
        u"select * from recipes where course in ('a,b', 'c', '') limit 100"_s);
    row("like", query({{u"title"_s, Op::ILike, {u"%sha%"_s}}}), u"recipes?title=ilike.*sha*&limit=100"_s,
        u"select * from recipes where title ilike '%sha%' limit 100"_s);
    row("refused word", query({{u"title"_s, Op::Eq, {u"grant"_s}}}), u"recipes?title=eq.grant&limit=100"_s,
        u"select * from recipes where title = U&'\\0067rant' limit 100"_s);
    row("null", query({{u"a"_s, Op::IsNull, {}}, {u"b"_s, Op::NotNull, {}}}, u"a"_s), u"recipes?a=is.null&b=not.is.null&order=a.asc&limit=100"_s,
        u"select * from recipes where a is null and b is not null order by a limit 100"_s);
}

void TableFilterTest::writesBothForms()
{
    QFETCH(TableQuery, query);
    QTEST(restText(u"recipes"_s, query).value_or(QString()), "rest");
    QTEST(sqlQueryText(u"recipes"_s, query), "sql");
}

void TableFilterTest::readsOtherSpellings()
{
    const auto sql = parseSqlQueryText(u"recipes"_s, u"  SELECT *\n FROM \"recipes\" WHERE Minutes<=45 AND title='it''s' ORDER BY title ASC LIMIT 10;"_s);
    QVERIFY2(sql.query, qPrintable(sql.fault));
    QCOMPARE(sql.query->filters, (QList<TableFilter>{{u"minutes"_s, Op::Lte, {u"45"_s}}, {u"title"_s, Op::Eq, {u"it's"_s}}}));
    QCOMPARE(sql.query->limit, 10);
    const auto rest = parseRestText(u"recipes"_s, u"/rest/v1/recipes?select=*&title=eq.a%20b+c&minutes=in.(1,2)"_s);
    QVERIFY2(rest.query, qPrintable(rest.fault));
    QCOMPARE(rest.query->filters, (QList<TableFilter>{{u"title"_s, Op::Eq, {u"a b c"_s}}, {u"minutes"_s, Op::In, {u"1"_s, u"2"_s}}}));
    QVERIFY(!restText(u"recipes"_s, query({{u"title"_s, Op::Like, {u"a*"_s}}}))); // PostgREST takes the star for %
}

void TableFilterTest::tellsMistakesAtTheirPlace_data()
{
    QTest::addColumn<bool>("sql");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("at"); ///< what stands at the place that is told
    const auto row = [](bool sql, const QString& text, const QString& at) { QTest::newRow(qPrintable(text)) << sql << text << at; };
    row(false, u"recipes?minutes=foo.1"_s, u"foo.1"_s);
    row(false, u"recipes?minutes=in.(1,2"_s, QString());
    row(false, u"recipes?or=(a.eq.1,b.eq.2)"_s, u"or=(a.eq.1,b.eq.2)"_s);
    row(false, u"recipes?a=eq.1&a=eq.2"_s, u"a=eq.2"_s);
    row(false, u"other?a=eq.1"_s, u"other?a=eq.1"_s);
    row(false, u"recipes?limit=0"_s, u"0"_s);
    row(false, u"recipes?order=a.desc"_s, QString());
    row(true, u"select * from recipes where minutes <= and x = 1"_s, u"and x = 1"_s);
    row(true, u"select * from recipes where a = 1 or b = 2"_s, u"or b = 2"_s);
    row(true, u"select * from other"_s, u"other"_s);
    row(true, u"select id from recipes"_s, u"id from recipes"_s);
    row(true, u"select * from recipes where a = 'x"_s, u"'x"_s);
    row(true, u"select * from recipes limit 5 offset 2"_s, u"offset 2"_s);
}

void TableFilterTest::tellsMistakesAtTheirPlace()
{
    QFETCH(bool, sql);
    QFETCH(QString, text);
    const auto read = sql ? parseSqlQueryText(u"recipes"_s, text) : parseRestText(u"recipes"_s, text);
    QVERIFY(!read.query);
    QVERIFY(!read.fault.isEmpty());
    QTEST(text.mid(read.at), "at");
}

void TableFilterTest::comesBackFromBothForms()
{
    for (quint32 seed = 1; seed <= 3000; ++seed) {
        QRandomGenerator random(seed);
        const TableQuery q = anyQuery(random);
        const QString sql = sqlQueryText(u"two words"_s, q);
        const auto fromSql = parseSqlQueryText(u"two words"_s, sql);
        QVERIFY2(fromSql.query && *fromSql.query == q, qPrintable(u"seed %1: %2 at %3: %4"_s.arg(seed).arg(sql).arg(fromSql.at).arg(fromSql.fault)));
        const auto rest = restText(u"two words"_s, q);
        const bool nothing = std::any_of(q.filters.cbegin(), q.filters.cend(), [](const TableFilter& f) { return f.op == Op::In && f.values == QStringList{QString()}; });
        QVERIFY(rest.has_value() != nothing);
        if (!rest)
            continue;
        const auto fromRest = parseRestText(u"two words"_s, *rest);
        QVERIFY2(fromRest.query && *fromRest.query == q, qPrintable(u"seed %1: %2 at %3: %4"_s.arg(seed).arg(*rest).arg(fromRest.at).arg(fromRest.fault)));
    }
}

void TableFilterTest::survivesAnyText()
{
    for (quint32 seed = 1; seed <= 3000; ++seed) {
        QRandomGenerator random(seed);
        const TableQuery q = anyQuery(random);
        for (const bool sql : {true, false}) {
            QString text = sql ? sqlQueryText(u"t"_s, q) : restText(u"t"_s, q).value_or(u"t?"_s);
            for (int i = 0; i < 3; ++i) {
                const int at = int(random.bounded(int(text.size()) + 1));
                random.bounded(2) ? void(text.insert(at, anyText(random))) : text.truncate(at);
            }
            const auto read = sql ? parseSqlQueryText(u"t"_s, text) : parseRestText(u"t"_s, text);
            if (!read.query)
                QVERIFY2(read.at >= 0 && read.at <= text.size() && !read.fault.isEmpty(), qPrintable(text));
        }
    }
}

QTEST_GUILESS_MAIN(TableFilterTest)
#include "tst_tablefilter.moc"
