// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teststyle.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/stallwatch.h"
#include "ui/common/theme.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlview.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;

/// What the console makes of lost connections and of texts nobody should have to open.
class SqlHostile : public QObject
{
    Q_OBJECT
    struct FakeSql
    {
        QObject owner;
        QStringList sent;
        std::function<Result<SqlOutcome>(const QString&)> answer;
        Call<SqlOutcome>* send(const QString& sql)
        {
            sent << sql;
            SqlOutcome none;
            none.rowsJson = "[]";
            return Call<SqlOutcome>::ready(&owner, answer ? answer(sql) : Result<SqlOutcome>(none));
        }
    };
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FakeSql> m_sql;
    std::unique_ptr<SqlView> m_view;

    template <typename T>
    T* find(const char* name) { return m_view->window()->findChild<T*>(QLatin1StringView(name)); }
    QString label(const char* name) { return find<QLabel>(name)->text(); }
    void click(const char* name) { find<QAbstractButton>(name)->click(); }
    void type(const QString& text)
    {
        m_view->setText(text);
        m_view->editor()->setCursorAt(0);
    }
    void waitDone() { QTRY_VERIFY(!m_view->runner()->isRunning() && !m_view->runner()->steps().isEmpty()); }
    ConfirmDialog* dialog() { return m_view->window()->findChild<ConfirmDialog*>(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_theme = test::testTheme();
    }
    void init()
    {
        m_sql = std::make_unique<FakeSql>();
        m_view = std::make_unique<SqlView>();
        m_view->setSend([this](const QString& sql) { return m_sql->send(sql); });
        m_view->resize(1000, 700);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_sql.reset();
    }
    void lostConnectionTellsReadsFromWrites()
    {
        Problem lost = Problem::make(Problem::Kind::Network, QStringLiteral("net.reset"), QStringLiteral("Connection reset"));
        lost.mutation = Problem::Mutation::Unknown;
        m_sql->answer = [lost](const QString&) { return Result<SqlOutcome>(lost); };
        const std::pair<const char*, const char*> cases[] = {{"select id from recipes", "It only reads, so nothing was written"},
                                                             {"update recipes set slug = '' where id = 1", "may have been applied in full or not at all"},
                                                             {"with w as (delete from recipes where id = 1 returning *) select * from w", "may have been applied"},
                                                             {"select wipe_everything()", "may have been applied"}};
        for (const auto& [sql, words] : cases) {
            type(QString::fromLatin1(sql));
            m_view->run(SqlRunScope::Statement);
            QTRY_COMPARE(m_view->runner()->steps().value(0).original, QString::fromLatin1(sql));
            waitDone();
            QVERIFY2(label("sql.error.raw").contains(QLatin1StringView(words)), qPrintable(label("sql.error.raw")));
            QCOMPARE(m_view->text(), QString::fromLatin1(sql));
        }
    }

    void withoutLimitKeepsTheValues()
    {
        type(QStringLiteral("select id from recipes where title = $1"));
        m_view->run(SqlRunScope::Statement);
        QTRY_VERIFY(find<QLineEdit>("sql.params.1"));
        find<QLineEdit>("sql.params.1")->setText(QStringLiteral("soup"));
        click("sql.params.run");
        waitDone();
        QCOMPARE(m_sql->sent.last(), QStringLiteral("select id from recipes where title = ('soup') limit 500"));
        Q_EMIT m_view->results()->withoutLimitRequested();
        waitDone();
        QCOMPARE(m_sql->sent.last(), QStringLiteral("select id from recipes where title = ('soup')"));
    }

    void hostileTextsKeepTheWindowAlive_data()
    {
        QTest::addColumn<QString>("text");
        QString long20;
        for (int i = 0; long20.size() < 20'000'000; ++i)
            long20 += QStringLiteral("insert into recipes (id, title) values (%1, 'soup'); -- of the day\n").arg(i);
        QTest::newRow("20 MB") << long20;
        QTest::newRow("a line of 90 KB") << QStringLiteral("select '") + QStringLiteral("abcdefg \u00e9").repeated(9'000) + QStringLiteral("'");
        QTest::newRow("a line of 5 MB") << QStringLiteral("select '") + QStringLiteral("abcdefg \u00e9").repeated(500'000) + QStringLiteral("'");
        QTest::newRow("a chain of 100 KB") << QStringLiteral("select 1") + QStringLiteral("+1").repeated(49'000);
        QTest::newRow("a chain of 4 MB") << QStringLiteral("select 1") + QStringLiteral("+1").repeated(2'000'000);
        QTest::newRow("brackets") << QStringLiteral("select ") + QStringLiteral("(").repeated(90'000);
        QTest::newRow("10,000 statements") << QStringLiteral("select 1;").repeated(10'000);
        QTest::newRow("NUL bytes") << QStringLiteral("select 'a") + QString(3, QChar(u'\0')) + QStringLiteral("b'; select 2");
        QTest::newRow("half pairs") << QStringLiteral("select '") + QString(2000, QChar(0xD800)) + QStringLiteral("'");
    }
    void hostileTextsKeepTheWindowAlive()
    {
        QFETCH(QString, text);
        QGuiApplication::clipboard()->setText(text);
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        QWidget* input = m_view->editor()->input();
        input->setFocus();
        StallWatch watch;
        QStringList stalls;
        QString doing = QStringLiteral("paste");
        // Usable, also beside others on a busy machine: the everyday bound of 100 ms is hugeTextDoesNotBlock()'s, and holds for
        // 20 MB too where nobody else wants the memory.
        connect(&watch, &StallWatch::stalled, this, [&](int ms) {
            if (ms > 400)
                stalls << doing + QStringLiteral(" %1 ms").arg(ms);
        });
        const auto rest = [] { QTest::qWait(40); };
        QSignalSpy said(m_view.get(), &SqlView::noticed);
        QTest::keyClick(input, Qt::Key_V, Qt::ControlModifier);
        rest();
        const bool refused = !SqlEditor::canShow(text);
        QCOMPARE(m_view->editor()->length() == 0, refused);
        QCOMPARE(said.size(), refused ? 1 : 0);
        doing = QStringLiteral("typing");
        for (const char c : QByteArrayLiteral(";select 1")) {
            QTest::keyClick(input, c);
            rest();
        }
        QTest::keyClick(input, Qt::Key_Escape);
        doing = QStringLiteral("reading");
        m_view->run(SqlRunScope::Statement);
        QTRY_VERIFY_WITH_TIMEOUT(!m_sql->sent.isEmpty() || dialog(), 60'000);
        QCOMPARE(stalls.join(QStringLiteral(", ")), QString());
    }

    /// A long paste comes in piece by piece. Keys hit meanwhile are not lost, and not in the middle of it; it is one undo step.
    void keysWaitForALongPaste()
    {
        QString text = QStringLiteral("-- \u00e9\U0001F680\r\n").repeated(300'000);
        QGuiApplication::clipboard()->setText(text);
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        QWidget* input = m_view->editor()->input();
        input->setFocus();
        QTest::keyClicks(input, QStringLiteral("-- before "));
        QTest::keyClick(input, Qt::Key_V, Qt::ControlModifier);
        QTest::keyClicks(input, QStringLiteral("select 7"));
        QTRY_VERIFY(m_view->text().endsWith(QStringLiteral("select 7")));
        QCOMPARE(m_view->text(), QStringLiteral("-- before ") + text.remove(u'\r') + QStringLiteral("select 7"));
        QVERIFY(!m_view->editor()->isReadOnly());
        QCOMPARE(m_view->editor()->cursor(), m_view->text().size());
        for (int i = 0; i < 20 && m_view->editor()->length() > 10; ++i)
            m_view->editor()->undo();
        QCOMPARE(m_view->text(), QStringLiteral("-- before "));
        // What is kept of it for the next start is all of it.
        m_view->editor()->redo();
        const QJsonObject state = m_view->saveState();
        SqlView other;
        other.restoreState(QJsonDocument::fromJson(QJsonDocument(state).toJson()).object());
        QVERIFY(other.text().size() > 1'000'000 && other.text() == m_view->text());
    }

    /// Offsets are UTF-16 units for those who read the screen aloud, too.
    void readersHearTheText()
    {
        type(QStringLiteral("-- \u00e9\u05d0\U0001F680\nselect 'x\U0001F680y'"));
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(m_view->editor()->input());
        QVERIFY(access && access->textInterface());
        QAccessibleTextInterface* reader = access->textInterface();
        const QString text = m_view->text();
        QCOMPARE(reader->characterCount(), int(text.size()));
        for (int i = 0; i <= text.size(); ++i) {
            if (i < text.size() && text[i].isLowSurrogate())
                continue;
            reader->setCursorPosition(i);
            QCOMPARE(reader->cursorPosition(), i);
            QCOMPARE(m_view->editor()->cursor(), i);
            QCOMPARE(reader->text(0, i), text.left(i));
        }
        reader->setSelection(0, 3, 5);
        int start = 0, end = 0;
        reader->selection(0, &start, &end);
        QCOMPARE(text.mid(start, end - start), text.mid(3, 2));
        QVERIFY(access->state().editable && access->state().multiLine);
    }

    void binaryFileIsNotOpened()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("picture.sql"));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + QByteArray(100'000, '\xff'));
        out.close();
        type(QStringLiteral("select 1"));
        QSignalSpy said(m_view.get(), &SqlView::noticed);
        m_view->openFile(file);
        QTRY_COMPARE(said.size(), 1);
        QVERIFY2(said.first().first().toString().contains(QStringLiteral("picture.sql was not opened: it is not UTF-8 text")), qPrintable(said.first().first().toString()));
        QCOMPARE(m_view->text(), QStringLiteral("select 1"));
    }
};

QTEST_MAIN(SqlHostile)
#include "tst_sqlhostile.moc"
