// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/panes.h"
#include "models/guide/guidebook.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "ui/common/inputs.h"
#include "ui/common/theme.h"
#include "ui/guide/guidedialog.h"
#include "ui/guide/guidepane.h"
#include "ui/guide/guideview.h"
#include "ui/preview/previewfactory.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/welcomeview.h"

#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// The guide in the window: F1 from everywhere, links, search, themes.
class TestGuidePane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void welcomeTellsWhatLeaves();
    void everyPaneHasAPage();
    void everyLinkToAPaneOpensOne();
    void f1OpensThePageOfThePane_data();
    void f1OpensThePageOfThePane();
    void f1InTheDock();
    void f1InADialog();
    void followsLinksAndGoesBack();
    void searchesAndFinds();
    void picturesFollowTheTheme();
    void helpMenuAndPalette();
    void comesBackWhereItWas();

private:
    PaneRegistry registry();
    GuidePane* guide() { return qobject_cast<GuidePane*>(world().window().documents()->find(u"guide"_s)); }
    AppWorld& world() { return *m_world; }
    std::unique_ptr<AppWorld> m_world;
    SystemBrowserFactory m_previews;
};

PaneRegistry TestGuidePane::registry()
{
    PaneWiring wiring;
    wiring.open = [](const QString&) {};
    return makePanes(world().services(), world().app().theme(), &m_previews, wiring);
}

void TestGuidePane::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(world().start());
}

void TestGuidePane::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void TestGuidePane::welcomeTellsWhatLeaves()
{
    QVERIFY(eventually([&] { return world().window().welcome()->isVisible(); }));
    Q_EMIT world().window().welcome()->privacyAsked(); // what the link does
    QVERIFY(eventually([&] { return world().find(u"guide.dialog"_s) != nullptr; }));
    auto* view = world().find<GuideView>(u"guide.text"_s);
    QCOMPARE(view->page(), u"keys"_s);
    QVERIFY(view->toPlainText().contains(u"no telemetry"_s));
    world().settle();
    QVERIFY(world().click(u"guide.close"_s));
    QVERIFY(eventually([&] { return !world().find(u"guide.dialog"_s); }));
    world().key(Qt::Key_F1);
    QVERIFY(eventually([&] { return world().find(u"guide.dialog"_s) != nullptr; }));
    QCOMPARE(world().find<GuideView>(u"guide.text"_s)->page(), u"start"_s);
    world().key(Qt::Key_Escape);
    QVERIFY(eventually([&] { return !world().find(u"guide.dialog"_s); }));
    QCOMPARE(world().connectSandbox(), QString());
}

void TestGuidePane::everyPaneHasAPage()
{
    const Guidebook book = Guidebook::read(u":/guide"_s);
    const PaneRegistry panes = registry();
    for (const PaneInfo& info : panes.all())
        QVERIFY2(book.find(PaneRegistry::guideOf(info)), qPrintable(u"The pane "_s + info.id + u" has no page"_s));
}

void TestGuidePane::everyLinkToAPaneOpensOne()
{
    const Guidebook book = Guidebook::read(u":/guide"_s);
    const PaneRegistry panes = registry();
    static const QRegularExpression link(u"\\(run402://([a-z]+)[^)]*\\)"_s);
    int links = 0;
    for (const GuidePage& page : book.pages()) {
        auto all = link.globalMatch(page.markdown);
        for (; all.hasNext(); ++links) {
            const QString pane = all.next().captured(1);
            QVERIFY2(panes.find(pane) || pane == u"dock"_s, qPrintable(page.id + u" leads to "_s + pane));
        }
    }
    QVERIFY(links > 20);
}

void TestGuidePane::f1OpensThePageOfThePane_data()
{
    QTest::addColumn<QString>("pane");
    const PaneRegistry panes = registry();
    for (const PaneInfo& info : panes.all()) {
#ifdef RUN402_HAS_BROWSER
        if (info.id == u"preview"_s)
            continue; // loads the browser
#endif
        QTest::newRow(qPrintable(info.id)) << info.id;
    }
}

void TestGuidePane::f1OpensThePageOfThePane()
{
    QFETCH(QString, pane);
    world().unwatched([&] { world().window().documents()->clear(); });
    world().app().open(pane);
    QVERIFY(eventually([&] { return world().window().documents()->find(pane) != nullptr; }));
    world().window().setFocus();
    world().key(Qt::Key_F1);
    const PaneRegistry panes = registry();
    QVERIFY(eventually([&] { return guide() && world().window().documents()->current() == guide() && guide()->isVisible(); }));
    QCOMPARE(guide()->page(), PaneRegistry::guideOf(*panes.find(pane)));
    // Nothing of the page is left as Markdown, and its heading is there.
    const QString text = world().find<GuideView>(u"guide.text"_s)->toPlainText();
    QVERIFY(!text.contains(u"]("_s) && !text.contains(u"**"_s));
}

void TestGuidePane::f1InTheDock()
{
    world().app().open(u"overview"_s);
    world().app().open(u"dock:requests"_s);
    QVERIFY(eventually([&] { return world().find(u"dock.requests.grid"_s) != nullptr; }));
    world().find(u"dock.requests.grid"_s)->setFocus();
    world().key(Qt::Key_F1);
    QVERIFY(eventually([&] { return guide() && guide()->page() == u"activity"_s; }));
    const int open = world().window().documents()->height();
    world().key(Qt::Key_J, Qt::ControlModifier);
    // The documents get the room back.
    QVERIFY(eventually([&] { return world().window().documents()->height() > open + 100; }));
    QCOMPARE(world().window().bottomDock()->height(), world().window().bottomDock()->maximumHeight());
}

void TestGuidePane::f1InADialog()
{
    world().app().open(u"projects"_s);
    QVERIFY(world().click(u"projects.openImport"_s));
    QVERIFY(eventually([&] { return world().find(u"projects.import"_s) != nullptr; }));
    world().key(Qt::Key_F1);
    QVERIFY(eventually([&] { return world().find(u"guide.dialog"_s) != nullptr; }));
    auto* dialog = world().find<GuideDialog>(u"guide.dialog"_s);
    QCOMPARE(dialog->findChild<GuideView*>()->page(), u"projects"_s);
    QVERIFY(dialog->findChild<GuideView*>()->isVisible());
    world().shoot(u"guide-dialog"_s);
    world().key(Qt::Key_F1); // one is enough
    QCOMPARE(world().window().findChildren<GuideDialog*>().size(), 1);
    world().key(Qt::Key_Escape);
    QVERIFY(eventually([&] { return !world().find(u"guide.dialog"_s); }));
    QVERIFY(world().find(u"projects.import"_s)); // what was being done is still there
    world().key(Qt::Key_Escape);
    QVERIFY(eventually([&] { return !world().find(u"projects.import"_s); }));
}

void TestGuidePane::followsLinksAndGoesBack()
{
    world().app().open(u"guide:start"_s);
    auto* view = world().find<GuideView>(u"guide.text"_s);
    QVERIFY(eventually([&] { return guide()->page() == u"start"_s; }));
    world().settle();
    Q_EMIT view->anchorClicked(QUrl(u"payments.md"_s)); // what a click on it does
    QCOMPARE(guide()->page(), u"payments"_s);
    world().settle();
    QCOMPARE(world().find<QLabel>(u"guide.place"_s)->text(), u"Money, Payments"_s);
    auto* contents = world().find<QListWidget>(u"guide.contents"_s);
    QCOMPARE(contents->currentItem()->text(), u"Payments"_s);
    QVERIFY(world().click(u"guide.back"_s));
    QCOMPARE(guide()->page(), u"start"_s);
    world().settle();
    QVERIFY(world().click(u"guide.forward"_s));
    QCOMPARE(guide()->page(), u"payments"_s);
    world().settle();
    // A link to a pane opens it; a link out of the guide's folder opens nothing.
    Q_EMIT view->anchorClicked(QUrl(u"../../etc/passwd"_s));
    Q_EMIT view->anchorClicked(QUrl(u"file:///etc/passwd"_s));
    QCOMPARE(guide()->page(), u"payments"_s);
    world().settle();
    QVERIFY(!view->loadResource(QTextDocument::ImageResource, QUrl(u"file:///etc/passwd"_s)).isValid());
    world().settle();
    world().unwatched([&] { Q_EMIT view->anchorClicked(QUrl(u"run402://contact"_s)); }); // its opening: tst_panes
    QVERIFY(eventually([&] { return world().window().documents()->currentId() == u"contact"_s; }));
    // A click into the contents.
    world().app().open(u"guide:index"_s);
    world().settle();
    QListWidgetItem* item = contents->findItems(u"Storage"_s, Qt::MatchExactly).value(0);
    QVERIFY(item);
    contents->scrollToItem(item);
    QTest::mouseClick(contents->viewport(), Qt::LeftButton, {}, contents->visualItemRect(item).center());
    QCOMPARE(guide()->page(), u"storage"_s);
    world().settle();
    world().app().open(u"guide:keys#what-leaves-this-computer"_s);
    QCOMPARE(guide()->page(), u"keys"_s);
    world().settle();
}

void TestGuidePane::searchesAndFinds()
{
    world().app().open(u"guide:index"_s);
    world().settle();
    world().find(u"guide.text"_s)->setFocus();
    world().key(Qt::Key_F, Qt::ControlModifier);
    auto* search = world().find<SearchField>(u"guide.search"_s);
    QVERIFY(eventually([&] { return search->hasFocus(); }));
    QTest::keyClicks(search, u"signed link"_s);
    auto* contents = world().find<QListWidget>(u"guide.contents"_s);
    QVERIFY(eventually([&] { return contents->count() < 10 && contents->item(0)->text() == u"Storage"_s; }));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(guide()->page(), u"storage"_s);
    world().settle();
    world().shoot(u"guide-search"_s);
    search->clear();
    world().settle();
    QTest::keyClicks(search, u"xylophone"_s);
    QVERIFY(eventually([&] { return contents->count() == 1 && contents->item(0)->text() == u"Nothing found"_s; }));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(guide()->page(), u"storage"_s);
    world().settle();
    search->clear();
    QVERIFY(eventually([&] { return contents->count() > 30; }));
}

void TestGuidePane::picturesFollowTheTheme()
{
    world().app().open(u"guide:storage"_s);
    auto* view = world().find<GuideView>(u"guide.text"_s);
    const QUrl name(u"pictures/storage.png"_s);
    const auto picture = [&] {
        return view->document()->resource(QTextDocument::ImageResource, view->source().resolved(name)).value<QImage>();
    };
    const auto drawn = [&] { // a picture has no hole; the room kept for it is one
        const QImage now = picture();
        return !now.isNull() && now.pixelColor(now.rect().center()).alpha() == 255;
    };
    QTRY_VERIFY(drawn());
    const QImage light = picture();
    const QSize size = light.size();
    const QColor heading = view->document()->begin().begin().fragment().charFormat().foreground().color();
    world().unwatched([&] { world().app().theme().setMode(Theme::Mode::Dark); });
    QTRY_VERIFY(drawn() && picture() != light);
    QCOMPARE(picture().size(), size); // the room kept was as large
    QCOMPARE(guide()->page(), u"storage"_s);
    QVERIFY(view->document()->begin().begin().fragment().charFormat().foreground().color() != heading);
    world().unwatched([&] { world().app().theme().setMode(Theme::Mode::Light); });
    world().shoot(u"guide"_s);
}

void TestGuidePane::helpMenuAndPalette()
{
    world().app().open(u"storage"_s);
    QVERIFY(world().click(u"help"_s));
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QCOMPARE(menu->objectName(), u"help.menu"_s);
    QAction* keys = nullptr;
    for (QAction* action : menu->actions()) {
        if (action->objectName() == u"help.keyboard"_s)
            keys = action;
    }
    QVERIFY(keys);
    menu->setActiveAction(keys);
    QTest::keyClick(menu, Qt::Key_Return);
    QVERIFY(eventually([&] { return guide() && guide()->page() == u"keyboard"_s; }));
    world().window().openPalette({});
    auto* palette = world().window().findChild<CommandPalette*>();
    palette->setQuery(u"guide"_s);
    QVERIFY(palette->shownIds().contains(u"guide"_s));
    palette->setQuery(u"shortcuts"_s);
    QVERIFY(palette->shownIds().contains(u"guide:keyboard"_s));
    world().key(Qt::Key_Escape);
}

void TestGuidePane::comesBackWhereItWas()
{
    world().app().open(u"guide:logs"_s);
    const QJsonObject state = guide()->saveState();
    GuidePane other;
    other.restoreState(state);
    QCOMPARE(other.page(), u"logs"_s);
    other.restoreState({{u"page"_s, u"../secret"_s}});
    QCOMPARE(other.page(), u"logs"_s);
}

QTEST_MAIN(TestGuidePane)
#include "tst_guidepane.moc"
