// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/filetreemodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;
using Kind = FileChange::Kind;

class FileTreeModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void buildsATree();
    void addsUp();
    void hidesWhatIsTheSame();
    void fileAndFolderOfOneName();
    void replacesAndEmpties();
    void copesWithMany();

private:
    static FileTreeEntry entry(const QString& path, std::optional<Kind> kind, qint64 size, qint64 old = -1)
    {
        return {path, path, FileTreeEntry::Category::Site, kind, size, old};
    }
    static QString dump(const QAbstractItemModel& model, const QModelIndex& parent = {}, int depth = 0)
    {
        QString text;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex i = model.index(row, 0, parent);
            text += QString(depth, u' ') + i.data().toString() + u'\n' + dump(model, i, depth + 1);
        }
        return text;
    }
    static QList<FileTreeEntry> sample()
    {
        return {entry(u"site/style.css"_s, Kind::Same, 10, 10), entry(u"site/img/b.png"_s, Kind::Same, 5, 5),
                entry(u"site/app.js"_s, Kind::Changed, 30, 20), entry(u"site/old/gone.png"_s, Kind::Removed, 0),
                entry(u"site/Zed.js"_s, Kind::Added, 7), entry(u"app.json"_s, std::nullopt, 3)};
    }
};

void FileTreeModelTest::buildsATree()
{
    FileTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setEntries(sample());
    QCOMPARE(dump(model), u"site\n img\n  b.png\n old\n  gone.png\n app.js\n style.css\n Zed.js\napp.json\n"_s);
    const QModelIndex app = model.indexOf(u"site/app.js"_s);
    QCOMPARE(app.data(FileTreeModel::KindRole).toInt(), int(Kind::Changed));
    QCOMPARE(app.data(FileTreeModel::DeltaRole).toLongLong(), 10);
    QCOMPARE(model.indexOf(u"app.json"_s).data(FileTreeModel::KindRole).toInt(), -1);
    QVERIFY(model.indexOf(u"site/img"_s).data(FileTreeModel::IsFolderRole).toBool());
    QVERIFY(!model.indexOf(u"nope"_s).isValid());
}

void FileTreeModelTest::addsUp()
{
    FileTreeModel model;
    model.setEntries(sample());
    QCOMPARE(model.fileCount(), 5);
    QCOMPARE(model.totalSize(), 55);
    QCOMPARE(model.counts().added, 1);
    QCOMPARE(model.counts().changed, 1);
    QCOMPARE(model.counts().removed, 1);
    QCOMPARE(model.counts().same, 2);
    const QModelIndex site = model.indexOf(u"site"_s);
    QCOMPARE(site.data(FileTreeModel::SizeRole).toLongLong(), 52);
    QCOMPARE(site.data(FileTreeModel::DeltaRole).toLongLong(), 10);
    QVERIFY(site.data(FileTreeModel::HasChangesRole).toBool());
    QVERIFY(!model.indexOf(u"site/img"_s).data(FileTreeModel::HasChangesRole).toBool());
    QVERIFY(!model.indexOf(u"site/img"_s).data(FileTreeModel::DeltaRole).isValid());
}

void FileTreeModelTest::hidesWhatIsTheSame()
{
    FileTreeModel model;
    ChangedFilesFilter filter;
    filter.setSourceModel(&model);
    QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setEntries(sample());
    filter.setHideSame(true);
    QCOMPARE(dump(filter), u"site\n old\n  gone.png\n app.js\n Zed.js\napp.json\n"_s);
    filter.setHideSame(false);
    QCOMPARE(dump(filter), dump(model));
}

void FileTreeModelTest::fileAndFolderOfOneName()
{
    FileTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setEntries({entry(u"a/b"_s, Kind::Added, 1), entry(u"a"_s, Kind::Removed, 0)});
    QCOMPARE(dump(model), u"a\n b\na\n"_s);
}

void FileTreeModelTest::replacesAndEmpties()
{
    FileTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setEntries(sample());
    model.setEntries({});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.fileCount(), 0);
    model.setEntries(sample());
    QCOMPARE(model.rowCount(), 2);
}

void FileTreeModelTest::copesWithMany()
{
    QList<FileTreeEntry> many;
    for (int i = 0; i < 20000; ++i)
        many << entry(u"d%1/e%2/f%3"_s.arg(i % 40).arg(i % 7).arg(i), Kind::Added, 1);
    many << entry(QStringLiteral("x/").repeated(60) + u"deep"_s, Kind::Added, 1);
    FileTreeModel model;
    model.setEntries(many);
    QCOMPARE(model.fileCount(), 20001);
    QCOMPARE(model.rowCount(), 41);
}

QTEST_GUILESS_MAIN(FileTreeModelTest)
#include "tst_filetreemodel.moc"
