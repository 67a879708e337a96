// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/panes.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "ui/common/theme.h"
#include "ui/preview/previewfactory.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QLabel>
#include <QRegularExpression>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Every registered pane opens everywhere without a complaint of Qt, and can be named to someone who cannot see it.
class Panes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void registryIsWhole();
    void opensWithoutProject_data() { rows(); }
    void opensWithoutProject() { openInBothThemes(); }
    void getsAProject();
    void opensWithProject_data() { rows(); }
    void opensWithProject() { openInBothThemes(); }
    void docksAreNamed();
    void barsAreNamed();

private:
    void rows();
    void openInBothThemes();
    PaneRegistry registry();
    std::unique_ptr<AppWorld> m_world;
    SystemBrowserFactory m_previews;
};

namespace {

/// What a screen reader would say; empty = nothing.
QString spokenName(QWidget* w)
{
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(w);
    return face ? face->text(QAccessible::Name) : QString();
}

/// Controls the keyboard reaches that have no name.
QString nameless(QWidget* root)
{
    QStringList list;
    const auto all = root->findChildren<QWidget*>() << root;
    for (QWidget* w : all) {
        if (!(w->focusPolicy() & Qt::TabFocus) || w->focusProxy() || !w->isVisibleTo(root))
            continue;
        // A page's own scroll area takes keys to scroll and says nothing itself.
        if (QByteArrayView(w->metaObject()->className()) == "QScrollArea")
            continue;
        if (spokenName(w).isEmpty())
            list << QString::fromLatin1(w->metaObject()->className()) + u' ' + w->objectName() + u" in "_s
                        + (w->parentWidget() ? w->parentWidget()->objectName() : QString());
    }
    return list.join(u"; "_s);
}

} // namespace

PaneRegistry Panes::registry()
{
    PaneWiring wiring;
    wiring.open = [](const QString&) {};
    wiring.openSql = [](const QString&, bool) {};
    wiring.preview = [](const QUrl&) {};
    wiring.changeTier = [](const QString&) {};
    wiring.showProblem = [](const Problem&) {};
    wiring.celebrate = [](const QString&) {};
    wiring.newProject = [] {};
    wiring.importCli = [] {};
    wiring.linkCli = [](bool) {};
    wiring.vault = [] {};
    return makePanes(m_world->services(), m_world->app().theme(), &m_previews, wiring);
}

void Panes::rows()
{
    QTest::addColumn<QString>("pane");
    const PaneRegistry panes = registry();
    for (const PaneInfo& info : panes.all()) {
#ifdef RUN402_HAS_BROWSER
        if (info.id == u"preview"_s)
            continue; // loads the browser: tests/webengine has it
#endif
        QTest::newRow(qPrintable(info.id)) << info.id;
    }
}

void Panes::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
}

void Panes::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void Panes::registryIsWhole()
{
    QStringList ids;
    const PaneRegistry panes = registry();
    for (const PaneInfo& info : panes.all()) {
        QVERIFY2(!ids.contains(info.id), qPrintable(info.id));
        ids << info.id;
        QVERIFY2(!PaneRegistry::titleOf(info).isEmpty(), qPrintable(info.id));
        QVERIFY2(!info.icon.isEmpty() && info.make, qPrintable(info.id));
    }
    for (const char* id : {"overview", "sql", "rules", "deploy", "preview", "market", "wallet", "settings"})
        QVERIFY2(ids.contains(QString::fromLatin1(id)), id);
}

void Panes::openInBothThemes()
{
    QFETCH(QString, pane);
    DocumentArea* documents = m_world->window().documents();
    for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        m_world->unwatched([&] { // the switch is measured by the theme's own test
            documents->clear();
            m_world->app().theme().setMode(mode);
        });
        m_world->app().open(pane);
        QCOMPARE(documents->ids().size(), 1);
        QWidget* shown = documents->find(pane);
        QVERIFY(shown);
        QVERIFY(eventually([&] { return shown->isVisible(); }));
        QVERIFY(!shown->objectName().isEmpty());
        m_world->settle();
        QImage picture;
        QString unnamed;
        m_world->unwatched([&] {
            picture = shown->grab().toImage();
            unnamed = nameless(shown);
        });
        QVERIFY(!picture.isNull());
        // Painted in this theme: the corner is the pane's ground.
        QCOMPARE(qGray(picture.pixel(2, picture.height() - 3)) > 128, mode == Theme::Mode::Light);
        QCOMPARE(unnamed, QString());
    }
}

void Panes::getsAProject()
{
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"tals-recipes"_s), QString());
}

void Panes::docksAreNamed()
{
    for (const char* page : {"activity", "requests", "problems"}) {
        m_world->app().open(u"dock:"_s + QString::fromLatin1(page));
        QCOMPARE(nameless(m_world->window().centralWidget()), QString());
    }
}

void Panes::barsAreNamed()
{
    QCOMPARE(nameless(&m_world->window()), QString());
}

QTEST_MAIN(Panes)
#include "tst_panes.moc"
