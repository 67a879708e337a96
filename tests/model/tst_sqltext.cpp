// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/highlight.h"
#include "models/sql/sqlerror.h"

#include <QTest>

using namespace run402;

namespace {
Schema kitchen()
{
    const auto column = [](const char* name) {
        Column c;
        c.name = QString::fromLatin1(name);
        return c;
    };
    Table recipes, comments, odd;
    recipes.name = QStringLiteral("recipes");
    recipes.columns = {column("id"), column("title"), column("rating"), column("author_id")};
    comments.name = QStringLiteral("comments");
    comments.columns = {column("id"), column("body"), column("titled")};
    odd.name = QStringLiteral("Odd Name");
    odd.columns = {column("Größe")};
    return {QStringLiteral("p1"), {recipes, comments, odd}};
}

/// One letter per character: keyword k, type t, function f, string s, number n, comment c, operator o, name q.
QString painted(const QString& text)
{
    static const char letters[] = ".ktfsncoq";
    SqlHighlighter highlighter;
    QString out;
    int state = 0;
    for (const QString& line : text.split(u'\n')) {
        QString row(line.size(), u'.');
        for (const SqlSpan& span : highlighter.line(line, state)) {
            for (qsizetype i = 0; i < span.length; ++i)
                row[span.start + i] = QLatin1Char(letters[int(span.style)]);
        }
        out += out.isEmpty() ? row : u'\n' + row;
    }
    return out;
}
}

class SqlTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void colours_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("select r.title, 1.5 -- x", "kkkkkk..........nnn.cccc");
        row("'a''b' x", "ssssss..");
        row("e'a\\'b' x", "sssssss..");
        row("count(id)", "fffff....");
        row("a.select", "........");
        row("\"q\"\"r\" x", "qqqqqq..");
        row("$$ ; $$ x", "sssssss..");
        row("$a$ $$\n; $a$ x", "ssssss\nsssss..");
        row("/* a /* b\nc */ d */ e", "ccccccccc\nccccccccc..");
        row("'open\nstill' x", "sssss\nssssss..");
        row("id int, x", "...ttt...");
        row("$1 + $2", ".n.o..n");
        row("ü select", "..kkkkkk");
    }
    void colours()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        expected.replace(u' ', u'.');
        QCOMPARE(painted(text), expected);
    }

    void everyPrefixIsColoured()
    {
        const QString text = QStringLiteral("select $tag$ a\n$tag$, E'\\'', /* /* */ */ \"x\" -- y\n1e5 $");
        for (qsizetype i = 0; i <= text.size(); ++i)
            QCOMPARE(painted(text.left(i)).size(), i);
    }

    void findsThePlaceAndTheMeaning_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("marked");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("suggestion");
        const auto row = [](const char* sql, const char* message, const char* marked, int line, const char* suggestion) {
            QTest::newRow(message) << QString::fromUtf8(sql) << QString::fromUtf8(message) << QString::fromUtf8(marked)
                                   << line << QString::fromUtf8(suggestion);
        };
        row("select r.titel from recipes r", "column r.titel does not exist", "titel", 0, "title");
        row("select 1,\n titel from recipes", "column \"titel\" does not exist", "titel", 1, "title");
        row("insert into recipes (ratting) values (1)", "column \"ratting\" of relation \"recipes\" does not exist", "ratting", 0, "rating");
        row("select * from recipe", "relation \"recipe\" does not exist", "recipe", 0, "recipes");
        row("drop table comment", "table \"comment\" does not exist", "comment", 0, "comments");
        row("select * from zzz", "relation \"zzz\" does not exist", "zzz", 0, "");
        row("select * from \"Odd Nam\"", "relation \"Odd Nam\" does not exist", "\"Odd Nam\"", 0, "\"Odd Name\"");
        row("select 'é🚀' x\nform recipes", "syntax error at or near \"form\"", "form", 1, "from");
        row("SELEC 1", "syntax error at or near \"SELEC\"", "SELEC", 0, "select");
        row("select 1;\nselect upprer('a')", "function upprer(unknown) does not exist", "upprer", 1, "upper");
        row("select 1/0", "division by zero", "", -1, "");
        row("select 1", "syntax error at or near \"other\"", "", -1, "");
    }
    void findsThePlaceAndTheMeaning()
    {
        QFETCH(QString, sql);
        QFETCH(QString, message);
        QFETCH(QString, marked);
        QFETCH(int, line);
        QFETCH(QString, suggestion);
        const SqlErrorSpot spot = locateSqlError(sql, message, kitchen());
        QCOMPARE(spot.start < 0 ? QString() : sql.mid(spot.start, spot.length), marked);
        QCOMPARE(spot.line, line);
        QCOMPARE(spot.suggestion, suggestion);
    }

    void distances()
    {
        QCOMPARE(editDistance(u"titel", u"title", 3), 1);
        QCOMPARE(editDistance(u"kitten", u"sitting", 3), 3);
        QCOMPARE(editDistance(u"", u"abc", 3), 3);
        QCOMPARE(editDistance(u"abc", u"xyzuvw", 2), 3);
        QCOMPARE(nearestName(QStringLiteral("id"), {QStringLiteral("zz")}), QString());
        QCOMPARE(nearestName(QStringLiteral("ID"), {QStringLiteral("ad"), QStringLiteral("id")}), QStringLiteral("id"));
    }
};

QTEST_GUILESS_MAIN(SqlTextTest)
#include "tst_sqltext.moc"
