// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/importmodels.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

/// Mapping and preview as the grid sees them: always consistent, whatever file comes next.
class ImportModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void previewFollowsTheFile();
    void mapsIntoANewTable();
    void mapsIntoATable();
    void refusesWhatIsNotThere();

private:
    std::shared_ptr<const ImportSample> sample(const QByteArray& text, const QString& name = u"a.csv"_s);
    QTemporaryDir m_dir;
};

using Mode = QAbstractItemModelTester::FailureReportingMode;

std::shared_ptr<const ImportSample> ImportModels::sample(const QByteArray& text, const QString& name)
{
    QFile file(m_dir.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return nullptr;
    file.close();
    const auto read = sampleFile(file.fileName());
    return read.ok() ? std::make_shared<const ImportSample>(*read) : nullptr;
}

void ImportModels::previewFollowsTheFile()
{
    ImportPreviewModel model;
    QAbstractItemModelTester tester(&model, Mode::Fatal);
    QCOMPARE(model.rowCount(), 0);
    model.setSample(sample("id,note\n1,\"two\nlines\"\n2\n3,,,too many\n4,\n"));
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.columnCount(), 4);
    QCOMPARE(model.index(0, 1).data().toString(), u"two\nlines"_s);
    QCOMPARE(model.headerData(1, Qt::Vertical).toInt(), 4); // the line it begins at, not its number
    QCOMPARE(model.index(1, 1).data().toString(), QString()); // the row ends before
    QCOMPARE(model.index(3, 1).data(Qt::AccessibleTextRole).toString(), u"NULL"_s);
    QByteArray many = "n\n";
    for (int i = 0; i < 5'000; ++i)
        many += QByteArray::number(i) + '\n';
    model.setSample(sample(many));
    QCOMPARE(model.rowCount(), ImportPreviewModel::mostRows);
    QCOMPARE(model.columnCount(), 1);
    model.setSample(sample("[{\"a\":1},{\"b\":\"" + QByteArray(100'000, 'x') + "\"},[],{\"a\":", u"a.json"_s));
    QCOMPARE(model.columnCount(), 2);
    QVERIFY(model.index(1, 1).data().toString().size() < 10'000); // never all of a cell that nobody can read
    QVERIFY(model.rowCount() >= 3);
    model.setSample(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void ImportModels::mapsIntoANewTable()
{
    ImportMappingModel model;
    QAbstractItemModelTester tester(&model, Mode::Fatal);
    model.set(sample("First Name,first-name,2nd\nx,y,1\n")->columns, {});
    QVERIFY(model.isNewTable());
    QCOMPARE(model.entries()[0].target, u"first_name"_s);
    QVERIFY(model.entries()[1].target != model.entries()[0].target);
    QCOMPARE(model.entries()[2].target, u"c_2nd"_s);
    QVERIFY(model.flags(model.index(0, ImportMappingModel::Type)) & Qt::ItemIsEditable);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QVERIFY(model.setData(model.index(1, ImportMappingModel::Target), u"  first_name "_s));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(model.doubles(), QStringList(u"first_name"_s));
    QVERIFY(model.setData(model.index(1, ImportMappingModel::Target), QString())); // left out
    QCOMPARE(model.index(1, ImportMappingModel::Target).data(Qt::AccessibleTextRole).toString(), u"left out"_s);
    QVERIFY(model.doubles().isEmpty());
    QCOMPARE(model.mapping().size(), 2);
    QVERIFY(model.setData(model.index(2, ImportMappingModel::Type), u"bigint"_s));
    QCOMPARE(model.entries()[2].type, u"bigint"_s);
}

void ImportModels::mapsIntoATable()
{
    ImportMappingModel model;
    QAbstractItemModelTester tester(&model, Mode::Fatal);
    const auto file = sample("ID,Full Name,extra,full_name\n1,a,b,c\n");
    model.set(file->columns, {{u"id"_s, u"integer"_s}, {u"full_name"_s, u"text"_s}, {u"age"_s, u"integer"_s}});
    QVERIFY(!model.isNewTable());
    QCOMPARE(model.mapping(), (QList<QPair<int, QString>>{{0, u"id"_s}, {1, u"full_name"_s}}));
    QCOMPARE(model.index(0, ImportMappingModel::Type).data().toString(), u"integer"_s); // the table's, not what was guessed
    QVERIFY(!(model.flags(model.index(0, ImportMappingModel::Type)) & Qt::ItemIsEditable));
    QCOMPARE(model.choices(ImportMappingModel::Target), QStringList({u"id"_s, u"full_name"_s, u"age"_s}));
    QVERIFY(model.setData(model.index(2, ImportMappingModel::Target), u"age"_s));
    QCOMPARE(model.index(2, ImportMappingModel::Type).data().toString(), u"integer"_s);
    model.set({}, {});
    QCOMPARE(model.rowCount(), 0);
}

void ImportModels::refusesWhatIsNotThere()
{
    ImportMappingModel model;
    model.set(sample("a,b\n1,2\n")->columns, {});
    QVERIFY(!model.setData(model.index(9, 1), u"x"_s));
    QVERIFY(!model.setData(model.index(0, ImportMappingModel::Source), u"x"_s));
    QVERIFY(!model.setData(model.index(0, 1), u"x"_s, Qt::DisplayRole));
    QVERIFY(!model.index(0, 7).data().isValid());
    QVERIFY(!model.headerData(99, Qt::Horizontal, Qt::DecorationRole).isValid());
}

QTEST_APPLESS_MAIN(ImportModels)
#include "tst_importmodels.moc"
