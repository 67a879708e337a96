// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/model/exactwire.h"
#include "tests/support/teststyle.h"
#include "ui/common/theme.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlview.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <memory>

namespace run402::test {

/// A console on screen whose statements are answered by the test: what is common to the tests of its rows.
class ResultDesk : public QObject
{
    Q_OBJECT
protected Q_SLOTS:
    void initTestCase()
    {
        m_theme = testTheme();
    }
    void init()
    {
        m_sent.clear();
        m_answer = recipes();
        m_view = std::make_unique<SqlView>();
        m_view->runner()->setExact(true);
        m_view->setSend([this](const QString& sql) {
            m_sent << sql;
            SqlOutcome outcome;
            outcome.rowsJson = m_answer;
            outcome.rowCount = 5;
            outcome.elapsedMs = 121;
            outcome.bytes = m_answer.size();
            auto* call = new Call<SqlOutcome>(&m_owner);
            call->resolve(outcome);
            return call;
        });
        m_view->resize(1000, 760);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->activateWindow();
    }
    void cleanup() { m_view.reset(); }

protected:
    template <typename T>
    T* find(const QString& name) { return m_view->window()->findChild<T*>(name); }
    QString label(const QString& name) { return find<QLabel>(name)->text(); }
    ResultGrid* grid() { return m_view->results()->grid(); }
    QString cell(int row, int column) { return grid()->model()->index(row, column).data().toString(); }
    QString columnTexts(int column)
    {
        QStringList out;
        for (int r = 0; r < grid()->model()->rowCount(); ++r)
            out << cell(r, column);
        return out.join(u' ');
    }
    void answer(const QByteArray& json) { m_answer = json; }
    void run(const QString& sql)
    {
        m_view->setText(sql);
        m_view->editor()->setCursorAt(0);
        m_view->run(SqlRunScope::Statement);
        QTRY_VERIFY(!m_view->runner()->isRunning() && !m_view->runner()->steps().isEmpty());
    }
    void clickCell(int row, int column, Qt::KeyboardModifiers keys = {})
    {
        QTest::mouseClick(grid()->viewport(), Qt::LeftButton, keys, grid()->visualRect(grid()->model()->index(row, column)).center());
    }
    QString copied(ResultFormat format = ResultFormat::Tsv)
    {
        QGuiApplication::clipboard()->setText(QStringLiteral("nothing yet"));
        m_view->results()->copy(format);
        return QGuiApplication::clipboard()->text();
    }
    void clickHead(int column, Qt::KeyboardModifiers keys = {})
    {
        QHeaderView* head = grid()->horizontalHeader();
        QTest::mouseClick(head->viewport(), Qt::LeftButton, keys, QPoint(head->sectionViewportPosition(column) + head->sectionSize(column) / 2, head->height() / 2));
    }
    /// Opens the menu of the current cell by its key and chooses.
    void choose(const QString& action)
    {
        grid()->setFocus();
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(5, 5), grid()->mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(grid()->viewport(), &event);
        auto* menu = grid()->findChild<QMenu*>(QStringLiteral("sql.grid.menu"));
        QVERIFY(menu);
        auto* entry = menu->findChild<QAction*>(action);
        QVERIFY2(entry && entry->isEnabled(), qPrintable(action));
        entry->trigger();
        menu->close();
        delete menu;
        m_view->activateWindow(); // no window manager here gives it back what the menu took
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    }
    QByteArray recipes() const
    {
        return exactWire({{"id", "BIGINT"}, {"title", "UDT.d.pg_catalog.text"}, {"rating", "NUMERIC"}, {"at", "TIMESTAMP_WTZ"}, {"id", "INTEGER"}},
                         {"(9007199254740993,\"Lemon pasta\",4.90,\"2026-05-09 20:02:31.000001+00\",1)",
                          "(17,\"Shakshuka, for four\",4.8,\"2026-05-09 20:02:31+00\",2)",
                          "(9007199254740992,\"\",,infinity,3)",
                          "(88,,4.85,\"2026-05-08 20:02:31.5+00\",4)"});
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<SqlView> m_view;
    QObject m_owner;
    QStringList m_sent;
    QByteArray m_answer;
};

} // namespace run402::test
