// SPDX-License-Identifier: GPL-3.0-or-later
// The window's shell: fuzzy search, tabs, history, palette, layout, session.
#include "tests/gui/papers.h"
#include "ui/common/button.h"
#include "ui/common/theme.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/doctabbar.h"
#include "ui/shell/document.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/fuzzy.h"
#include "ui/shell/inspector.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/navigationhistory.h"
#include "ui/shell/projecttree.h"
#include "ui/shell/topbar.h"
#include "ui/shell/welcomeview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

using namespace run402;

namespace {

PaletteItem command(const QString& title, QStringList* ran, QChar prefix = {})
{
    PaletteItem item;
    item.id = item.title = title;
    item.group = prefix == QLatin1Char('#') ? QStringLiteral("Tables") : QStringLiteral("Commands");
    item.prefix = prefix;
    item.trigger = [ran, title](bool newTab) { ran->append(newTab ? title + QLatin1Char('+') : title); };
    return item;
}

class Source final : public PaletteSource
{
public:
    QVector<PaletteItem> all;
    QVector<PaletteItem> items() override { return all; }
};

} // namespace

class TstShell : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_theme.install(*qApp);
        m_theme.setMode(Theme::Mode::Light);
    }

    void fuzzyFindsLettersInOrder()
    {
        const auto match = fuzzyMatch(QStringLiteral("com"), QStringLiteral("Open table comments"));
        QVERIFY(match);
        QCOMPARE(match->positions, (QVector<int>{11, 12, 13}));
        QVERIFY(!fuzzyMatch(QStringLiteral("moc"), QStringLiteral("com")));
        QVERIFY(fuzzyMatch(QString(), QStringLiteral("x")));
        QVERIFY(!fuzzyMatch(QStringLiteral("longer"), QStringLiteral("long")));
    }

    void fuzzyRanksWordStartsRunsAndShortTexts()
    {
        const auto score = [](const char* query, const char* text) {
            const auto m = fuzzyMatch(QLatin1String(query), QLatin1String(text));
            return m ? m->score : -1000;
        };
        QVERIFY(score("deploy", "Deploy") > score("deploy", "Download every policy"));
        QVERIFY(score("sr", "set_rules") > score("sr", "users"));
        QVERIFY(score("com", "comments") > score("com", "welcome"));
        QVERIFY(score("rec", "recipes") > score("rec", "recipes of the whole long year of cooking"));
        QVERIFY(score("or", "openRules") > score("or", "colour"));
    }

    void fuzzyPrefersTheRunOverAnEarlierLooseFit()
    {
        const auto match = fuzzyMatch(QStringLiteral("sql"), QStringLiteral("s q l sql"));
        QVERIFY(match);
        const auto loose = fuzzyMatch(QStringLiteral("table"), QStringLiteral("t a b l e x table"));
        QCOMPARE(loose->positions.size(), 5);
        QVERIFY(std::is_sorted(loose->positions.begin(), loose->positions.end()));
    }

    void fuzzyStaysQuickOnHugeText()
    {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 200; ++i)
            (void)fuzzyMatch(QString(1000, QLatin1Char('a')), QString(100000, QLatin1Char('a')));
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void historyWalksAndForgetsWhatWasAhead()
    {
        NavigationHistory h;
        for (const char* place : {"a", "b", "b", "c"})
            h.visit(QLatin1String(place));
        QCOMPARE(h.back(), QStringLiteral("b"));
        QCOMPARE(h.back(), QStringLiteral("a"));
        QVERIFY(h.back().isEmpty());
        QCOMPARE(h.forward(), QStringLiteral("b"));
        h.visit(QStringLiteral("d"));
        QVERIFY(!h.canGoForward());
        for (int i = 0; i < 500; ++i)
            h.visit(QString::number(i));
        int steps = 0;
        while (!h.back().isEmpty())
            ++steps;
        QCOMPARE(steps, 99);
    }

    void previewTabIsReusedUntilPinnedOrEdited()
    {
        DocumentArea area;
        area.add(new Paper(nullptr), {}, QStringLiteral("a"), QStringLiteral("table:a"), true);
        QVERIFY(area.isPreview(QStringLiteral("table:a")));
        auto* b = new Paper(nullptr);
        area.add(b, {}, QStringLiteral("b"), QStringLiteral("table:b"), true);
        QCOMPARE(area.ids(), QStringList{QStringLiteral("table:b")});
        b->edit(); // an edit pins it
        QVERIFY(!area.isPreview(QStringLiteral("table:b")));
        area.add(new Paper(nullptr), {}, QStringLiteral("c"), QStringLiteral("table:c"), true);
        QCOMPARE(area.ids().size(), 2);
        Q_EMIT area.activeGroup()->tabBar()->pinAsked(1);
        QVERIFY(!area.isPreview(QStringLiteral("table:c")));
    }

    void oneTabPerObject()
    {
        DocumentArea area;
        QWidget* first = area.add(new Paper(nullptr), {}, QStringLiteral("a"), QStringLiteral("x"));
        QPointer<QWidget> second = new Paper(nullptr);
        QCOMPARE(area.add(second, {}, QStringLiteral("a"), QStringLiteral("x")), first);
        QTRY_VERIFY(!second);
    }

    void middleClickAndCrossClose()
    {
        DocumentArea area;
        area.resize(900, 500);
        for (const char* id : {"a", "b", "c"})
            area.add(new Paper(nullptr), {}, QLatin1String(id), QLatin1String(id));
        area.show();
        QSignalSpy closed(&area, &DocumentArea::closed);
        DocTabBar* tabs = area.activeGroup()->tabBar();
        QTest::mouseClick(tabs, Qt::MiddleButton, {}, tabs->tabRect(1).center());
        QCOMPARE(closed.takeFirst().first().toString(), QStringLiteral("b"));
        const QRect r = tabs->tabRect(0);
        QTest::mouseClick(tabs, Qt::LeftButton, {}, QPoint(r.right() - 16, r.center().y() + 1));
        QCOMPARE(closed.takeFirst().first().toString(), QStringLiteral("a"));
        QCOMPARE(area.currentId(), QStringLiteral("c"));
    }

    void draggingReordersAndKeepsDocumentsWithTheirTabs()
    {
        DocumentArea area;
        area.resize(900, 500);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        for (const char* id : {"a", "b", "c"})
            area.add(new Paper(nullptr, QLatin1String(id)), {}, QLatin1String(id), QLatin1String(id));
        DocTabBar* tabs = area.activeGroup()->tabBar();
        QTRY_VERIFY(tabs->tabRect(0).left() == 0 && tabs->width() > tabs->tabRect(2).right()); // laid out
        const QPoint from = tabs->tabRect(0).center() - QPoint(20, 0);
        const QPoint to = tabs->tabRect(2).center() + QPoint(15, 0);
        QTest::mousePress(tabs, Qt::LeftButton, {}, from);
        for (int x = from.x(); x <= to.x(); x += 4) {
            QMouseEvent move(QEvent::MouseMove, QPointF(x, from.y()), tabs->mapToGlobal(QPoint(x, from.y())), Qt::NoButton,
                             Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(tabs, &move);
        }
        QTest::mouseRelease(tabs, Qt::LeftButton, {}, to);
        QCOMPARE(area.ids(), (QStringList{QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("a")}));
        QCOMPARE(area.currentId(), QStringLiteral("a"));
        QCOMPARE(static_cast<Paper*>(area.current())->text, QStringLiteral("a"));
        area.activate(QStringLiteral("c"));
        QCOMPARE(static_cast<Paper*>(area.current())->text, QStringLiteral("c"));
    }

    void tabsThatDoNotFitKeepTheirNamesAndAreListed()
    {
        DocumentArea area;
        area.resize(900, 400);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        const auto name = [](int i) { return QStringLiteral("document %1").arg(i); };
        area.add(new Paper(nullptr), {}, name(0), QStringLiteral("table:0"), false);
        auto* all = area.findChild<IconButton*>(QStringLiteral("allTabs"));
        QVERIFY(all && !all->isVisible());
        for (int i = 1; i < 14; ++i)
            area.add(new Paper(nullptr), {}, name(i), QStringLiteral("table:%1").arg(i), false);
        QTRY_VERIFY(all->isVisible());
        DocTabBar* tabs = area.activeGroup()->tabBar();
        QTRY_VERIFY(tabs->geometry().right() < all->geometry().left());
        const int text = QFontMetrics(tabs->font()).horizontalAdvance(QStringLiteral("docum"));
        for (int i = 0; i < tabs->count(); ++i)
            QVERIFY2(tabs->tabRect(i).width() - 61 > text, qPrintable(QString::number(tabs->tabRect(i).width()))); // 61: icon, cross, air
        QTest::mouseClick(all, Qt::LeftButton);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 14);
        QVERIFY(menu->actions().last()->isChecked());
        menu->setActiveAction(menu->actions().at(2));
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(area.currentId(), QStringLiteral("table:2"));
        QVERIFY(tabs->rect().contains(tabs->tabRect(tabs->currentIndex()))); // scrolled into sight
        for (int i = 13; i > 2; --i)
            area.closeNow(QStringLiteral("table:%1").arg(i));
        QTRY_VERIFY(!all->isVisible());
    }

    void unsavedDocumentAsksBeforeClosing()
    {
        DocumentArea area;
        area.resize(900, 600);
        area.show();
        QVERIFY(QTest::qWaitForWindowActive(&area));
        auto* paper = new Paper(nullptr);
        area.add(paper, {}, QStringLiteral("a"), QStringLiteral("a"));
        paper->edit();
        QVERIFY(area.activeGroup()->tabBar()->look(0).modified);
        const auto press = [&area](const char* name) {
            auto* button = area.findChild<Button*>(QLatin1String(name));
            QVERIFY(button);
            button->click();
        };
        area.askClose(QStringLiteral("a"));
        press("confirmCancel");
        QVERIFY(area.find(QStringLiteral("a")));
        QTRY_VERIFY(!area.findChild<Button*>(QStringLiteral("confirmAccept")));
        area.askClose(QStringLiteral("a"));
        press("confirmAccept"); // saves, then closes
        QVERIFY(!area.find(QStringLiteral("a")));
    }

    void panesOpenByTargetAndSqlTabsAreUnlimited()
    {
        const PaneRegistry panes = papers();
        MainWindow window(panes);
        window.show();
        QSignalSpy unknown(&window, &MainWindow::unknownPaneAsked);
        QVERIFY(!window.openTarget(QStringLiteral("nothing:x"), false));
        QCOMPARE(unknown.count(), 1);
        auto* table = static_cast<Paper*>(window.openTarget(QStringLiteral("table:public.a:b"), false));
        QCOMPARE(table->text, QStringLiteral("public.a:b"));
        PaneSpec sql;
        sql.pane = QStringLiteral("sql");
        QVERIFY(window.openPane(sql) != window.openPane(sql));
        QCOMPARE(window.documents()->ids().size(), 3);
        PaneSpec log;
        log.pane = QStringLiteral("requests");
        QVERIFY(window.openPane(log));
        QVERIFY(window.bottomDock()->isOpen());
    }

    void inspectorFollowsTheDocumentAndGivesItsWidgetBack()
    {
        const PaneRegistry panes = papers();
        MainWindow window(panes);
        window.resize(1440, 900);
        window.show();
        auto* paper = static_cast<Paper*>(window.openTarget(QStringLiteral("table:a"), false));
        QVERIFY(!window.inspector()->isVisible());
        paper->withSide = true;
        paper->edit();
        QVERIFY(window.inspector()->isVisible());
        QTRY_COMPARE(window.inspector()->width(), 331);
        window.openTarget(QStringLiteral("overview"), false);
        QVERIFY(!window.inspector()->isVisible());
        QCOMPARE(paper->side->parentWidget(), paper);
        window.openTarget(QStringLiteral("table:a"), false);
        QPointer<QWidget> side = paper->side;
        window.documents()->closeNow(QStringLiteral("table:a"));
        QTRY_VERIFY(!side); // went with its document
    }

    void narrowWindowsOverlayTheInspectorAndShrinkTheTree()
    {
        const PaneRegistry panes = papers();
        MainWindow window(panes);
        window.resize(1440, 900);
        window.show();
        auto* paper = static_cast<Paper*>(window.openTarget(QStringLiteral("table:a"), false));
        paper->withSide = true;
        paper->edit();
        const int wide = 1440 - 243 - 331 - 2; // two lines of 1
        QTRY_COMPARE(window.documents()->width(), wide);
        QCOMPARE(window.tree()->width(), 243);
        window.resize(1150, 800);
        QTRY_COMPARE(window.inspector()->geometry().right() + 1, window.width());
        QVERIFY(!window.tree()->iconsOnly());
        window.resize(1040, 700);
        QTRY_VERIFY(window.tree()->iconsOnly());
        QTRY_COMPARE(window.tree()->width(), 48);
        QTRY_COMPARE(window.documents()->width(), 1040 - 48 - 1);
        window.resize(1440, 900);
        QTRY_COMPARE(window.documents()->width(), wide);
        QVERIFY(window.minimumWidth() == 1024 && window.minimumHeight() == 680);
    }

    void keysToggleThePanels()
    {
        const PaneRegistry panes = papers();
        MainWindow window(panes);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        PaneSpec log;
        log.pane = QStringLiteral("requests");
        window.openPane(log);
        QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
        QVERIFY(!window.bottomDock()->isOpen());
        QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
        QVERIFY(window.bottomDock()->isOpen());
        QTest::keyClick(&window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(!window.tree()->isVisible());
        QTest::keyClick(&window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(window.tree()->isVisible());
    }

    void closingTheDockGivesItsRoomBack()
    {
        const PaneRegistry panes = papers();
        MainWindow window(panes);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.openTarget(QStringLiteral("overview"), false);
        window.bottomDock()->addPage(QStringLiteral("activity"), QStringLiteral("Activity"), QStringLiteral("activity"), new QWidget);
        window.bottomDock()->addPage(QStringLiteral("requests"), QStringLiteral("Requests"), QStringLiteral("activity"), new QWidget);
        const int tall = window.documents()->height();
        for (const char* page : {"activity", "requests"}) {
            window.bottomDock()->showPage(QString::fromLatin1(page));
            QTRY_VERIFY(window.documents()->height() < tall - 100);
            m_theme.setMode(Theme::Mode::Dark);
            window.bottomDock()->setOpen(false);
            QTRY_COMPARE(window.documents()->height(), tall);
            m_theme.setMode(Theme::Mode::Light);
            QTRY_COMPARE(window.documents()->height(), tall);
        }
    }

    void altArrowsWalkTheDocuments()
    {
        const PaneRegistry panes = papers();
        MainWindow window(panes);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        for (const char* target : {"overview", "table:a", "table:b"})
            window.openTarget(QLatin1String(target), false);
        QTest::keyClick(&window, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(window.documents()->currentId(), QStringLiteral("table:a"));
        window.documents()->closeNow(QStringLiteral("overview"));
        QTest::keyClick(&window, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(window.documents()->currentId(), QStringLiteral("overview")); // opened again
        QTest::keyClick(&window, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(window.documents()->currentId(), QStringLiteral("table:a"));
    }

    void f6VisitsEveryRegionAndComesBack()
    {
        const PaneRegistry panes = papers();
        MainWindow window(panes);
        window.resize(1440, 900);
        QStandardItemModel model;
        auto* item = new QStandardItem(QStringLiteral("Overview"));
        item->setData(QStringLiteral("overview"), TreeRole::Target);
        model.appendRow(item);
        window.tree()->setModel(&model);
        window.openTarget(QStringLiteral("overview"), false);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.tree()->tree()->setFocus();
        QSet<QString> seen;
        for (int i = 0; i < 8; ++i) {
            QTest::keyClick(&window, Qt::Key_F6);
            for (QWidget* region : {static_cast<QWidget*>(window.topBar()), static_cast<QWidget*>(window.tree()),
                                    static_cast<QWidget*>(window.documents()), static_cast<QWidget*>(window.bottomDock())})
                if (region->isAncestorOf(QApplication::focusWidget()))
                    seen.insert(region->objectName());
        }
        QCOMPARE(seen.size(), 4);
    }

    void sessionComesBack()
    {
        const PaneRegistry panes = papers();
        QJsonObject state;
        {
            MainWindow window(panes);
            window.resize(1440, 900);
            window.show();
            window.openTarget(QStringLiteral("overview"), false);
            static_cast<Paper*>(window.openTarget(QStringLiteral("sql"), false))->text = QStringLiteral("select 1");
            window.openTarget(QStringLiteral("table:a"), true);
            window.openTarget(QStringLiteral("overview"), false);
            window.setInspectorOpen(false);
            state = window.saveState();
        }
        MainWindow window(panes);
        window.resize(1440, 900);
        window.show();
        window.restoreState(state);
        QCOMPARE(window.documents()->ids(),
                 (QStringList{QStringLiteral("overview"), QStringLiteral("sql"), QStringLiteral("table:a")}));
        QCOMPARE(window.documents()->currentId(), QStringLiteral("overview"));
        QVERIFY(window.documents()->isPreview(QStringLiteral("table:a")));
        QVERIFY(!window.inspectorOpen());
        // Only what is seen is made; the others keep what they held until somebody looks, through any number of restarts.
        QVERIFY(window.documents()->find(QStringLiteral("overview")));
        QVERIFY(!window.documents()->find(QStringLiteral("sql")));
        QCOMPARE(window.saveState().value(QLatin1String("tabs")), state.value(QLatin1String("tabs")));
        window.restoreState(window.saveState());
        QCOMPARE(window.documents()->currentId(), QStringLiteral("overview"));
        auto* paper = static_cast<Paper*>(window.openTarget(QStringLiteral("sql"), true));
        QVERIFY(paper);
        QTRY_VERIFY(paper->isVisible());
        QCOMPARE(paper->text, QStringLiteral("select 1"));
        QCOMPARE(window.documents()->ids().size(), 3);
        window.restoreState({{QStringLiteral("version"), 99}});
        QCOMPARE(window.documents()->ids().size(), 3);
        window.restoreState({{QStringLiteral("version"), 1}, {QStringLiteral("tabs"), QStringLiteral("rubbish")}});
        QVERIFY(window.documents()->ids().isEmpty());
    }

    void treeOpensPreviewsAndPins()
    {
        ProjectTree tree;
        tree.resize(244, 600);
        QStandardItemModel model;
        auto* section = new QStandardItem(QStringLiteral("Data"));
        section->setData(true, TreeRole::Section);
        auto* sql = new QStandardItem(QStringLiteral("SQL console"));
        sql->setData(QStringLiteral("sql"), TreeRole::Target);
        section->appendRow(sql);
        auto* pinned = new QStandardItem(QStringLiteral("Settings"));
        pinned->setData(true, TreeRole::Pinned);
        pinned->setData(QStringLiteral("settings"), TreeRole::Target);
        model.appendRow(section);
        model.appendRow(pinned);
        tree.setModel(&model);
        tree.show();
        QSignalSpy opened(&tree, &ProjectTree::targetOpened);
        QCOMPARE(tree.tree()->model()->rowCount(), 1); // the pinned row is below
        const QModelIndex row = tree.tree()->model()->index(0, 0, tree.tree()->model()->index(0, 0));
        QVERIFY(row.isValid());
        QTest::mouseClick(tree.tree()->viewport(), Qt::LeftButton, {}, tree.tree()->visualRect(row).center());
        QCOMPARE(opened.last(), (QList<QVariant>{QStringLiteral("sql"), false}));
        QTest::keyClick(tree.tree(), Qt::Key_Return);
        QCOMPARE(opened.last(), (QList<QVariant>{QStringLiteral("sql"), true}));
    }

    void paletteFiltersByPrefixAndRuns()
    {
        QStringList ran;
        Source source;
        source.all = {command(QStringLiteral("Deploy"), &ran, QLatin1Char('>')),
                      command(QStringLiteral("Open table comments"), &ran, QLatin1Char('#')),
                      command(QStringLiteral("Compare folder"), &ran, QLatin1Char('>'))};
        const PaneRegistry panes = papers();
        MainWindow window(panes);
        window.resize(1440, 900);
        window.addPaletteSource(&source);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.openPalette(QStringLiteral("com"));
        auto* palette = window.findChild<CommandPalette*>();
        QVERIFY(palette);
        QCOMPARE(palette->width(), 640);
        QCOMPARE(palette->y(), 84);
        QCOMPARE(palette->shownIds().size(), 2);
        palette->setQuery(QStringLiteral("#com"));
        QCOMPARE(palette->shownIds(), QStringList{QStringLiteral("Open table comments")});
        palette->setQuery(QStringLiteral(">"));
        QCOMPARE(palette->shownIds(), (QStringList{QStringLiteral("Deploy"), QStringLiteral("Compare folder")}));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(ran, QStringList{QStringLiteral("Compare folder+")});
        QTRY_VERIFY(!window.findChild<CommandPalette*>());
        window.openPalette(QStringLiteral("zzzz"));
        auto* empty = window.findChild<CommandPalette*>();
        QVERIFY(empty->shownIds().isEmpty());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // nothing to run
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!window.findChild<CommandPalette*>());
        QCOMPARE(ran.size(), 1);
    }

    void welcomeMovesByArrowsAndStartsByEnter()
    {
        WelcomeView view;
        view.resize(1440, 900);
        view.setCliFound(0, false, QStringLiteral("~/.config/run402"));
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setFocus();
        QSignalSpy sandbox(&view, &WelcomeView::sandboxChosen);
        QSignalSpy connectTo(&view, &WelcomeView::connectChosen);
        QSignalSpy import(&view, &WelcomeView::importChosen);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(sandbox.count(), 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(connectTo.count(), 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down); // import has nothing to offer
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(import.count(), 0);
        view.setCliFound(3, true, QStringLiteral("~/.config/run402"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(import.count(), 1);
    }

    void environmentSwitchAsksBeforeItChanges()
    {
        TopBar bar;
        bar.setEnvironment(Environment::Testnet);
        bar.show();
        QSignalSpy asked(&bar, &TopBar::environmentRequested);
        auto* segment = bar.findChild<QAbstractButton*>(QStringLiteral("segment2"));
        QVERIFY(segment);
        QTest::mouseClick(segment, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().value<Environment>(), Environment::Mainnet);
        QCOMPARE(bar.environment(), Environment::Testnet);
    }

private:
    Theme m_theme;
};

QTEST_MAIN(TstShell)
#include "tst_shell.moc"
