// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/scanjob.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace run402;
using namespace Qt::StringLiterals;
using Why = SkippedFile::Why;

namespace {

/// Takes root's powers away from this process while it lives; real rights too, which is what access() looks at.
/// Somebody ordinary already is left as he is.
class OrdinaryUser
{
public:
    OrdinaryUser() : m_wasRoot(::geteuid() == 0)
    {
        constexpr uid_t nobody = 65534;
        if (m_wasRoot && ::setresuid(nobody, nobody, 0) != 0)
            qFatal("root cannot become nobody");
    }
    ~OrdinaryUser()
    {
        if (m_wasRoot && ::setresuid(0, 0, 0) != 0)
            qFatal("nobody cannot become root again");
    }
    Q_DISABLE_COPY(OrdinaryUser)

private:
    bool m_wasRoot;
};

} // namespace

class FolderScanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }
    void readsAndHashes();
    void leavesOutWhatIsNoSite();
    void keepsLinksInside();
    void reportsUnreadableFiles();
    void refusesEmpty();
    void refusesTooLargeUnread();
    void refusesTooManyAndTooDeep();
    void manifestStandsAside();
    void missingAndOddSources();
    void sitePaths_data();
    void sitePaths();
    void scannerReportsAndCancels();
    void comparesWithLive();
    void diffsLines_data();
    void diffsLines();
    void diffGivesUp();
    void triesAgainFromTheFailure();

private:
    void put(const QString& path, const QByteArray& data)
    {
        const QString full = m_dir->filePath(path);
        QDir().mkpath(QFileInfo(full).path());
        QFile f(full);
        QVERIFY(f.open(QIODevice::WriteOnly));
        f.write(data);
    }
    Result<ScanResult> scan(ScanMode mode = ScanMode::Auto, ScanLimits limits = {})
    {
        ScanControl control;
        return scanSource(m_dir->path(), mode, limits, control);
    }
    static QStringList paths(const ScanResult& r)
    {
        QStringList list;
        for (const SiteFile& f : r.spec.files)
            list << f.path;
        return list;
    }
    static std::optional<Why> why(const ScanResult& r, const QString& path)
    {
        for (const SkippedFile& s : r.skipped) {
            if (s.path == path)
                return s.why;
        }
        return std::nullopt;
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void FolderScanTest::readsAndHashes()
{
    put(u"index.html"_s, "<h1>hi</h1>");
    put(u"img/ü b.svg"_s, QByteArray("\0\1", 2));
    put(u"a..b.txt"_s, "");
    const auto r = scan();
    QVERIFY(r.ok());
    QCOMPARE(paths(*r), QStringList({u"a..b.txt"_s, u"img/ü b.svg"_s, u"index.html"_s}));
    QCOMPARE(r->spec.files.at(2).sha256, QCryptographicHash::hash("<h1>hi</h1>", QCryptographicHash::Sha256));
    QCOMPARE(r->spec.files.at(2).diskPath, QFileInfo(m_dir->filePath(u"index.html"_s)).canonicalFilePath());
    QCOMPARE(r->spec.totalBytes(), 13);
    QVERIFY(r->bodyBytes > 13 * 4 / 3);
    QVERIFY(r->skipped.isEmpty());
}

void FolderScanTest::leavesOutWhatIsNoSite()
{
    put(u"index.html"_s, "x");
    put(u".git/config"_s, "x");
    put(u"node_modules/a/index.js"_s, "x");
    put(u"sub/.DS_Store"_s, "x");
    put(u".env"_s, "SECRET=1");
    put(u".well-known/security.txt"_s, "x");
    put(u"bad\\name.txt"_s, "x");
    QCOMPARE(::mkfifo(QFile::encodeName(m_dir->filePath(u"pipe"_s)).constData(), 0600), 0);
    const auto r = scan();
    QVERIFY(r.ok());
    QCOMPARE(paths(*r), QStringList({u".well-known/security.txt"_s, u"index.html"_s}));
    QCOMPARE(why(*r, u".git"_s), Why::Tooling);
    QCOMPARE(why(*r, u"node_modules"_s), Why::Tooling);
    QCOMPARE(why(*r, u"sub/.DS_Store"_s), Why::Hidden);
    QCOMPARE(why(*r, u".env"_s), Why::Hidden);
    QCOMPARE(why(*r, u"bad\\name.txt"_s), Why::BadName);
    QCOMPARE(why(*r, u"pipe"_s), Why::NotAFile);
}

void FolderScanTest::keepsLinksInside()
{
    QTemporaryDir other;
    QFile secret(other.filePath(u"secret.txt"_s));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    secret.write("secret");
    secret.close();
    put(u"index.html"_s, "x");
    put(u".env"_s, "SECRET=1");
    const auto link = [&](const QString& target, const QString& name) {
        return QFile::link(target, m_dir->filePath(name));
    };
    QVERIFY(link(secret.fileName(), u"out.txt"_s));
    QVERIFY(link(m_dir->filePath(u"index.html"_s), u"copy.html"_s));
    QVERIFY(link(m_dir->path(), u"loop"_s));
    QVERIFY(link(m_dir->filePath(u"nowhere"_s), u"dead"_s));
    QVERIFY(link(m_dir->filePath(u".env"_s), u"env.txt"_s));
    const auto r = scan();
    QVERIFY(r.ok());
    QCOMPARE(paths(*r), QStringList({u"copy.html"_s, u"index.html"_s}));
    QCOMPARE(why(*r, u"out.txt"_s), Why::LinkOutside);
    QCOMPARE(why(*r, u"loop"_s), Why::LinkOutside); // the chosen folder is not inside itself
    QCOMPARE(why(*r, u"dead"_s), Why::LinkBroken);
    QCOMPARE(why(*r, u"env.txt"_s), Why::Hidden);
}

void FolderScanTest::reportsUnreadableFiles()
{
    put(u"index.html"_s, "x");
    put(u"locked.txt"_s, "x");
    put(u"shut/inside.txt"_s, "x");
    QVERIFY(QFile::setPermissions(m_dir->filePath(u"locked.txt"_s), {}));
    QVERIFY(QFile::setPermissions(m_dir->filePath(u"shut"_s), {}));
    QVERIFY(QFile::setPermissions(m_dir->path(), QFile::Permissions(0x7755)));
    const auto r = [&] {
        const OrdinaryUser user; // root would read them all the same
        return scan();
    }();
    QVERIFY(QFile::setPermissions(m_dir->filePath(u"shut"_s), QFile::Permissions(0x7700)));
    QVERIFY(r.ok());
    QCOMPARE(paths(*r), QStringList{u"index.html"_s});
    QCOMPARE(why(*r, u"shut"_s), Why::Unreadable);
    QCOMPARE(why(*r, u"locked.txt"_s), Why::Unreadable);
    QVERIFY(r->hasUnreadable());
}

void FolderScanTest::refusesEmpty()
{
    put(u".git/config"_s, "x");
    const auto r = scan();
    QVERIFY(!r.ok());
    QCOMPARE(r.error().code, u"deploy.empty"_s);
}

void FolderScanTest::refusesTooLargeUnread()
{
    // A sparse file: a terabyte that takes no room. Reading it would not end within the test.
    put(u"index.html"_s, "x");
    QFile big(m_dir->filePath(u"film.mp4"_s));
    QVERIFY(big.open(QIODevice::WriteOnly));
    QVERIFY(big.resize(qint64(1) << 40));
    const auto r = scan();
    QVERIFY(!r.ok());
    QCOMPARE(r.error().code, u"deploy.too_large"_s);
    QCOMPARE(r.error().details.value("largest"_L1)[0].toObject().value("path"_L1).toString(), u"film.mp4"_s);
}

void FolderScanTest::refusesTooManyAndTooDeep()
{
    for (int i = 0; i < 6; ++i)
        put(u"f%1.txt"_s.arg(i), "x");
    put(u"a/b/c/d.txt"_s, "x");
    ScanLimits limits;
    limits.depth = 2;
    const auto deep = scan(ScanMode::Auto, limits);
    QVERIFY(deep.ok());
    QCOMPARE(why(*deep, u"a/b/c"_s), Why::TooDeep);
    limits.files = 5;
    const auto many = scan(ScanMode::Auto, limits);
    QVERIFY(!many.ok());
    QCOMPARE(many.error().code, u"deploy.too_many_files"_s);
}

void FolderScanTest::manifestStandsAside()
{
    put(u"index.html"_s, "x");
    put(u"app.json"_s, R"({"files":[{"file":"index.html","data":"inline"}],"secrets":[{"key":"A","value":"b"}]})");
    const auto through = scan();
    QVERIFY(through.ok());
    QCOMPARE(through->source, ScanResult::Source::AppManifest);
    QCOMPARE(through->spec.files.first().data, QByteArray("inline"));
    QVERIFY(through->manifest.endsWith("app.json"_L1));
    const auto plain = scan(ScanMode::PlainFolder);
    QVERIFY(plain.ok());
    QCOMPARE(plain->source, ScanResult::Source::Folder);
    QCOMPARE(paths(*plain), QStringList{u"index.html"_s});
    QCOMPARE(why(*plain, u"app.json"_s), Why::Manifest);
    QVERIFY(!plain->manifest.isEmpty());
}

void FolderScanTest::missingAndOddSources()
{
    ScanControl control;
    const auto missing = scanSource(m_dir->filePath(u"nope"_s), ScanMode::Auto, {}, control);
    QCOMPARE(missing.error().code, u"deploy.source_missing"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(m_dir->filePath(u"pipe.zip"_s)).constData(), 0600), 0);
    const auto pipe = scanSource(m_dir->filePath(u"pipe.zip"_s), ScanMode::Auto, {}, control);
    QCOMPARE(pipe.error().code, u"deploy.source_kind"_s);
    put(u"note.txt"_s, "hello");
    const auto text = scanSource(m_dir->filePath(u"note.txt"_s), ScanMode::Auto, {}, control);
    QCOMPARE(text.error().code, u"zip.not_a_zip"_s);
    control.cancelled = true;
    QCOMPARE(scanSource(m_dir->path(), ScanMode::Auto, {}, control).error().code, u"cancelled"_s);
}

void FolderScanTest::sitePaths_data()
{
    QTest::addColumn<QString>("raw");
    QTest::addColumn<QString>("clean"); // empty: refused
    const QList<QPair<QString, QString>> cases{
        {u"a/b.css"_s, u"a/b.css"_s}, {u"./a.css"_s, u"a.css"_s}, {u"/a.css"_s, u"a.css"_s},
        {u"././/a.css"_s, u"a.css"_s}, {u"../a"_s, {}}, {u"a/../b"_s, {}}, {u"a//b"_s, {}}, {u"a/./b"_s, {}},
        {u"a\\b"_s, {}}, {u""_s, {}}, {u"/"_s, {}}, {u"a/"_s, {}}, {u"a\nb"_s, {}},
        {QString(u"a\0b"_s), {}}, {QString(1025, u'a'), {}}, {u"..."_s, u"..."_s}, {u"a..b"_s, u"a..b"_s}};
    for (const auto& [raw, clean] : cases)
        QTest::newRow(qPrintable(raw.left(20) + u'#' + QString::number(raw.size()))) << raw << clean;
}

void FolderScanTest::sitePaths()
{
    QFETCH(QString, raw);
    QFETCH(QString, clean);
    const auto r = sitePath(raw);
    QCOMPARE(r.ok(), !clean.isEmpty());
    if (r.ok())
        QCOMPARE(*r, clean);
    else
        QCOMPARE(r.error().code, u"deploy.path_invalid"_s);
}

void FolderScanTest::scannerReportsAndCancels()
{
    put(u"index.html"_s, "x");
    Scanner scanner;
    QSignalSpy progress(&scanner, &Scanner::progressed);
    std::optional<Result<ScanReport>> outcome;
    scanner.scan({.path = m_dir->path(), .limits = {}, .context = {}, .live = {}, .liveSizes = {}})
        ->onDone(this, [&](const auto& r) { outcome = r; });
    QTRY_VERIFY(outcome.has_value());
    QVERIFY(outcome->ok());
    QCOMPARE((*outcome)->changes.size(), 1);
    QVERIFY(!(*outcome)->hasBase);
    QTRY_VERIFY(!progress.isEmpty());

    outcome.reset();
    auto* call = scanner.scan({.path = m_dir->path(), .limits = {}, .context = {}, .live = {}, .liveSizes = {}});
    call->onDone(this, [&](const auto& r) { outcome = r; });
    call->cancel();
    QTRY_VERIFY(outcome.has_value());
    QCOMPARE(outcome->error().kind, Problem::Kind::Cancelled);
}

void FolderScanTest::comparesWithLive()
{
    const auto file = [](const QString& path, const QByteArray& hash) {
        SiteFile f;
        f.path = path;
        f.size = 5;
        f.sha256 = hash;
        return f;
    };
    const auto changes = diffFiles({file(u"a"_s, "1"), file(u"b"_s, "2"), file(u"c"_s, "3")},
                                   {{u"b"_s, "2"}, {u"c"_s, "old"}, {u"d"_s, "4"}});
    using Kind = FileChange::Kind;
    QCOMPARE(changes.size(), 4);
    QCOMPARE(changes.at(0).kind, Kind::Added);
    QCOMPARE(changes.at(1).kind, Kind::Same);
    QCOMPARE(changes.at(2).kind, Kind::Changed);
    QCOMPARE(changes.at(3).kind, Kind::Removed);
    QCOMPARE(changes.at(3).path, u"d"_s);
}

void FolderScanTest::diffsLines_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("expected");
    QTest::newRow("same") << u"a\nb"_s << u"a\nb"_s << QString();
    QTest::newRow("changed") << u"a\nb\nc"_s << u"a\nx\nc"_s << u"-2b +2x"_s;
    QTest::newRow("added") << u"a"_s << u"a\nb"_s << u"+2b"_s;
    QTest::newRow("removed") << u"a\nb\nc"_s << u"c"_s << u"-1a -2b"_s;
    QTest::newRow("all") << u"a"_s << u"b"_s << u"-1a +1b"_s;
    QTest::newRow("from empty") << QString() << u"a\nb"_s << u"-1 +1a +2b"_s;
}

void FolderScanTest::diffsLines()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, expected);
    const auto lines = diffLines(before, after);
    QVERIFY(lines.has_value());
    QStringList text;
    for (const ChangedLine& l : *lines)
        text << (l.kind == ChangedLine::Kind::Added ? u"+"_s : u"-"_s) + QString::number(l.line) + l.text;
    QCOMPARE(text.join(u' '), expected);
}

void FolderScanTest::diffGivesUp()
{
    QStringList a, b;
    for (int i = 0; i < 50000; ++i) {
        a << u"a%1"_s.arg(i);
        b << u"b%1"_s.arg(i);
    }
    QVERIFY(!diffLines(a.join(u'\n'), b.join(u'\n'), 500).has_value());
}

void FolderScanTest::triesAgainFromTheFailure()
{
    ReleaseSpec spec;
    spec.migrations = u"select 1"_s;
    spec.rules = {{u"t"_s, {}}};
    spec.secrets = {{u"K"_s, "v"}};
    spec.functions = {{u"f"_s, u"x"_s}};
    spec.files.resize(1);
    spec.subdomain = u"abc"_s;
    using Step = ReleaseStep;
    const auto step = [](Step::Kind kind, Step::State state) {
        ReleaseStep s;
        s.kind = kind;
        s.state = state;
        return s;
    };
    const auto left = remainingSpec(spec, {step(Step::Kind::Migrations, Step::State::Done),
                                           step(Step::Kind::Rules, Step::State::Done),
                                           step(Step::Kind::Secrets, Step::State::Failed),
                                           step(Step::Kind::Functions, Step::State::Skipped)});
    QVERIFY(left.migrations.isEmpty());
    QVERIFY(left.rules.isEmpty());
    QCOMPARE(left.secrets.size(), 1);
    QCOMPARE(left.functions.size(), 1);
    QCOMPARE(left.files.size(), 1);
    QCOMPARE(left.subdomain, u"abc"_s);
}

QTEST_GUILESS_MAIN(FolderScanTest)
#include "tst_folderscan.moc"
