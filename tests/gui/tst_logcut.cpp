// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/scriptedmanager.h"
#include "ui/logs/logspane.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// A service that gives the first lines of a log, however many came after (contract.md, logs): never a silent gap.
class LogCut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cutLogsAreTold();

private:
    std::unique_ptr<AppWorld> m_world;
};

void LogCut::cutLogsAreTold()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"tals-recipes"_s), QString());
    const QString project = m_world->workspace().currentProjectId();
    Functions::Spec spec{u"greet"_s, u"export default async () => new Response('hi');\n"_s, 5, 128, {}};
    QCOMPARE(codeOf(await(m_world->services().functions().put(project, spec))), u"ok"_s);
    m_world->workspace().refreshCode();
    QVERIFY(eventually([&] { return m_world->workspace().functions().value && m_world->workspace().functions().value->size() == 1; }));
    m_world->app().open(u"logs:greet"_s);
    auto* pane = qobject_cast<LogsPane*>(m_world->window().documents()->find(u"logs"_s));
    QVERIFY(pane);
    QJsonArray lines;
    const QDateTime start = QDateTime::currentDateTimeUtc().addSecs(-1200);
    for (int i = 0; i < 200; ++i)
        lines << QJsonObject{{u"timestamp"_s, start.addSecs(i).toString(Qt::ISODateWithMs)}, {u"message"_s, u"first line %1"_s.arg(i)}};
    int probes = 0;
    auto* network = new ScriptedManager;
    network->answer = [&](const SeenRequest& request) {
        if (!request.url.path().endsWith("/functions/greet/logs"_L1))
            return Script::json("{}");
        const int tail = QUrlQuery(request.url).queryItemValue(u"tail"_s).toInt();
        probes += tail == 1;
        QJsonArray given;
        for (int i = 0; i < std::min<int>(tail, int(lines.size())); ++i)
            given << lines.at(i);
        return Script::json(QJsonDocument(QJsonObject{{u"logs"_s, given}}).toJson());
    };
    m_world->services().transport().setManager(network);
    QVERIFY(eventually([&] { return m_world->find(u"logs.cut"_s) != nullptr; }, 30'000));
    QVERIFY(m_world->reads(u"Newer lines are missing."_s));
    const auto cuts = [&] {
        return std::count_if(pane->model().rows().cbegin(), pane->model().rows().cend(), [](const LogRow& r) { return r.gap && r.text == u"head"_s; });
    };
    QVERIFY(eventually([&] { return cuts() == 1; }));
    QTRY_VERIFY_WITH_TIMEOUT(network->seen.size() > 6, 30'000); // it goes on asking, and says it once
    QCOMPARE(cuts(), 1);
    QCOMPARE(probes, 1);
    m_world.reset();
}

QTEST_MAIN(LogCut)
#include "tst_logcut.moc"
