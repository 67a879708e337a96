// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/applistmodel.h"
#include "models/item/starterlistmodel.h"
#include "models/json/appcodec.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

/// The marketplace's list: search, tags, order, and whatever a publisher may write into it.
class AppListTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void tagsAreJoinedByAnd();
    void searchFindsEveryWord();
    void orders_data();
    void orders();
    void picturesStayWithTheirApp();
    void popularTagsComeFirst();
    void hostileListIsRead();
    void startersAnswerTheSameRoles();

private:
    QStringList shown(const AppFilterModel& filter) const;
    AppListModel m_model;
};

static AppVersion app(const QString& id, const QString& name, const QStringList& tags, int tables, qint64 bytes, int day)
{
    AppVersion a;
    a.id = id;
    a.projectId = "prj_"_L1 + id;
    a.name = name;
    a.description = name + u" does things"_s;
    a.tags = tags;
    a.tableCount = tables;
    a.siteBytes = bytes;
    a.createdAt = QDateTime(QDate(2026, 1, day), QTime(0, 0), Qt::UTC);
    return a;
}

void AppListTest::init()
{
    m_model.setApps({app(u"1"_s, u"Beta"_s, {u"todo"_s, u"family"_s}, 2, 900, 3), app(u"2"_s, u"alpha"_s, {u"todo"_s}, 9, 100, 1),
                     app(u"3"_s, u"Gamma"_s, {u"money"_s}, 4, 500, 2)});
}

QStringList AppListTest::shown(const AppFilterModel& filter) const
{
    QStringList ids;
    for (int row = 0; row < filter.rowCount(); ++row)
        ids << filter.index(row, 0).data(AppCardRole::Id).toString();
    return ids;
}

void AppListTest::tagsAreJoinedByAnd()
{
    AppFilterModel filter;
    QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
    filter.setSourceModel(&m_model);
    filter.setOrder(AppFilterModel::Order::Name);
    filter.setTags({u"todo"_s});
    QCOMPARE(shown(filter), (QStringList{u"2"_s, u"1"_s}));
    filter.setTags({u"todo"_s, u"family"_s});
    QCOMPARE(shown(filter), QStringList{u"1"_s});
    filter.setTags({u"todo"_s, u"money"_s});
    QCOMPARE(filter.rowCount(), 0);
    filter.setTags({});
    QCOMPARE(filter.rowCount(), 3);
}

void AppListTest::searchFindsEveryWord()
{
    AppFilterModel filter;
    filter.setSourceModel(&m_model);
    filter.setSearch(u"  DOES   gam "_s);
    QCOMPARE(shown(filter), QStringList{u"3"_s});
    filter.setSearch(u"fam"_s); // in a tag
    QCOMPARE(shown(filter), QStringList{u"1"_s});
    filter.setSearch(u"alpha gamma"_s);
    QCOMPARE(filter.rowCount(), 0);
}

void AppListTest::orders_data()
{
    QTest::addColumn<int>("order");
    QTest::addColumn<QStringList>("ids");
    QTest::newRow("newest") << int(AppFilterModel::Order::Newest) << QStringList{u"1"_s, u"3"_s, u"2"_s};
    QTest::newRow("name") << int(AppFilterModel::Order::Name) << QStringList{u"2"_s, u"1"_s, u"3"_s};
    QTest::newRow("tables") << int(AppFilterModel::Order::Tables) << QStringList{u"2"_s, u"3"_s, u"1"_s};
    QTest::newRow("smallest") << int(AppFilterModel::Order::Smallest) << QStringList{u"2"_s, u"3"_s, u"1"_s};
}

void AppListTest::orders()
{
    QFETCH(int, order);
    QFETCH(QStringList, ids);
    AppFilterModel filter;
    filter.setSourceModel(&m_model);
    filter.setOrder(AppFilterModel::Order(order));
    QCOMPARE(shown(filter), ids);
}

void AppListTest::picturesStayWithTheirApp()
{
    QAbstractItemModelTester tester(&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_model.setPicture(u"2"_s, u"picture"_s);
    m_model.setApps({app(u"9"_s, u"New"_s, {}, 1, 1, 9), app(u"2"_s, u"alpha"_s, {}, 9, 100, 1)});
    QVERIFY(!m_model.index(0).data(AppCardRole::Picture).isValid());
    QCOMPARE(m_model.index(1).data(AppCardRole::Picture).toString(), u"picture"_s);
    m_model.setOwnProjects({u"prj_2"_s});
    QCOMPARE(m_model.index(1).data(AppCardRole::By).toString(), AppListModel::tr("you"));
    QVERIFY(!m_model.find(u"1"_s));
    QVERIFY(m_model.find(u"9"_s));
}

void AppListTest::popularTagsComeFirst()
{
    QCOMPARE(m_model.popularTags(2), (QStringList{u"todo"_s, u"family"_s}));
    QVERIFY(!m_model.tellsForks());
}

void AppListTest::hostileListIsRead()
{
    QJsonArray tags;
    for (int i = 0; i < 10'000; ++i)
        tags << u"tag-%1"_s.arg(i);
    QJsonArray apps;
    apps << QJsonObject{{u"id"_s, u"ver_1"_s}, {u"name"_s, u"<img src=x onerror=alert(1)>"_s}, {u"description"_s, QString(2'000'000, u'x')}, {u"tags"_s, tags}};
    apps << QJsonObject{{u"id"_s, u"ver_2"_s}, {u"name"_s, QJsonValue::Null}, {u"tags"_s, QJsonValue::Null}, {u"version"_s, -7},
                        {u"table_count"_s, 1e300}, {u"site_total_bytes"_s, u"many"_s}, {u"required_secrets"_s, 3}, {u"created_at"_s, u"soon"_s},
                        {u"bootstrap_variables"_s, QJsonArray{1, true, QJsonValue::Null, QJsonObject{}}}};
    for (int i = 0; i < 98; ++i)
        apps << QJsonObject{{u"id"_s, u"ver_x%1"_s.arg(i)}, {u"tags"_s, tags}};
    const auto list = json::appVersions(QJsonDocument(QJsonObject{{u"apps"_s, apps}}), "apps");
    QVERIFY(list.ok());
    QCOMPARE(list->size(), 100);
    QCOMPARE(list->first().name, u"<img src=x onerror=alert(1)>"_s);
    QVERIFY(list->first().description.size() <= 20'000);
    QVERIFY(list->first().tags.size() <= 50);
    QCOMPARE(list->at(1).version, 0);
    QVERIFY(list->at(1).variables.isEmpty());
    QVERIFY(!list->at(1).createdAt.isValid());
    AppListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    AppFilterModel filter;
    filter.setSourceModel(&model);
    QElapsedTimer clock;
    clock.start();
    model.setApps(*list);
    filter.setOrder(AppFilterModel::Order::Name);
    filter.setSearch(u"nothing like that"_s);
    QCOMPARE(filter.rowCount(), 0);
    QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(model.index(0).data(AppCardRole::Summary).toString().size() <= 300);
    // A list whose entries have no id is no list.
    QVERIFY(!json::appVersions(QJsonDocument(QJsonObject{{u"apps"_s, QJsonArray{QJsonObject{}}}}), "apps").ok());
}

void AppListTest::startersAnswerTheSameRoles()
{
    StarterListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    Starter s;
    s.slug = u"todo"_s;
    s.title = u"Todo"_s;
    s.summary = u"One list"_s;
    s.accent = u"#112233"_s;
    model.setStarters({s});
    model.setPicture(u"todo"_s, 7);
    QCOMPARE(model.rowOf(u"todo"_s), 0);
    QCOMPARE(model.rowOf(u"other"_s), -1);
    QCOMPARE(model.index(0).data(AppCardRole::Picture).toInt(), 7);
    QCOMPARE(model.index(0).data(AppCardRole::Accent).toString(), u"#112233"_s);
}

QTEST_GUILESS_MAIN(AppListTest)
#include "tst_applist.moc"
