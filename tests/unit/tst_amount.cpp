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
    void shownInGroups_data();
    void shownInGroups();
    void readsWhatIsShown_data();
    void readsWhatIsShown();
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
                              << QStringLiteral("-$9,223,372,036,854.775808");
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

void AmountTest::shownInGroups_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<QString>("text");
    const qint64 much = 1'234'567'890'000; // 1,234,567.89
    QTest::newRow("C") << QLocale::c() << much << QStringLiteral("1,234,567.89");
    QTest::newRow("English") << QLocale(QLocale::English, QLocale::UnitedStates) << much << QStringLiteral("1,234,567.89");
    QTest::newRow("German") << QLocale(QLocale::German, QLocale::Germany) << much << QStringLiteral("1.234.567,89");
    QTest::newRow("French") << QLocale(QLocale::French, QLocale::France) << much << QStringLiteral("1\u202f234\u202f567,89");
    QTest::newRow("Swiss") << QLocale(QLocale::German, QLocale::Switzerland) << much << QStringLiteral("1\u2019234\u2019567.89");
    QTest::newRow("Indian") << QLocale(QLocale::English, QLocale::India) << much << QStringLiteral("12,34,567.89");
    // Figures of another script, the digits people copy and compare addresses by stay the same.
    QTest::newRow("Egyptian") << QLocale(QLocale::Arabic, QLocale::Egypt) << qint64(1'234'500'000) << QStringLiteral("1\u066c234\u066b50");
    QTest::newRow("below a thousand") << QLocale(QLocale::English, QLocale::UnitedStates) << qint64(999'999'999) << QStringLiteral("999.999999");
    QTest::newRow("negative") << QLocale(QLocale::English, QLocale::UnitedStates) << qint64(-1'000'000'000) << QStringLiteral("-1,000.00");
}

void AmountTest::shownInGroups()
{
    QFETCH(QLocale, locale);
    QFETCH(qint64, micros);
    QTEST(Amount::fromMicros(micros).toShownText(2, 6, locale), "text");
    const QString dollars = Amount::fromMicros(micros).toDollarText(2, 6, locale);
    QFETCH(QString, text);
    QCOMPARE(dollars, micros < 0 ? QStringLiteral("-$") + text.mid(1) : u'$' + text);
    // Files and other programs get the same everywhere.
    QLocale::setDefault(locale);
    QVERIFY(!Amount::fromMicros(micros).toText(6).contains(u','));
    QCOMPARE(Amount::parse(Amount::fromMicros(qAbs(micros)).toText(6))->micros(), qAbs(micros));
    QLocale::setDefault(QLocale::c());
}

void AmountTest::readsWhatIsShown_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("micros"); // -1: refused
    QTest::addColumn<QString>("code");
    const QLocale us(QLocale::English, QLocale::UnitedStates), german(QLocale::German, QLocale::Germany),
        french(QLocale::French, QLocale::France), swiss(QLocale::German, QLocale::Switzerland), indian(QLocale::English, QLocale::India);
    const auto row = [](const char* name, const QLocale& locale, const QString& text, qint64 micros, const char* code = "") {
        QTest::newRow(name) << locale << text << micros << QString::fromLatin1(code);
    };
    const qint64 much = 1'234'500'000;
    row("plain", us, QStringLiteral("1234.5"), much);
    row("grouped", us, QStringLiteral("$1,234.50"), much);
    row("around it", us, QStringLiteral("  1,234.50 "), much);
    row("groups only", us, QStringLiteral("1,234"), 1'234'000'000);
    row("wrong group", us, QStringLiteral("1,23"), -1, "amount.syntax");
    row("wrong group in front", us, QStringLiteral("12,34,567.89"), -1, "amount.syntax");
    row("C", QLocale::c(), QStringLiteral("1,234.50"), much);
    row("German comma", german, QStringLiteral("1.234,50"), much);
    row("German comma, no group", german, QStringLiteral("0,10"), 100'000);
    row("German, plain with cents", german, QStringLiteral("1234.50"), much);
    row("German, a price as written elsewhere", german, QStringLiteral("5.00"), 5'000'000);
    row("German, thousands or cents", german, QStringLiteral("1.234"), -1, "amount.ambiguous");
    row("German, small", german, QStringLiteral("0.123"), 123'000);
    row("English comma in German", german, QStringLiteral("1,234.50"), -1, "amount.syntax");
    row("French, any space", french, QStringLiteral("1 234,50"), much);
    row("Swiss, any apostrophe", swiss, QStringLiteral("1'234.50"), much);
    row("Indian", indian, QStringLiteral("12,34,567.89"), 1'234'567'890'000);
    row("too exact", german, QStringLiteral("0,1234567"), -1, "amount.precision");
    row("nothing", us, QString(), -1, "amount.syntax");
    row("only groups", us, QStringLiteral(","), -1, "amount.syntax");
    row("sign", us, QStringLiteral("-1,000.00"), -1, "amount.syntax");
    row("two marks", german, QStringLiteral("1,2,3"), -1, "amount.syntax");
    row("masked", us, QStringLiteral("$\u2022\u2022\u2022\u2022"), -1, "amount.syntax");
    row("far too much", us, QStringLiteral("99,999,999,999,999,999,999"), -1, "amount.overflow");
}

void AmountTest::readsWhatIsShown()
{
    QFETCH(QLocale, locale);
    QFETCH(QString, text);
    QFETCH(qint64, micros);
    QFETCH(QString, code);
    const auto amount = Amount::read(text, locale);
    QCOMPARE(amount.ok() ? QString() : amount.error().code, code);
    if (amount.ok())
        QCOMPARE(amount->micros(), micros);
    // What is on the screen can be put into a field, in every country.
    for (const qint64 shown : {Q_INT64_C(10'000), Q_INT64_C(5'000'000), Q_INT64_C(1'234'000'000), Q_INT64_C(9'876'543'210'123)}) {
        const auto back = Amount::read(Amount::fromMicros(shown).toDollarText(2, 6, locale), locale);
        QVERIFY(back.ok());
        QCOMPARE(back->micros(), shown);
    }
}

QTEST_GUILESS_MAIN(AmountTest)
#include "tst_amount.moc"
