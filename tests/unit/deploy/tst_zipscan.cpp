// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/zipfile.h"
#include "tests/unit/deploy/zipmaker.h"

#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;
using Why = SkippedFile::Why;

class ZipScanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsFiles();
    void takesTheOuterFolderAway();
    void refusesHostileNames_data();
    void refusesHostileNames();
    void refusesNulInNames();
    void refusesNamesThatDifferInCase();
    void skipsLinks();
    void refusesEncrypted();
    void refusesBombs();
    void refusesTooMany();
    void refusesCutShort();
    void garbageNeverPasses();

private:
    QString zip(const char* name = "site.zip") const { return m_dir.filePath(QString::fromLatin1(name)); }
    QString code(const QString& path, ScanLimits limits = {})
    {
        ScanControl control;
        const auto r = scanSource(path, ScanMode::Auto, limits, control);
        return r.ok() ? u"ok"_s : r.error().code;
    }
    QTemporaryDir m_dir;
};

void ZipScanTest::readsFiles()
{
    {
        ZipMaker z(zip());
        z.file("index.html", "<p>");
        z.file("css/ü.css", "body{}");
        z.file(".git/config", "x");
        z.file("app.json", "{\"secrets\":[]}");
    }
    ScanControl control;
    const auto r = scanSource(zip(), ScanMode::Auto, {}, control);
    QVERIFY(r.ok());
    QCOMPARE(r->source, ScanResult::Source::Zip);
    QCOMPARE(r->spec.files.size(), 2);
    QCOMPARE(r->spec.files.at(0).path, u"css/ü.css"_s);
    QCOMPARE(r->spec.files.at(1).data, QByteArray("<p>"));
    QCOMPARE(r->spec.files.at(1).sha256.size(), 32);
    QCOMPARE(r->skipped.size(), 2);
}

void ZipScanTest::takesTheOuterFolderAway()
{
    {
        ZipMaker z(zip());
        z.file("my-site/index.html", "<p>");
        z.file("my-site/a/b.js", "1");
    }
    ScanControl control;
    const auto r = scanSource(zip(), ScanMode::Auto, {}, control);
    QVERIFY(r.ok());
    QCOMPARE(r->strippedFolder, u"my-site"_s);
    QCOMPARE(r->spec.files.at(0).path, u"a/b.js"_s);
}

void ZipScanTest::refusesHostileNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("up") << QByteArray("../evil.html") << u"zip.path_escapes"_s;
    QTest::newRow("inner up") << QByteArray("a/../../evil.html") << u"zip.path_escapes"_s;
    QTest::newRow("backslash up") << QByteArray("a\\..\\..\\evil.html") << u"zip.path_escapes"_s;
    QTest::newRow("absolute") << QByteArray("/etc/passwd") << u"zip.path_absolute"_s;
    QTest::newRow("drive") << QByteArray("C:\\x.html") << u"zip.path_absolute"_s;
    QTest::newRow("newline") << QByteArray("a\nb.html") << u"zip.name_invalid"_s;
    QTest::newRow("deep") << QByteArray("a/").repeated(100) + "b.html" << u"zip.name_invalid"_s;
}

void ZipScanTest::refusesHostileNames()
{
    QFETCH(QByteArray, name);
    QFETCH(QString, expected);
    {
        ZipMaker z(zip());
        z.file("index.html", "<p>");
        z.file(name.constData(), "x");
    }
    QCOMPARE(code(zip()), expected);
}

void ZipScanTest::refusesNulInNames()
{
    {
        ZipMaker z(zip());
        z.file("index.html#.png", "<p>");
    }
    QFile f(zip());
    QVERIFY(f.open(QIODevice::ReadWrite));
    QByteArray bytes = f.readAll();
    QCOMPARE(bytes.count("index.html#.png"), 2);
    bytes.replace("index.html#.png", QByteArray("index.html\0.png", 15));
    f.seek(0);
    f.write(bytes);
    f.close();
    QCOMPARE(code(zip()), u"zip.name_invalid"_s);
}

void ZipScanTest::refusesNamesThatDifferInCase()
{
    {
        ZipMaker z(zip());
        z.file("index.html", "one");
        z.file("INDEX.html", "two");
    }
    QCOMPARE(code(zip()), u"zip.duplicate"_s);
}

void ZipScanTest::skipsLinks()
{
    {
        ZipMaker z(zip());
        z.file("index.html", "x");
        z.link("passwd.txt", "/etc/passwd");
    }
    ScanControl control;
    const auto r = scanSource(zip(), ScanMode::Auto, {}, control);
    QVERIFY(r.ok());
    QCOMPARE(r->spec.files.size(), 1);
    QCOMPARE(r->skipped.size(), 1);
    QCOMPARE(r->skipped.first().why, Why::LinkInZip);
}

void ZipScanTest::refusesEncrypted()
{
    {
        ZipMaker z(zip(), true);
        z.file("index.html", "hidden");
    }
    QCOMPARE(code(zip()), u"zip.encrypted"_s);
}

void ZipScanTest::refusesBombs()
{
    {
        ZipMaker z(zip());
        z.file("index.html", "x");
        z.file("zeros.bin", QByteArray(40 << 20, '\0'));
    }
    QVERIFY(QFileInfo(zip()).size() < 100 * 1024);
    ScanLimits limits;
    limits.packingRatio = 100;
    QCOMPARE(code(zip(), limits), u"zip.bomb"_s);
    limits.packingRatio = 1'000'000;
    limits.contentBytes = 10 << 20;
    QCOMPARE(code(zip(), limits), u"deploy.too_large"_s);
}

void ZipScanTest::refusesTooMany()
{
    {
        ZipMaker z(zip());
        for (int i = 0; i < 30; ++i)
            z.file(QByteArray::number(i).constData(), "x");
    }
    ScanLimits limits;
    limits.files = 20;
    QCOMPARE(code(zip(), limits), u"deploy.too_many_files"_s);
}

void ZipScanTest::refusesCutShort()
{
    {
        ZipMaker z(zip());
        QByteArray noise(300'000, 0);
        for (qsizetype i = 0; i < noise.size(); ++i)
            noise[i] = char((i * 2654435761u) >> 13);
        z.file("index.html", noise);
    }
    QVERIFY(QFile::resize(zip(), QFileInfo(zip()).size() / 2));
    const QString result = code(zip());
    QVERIFY2(result == "zip.damaged"_L1 || result == "zip.not_a_zip"_L1, qPrintable(result));
}

void ZipScanTest::garbageNeverPasses()
{
    {
        ZipMaker z(zip());
        z.file("index.html", QByteArray("<p>hello</p>").repeated(50));
        z.file("a.css", "body{}");
    }
    QFile f(zip());
    QVERIFY(f.open(QIODevice::ReadOnly));
    const QByteArray good = f.readAll();
    // Every byte flipped in turn: a clear answer, never a crash, a hang or a path that leaves the site.
    for (qsizetype i = 2; i < good.size(); ++i) {
        QByteArray bad = good;
        bad[i] = char(bad[i] ^ 0xff);
        QFile out(zip("bad.zip"));
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
        out.write(bad);
        out.close();
        ScanControl control;
        const auto r = scanSource(out.fileName(), ScanMode::Auto, {}, control);
        if (!r.ok()) {
            QVERIFY(!r.error().code.isEmpty());
            continue;
        }
        for (const SiteFile& s : r->spec.files)
            QVERIFY(sitePath(s.path).ok());
    }
}

QTEST_GUILESS_MAIN(ZipScanTest)
#include "tst_zipscan.moc"
