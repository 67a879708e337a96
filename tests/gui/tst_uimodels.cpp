// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/agents/agentmodel.h"
#include "ui/docks/activitydock.h"
#include "ui/preview/consolemodel.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/palettemodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;
using Mode = QAbstractItemModelTester::FailureReportingMode;

/// The models of the window's own lists keep Qt's contract while they fill, shrink and start over.
class UiModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void paletteRanksUnderHeadings();
    void consoleDropsTheOldest();
    void activityAndAgents();
};

void UiModels::paletteRanksUnderHeadings()
{
    QVector<PaletteItem> items;
    for (const auto& [group, title] : std::initializer_list<std::pair<QString, QString>>{
             {u"Commands"_s, u"New SQL tab"_s}, {u"Commands"_s, u"Deploy"_s}, {u"Tables"_s, u"deployments"_s}}) {
        PaletteItem item;
        item.group = group;
        item.title = title;
        items << item;
    }
    PaletteModel model;
    QAbstractItemModelTester tester(&model, Mode::Fatal);
    model.setItems(&items);
    model.search({});
    QCOMPARE(model.rowCount(), 5); // two headings, three hits
    QVERIFY(!model.itemAt(0));
    QCOMPARE(model.nextHit(0, 1), 1);
    model.search(u"deploy"_s);
    QCOMPARE(model.itemAt(model.nextHit(0, 1))->title, u"Deploy"_s);
    model.search(u"zzzz"_s);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.nextHit(0, 1), -1);
}

void UiModels::consoleDropsTheOldest()
{
    ConsoleModel model;
    QAbstractItemModelTester tester(&model, Mode::Fatal);
    const auto add = [&](int from, int to) {
        for (int i = from; i < to; ++i)
            model.add({i % 2 ? ConsoleMessage::Level::Error : ConsoleMessage::Level::Info, QString::number(i), {}, 0, {}});
    };
    add(0, 3);
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(model.counts().errors, 1);
    add(3, ConsoleModel::kept + 10);
    QTRY_COMPARE(model.rowCount(), int(ConsoleModel::kept));
    QCOMPARE(model.index(0).data(Qt::DisplayRole).toString(), u"10"_s);
    QCOMPARE(model.counts().all(), int(ConsoleModel::kept));
    add(0, 3 * ConsoleModel::kept); // more than fits, between two looks
    QTRY_COMPARE(model.index(model.rowCount() - 1).data(Qt::DisplayRole).toString(), QString::number(3 * ConsoleModel::kept - 1));
    QCOMPARE(model.rowCount(), int(ConsoleModel::kept));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.counts().all(), 0);
}

void UiModels::activityAndAgents()
{
    ActivityModel activity;
    QAbstractItemModelTester activityTester(&activity, Mode::Fatal);
    ActivityEntry entry;
    entry.title = u"Deployed the site"_s;
    entry.kind = u"release"_s;
    entry.costMicros = 100'000;
    activity.setEntries({entry, entry});
    QCOMPARE(activity.rowCount(), 2);
    activity.setEntries({});
    QCOMPARE(activity.rowCount(), 0);

    AgentModel agents;
    QAbstractItemModelTester agentTester(&agents, Mode::Fatal);
    AgentAct act;
    act.id = 7;
    act.kind = AgentAct::Kind::Deployed;
    act.projectId = u"prj_1"_s;
    act.object = u"dpl_1"_s;
    agents.setFeed({act}, 3, [](const QString&) { return u"recipes"_s; });
    QCOMPARE(agents.rowCount(), 1);
    QCOMPARE(agents.index(0, AgentModel::Where).data().toString(), u"recipes"_s);
    agents.setFeed({}, 7, {});
    QCOMPARE(agents.rowCount(), 0);
}

QTEST_MAIN(UiModels)
#include "tst_uimodels.moc"
