// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guide/guidebook.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

/// The guide as it lies in resources/guide: whole, linked, small; and the reader on a guide made for the test.
class TestGuide : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPageIsInTheContents();
    void everyLinkLeadsSomewhere_data() { pages(); }
    void everyLinkLeadsSomewhere();
    void everyPictureIsThereAndUsed();
    void everyPageIsBuiltAlike_data() { pages(); }
    void everyPageIsBuiltAlike();
    void readsContentsInOrder();
    void searches();
    void survivesAnything();

private:
    void pages();
    QString folder() const { return QStringLiteral(RUN402_SOURCE_DIR "/resources/guide"); }
    Guidebook m_book = Guidebook::read(QStringLiteral(RUN402_SOURCE_DIR "/resources/guide"));
};

namespace {

constexpr qint64 largestPicture = 120 * 1024;

QStringList anchorsOf(const GuidePage& page)
{
    QStringList list;
    static const QRegularExpression heading(u"^#+ (.*)$"_s, QRegularExpression::MultilineOption);
    auto all = heading.globalMatch(page.markdown);
    while (all.hasNext())
        list << Guidebook::anchorOf(all.next().captured(1));
    return list;
}

void write(const QDir& folder, const QString& name, const QByteArray& text)
{
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

} // namespace

void TestGuide::pages()
{
    QTest::addColumn<QString>("page");
    for (const GuidePage& page : m_book.pages())
        QTest::newRow(qPrintable(page.id)) << page.id;
}

void TestGuide::everyPageIsInTheContents()
{
    QVERIFY(m_book.pages().size() > 25);
    QStringList known;
    for (const GuidePage& page : m_book.pages()) {
        QVERIFY2(!known.contains(page.id), qPrintable(page.id));
        known << page.id;
    }
    const QStringList files = QDir(folder()).entryList({u"*.md"_s}, QDir::Files);
    for (const QString& file : files)
        QVERIFY2(known.contains(file.chopped(3)), qPrintable(file + u" is not in index.md"_s));
    QCOMPARE(known.size(), files.size());
}

void TestGuide::everyLinkLeadsSomewhere()
{
    QFETCH(QString, page);
    static const QRegularExpression link(u"(?<!!)\\[[^\\]]+\\]\\(([^)]+)\\)"_s);
    auto all = link.globalMatch(m_book.find(page)->markdown);
    while (all.hasNext()) {
        const QString target = all.next().captured(1);
        if (target.startsWith("run402://"_L1) || target.startsWith("https://"_L1))
            continue; // panes: tst_guidepane
        const QString id = target.section(u'#', 0, 0).isEmpty() ? page : target.section(u'#', 0, 0).chopped(3);
        const GuidePage* to = m_book.find(id);
        QVERIFY2(to, qPrintable(page + u" leads to "_s + target));
        if (target.contains(u'#'))
            QVERIFY2(anchorsOf(*to).contains(target.section(u'#', 1)), qPrintable(page + u" leads to "_s + target));
    }
}

void TestGuide::everyPictureIsThereAndUsed()
{
    QStringList used;
    static const QRegularExpression picture(u"!\\[([^\\]]*)\\]\\(pictures/([a-z0-9-]+\\.png)\\)"_s);
    for (const GuidePage& page : m_book.pages()) {
        auto all = picture.globalMatch(page.markdown);
        int here = 0;
        while (all.hasNext()) {
            const auto match = all.next();
            QVERIFY2(match.captured(1).size() > 5, qPrintable(page.id)); // what someone hears who cannot see it
            ++here;
            used << match.captured(2) << match.captured(2).replace(u".png"_s, u"-dark.png"_s);
        }
        QCOMPARE(here, int(page.markdown.count("!["_L1)));
    }
    const QDir pictures(folder() + u"/pictures"_s);
    for (const QString& name : std::as_const(used)) {
        const QFileInfo file(pictures.filePath(name));
        QVERIFY2(file.exists(), qPrintable(name));
        QVERIFY2(file.size() <= largestPicture, qPrintable(name));
        QFile png(file.filePath());
        QVERIFY2(png.open(QIODevice::ReadOnly) && png.read(4) == "\x89PNG", qPrintable(name));
    }
    for (const QString& name : pictures.entryList(QDir::Files))
        QVERIFY2(used.contains(name), qPrintable(name + u" is on no page"_s));
}

void TestGuide::everyPageIsBuiltAlike()
{
    QFETCH(QString, page);
    const GuidePage* p = m_book.find(page);
    const QStringList lines = p->markdown.split(u'\n');
    QCOMPARE(lines.first(), u"# "_s + (page == "index"_L1 ? u"Guide"_s : p->title));
    for (const QString& line : lines)
        QVERIFY2(line.size() <= 130, qPrintable(line));
    const QStringList free{u"index"_s, u"window"_s, u"keyboard"_s, u"trouble"_s};
    if (!free.contains(page))
        QVERIFY2(p->markdown.contains("## What can go wrong"_L1), qPrintable(page));
}

void TestGuide::readsContentsInOrder()
{
    QTemporaryDir folder;
    write(folder.path(), u"index.md"_s, "# Book\n\n## One\n\n- [B](b.md)\n- [A](a.md)\n\n## Two\n\n- [Gone](gone.md)\n- [C](c.md)\n");
    for (const char* name : {"a", "b", "c"})
        write(folder.path(), QString::fromLatin1(name) + u".md"_s, QByteArray("# ") + name + "\n");
    const Guidebook book = Guidebook::read(folder.path());
    QStringList ids;
    for (const GuidePage& page : book.pages())
        ids << page.id;
    QCOMPARE(ids, (QStringList{u"index"_s, u"b"_s, u"a"_s, u"c"_s})); // what is not there is not offered
    QCOMPARE(book.sections(), (QStringList{u"One"_s, u"Two"_s}));
    QCOMPARE(book.find(u"c"_s)->section, u"Two"_s);
    QVERIFY(!book.find(u"gone"_s));
}

void TestGuide::searches()
{
    const auto first = [this](const QString& words) { return m_book.search(words).value(0).page; };
    QCOMPARE(first(u"storage"_s), u"storage"_s);
    QCOMPARE(first(u"signed link"_s), u"storage"_s);
    QCOMPARE(first(u"faucet test money"_s).isEmpty(), false);
    QVERIFY(m_book.search(u"xylophone"_s).isEmpty());
    QVERIFY(m_book.search(u"   "_s).isEmpty());
    const GuideHit hit = m_book.search(u"regular expression"_s).value(0);
    QCOMPARE(hit.page, u"logs"_s);
    QVERIFY(hit.excerpt.contains(u"regular"_s));
    QVERIFY(!hit.excerpt.contains(u'*') && !hit.excerpt.contains(u'\n'));
    for (const GuideHit& h : m_book.search(u"the"_s))
        QVERIFY(h.page != "index"_L1);
}

void TestGuide::survivesAnything()
{
    QVERIFY(Guidebook::read(u"/nowhere"_s).search(u"a"_s).isEmpty());
    QTemporaryDir folder;
    write(folder.path(), u"index.md"_s, QByteArray("- [A](a.md)\n") + QByteArray(100'000, '\xff'));
    write(folder.path(), u"a.md"_s, QByteArray("# ") + QByteArray(1'000'000, '*') + "\n[x](y" + QByteArray(10'000, '['));
    const Guidebook book = Guidebook::read(folder.path());
    QCOMPARE(book.pages().size(), 2);
    QVERIFY(book.search(u"x"_s).size() <= 1);
    QCOMPARE(Guidebook::anchorOf(u"What leaves this computer?"_s), u"what-leaves-this-computer"_s);
}

QTEST_GUILESS_MAIN(TestGuide)
#include "tst_guide.moc"
