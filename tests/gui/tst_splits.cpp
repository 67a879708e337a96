// SPDX-License-Identifier: GPL-3.0-or-later
// Several documents side by side: how splits come, go, take tabs by drag, and are kept.
#include "tests/gui/papers.h"
#include "ui/common/theme.h"
#include "ui/shell/doctabbar.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QJsonArray>
#include <QLineEdit>
#include <QTest>

using namespace run402;

class TstSplits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_theme.install(*qApp);
        m_theme.setMode(Theme::Mode::Light);
    }

    void splitsShowSeveralAndComeBack()
    {
        const PaneRegistry panes = papers();
        QJsonObject state;
        const auto shape = [](const MainWindow& window) {
            QList<QStringList> tabs;
            const auto groups = window.documents()->groups();
            for (const DocumentGroup* group : groups)
                tabs << group->ids();
            return tabs;
        };
        const QString overview = QStringLiteral("overview"), a = QStringLiteral("table:a"), b = QStringLiteral("table:b"), sql = QStringLiteral("sql");
        {
            MainWindow window(panes);
            window.resize(1440, 900);
            window.show();
            QVERIFY(QTest::qWaitForWindowActive(&window));
            connect(&window, &MainWindow::newTabAsked, &window, [&window] { window.openPane({QStringLiteral("sql"), {}, {}, false}); });
            for (const QString& id : {overview, a, b})
                window.openTarget(id, false);
            DocumentArea* documents = window.documents();
            QTest::keyClick(&window, Qt::Key_Backslash, Qt::ControlModifier);
            QCOMPARE(shape(window), (QList<QStringList>{{overview, a}, {b}}));
            QCOMPARE(documents->currentId(), b);
            QTRY_VERIFY(documents->find(a)->isVisible() && documents->find(b)->isVisible());
            QVERIFY(documents->find(a)->mapTo(&window, QPoint()).x() < documents->find(b)->mapTo(&window, QPoint()).x());
            // b has its split to itself: another one below gets a document of its own.
            QTest::keyClick(&window, Qt::Key_Backslash, Qt::ControlModifier | Qt::ShiftModifier);
            QCOMPARE(shape(window), (QList<QStringList>{{overview, a}, {b}, {sql}}));
            QVERIFY(documents->find(b)->mapTo(&window, QPoint()).y() < documents->find(sql)->mapTo(&window, QPoint()).y());
            window.openTarget(QStringLiteral("table:c"), false); // where the work is
            QCOMPARE(documents->groups().at(2)->ids(), (QStringList{sql, QStringLiteral("table:c")}));
            documents->closeNow(QStringLiteral("table:c"));
            static_cast<Paper*>(documents->find(sql))->text = QStringLiteral("select 1");
            state = window.saveState();
        }
        MainWindow window(panes);
        window.resize(1440, 900);
        window.show();
        window.restoreState(state);
        DocumentArea* documents = window.documents();
        QCOMPARE(shape(window), (QList<QStringList>{{overview, a}, {b}, {sql}}));
        QCOMPARE(documents->currentId(), sql);
        QCOMPARE(documents->groups().first()->currentId(), a);
        QCOMPARE(static_cast<Paper*>(documents->find(sql))->text, QStringLiteral("select 1"));
        QVERIFY(documents->find(b)->mapTo(&window, QPoint()).y() < documents->find(sql)->mapTo(&window, QPoint()).y());
        const auto shown = documents->groups();
        for (const DocumentGroup* group : shown)
            QTRY_COMPARE(group->tabBar()->width(), group->tabBar()->sizeHint().width());
        documents->closeNow(sql); // the last of its split takes it along
        QCOMPARE(shape(window), (QList<QStringList>{{overview, a}, {b}}));
        QCOMPARE(documents->currentId(), b);
        documents->closeSplit();
        QCOMPARE(shape(window), (QList<QStringList>{{overview, a, b}}));
        QCOMPARE(documents->currentId(), b);
        documents->clear();
        QCOMPARE(documents->groups().size(), 1);
        state.insert(QStringLiteral("splits"), QJsonObject{{QStringLiteral("parts"), QJsonArray{1, QJsonObject{{QStringLiteral("tabs"), 7}}, QJsonObject{{QStringLiteral("parts"), QStringLiteral("x")}}}}});
        window.restoreState(state);
        QCOMPARE(shape(window), (QList<QStringList>{{overview, a, b, sql}}));
    }

    void aTabIsDraggedToAnEdge()
    {
        const PaneRegistry panes = papers();
        MainWindow window(panes);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        for (const char* id : {"overview", "table:a"})
            window.openTarget(QLatin1String(id), false);
        DocumentArea* documents = window.documents();
        const auto drag = [&](DocTabBar* tabs, int index, const QPoint& inArea) {
            const QPoint from = tabs->tabRect(index).center(), to = tabs->mapFromGlobal(documents->mapToGlobal(inArea));
            QTest::mousePress(tabs, Qt::LeftButton, {}, from);
            for (int step = 1; step <= 4; ++step) {
                const QPointF at = QPointF(from) + QPointF(to - from) * step / 4;
                QMouseEvent move(QEvent::MouseMove, at, tabs->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
                QApplication::sendEvent(tabs, &move);
            }
            const bool shaded = window.findChild<QWidget*>(QStringLiteral("dropShade"))->isVisible();
            QTest::mouseRelease(tabs, Qt::LeftButton, {}, to);
            return shaded;
        };
        QVERIFY(drag(documents->groups().first()->tabBar(), 1, QPoint(documents->width() / 2, documents->height() - 20)));
        QCOMPARE(documents->groups().size(), 2);
        QCOMPARE(documents->groups().at(1)->ids(), QStringList{QStringLiteral("table:a")});
        QVERIFY(documents->groups().at(1)->geometry().top() > documents->groups().at(0)->geometry().top());
        QVERIFY(!window.findChild<QWidget*>(QStringLiteral("dropShade"))->isVisible());
        // Into the middle of the other: it joins that one, and its own split goes.
        QVERIFY(drag(documents->groups().at(1)->tabBar(), 0, QPoint(documents->width() / 2, documents->height() / 4)));
        QCOMPARE(documents->groups().size(), 1);
        QCOMPARE(documents->ids(), (QStringList{QStringLiteral("overview"), QStringLiteral("table:a")}));
    }

    void f6WalksTheSplits()
    {
        PaneRegistry panes;
        PaneInfo field;
        field.id = QStringLiteral("field");
        field.title = "Field";
        field.make = [](QWidget* parent, const QString&) -> QWidget* { return new QLineEdit(parent); };
        panes.add(field);
        MainWindow window(panes);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QWidget* one = window.openTarget(QStringLiteral("field:1"), false);
        QWidget* two = window.openTarget(QStringLiteral("field:2"), false);
        window.splitView(DocumentArea::Edge::Right);
        QCOMPARE(QApplication::focusWidget(), two);
        QTRY_VERIFY(one->isVisible());
        QSet<QWidget*> seen;
        for (int i = 0; i < 10; ++i) {
            QTest::keyClick(&window, Qt::Key_F6);
            seen.insert(QApplication::focusWidget());
            if (QApplication::focusWidget() == one)
                QCOMPARE(window.documents()->currentId(), QStringLiteral("field:1"));
        }
        QVERIFY(seen.contains(one) && seen.contains(two));
    }

private:
    Theme m_theme;
};

QTEST_MAIN(TstSplits)
#include "tst_splits.moc"
