// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlpane.h"
#include "ui/sql/sqlview.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>


using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

const QLatin1String firstText("select 'typed and never saved' as first;");
const QLatin1String secondText("-- half a thought\nselect 2 +");

QString storedScope(const Workspace& workspace)
{
    return SessionStore::scope(u"sandbox"_s, workspace.currentProjectId());
}

/// What the data folder remembers of the window, as text.
QString stored(AppWorld& world)
{
    const auto all = await(world.services().sessions().load(storedScope(world.workspace())));
    return all.ok() ? QString::fromUtf8(QJsonDocument(all->value(u"window"_s).json.toObject()).toJson()) : codeOf(all);
}

SqlPane* sqlTab(AppWorld& world, const QString& id)
{
    return qobject_cast<SqlPane*>(world.window().documents()->find(id));
}

/// Everything that shall be there again.
QString live(AppWorld& world)
{
    DocumentArea* documents = world.window().documents();
    if (!eventually([&] { return documents->ids() == QStringList{u"overview"_s}; }))
        return u"no overview"_s;
    for (const QLatin1String text : {firstText, secondText}) {
        world.key(Qt::Key_T, Qt::ControlModifier);
        QString typed(text);
        auto* pane = qobject_cast<SqlPane*>(documents->current());
        if (!pane)
            return u"no SQL tab"_s;
        pane->view()->editor()->setText(typed);
    }
    world.app().open(u"settings"_s);
    documents->activate(u"sql"_s);
    world.key(Qt::Key_Backslash, Qt::ControlModifier); // moves it into a split of its own
    world.app().open(u"dock:requests"_s);
    const bool written = eventually([&] {
        const QString text = stored(world);
        return text.contains(u"typed and never saved"_s) && text.contains(u"half a thought"_s)
               && text.contains(u"settings"_s) && documents->groups().size() == 2 && text.contains(u"\"front\": \"sql\""_s) && text.contains(u"\"active\": \"sql\""_s)
               && text.contains(u"\"dockPage\": \"requests\""_s) && text.contains(u"\"dockOpen\": true"_s);
    });
    return written ? QString() : u"not written: "_s + stored(world);
}

} // namespace

/// What is on screen and typed survives a kill: the same data folder, opened again, shows the same window.
class Restore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void survivesKill();
};

void Restore::survivesKill()
{
    ServerFolder folder;
    const QString data = folder.filePath(u"data"_s);
    QCOMPARE(killWhenWritten(data), QString());

    AppWorld world(AppWorld::Setup{data, {}, u"light"_s});
    QVERIFY(world.start());
    QVERIFY(eventually([&] { return world.window().documents()->ids().size() == 4; }, 30'000));
    const auto groups = world.window().documents()->groups();
    QCOMPARE(groups.size(), 2);
    QCOMPARE(groups.at(0)->ids(), (QStringList{u"overview"_s, u"sql~2"_s, u"settings"_s}));
    QCOMPARE(groups.at(1)->ids(), QStringList{u"sql"_s});
    QCOMPARE(world.window().documents()->currentId(), u"sql"_s);
    QVERIFY(sqlTab(world, u"sql"_s) && sqlTab(world, u"sql~2"_s));
    QCOMPARE(sqlTab(world, u"sql"_s)->view()->text(), QString(firstText));
    QCOMPARE(sqlTab(world, u"sql~2"_s)->view()->text(), QString(secondText));
    QVERIFY(sqlTab(world, u"sql"_s)->isModified()); // it still is not in a file
    QVERIFY(world.window().bottomDock()->isOpen());
    QCOMPARE(world.window().bottomDock()->currentPage(), u"requests"_s);
    // The killed run's server gives the folder up by itself; the new one comes up on it.
    QVERIFY(eventually([&] { return world.workspace().isConnected(); }, 90'000));
    QCOMPARE(sqlTab(world, u"sql"_s)->view()->text(), QString(firstText));
    QCOMPARE(world.stallReport(), QString());
    if (const QString shots = qEnvironmentVariable("RUN402_SHOTS"); !shots.isEmpty()) {
        world.window().documents()->activate(u"overview"_s);
        QTest::qWait(500);
        QVERIFY(world.window().grab().save(shots + u"/splits.png"_s));
    }
}

int main(int argc, char** argv)
{
    return testOrLive<Restore>(argc, argv, u"tst_restore"_s, {}, live);
}

#include "tst_restore.moc"
