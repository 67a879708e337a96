// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/datasize.h"
#include "models/domain/money.h"
#include "models/domain/project.h"

#include <QTest>

using namespace run402;

class DomainTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void primaryKeyNames_data();
    void primaryKeyNames();
    void tierLimits();
    void sizes_data();
    void sizes();
};

void DomainTest::primaryKeyNames_data()
{
    QTest::addColumn<QString>("definition");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("one") << QStringLiteral("PRIMARY KEY (id)") << QStringList{QStringLiteral("id")};
    QTest::newRow("two") << QStringLiteral("PRIMARY KEY (a, b)") << QStringList{QStringLiteral("a"), QStringLiteral("b")};
    QTest::newRow("quoted") << QStringLiteral("PRIMARY KEY (\"a, b\", \"x\"\"y\")")
                            << QStringList{QStringLiteral("a, b"), QStringLiteral("x\"y")};
    QTest::newRow("cut short") << QStringLiteral("PRIMARY KEY (id") << QStringList{};
}

void DomainTest::primaryKeyNames()
{
    QFETCH(QString, definition);
    QFETCH(QStringList, names);
    Table table;
    table.constraints = {{QStringLiteral("c"), QStringLiteral("CHECK"), QStringLiteral("CHECK ((id > 0))")},
                         {QStringLiteral("k"), QStringLiteral("PRIMARY KEY"), definition}};
    QCOMPARE(table.primaryKey(), names);
}

void DomainTest::sizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << QStringLiteral("0 B");
    QTest::newRow("bytes") << qint64(1023) << QStringLiteral("1023 B");
    QTest::newRow("one") << qint64(1024) << QStringLiteral("1 KB");
    QTest::newRow("a bit") << qint64(151'859) << QStringLiteral("148.3 KB");
    QTest::newRow("a tier's storage") << qint64(262'144'000) << QStringLiteral("250 MB");
    QTest::newRow("big") << (qint64(10) << 30) << QStringLiteral("10 GB");
}

void DomainTest::sizes()
{
    QFETCH(qint64, bytes);
    QTEST(byteText(bytes), "text");
}

void DomainTest::tierLimits()
{
    QCOMPARE(TierLimits::of(QStringLiteral("hobby")).functionTimeoutSeconds, 30);
    QCOMPARE(TierLimits::of(QStringLiteral("team")).maxSecrets, 200);
    QCOMPARE(TierLimits::of(QStringLiteral("other")).functionMemoryMb, 0);
}

QTEST_GUILESS_MAIN(DomainTest)
#include "tst_domain.moc"
