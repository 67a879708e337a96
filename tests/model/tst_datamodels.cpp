// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/accessmatrixmodel.h"
#include "models/item/objectlistmodel.h"
#include "models/item/projectlistmodel.h"
#include "models/item/restparamsmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

/// Models of the Storage pane, the REST explorer, the projects list and the access rules.
class TestDataModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void foldersFirstAndTheirSums();
    void filterAndWayDown();
    void hostileNames_data();
    void hostileNames();
    void editingRowsTellsTheQuery();
    void theUrlDoesNotEchoBack();
    void projectsComeAndGo();
    void rulesChangeCellByCell();
};

void TestDataModels::foldersFirstAndTheirSums()
{
    ObjectListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setFiles({{u"b.txt"_s, 10, {}, {}}, {u"2026/05/a.png"_s, 100, {}, {}}, {u"2026/06/c.png"_s, 200, {}, {}}, {u"A10.txt"_s, 1, {}, {}}, {u"a9.txt"_s, 1, {}, u"text/x"_s}});
    QStringList names;
    for (int r = 0; r < model.rowCount(); ++r)
        names << model.index(r, 0).data().toString();
    QCOMPARE(names, (QStringList{u"2026"_s, u"a9.txt"_s, u"A10.txt"_s, u"b.txt"_s}));
    QVERIFY(model.index(0, 0).data(ObjectListModel::IsFolderRole).toBool());
    QCOMPARE(model.index(0, 0).data(ObjectListModel::SizeRole).toLongLong(), 300);
    QCOMPARE(model.index(1, ObjectListModel::Type).data().toString(), u"text/x"_s);
    QCOMPARE(model.shownFiles(), 3);
}

void TestDataModels::filterAndWayDown()
{
    ObjectListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setFiles({{u"2026/05/a.png"_s, 100, {}, {}}, {u"2026x/b.png"_s, 1, {}, {}}});
    model.setFolder(u"2026"_s);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data(ObjectListModel::PathRole).toString(), u"2026/05"_s);
    model.setFolder(u"2026/05"_s);
    QVERIFY(model.file(model.index(0, 0)));
    model.setFilter(u"zzz"_s);
    QCOMPARE(model.rowCount(), 0);
}

void TestDataModels::hostileNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("fine");
    QTest::newRow("plain") << u"2026/05/übung 1.png"_s << true;
    QTest::newRow("dots in a name") << u"a..b"_s << true;
    QTest::newRow("1024 bytes") << QString(1024, u'a') << true;
    QTest::newRow("1025 bytes") << QString(1023, u'a') + u"ü"_s << false;
    for (const QString& bad : {u""_s, u"/a"_s, u"a/"_s, u"a//b"_s, u".."_s, u"a/../b"_s, u"./a"_s, u"a\\b"_s, u"a\nb"_s, QString(QChar(0xd800)), u"gnp."_s + QChar(0x202e)})
        QTest::newRow(qPrintable(u"bad "_s + QString::fromLatin1(bad.toUtf8().toHex()))) << bad << false;
}

void TestDataModels::hostileNames()
{
    QFETCH(QString, name);
    QFETCH(bool, fine);
    QCOMPARE(objectNameProblem(name).isEmpty(), fine);
}

void TestDataModels::editingRowsTellsTheQuery()
{
    RestParamsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy edited(&model, &RestParamsModel::edited);
    model.append({true, u"id"_s, u"eq"_s, {}});
    QVERIFY(model.setData(model.index(0, RestParamsModel::Value), u"7"_s));
    QCOMPARE(model.query(), u"id=eq.7"_s);
    QVERIFY(model.setData(model.index(0, RestParamsModel::Name), int(Qt::Unchecked), Qt::CheckStateRole));
    QCOMPARE(model.query(), QString());
    QVERIFY(model.setData(model.index(0, 0), u"limit"_s));
    QCOMPARE(model.index(0, RestParamsModel::Operator).data().toString(), QString());
    QVERIFY(!(model.index(0, RestParamsModel::Operator).flags() & Qt::ItemIsEditable));
    model.removeAt(0);
    QCOMPARE(edited.size(), 5);
    QCOMPARE(model.rowCount(), 0);
}

void TestDataModels::theUrlDoesNotEchoBack()
{
    RestParamsModel model;
    QSignalSpy edited(&model, &RestParamsModel::edited);
    model.setQuery(u"select=id&limit=3"_s);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(edited.size(), 0);
}

void TestDataModels::projectsComeAndGo()
{
    ProjectListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    Project a, b;
    a.id = u"prj_a"_s;
    a.name = u"recipes"_s;
    b.id = u"prj_b"_s;
    model.setProjects({a, b});
    model.setCurrent(u"prj_b"_s);
    model.setAgentsProject(u"prj_a"_s);
    QCOMPARE(model.rowOf(u"prj_b"_s), 1);
    QCOMPARE(model.index(0, ProjectListModel::Name).data().toString(), u"recipes"_s);
    model.setProjects({b});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowOf(u"prj_a"_s), -1);
    model.setProjects({});
    QCOMPARE(model.rowCount(), 0);
}

void TestDataModels::rulesChangeCellByCell()
{
    AccessMatrixModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    TableAccess notes, recipes;
    notes.table = u"notes"_s;
    recipes.table = u"recipes"_s;
    for (TableAccess* t : {&notes, &recipes}) {
        t->rowSecurity = true;
        t->privileges = {{{true, true, true, true}, {true, true, true, true}}};
    }
    model.setTables({notes, recipes});
    QCOMPARE(model.rowCount(), 2);
    model.setLevel(model.index(0, 1), AccessLevel::All);
    QVERIFY(model.isChanged());
    QCOMPARE(model.changedTables(), QStringList{u"notes"_s});
    model.cycle(model.index(1, 5));
    model.setTables({recipes}); // a table is gone while its change waits
    QCOMPARE(model.changedTables(), QStringList{u"recipes"_s});
    model.discard();
    QVERIFY(!model.isChanged());
}

QTEST_APPLESS_MAIN(TestDataModels)
#include "tst_datamodels.moc"
