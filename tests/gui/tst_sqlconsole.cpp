// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teststyle.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/label.h"
#include "ui/common/chip.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/stallwatch.h"
#include "ui/sql/resultexport.h"
#include "ui/sql/resulttabs.h"
#include "ui/sql/rowinspector.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlview.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;

namespace {

/// The one thing the console needs of a service: answers are given by the test.
struct FakeSql
{
    QObject owner;
    QStringList sent;
    QList<QPointer<Call<SqlOutcome>>> calls;
    bool manual = false;
    std::function<Result<SqlOutcome>(const QString&)> answer;

    static SqlOutcome rows(const QByteArray& json, std::optional<qint64> count)
    {
        SqlOutcome o;
        o.rowsJson = json;
        o.rowCount = count;
        o.elapsedMs = 121;
        o.bytes = json.size();
        return o;
    }
    static Problem refused(const QString& message)
    {
        Problem p = Problem::make(Problem::Kind::Refused, QStringLiteral("sql.error"), message);
        p.httpStatus = 400;
        return p;
    }
    Call<SqlOutcome>* send(const QString& sql)
    {
        sent << sql;
        auto* call = new Call<SqlOutcome>(&owner);
        calls << call;
        if (!manual)
            call->resolve(answer ? answer(sql) : Result<SqlOutcome>(rows("[]", 0)));
        return call;
    }
};

Schema kitchen()
{
    const auto column = [](const char* name, const char* type) {
        return Column{QString::fromLatin1(name), QString::fromLatin1(type), true, {}};
    };
    Table recipes, comments;
    recipes.name = QStringLiteral("recipes");
    recipes.columns = {column("id", "bigint"), column("title", "text"), column("slug", "text"), column("author_id", "uuid"),
                       column("rating", "numeric"), column("minutes", "integer"), column("nutrition", "jsonb"),
                       column("published_at", "timestamp with time zone")};
    recipes.constraints = {{QStringLiteral("recipes_pkey"), QStringLiteral("PRIMARY KEY"), QStringLiteral("PRIMARY KEY (id)")}};
    comments.name = QStringLiteral("comments");
    comments.columns = {column("id", "bigint"), column("recipe_id", "bigint"), column("body", "text")};
    comments.constraints = {{QStringLiteral("c"), QStringLiteral("FOREIGN KEY"), QStringLiteral("FOREIGN KEY (recipe_id) REFERENCES recipes(id)")}};
    return {QStringLiteral("p0042"), {recipes, comments}};
}

QByteArray recipeRows()
{
    const char* titles[] = {"Lemon ricotta pasta", "Shakshuka for four", "Chocolate babka", "Green shakshuka", "Honey apple cake"};
    QJsonArray rows;
    for (int i = 0; i < 128; ++i) {
        QJsonObject o{{QStringLiteral("id"), QString::number(42 + i)}, {QStringLiteral("title"), QLatin1StringView(titles[i % 5])},
                      {QStringLiteral("cook"), QStringLiteral("Tal Weiss")}, {QStringLiteral("rating"), QStringLiteral("4.%1").arg(9 - i % 5)},
                      {QStringLiteral("minutes"), 25 + i}, {QStringLiteral("saves"), QString::number(61 - i % 60)},
                      {QStringLiteral("nutrition"), i % 4 == 3 ? QJsonValue() : QJsonValue(QJsonObject{{QStringLiteral("kcal"), 690}, {QStringLiteral("allergens"), QJsonArray{QStringLiteral("gluten"), QStringLiteral("egg")}}})},
                      {QStringLiteral("published_at"), QStringLiteral("2026-11-20T20:02:31.000Z")}};
        rows << o;
    }
    // Qt sorts keys; the server's order is put back.
    QByteArray out = "[";
    for (const auto& value : rows) {
        const QJsonObject o = value.toObject();
        out += out.size() > 1 ? ",{" : "{";
        bool first = true;
        for (const char* key : {"id", "title", "cook", "rating", "minutes", "saves", "nutrition", "published_at"}) {
            const QByteArray one = QJsonDocument(QJsonArray{o.value(QLatin1StringView(key))}).toJson(QJsonDocument::Compact);
            out += (first ? QByteArray() : QByteArray(",")) + '"' + key + "\":" + one.mid(1, one.size() - 2);
            first = false;
        }
        out += '}';
    }
    return out + ']';
}
}

class SqlConsoleTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FakeSql> m_sql;
    std::unique_ptr<SqlView> m_view;

    template <typename T>
    T* find(const char* name) { return m_view->window()->findChild<T*>(QLatin1StringView(name)); }
    void click(const char* name)
    {
        auto* button = find<QAbstractButton>(name);
        QVERIFY2(button && button->isVisible() && button->isEnabled(), name);
        button->click();
    }
    QString label(const char* name) { return find<QLabel>(name)->text(); }
    void type(const QString& text)
    {
        m_view->setText(text);
        m_view->editor()->setCursorAt(0);
    }
    void waitDone() { QTRY_VERIFY(!m_view->runner()->isRunning() && !m_view->runner()->steps().isEmpty()); }
    ConfirmDialog* dialog() { return m_view->window()->findChild<ConfirmDialog*>(); }
    void setMode(int mode) { find<SegmentedControl>("sql.mode")->setCurrent(mode); }

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
        m_view->setSchema(kitchen(), {{QStringLiteral("comments"), 386}, {QStringLiteral("recipes"), 128}});
        m_view->setRequestPath(QStringLiteral("/projects/v1/admin/prj_1/sql"));
        m_view->resize(864, 780);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_sql.reset();
    }

    void runsTheStatementAtTheCursorWithALimit()
    {
        m_sql->answer = [](const QString&) { return FakeSql::rows(recipeRows(), 128); };
        type(QStringLiteral("select 1;\nselect * from recipes; -- all\nselect 3"));
        m_view->editor()->setCursorAt(15);
        click("sql.run");
        waitDone();
        QCOMPARE(m_sql->sent, QStringList{QStringLiteral("select * from recipes limit 500")});
        QCOMPARE(m_view->results()->model()->rowCount(), 128);
        QCOMPARE(label("sql.rows"), QStringLiteral("128 rows"));
        QCOMPARE(label("sql.time"), QStringLiteral("121 ms in all"));
        QVERIFY(find<Chip>("sql.limit")->isVisible());
        QCOMPARE(find<Chip>("sql.limit")->text(), QStringLiteral("limit 500"));
        click("sql.noLimit");
        waitDone();
        QCOMPARE(m_sql->sent.last(), QStringLiteral("select * from recipes"));
        QVERIFY(!find<Chip>("sql.limit")->isVisible());
    }

    void serverTimeIsShownOnlyWhenTold()
    {
        m_sql->answer = [](const QString&) {
            auto o = FakeSql::rows("[{\"a\":1}]", 1);
            o.serverMs = 38;
            return o;
        };
        type(QStringLiteral("select 1"));
        click("sql.run");
        waitDone();
        QCOMPARE(label("sql.time"), QStringLiteral("38 ms on the server, 121 ms in all"));
    }

    void runsTheSelection()
    {
        type(QStringLiteral("select 1; select 2; select 3"));
        m_view->editor()->select(10, 8);
        click("sql.run");
        waitDone();
        QCOMPARE(m_sql->sent, QStringList{QStringLiteral("select 2")});
    }

    void keysRun()
    {
        type(QStringLiteral("select 1; select 2"));
        m_view->editor()->input()->setFocus();
        QTest::keyClick(m_view->editor()->input(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_sql->sent.size(), 1);
        waitDone();
        QTest::keyClick(m_view->editor()->input(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(m_sql->sent.size(), 3);
        QCOMPARE(m_view->text(), QStringLiteral("select 1; select 2"));
    }

    void stepByStepStopsAtTheFirstError()
    {
        m_sql->answer = [](const QString& sql) -> Result<SqlOutcome> {
            if (sql.contains(u"titel"))
                return FakeSql::refused(QStringLiteral("column r.titel does not exist"));
            return FakeSql::rows("[]", 3);
        };
        setMode(1);
        type(QStringLiteral("update comments set a = 1 where b;\nselect r.titel from recipes r;\nselect 3"));
        click("sql.runAll");
        waitDone();
        QCOMPARE(m_sql->sent.size(), 2);
        auto* tabs = find<ResultTabs>("sql.results");
        QCOMPARE(tabs->count(), 3);
        QCOMPARE(tabs->textAt(0), QStringLiteral("1 UPDATE comments 3 rows updated"));
        QCOMPARE(tabs->textAt(1), QStringLiteral("2 recipes failed"));
        QCOMPARE(tabs->textAt(2), QStringLiteral("3 SELECT not run"));
        QCOMPARE(label("sql.error.title"), QStringLiteral("Line 2: there is no column \"r.titel\""));
        QCOMPARE(label("sql.error.hint"), QStringLiteral("Did you mean title?"));
        QVERIFY2(label("sql.error.raw").contains(QStringLiteral("nothing was written")), qPrintable(label("sql.error.raw")));
        QVERIFY(label("sql.error.raw").contains(QStringLiteral("before it")));
        click("sql.error.fix");
        QVERIFY(m_view->text().contains(QStringLiteral("select r.title from")));
    }

    void oneTransactionSendsTheWholeText()
    {
        m_sql->answer = [](const QString&) { return FakeSql::rows("[{\"n\":\"5\"}]", 4); };
        setMode(0);
        type(QStringLiteral("insert into t values (1);\nselect * from recipes; -- end"));
        click("sql.runAll");
        waitDone();
        QCOMPARE(m_sql->sent, QStringList{QStringLiteral("insert into t values (1);\nselect * from recipes limit 500; -- end")});
        QCOMPARE(find<ResultTabs>("sql.results")->count(), 1);
    }

    void unguardedStatementsAsk()
    {
        type(QStringLiteral("delete from comments"));
        click("sql.run");
        QTRY_VERIFY(dialog());
        QVERIFY(m_sql->sent.isEmpty());
        QCOMPARE(dialog()->acceptButton()->text(), QStringLiteral("Delete 386 rows"));
        dialog()->cancelButton()->click();
        QTRY_VERIFY(!dialog());
        QVERIFY(m_sql->sent.isEmpty());
        click("sql.run");
        QTRY_VERIFY(dialog());
        dialog()->acceptButton()->click();
        QTRY_COMPARE(m_sql->sent, QStringList{QStringLiteral("delete from comments")});
    }

    void refusedWordsAreExplainedBeforeSending()
    {
        type(QStringLiteral("grant select on recipes to anon"));
        click("sql.run");
        QTRY_VERIFY(dialog());
        QVERIFY(m_sql->sent.isEmpty());
        dialog()->acceptButton()->click();
        QTRY_VERIFY(!dialog());
        QCOMPARE(m_view->editor()->selectionEnd() - m_view->editor()->selectionStart(), 5);
        QVERIFY(m_sql->sent.isEmpty());
    }

    void cancelSaysWhatIsKnown()
    {
        m_sql->manual = true;
        type(QStringLiteral("update comments set a = 1 where b"));
        click("sql.run");
        QTRY_COMPARE(m_sql->calls.size(), 1);
        m_sql->calls[0]->setCancelHook([call = m_sql->calls[0]] {
            Problem p = Problem::cancelled();
            p.mutation = Problem::Mutation::Unknown;
            call->resolve(p);
        });
        click("sql.cancel");
        waitDone();
        QVERIFY2(label("sql.error.raw").contains(QStringLiteral("may have been applied")), qPrintable(label("sql.error.raw")));
        QVERIFY(find<QAbstractButton>("sql.run")->isVisible());
    }

    void malformedRowsAreAnError()
    {
        m_sql->answer = [](const QString&) { return FakeSql::rows("[{\"a\":", 1); };
        type(QStringLiteral("insert into t values (1) returning a"));
        click("sql.run");
        waitDone();
        QVERIFY(label("sql.error.raw").contains(QStringLiteral("could not be read")));
    }

    void copies_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("expected");
        QTest::newRow("tsv") << int(ResultFormat::Tsv) << QStringLiteral("a\tb\n1\tx\n2\t\n");
        QTest::newRow("csv") << int(ResultFormat::Csv) << QStringLiteral("a,b\r\n1,x\r\n2,\r\n");
        QTest::newRow("json") << int(ResultFormat::Json) << QStringLiteral("[\n  {\"a\": 1, \"b\": \"x\"},\n  {\"a\": 2, \"b\": null}\n]\n");
        QTest::newRow("markdown") << int(ResultFormat::Markdown) << QStringLiteral("| a | b |\n| --- | --- |\n| 1 | x |\n| 2 | *NULL* |\n");
        QTest::newRow("insert") << int(ResultFormat::SqlInsert) << QStringLiteral("insert into recipes (a, b) values\n  (1, 'x'),\n  (2, NULL);\n");
        QTest::newRow("in") << int(ResultFormat::SqlIn) << QStringLiteral("in (1, 2)");
    }
    void copies()
    {
        QFETCH(int, format);
        QFETCH(QString, expected);
        m_sql->answer = [](const QString&) { return FakeSql::rows("[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":null},{\"a\":3,\"b\":null}]", 3); };
        type(QStringLiteral("select a, b from recipes"));
        click("sql.run");
        waitDone();
        ResultGrid* grid = m_view->results()->grid();
        grid->setCurrentIndex(grid->model()->index(0, 0));
        grid->selectionModel()->select(QItemSelection(grid->model()->index(0, 0), grid->model()->index(1, 1)), QItemSelectionModel::ClearAndSelect);
        QCOMPARE(label("sql.selected"), QStringLiteral("2 row(s) selected"));
        QAction* action = find<QAction>(qPrintable(QStringLiteral("sql.copy.%1").arg(format)));
        QVERIFY(action);
        action->trigger();
        QTRY_COMPARE(QApplication::clipboard()->text(), expected);
    }

    void exportsAFile()
    {
        QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("out.csv"));
        FileDialogs dialogs;
        dialogs.save = [&](QWidget*, const QString& suggested, const QString&, FileDialogs::Chosen chosen) {
            QCOMPARE(suggested, QStringLiteral("recipes.csv"));
            chosen(file);
        };
        m_view->setFileDialogs(dialogs);
        m_sql->answer = [](const QString&) { return FakeSql::rows("[{\"a\":1}]", 1); };
        type(QStringLiteral("select a from recipes"));
        click("sql.run");
        waitDone();
        QSignalSpy noticed(m_view.get(), &SqlView::noticed);
        find<QAction>("sql.export.csv")->trigger();
        QTRY_COMPARE(noticed.size(), 1);
        QVERIFY(!noticed[0][1].toBool());
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), QByteArray("a\r\n1\r\n"));
        m_view->results()->exportTo(dir.filePath(QStringLiteral("no/such/folder.csv")), ExportFormat::Csv);
        QTRY_COMPARE(noticed.size(), 2);
        QVERIFY(noticed[1][1].toBool());
    }

    void stateSurvives()
    {
        QSignalSpy changed(m_view.get(), &SqlView::stateChanged);
        setMode(0);
        m_view->editor()->replace(0, 0, QStringLiteral("select 'é🚀';\nselect 2"));
        m_view->editor()->setCursorAt(16);
        QTRY_VERIFY(changed.size() >= 1);
        const QJsonObject state = QJsonDocument::fromJson(QJsonDocument(m_view->saveState()).toJson()).object();
        SqlView other;
        other.restoreState(state);
        QCOMPARE(other.text(), QStringLiteral("select 'é🚀';\nselect 2"));
        QCOMPARE(other.editor()->cursor(), 16);
        QCOMPARE(other.saveState().value(QStringLiteral("mode")).toString(), QStringLiteral("transaction"));
        other.restoreState(QJsonObject{{QStringLiteral("version"), 99}, {QStringLiteral("text"), QStringLiteral("x")}});
        QCOMPARE(other.text(), QStringLiteral("select 'é🚀';\nselect 2"));
    }

    void opensAndSavesFiles()
    {
        QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("q.sql"));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write("\xEF\xBB\xBFselect 'é';\r\n");
        out.close();
        m_view->openFile(file);
        QTRY_COMPARE(m_view->text(), QStringLiteral("select 'é';\n"));
        QVERIFY(!m_view->isModified());
        m_view->editor()->replace(0, 0, QStringLiteral("-- x\n"));
        QVERIFY(m_view->isModified());
        bool saved = false;
        m_view->save([&](bool ok) { saved = ok; });
        QTRY_VERIFY(saved);
        QVERIFY(!m_view->isModified());
        QSignalSpy noticed(m_view.get(), &SqlView::noticed);
        m_view->openFile(dir.filePath(QStringLiteral("missing.sql")));
        QTRY_COMPARE(noticed.size(), 1);
        QVERIFY(noticed[0][1].toBool());
    }

    void inspectorFollowsTheRow()
    {
        m_sql->answer = [](const QString&) { return FakeSql::rows(recipeRows(), 128); };
        type(QStringLiteral("select * from recipes"));
        click("sql.run");
        waitDone();
        QWidget* inspector = m_view->inspector();
        QCOMPARE(m_view->inspector(), inspector);
        std::unique_ptr<QWidget> guard(inspector);
        m_view->results()->grid()->goTo(2, 1);
        QCOMPARE(static_cast<RowInspector*>(inspector)->row(), 2);
        inspector->findChild<QAbstractButton*>(QStringLiteral("sql.inspector.next"))->click();
        QCOMPARE(m_view->results()->grid()->currentIndex().row(), 3);
        QVERIFY(inspector->findChild<QWidget*>(QStringLiteral("sql.inspector.field.nutrition")));
    }

    void completesAfterTheAlias()
    {
        m_view->setText(QStringLiteral("select r. from recipes r"));
        m_view->editor()->setCursorAt(9);
        m_view->editor()->input()->setFocus();
        QTest::keyClick(m_view->editor()->input(), Qt::Key_Space, Qt::ControlModifier);
        auto* popup = find<QWidget>("sql.completion");
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(m_view->editor()->input(), Qt::Key_Down);
        QTest::keyClick(m_view->editor()->input(), Qt::Key_Return);
        QCOMPARE(m_view->text(), QStringLiteral("select r.title from recipes r"));
        QVERIFY(!popup->isVisible());
    }

    void columnsFitTheTypesUntilAPersonSizesThem()
    {
        m_sql->answer = [](const QString&) { return FakeSql::rows(R"([{"published_at":"1"}])", 1); };
        m_view->setSchema({}, {});
        type(QStringLiteral("select * from recipes"));
        click("sql.run");
        waitDone();
        auto* grid = find<QTableView>("sql.grid");
        QTRY_COMPARE(grid->model()->columnCount(), 1);
        const int bare = grid->columnWidth(0);
        m_view->setSchema(kitchen(), {}); // "timestamptz" wants room beside the name
        QVERIFY2(grid->columnWidth(0) > bare, qPrintable(QString::number(bare)));
        grid->setColumnWidth(0, 300);
        m_view->setSchema({}, {});
        QCOMPARE(grid->columnWidth(0), 300);
        click("sql.run"); // the same statement keeps what was arranged, another is fitted again
        waitDone();
        QTRY_COMPARE(grid->columnWidth(0), 300);
        type(QStringLiteral("select * from recipes where true"));
        click("sql.run");
        waitDone();
        QTRY_COMPARE(grid->columnWidth(0), bare);
    }

    void hugeTextDoesNotBlock()
    {
        if (!m_view->editor()->input()->inherits("QsciScintilla"))
            QSKIP("the plain editor lays out all of a text at once");
        QString huge;
        for (int i = 0; huge.size() < 3'000'000; ++i)
            huge += QStringLiteral("insert into recipes (id, title) values (%1, 'soup');\n").arg(i);
        QGuiApplication::clipboard()->setText(huge);
        m_view->resize(1000, 700);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        QWidget* input = m_view->editor()->input();
        input->setFocus();
        StallWatch watch;
        QStringList stalls;
        QString doing;
        connect(&watch, &StallWatch::stalled, this, [&](int ms) { stalls << doing + QStringLiteral(" %1 ms").arg(ms); });
        const auto rest = [] { QTest::qWait(40); }; // the event loop turns between keys, as it does for a person
        doing = QStringLiteral("paste");
        QTest::keyClick(input, Qt::Key_V, Qt::ControlModifier);
        rest();
        QTRY_COMPARE(m_view->editor()->length(), huge.size());
        doing = QStringLiteral("typing at the end");
        for (const char c : QByteArrayLiteral("select title from rec")) {
            QTest::keyClick(input, c);
            rest();
        }
        doing = QStringLiteral("going to the top");
        QTest::keyClick(input, Qt::Key_Escape);
        QTest::keyClick(input, Qt::Key_Home, Qt::ControlModifier);
        rest();
        doing = QStringLiteral("typing at the top");
        for (const char c : QByteArrayLiteral("select 1;")) {
            QTest::keyClick(input, c);
            rest();
        }
        doing = QStringLiteral("reading");
        QTest::keyClick(input, Qt::Key_Home, Qt::ControlModifier);
        // The statements are known again, all of them, without a stall.
        m_view->run(SqlRunScope::Statement);
        QTRY_VERIFY_WITH_TIMEOUT(!m_sql->sent.isEmpty(), 30'000);
        QVERIFY2(m_sql->sent.last().startsWith(QStringLiteral("select 1")), qPrintable(m_sql->sent.last().left(100)));
        doing = QStringLiteral("moving the cursor");
        for (int i = 0; i < 10; ++i) {
            QTest::keyClick(input, Qt::Key_PageDown);
            rest();
        }
        QCOMPARE(stalls.join(QStringLiteral(", ")), QString());
        QVERIFY(m_view->text().startsWith(QStringLiteral("select 1;insert into recipes")));
        QVERIFY(m_view->text().endsWith(QStringLiteral("select title from rec")));
    }

    void picturesForReview()
    {
        const QString dir = qEnvironmentVariable("RUN402_SHOTS");
        if (dir.isEmpty())
            QSKIP("RUN402_SHOTS names no folder");
        QDir().mkpath(dir);
        m_sql->answer = [](const QString& sql) -> Result<SqlOutcome> {
            if (sql.contains(u"titel"))
                return FakeSql::refused(QStringLiteral("column r.titel does not exist"));
            SqlOutcome o = sql.startsWith(u"select") || sql.startsWith(u"SELECT") ? FakeSql::rows(recipeRows(), 128) : FakeSql::rows("[]", sql.startsWith(u"update") ? std::optional<qint64>(3) : std::nullopt);
            o.serverMs = sql.startsWith(u"update") ? 12 : sql.startsWith(u"create") ? 21 : 38;
            return o;
        };
        QWidget frame;
        auto* row = new QHBoxLayout(&frame);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(0);
        m_view->setParent(&frame);
        row->addWidget(m_view.get(), 1);
        QWidget* inspector = m_view->inspector();
        inspector->setFixedWidth(332);
        row->addWidget(inspector);
        frame.resize(1196, 790);
        m_view->show();
        frame.show();
        const QString text = QStringLiteral(
            "-- Quick weeknight dinners\nselect r.title, r.rating\nfrom recipes r where r.is_public and r.minutes <= 30 limit 5;\n\n"
            "update comments set hidden = true where body ilike '%casino%';\n\n"
            "create index if not exists comments_recipe_idx on comments (recipe_id);\n\n"
            "-- Which recipes are cooked most, and by whom\nselect r.id, r.title, p.display_name as cook, r.rating, r.minutes,\n"
            "       count(f.id) as saves, r.nutrition, r.published_at\nfrom recipes r\njoin profiles p on p.user_id = r.author_id\n"
            "left join favorites f on f.recipe_id = r.id\ngroup by r.id, p.display_name\norder by saves desc, r.rating desc;");
        type(text);
        click("sql.runAll");
        waitDone();
        m_view->results()->grid()->goTo(2, 1);
        for (const bool dark : {false, true}) {
            m_theme->setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
            const QString end = dark ? QStringLiteral("-dark.png") : QStringLiteral(".png");
            QTest::qWait(200);
            QVERIFY(frame.grab().save(dir + QStringLiteral("/sql") + end));
            m_view->editor()->replace(text.indexOf(QStringLiteral("r.rating")) + 2, 0, {});
            m_view->editor()->input()->setFocus();
            QTest::keyClick(m_view->editor()->input(), Qt::Key_Space, Qt::ControlModifier);
            QTest::qWait(100);
            QVERIFY(frame.grab().save(dir + QStringLiteral("/sql-completion") + end));
            QTest::keyClick(m_view->editor()->input(), Qt::Key_Escape);
        }
        type(QStringLiteral("select r.titel from recipes r"));
        click("sql.run");
        waitDone();
        for (const bool dark : {false, true}) {
            m_theme->setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
            QTest::qWait(100);
            QVERIFY(frame.grab().save(dir + QStringLiteral("/sql-error") + (dark ? QStringLiteral("-dark.png") : QStringLiteral(".png"))));
        }
        m_theme->setMode(Theme::Mode::Light);
        m_view->setParent(nullptr);
    }
};

QTEST_MAIN(SqlConsoleTest)
#include "tst_sqlconsole.moc"
