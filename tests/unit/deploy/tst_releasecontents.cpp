// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/releasecontents.h"

#include "services/deploy/releaseplan.h"
#include "tests/support/await.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTemporaryDir>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Contents of releases outlive the folder they came from, within their room.
class TestReleaseContents : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void keptAndFoundAgain();
    void whatChangedIsNotKept();
    void oldestGoFirst();
    void sharedContentStays();
    void leftoversOfACrashGo();
    void spoiltContentIsNotShown();
    void oneSwitchedOffStepLeavesTheOthers();

private:
    static QByteArray sha(const QByteArray& bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256); }
    QString folder() const { return m_dir->filePath(u"kept"_s); }
    static QPair<Release, QList<SiteFile>> make(const QHash<QString, QByteArray>& contents)
    {
        Release release;
        QList<SiteFile> files;
        for (auto it = contents.cbegin(); it != contents.cend(); ++it) {
            release.hashes.insert(it.key(), sha(it.value()));
            release.sizes.insert(it.key(), it.value().size());
            files.append({it.key(), {}, it.value(), it.value().size(), sha(it.value())});
        }
        return {release, files};
    }
    /// Times of files are told apart by their age, not by their order of writing.
    void age(const QByteArray& bytes, int seconds) const
    {
        QFile file(folder() + u'/' + QString::fromLatin1(sha(bytes).toHex()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-seconds), QFileDevice::FileModificationTime));
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestReleaseContents::keptAndFoundAgain()
{
    QFile onDisk(m_dir->filePath(u"a.html"_s));
    QVERIFY(onDisk.open(QIODevice::WriteOnly) && onDisk.write("<h1>") == 4);
    onDisk.close();
    auto [release, files] = make({{u"a.html"_s, "<h1>"}, {u"empty"_s, ""}, {u"img/ü.bin"_s, QByteArray(700'000, '\xff')}});
    for (SiteFile& file : files) {
        if (file.path == u"a.html"_s) {
            file.data.clear();
            file.diskPath = onDisk.fileName();
        }
    }
    {
        ReleaseContents contents(folder());
        const auto kept = await(contents.keep(release, files));
        QVERIFY(kept.ok());
        QCOMPARE(kept->files, 3);
        QCOMPARE(kept->changed, 0);
        QCOMPARE(kept->total, 700'004);
    }
    QVERIFY(onDisk.remove());
    ReleaseContents contents(folder());
    const auto found = await(contents.find(release));
    QVERIFY(found.ok() && found->missing.isEmpty());
    QCOMPARE(found->files.size(), 3);
    QCOMPARE(found->files.first().path, u"a.html"_s);
    QCOMPARE(found->files.first().sha256, sha("<h1>"));
    QCOMPARE(await(contents.read(sha("<h1>"), 100)).valueOr({}), QByteArray("<h1>"));
    QCOMPARE(QFile::permissions(found->files.first().diskPath) & (QFile::ReadOther | QFile::ReadGroup), QFile::Permissions());
}

void TestReleaseContents::whatChangedIsNotKept()
{
    QFile onDisk(m_dir->filePath(u"a.html"_s));
    QVERIFY(onDisk.open(QIODevice::WriteOnly) && onDisk.write("newer and longer") > 0);
    onDisk.close();
    auto [release, files] = make({{u"a.html"_s, "older"}, {u"b"_s, "b"}});
    for (SiteFile& file : files) {
        if (file.path == u"a.html"_s)
            file.diskPath = onDisk.fileName();
    }
    ReleaseContents contents(folder());
    const auto kept = await(contents.keep(release, files));
    QVERIFY(kept.ok());
    QCOMPARE(kept->files, 1);
    QCOMPARE(kept->changed, 1);
    const auto found = await(contents.find(release));
    QCOMPARE(found->missing, QStringList{u"a.html"_s});
    QCOMPARE(codeOf(await(contents.read(sha("older"), 100))), u"contents.not_kept"_s);
    QCOMPARE(QDir(folder()).entryList(QDir::Files | QDir::Hidden).size(), 1); // nothing half remains
}

void TestReleaseContents::oldestGoFirst()
{
    ReleaseContents contents(folder(), 250);
    const QByteArray one(100, '1'), two(100, '2'), three(100, '3');
    const auto [first, firstFiles] = make({{u"x"_s, one}});
    const auto [second, secondFiles] = make({{u"x"_s, two}});
    const auto [third, thirdFiles] = make({{u"x"_s, three}});
    QVERIFY(await(contents.keep(first, firstFiles)).ok());
    age(one, 20);
    QVERIFY(await(contents.keep(second, secondFiles)).ok());
    age(two, 10);
    const auto kept = await(contents.keep(third, thirdFiles));
    QCOMPARE(kept->total, 200);
    QCOMPARE(await(contents.find(first))->missing.size(), 1);
    QVERIFY(await(contents.find(second))->missing.isEmpty());
    QVERIFY(await(contents.find(third))->missing.isEmpty());
}

void TestReleaseContents::sharedContentStays()
{
    ReleaseContents contents(folder(), 250);
    const QByteArray shared(100, 's'), two(100, '2'), three(100, '3');
    const auto [first, firstFiles] = make({{u"s"_s, shared}});
    const auto [second, secondFiles] = make({{u"x"_s, two}});
    const auto [third, thirdFiles] = make({{u"s"_s, shared}, {u"x"_s, three}});
    QVERIFY(await(contents.keep(first, firstFiles)).ok());
    age(shared, 20);
    QVERIFY(await(contents.keep(second, secondFiles)).ok());
    age(two, 10);
    QVERIFY(await(contents.keep(third, thirdFiles)).ok());
    QVERIFY(await(contents.find(third))->missing.isEmpty()); // used again, so not the oldest
    QCOMPARE(await(contents.find(second))->missing.size(), 1);
}

void TestReleaseContents::leftoversOfACrashGo()
{
    QVERIFY(QDir().mkpath(folder()));
    QFile old(folder() + u"/deadbeef.AbCdEf"_s), fresh(folder() + u"/deadbeef.GhIjKl"_s);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("half") == 4 && old.flush());
    QVERIFY(old.setFileTime(QDateTime::currentDateTimeUtc().addDays(-1), QFileDevice::FileModificationTime));
    QVERIFY(fresh.open(QIODevice::WriteOnly) && fresh.write("half") == 4);
    old.close();
    fresh.close();
    ReleaseContents contents(folder());
    const auto [release, files] = make({{u"x"_s, "x"}});
    QCOMPARE(await(contents.keep(release, files))->total, 1);
    QVERIFY(!old.exists());
    QVERIFY(fresh.exists()); // another program may be writing it
}

void TestReleaseContents::spoiltContentIsNotShown()
{
    ReleaseContents contents(folder());
    const auto [release, files] = make({{u"x"_s, "good"}});
    QVERIFY(await(contents.keep(release, files)).ok());
    QFile spoilt(folder() + u'/' + QString::fromLatin1(sha("good").toHex()));
    QVERIFY(spoilt.open(QIODevice::WriteOnly) && spoilt.write("evil") == 4);
    spoilt.close();
    QCOMPARE(codeOf(await(contents.read(sha("good"), 100))), u"contents.not_kept"_s);
}

void TestReleaseContents::oneSwitchedOffStepLeavesTheOthers()
{
    using Kind = ReleaseStep::Kind;
    ReleaseSpec spec;
    spec.migrations = u"select 1"_s;
    spec.rules = {{u"t"_s, {}}};
    spec.secrets = {{u"A"_s, "v"}};
    spec.functions = {{u"f"_s, u"code"_s, 0, 0}};
    spec.files = {SiteFile{u"index.html"_s, {}, "x", 1, {}}};
    spec.subdomain = u"abc"_s;
    const auto kinds = [](const ReleaseSpec& s) {
        QList<Kind> list;
        for (const ReleaseStep& step : plannedSteps(s))
            list << step.kind;
        return list;
    };
    const QList<Kind> all = kinds(spec);
    QCOMPARE(all.size(), 6);
    for (const Kind kind : all) {
        QList<Kind> expected = all;
        expected.removeOne(kind);
        if (kind == Kind::Site)
            expected.removeOne(Kind::Subdomain);
        QCOMPARE(kinds(withoutSteps(spec, {kind})), expected);
    }
    QVERIFY(kinds(withoutSteps(spec, QSet<Kind>(all.cbegin(), all.cend()))).isEmpty());
}

QTEST_GUILESS_MAIN(TestReleaseContents)
#include "tst_releasecontents.moc"
