// SPDX-License-Identifier: GPL-3.0-or-later
// Every count on screen is worded for one and for many.
#include "translations/translations.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

namespace {

struct Message
{
    QString context, source;
    QStringList forms;
    bool unfinished = false;
};

QByteArray readAll(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<Message> catalogue()
{
    QList<Message> list;
    QXmlStreamReader xml(readAll(QStringLiteral(RUN402_SOURCE_DIR "/translations/run402_en.ts")));
    QString context;
    while (!xml.atEnd()) {
        if (!xml.readNextStartElement())
            continue;
        const auto name = xml.name();
        if (name == QLatin1String("name"))
            context = xml.readElementText();
        else if (name == QLatin1String("message"))
            list.append({context, {}, {}, false});
        else if (name == QLatin1String("source"))
            list.last().source = xml.readElementText();
        else if (name == QLatin1String("translation"))
            list.last().unfinished = !xml.attributes().value(QLatin1String("type")).isEmpty();
        else if (name == QLatin1String("numerusform"))
            list.last().forms << xml.readElementText();
    }
    return list;
}

} // namespace

class TstTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(run402::installTranslations()); }

    void everyMessageHasBothForms()
    {
        const QList<Message> list = catalogue();
        QVERIFY(list.size() >= 25);
        for (const Message& m : list) {
            QVERIFY2(!m.unfinished, qPrintable(m.source));
            QCOMPARE(m.forms.size(), 2);
            for (const QString& form : m.forms) {
                QVERIFY2(!form.isEmpty() && !form.contains(QLatin1String("(s)")), qPrintable(form));
                QCOMPARE(form.contains(QLatin1String("%n")), m.source.contains(QLatin1String("%n")));
                QCOMPARE(form.contains(QLatin1String("%1")), m.source.contains(QLatin1String("%1")));
            }
            QVERIFY2(m.forms.first() != m.forms.last(), qPrintable(m.source));
        }
    }

    void theApplicationFindsThem()
    {
        for (const Message& m : catalogue()) {
            const QByteArray context = m.context.toUtf8(), source = m.source.toUtf8();
            for (int n : {0, 1, 2, 21}) {
                QString expected = m.forms.at(n == 1 ? 0 : 1);
                expected.replace(QLatin1String("%n"), QString::number(n));
                QCOMPARE(QCoreApplication::translate(context.constData(), source.constData(), nullptr, n), expected);
            }
        }
    }

    void everyCountedTextOfTheSourcesIsListed()
    {
        QStringList known;
        for (const Message& m : catalogue())
            known << m.source;
        static const QRegularExpression literal(QStringLiteral("\"((?:[^\"\\\\\\n]|\\\\.)*)\""));
        int found = 0;
        for (const char* part : {"ui", "app", "models", "services"}) {
            QDirIterator it(QStringLiteral(RUN402_SOURCE_DIR "/") + QLatin1String(part), {QStringLiteral("*.cpp"), QStringLiteral("*.h")},
                            QDir::Files, QDirIterator::Subdirectories);
            while (it.hasNext()) {
                const QString path = it.next();
                if (path.contains(QLatin1String("/gallery/")))
                    continue;
                auto hits = literal.globalMatch(QString::fromUtf8(readAll(path)));
                while (hits.hasNext()) {
                    const QString text = hits.next().captured(1);
                    static const QRegularExpression counted(QStringLiteral("%n\\b|[a-z]\\(s\\)"));
                    if (!counted.match(text).hasMatch())
                        continue;
                    ++found;
                    QVERIFY2(known.contains(text), qPrintable(path + QLatin1String(": ") + text));
                }
            }
        }
        QVERIFY(found >= 25);
    }
};

QTEST_GUILESS_MAIN(TstTranslations)
#include "tst_translations.moc"
