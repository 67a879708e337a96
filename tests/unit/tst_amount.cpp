// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/amount.h"

#include <QTest>

using namespace run402;

class AmountTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_data();
    void parse();
    void format_data();
    void format();
    void arithmeticIsChecked();
    void textRoundTrips();
    void shortTextsAreCut();
};

void AmountTest::parse_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<QString>("code");
    const auto good = [](const char* text, qint64 micros) {
        QTest::newRow(text) << QString::fromUtf8(text) << micros << QString();
    };
    const auto bad = [](const char* text, const char* code) {
        QTest::newRow(text) << QString::fromUtf8(text) << qint64(0) << QString::fromLatin1(code);
    };
    good("0", 0);
    good("0.10", 100'000);
    good("$5.00", 5'000'000);
    good("20", 20'000'000);
    good("0.000001", 1);
    good("9223372036854.775807", std::numeric_limits<qint64>::max());
    bad("9223372036854.775808", "amount.overflow");
    bad("99999999999999999999999999", "amount.overflow");
    bad("0.0000001", "amount.precision");
    bad("", "amount.syntax");
    bad("$", "amount.syntax");
    bad(".5", "amount.syntax");
    bad("5.", "amount.syntax");
    bad("-1", "amount.syntax");
    bad("+1", "amount.syntax");
    bad("1e3", "amount.syntax");
    bad("1,000", "amount.syntax");
    bad(" 1", "amount.syntax");
    bad("1.2.3", "amount.syntax");
    bad("$$1", "amount.syntax");
    bad("0x10", "amount.syntax");
    bad("١", "amount.syntax"); // an Arabic-Indic digit is no digit here
}

void AmountTest::parse()
{
    QFETCH(QString, text);
    QFETCH(QString, code);
    const auto amount = Amount::parse(text);
    QCOMPARE(amount.ok(), code.isEmpty());
    if (amount)
        QTEST(amount->micros(), "micros");
    else
        QCOMPARE(amount.error().code, code);
}

void AmountTest::format_data()
{
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("dollars");
    QTest::newRow("zero") << qint64(0) << QStringLiteral("0.00") << QStringLiteral("$0.00");
    QTest::newRow("ten cents") << qint64(100'000) << QStringLiteral("0.10") << QStringLiteral("$0.10");
    QTest::newRow("one micro") << qint64(1) << QStringLiteral("0.000001") << QStringLiteral("$0.000001");
    QTest::newRow("three decimals") << qint64(1'234'000) << QStringLiteral("1.234")
                                    << QStringLiteral("$1.234");
    QTest::newRow("negative") << qint64(-5'000'000) << QStringLiteral("-5.00") << QStringLiteral("-$5.00");
    QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << QStringLiteral("-9223372036854.775808")
                              << QStringLiteral("-$9223372036854.775808");
}

void AmountTest::format()
{
    QFETCH(qint64, micros);
    QTEST(Amount::fromMicros(micros).toText(), "text");
    QTEST(Amount::fromMicros(micros).toDollarText(), "dollars");
}

void AmountTest::arithmeticIsChecked()
{
    const Amount one = Amount::fromMicros(1);
    QCOMPARE(Amount::max().plus(one).error().code, QStringLiteral("amount.overflow"));
    QCOMPARE(Amount::fromMicros(std::numeric_limits<qint64>::min()).minus(one).error().code,
             QStringLiteral("amount.overflow"));
    QCOMPARE(one.minus(Amount::fromMicros(3))->micros(), -2);
    QVERIFY(one < Amount::fromMicros(2));
}

void AmountTest::textRoundTrips()
{
    for (qint64 micros : {0LL, 1LL, 10LL, 999'999LL, 1'000'000LL, 123'456'789LL}) {
        const auto back = Amount::parse(Amount::fromMicros(micros).toText());
        QVERIFY(back.ok());
        QCOMPARE(back->micros(), micros);
    }
    QCOMPARE(Amount::fromMicros(5'000'000).toText(0), QStringLiteral("5"));
    QCOMPARE(Amount::fromMicros(100'000).toText(6), QStringLiteral("0.100000"));
}

void AmountTest::shortTextsAreCut()
{
    QCOMPARE(Amount::fromMicros(1'999'999).toText(2, 2), QStringLiteral("1.99"));
    QCOMPARE(Amount::fromMicros(-1'999'999).toDollarText(2, 2), QStringLiteral("-$1.99"));
    QCOMPARE(Amount::fromMicros(5'100'000).toText(2, 2), QStringLiteral("5.10"));
    QCOMPARE(Amount::fromMicros(999).toText(2, 2), QStringLiteral("0.00"));
    QCOMPARE(Amount::fromMicros(5'000'000).toPriceText(), QStringLiteral("$5"));
    QCOMPARE(Amount::fromMicros(100'000).toPriceText(), QStringLiteral("$0.10"));
    QCOMPARE(Amount::fromMicros(1'234'000).toPriceText(), QStringLiteral("$1.234"));
}

QTEST_GUILESS_MAIN(AmountTest)
#include "tst_amount.moc"
