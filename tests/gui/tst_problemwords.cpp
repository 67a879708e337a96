// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever goes wrong is told in plain words, never as a code.
#include "services/x402/reasons.h"
#include "ui/common/problemtable.h"
#include "ui/common/problemtext.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace run402;

namespace {

/// Codes of these families share one sentence on purpose: a person can do the
/// same about each, and the raw answer shows the rest.
const QSet<QString> sharedFamilies{QStringLiteral("abi"), QStringLiteral("jwt"), QStringLiteral("rpc"), QStringLiteral("siwx")};

QByteArray readAll(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QSet<QString> families()
{
    QSet<QString> names;
    for (const ProblemRow& row : problemFamilies())
        names.insert(QString::fromLatin1(row.code));
    return names;
}

/// Dotted words that name something else than a problem.
bool isOther(const QString& path, const QString& code)
{
    static const QRegularExpression file(QStringLiteral("\\.(json|html|js|css|ini|net|com|sql|csv)$"));
    return path.contains(QLatin1String("/app/")) || file.match(code).hasMatch();
}

/// Every "family.code" literal of the services and models whose family is one of problems.
QSet<QString> codesInTheSources()
{
    static const QRegularExpression literal(QStringLiteral("\"([a-z][a-z0-9_]*)\\.([a-z][a-z0-9_]*)\""));
    // Codes of what to do next stand in the same files.
    static const QRegularExpression action(QStringLiteral("nextActions[^;]*;"));
    const QSet<QString> known = families();
    QSet<QString> codes;
    for (const char* part : {"services", "models", "app"}) {
        QDirIterator it(QStringLiteral(RUN402_SOURCE_DIR "/") + QLatin1String(part), {QStringLiteral("*.cpp"), QStringLiteral("*.h")},
                        QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString path = it.next();
            auto hits = literal.globalMatch(QString::fromUtf8(readAll(path)).remove(action));
            while (hits.hasNext()) {
                const auto hit = hits.next();
                const QString code = hit.captured(1) + QLatin1Char('.') + hit.captured(2);
                if (known.contains(hit.captured(1)) && !isOther(path, code) && actionText(code).isEmpty())
                    codes.insert(code);
            }
        }
    }
    return codes;
}

QList<ProblemRow> allRows()
{
    QList<ProblemRow> rows;
    for (auto part : {generalProblems(), paymentProblems(), problemFamilies()})
        for (const ProblemRow& row : part)
            rows << row;
    return rows;
}

} // namespace

class TstProblemWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeOfTheSourcesHasWords()
    {
        // Not problems: names of services' parts, of markets' actions and of detection.
        const QSet<QString> others{QStringLiteral("gateway.detect"), QStringLiteral("market.fork")};
        const QSet<QString> codes = codesInTheSources();
        QVERIFY2(codes.size() > 150, qPrintable(QString::number(codes.size())));
        QStringList missing;
        for (const QString& code : codes)
            if (!knowsProblem(code) && !sharedFamilies.contains(code.section(QLatin1Char('.'), 0, 0)) && !others.contains(code))
                missing << code;
        missing.sort();
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1String(", "))));
    }

    void familiesCoverWhatProblemsAreMadeWith()
    {
        static const QRegularExpression made(QStringLiteral(
            "(?:Problem::make|fail)\\(\\s*Problem::Kind::\\w+,\\s*(?:u|QStringLiteral\\()\"([a-z0-9_]+)\\.[a-z0-9_]+\""));
        const QSet<QString> known = families();
        int found = 0;
        QSet<QString> missing;
        for (const char* part : {"services", "models", "app", "ui"}) {
            QDirIterator it(QStringLiteral(RUN402_SOURCE_DIR "/") + QLatin1String(part), {QStringLiteral("*.cpp")}, QDir::Files,
                            QDirIterator::Subdirectories);
            while (it.hasNext()) {
                auto hits = made.globalMatch(QString::fromUtf8(readAll(it.next())));
                for (; hits.hasNext(); ++found) {
                    const QString family = hits.next().captured(1);
                    if (!known.contains(family))
                        missing.insert(family);
                }
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.values().join(QLatin1String(", "))));
        QVERIFY(found > 30);
    }

    void everyReasonNotToPayHasWords()
    {
        for (int i = 1; i < int(x402::Reason::Count); ++i) {
            const QString code = x402::codeOf(x402::Reason(i));
            QVERIFY2(knowsProblem(code), qPrintable(code));
        }
    }

    void wordsArePlain()
    {
        QSet<QString> seen;
        const QList<ProblemRow> rows = allRows();
        for (const ProblemRow& row : rows) {
            const QString code = QString::fromLatin1(row.code);
            QVERIFY2(!seen.contains(code), row.code);
            seen.insert(code);
            QVERIFY2(*row.title, row.code);
            QVERIFY2(qstrlen(row.title) <= 64, row.title);
            QVERIFY2(!QString::fromUtf8(row.title).endsWith(QLatin1Char('.')), row.title);
            for (const char* text : {row.title, row.why, row.next}) {
                const QString words = QString::fromUtf8(text);
                QVERIFY2(!words.contains(QLatin1Char('!')), text);
                QVERIFY2(words.size() <= 90, text);
                for (const char* jargon : {"HTTP", " 402", "EIP", "nonce", "null", "invalid", "error code"})
                    QVERIFY2(!words.contains(QLatin1String(jargon)), text);
                if (text != row.title && *text)
                    QVERIFY2(words.endsWith(QLatin1Char('.')), text);
            }
            if (*row.action)
                QVERIFY2(!actionText(QString::fromLatin1(row.action)).isEmpty(), row.code);
        }
    }
};

QTEST_GUILESS_MAIN(TstProblemWords)
#include "tst_problemwords.moc"
