// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sqlname.h"

#include <QTest>

using namespace run402;

class SqlNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void identifiers_data();
    void identifiers();
    void literals();
};

void SqlNameTest::identifiers_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("always");
    QTest::addColumn<QString>("ifNeeded");
    const auto row = [](const char* name, const char* always, const char* ifNeeded) {
        QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(always) << QString::fromUtf8(ifNeeded);
    };
    row("recipes", "\"recipes\"", "recipes");
    row("_hidden_2", "\"_hidden_2\"", "_hidden_2");
    row("title", "\"title\"", "title");
    row("Recipes", "\"Recipes\"", "\"Recipes\"");
    row("two words", "\"two words\"", "\"two words\"");
    row("2nd", "\"2nd\"", "\"2nd\"");
    row("user", "\"user\"", "\"user\"");
    row("order", "\"order\"", "\"order\"");
    row("with", "\"with\"", "\"with\"");
    row("all", "\"all\"", "\"all\"");
    row("", "\"\"", "\"\"");
    row("käse", "\"käse\"", "\"käse\"");
    row("\"; drop table x; --", "\"\"\"; drop table x; --\"", "\"\"\"; drop table x; --\"");
    row("\"\"", "\"\"\"\"\"\"", "\"\"\"\"\"\"");
}

void SqlNameTest::identifiers()
{
    QFETCH(QString, name);
    QTEST(sqlIdentifier(name), "always");
    QTEST(sqlIdentifierIfNeeded(name), "ifNeeded");
}

void SqlNameTest::literals()
{
    QCOMPARE(sqlLiteral(QStringLiteral("soup")), QStringLiteral("'soup'"));
    QCOMPARE(sqlLiteral(QString()), QStringLiteral("''"));
    QCOMPARE(sqlLiteral(QStringLiteral("it's '); drop")), QStringLiteral("'it''s ''); drop'"));
    QCOMPARE(sqlLiteral(QStringLiteral("C:\\temp\\")), QStringLiteral("'C:\\temp\\'"));
}

QTEST_GUILESS_MAIN(SqlNameTest)
#include "tst_sqlname.moc"
