// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/auth/testusers.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/auth/authpane.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/chip.h"
#include "ui/common/theme.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/storage/storagepane.h"

#include <QBuffer>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QImage>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTableView>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTreeView>
#include <QUrlQuery>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// REST explorer, Auth users and Storage on a real sandbox.
class TestDataPanes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void restReadsAndMirrors();
    void restShowsATree();
    void restSortsAndCopiesFromTheTable();
    void restCallsFunctions();
    void restSendsHeaders();
    void restAsksBeforeEveryRow();
    void restShowsRefusals();
    void testUserSignsUpAndActs();
    void peopleAreFound();
    void sessionIsAsked();
    void storageUploadsByteExact();
    void storageSignsAndDeletes();
    void storageRenames();
    void storageShowsPictures();
    void tooManyFilesAreTold();
    void servicesKeyIsNowhere();

private:
    void shot(const QString& name);
    QString text(const QString& objectName) const { return m_world->text(objectName); }
    std::unique_ptr<AppWorld> m_world;
    QByteArray m_bytes;
};

void TestDataPanes::shot(const QString& name)
{
    if (qEnvironmentVariableIsEmpty("RUN402_SHOTS"))
        return;
    const QSize size = m_world->window().size();
    m_world->unwatched([&] { m_world->window().resize(1440, 900); });
    m_world->shoot(name);
    m_world->unwatched([&] { m_world->window().resize(size); });
}

void TestDataPanes::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"data"_s), QString());
    Services& services = m_world->services();
    const auto made = await(services.database().run(m_world->workspace().currentProjectId(),
        u"create table recipes(id int primary key, title text, minutes int); "
        "insert into recipes select n, 'Recipe ' || n, n * 5 from generate_series(1, 40) n; "
        "create table notes(id int generated always as identity primary key, user_id uuid, body text)"_s));
    QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().message));
    m_world->workspace().refreshSchema();
    QVERIFY(eventually([&] { return m_world->workspace().schema().value && m_world->workspace().schema().value->table(u"recipes"_s); }));
}

void TestDataPanes::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void TestDataPanes::restReadsAndMirrors()
{
    m_world->app().open(u"rest"_s);
    QVERIFY(eventually([&] { return m_world->find(u"rest.url"_s) != nullptr; }));
    auto* url = m_world->find<QLineEdit>(u"rest.url"_s);
    QTest::mouseClick(url, Qt::LeftButton);
    QTest::keyClick(url, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(url, u"/rest/v1/recipes?select=id,title,minutes&minutes=lte.30&order=id.asc"_s);
    auto* rows = m_world->find<QTableView>(u"rest.rows"_s);
    QCOMPARE(rows->model()->rowCount(), 3);
    QCOMPARE(rows->model()->index(1, 1).data().toString(), u"lte"_s);
    rows->model()->setData(rows->model()->index(1, 2), u"20"_s); // what the cell's editor does
    QVERIFY(url->text().contains(u"minutes=lte.20"_s));
    QTest::keyClick(url, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(eventually([&] { return text(u"rest.status"_s).startsWith(u"200"_s) && text(u"rest.json"_s).contains(u"Recipe 4"_s); }));
    QVERIFY(!text(u"rest.json"_s).contains(u"Recipe 5\""_s));
    QVERIFY(text(u"rest.code"_s).contains(u"ANON_KEY"_s));
    shot(u"17b-rest"_s);
}

void TestDataPanes::restShowsATree()
{
    auto* modes = m_world->find<SegmentedControl>(u"rest.modes"_s);
    QVERIFY(modes);
    QTest::mouseClick(modes->findChild<QWidget*>(u"segment1"_s), Qt::LeftButton);
    auto* tree = m_world->find<QTreeView>(u"rest.tree"_s);
    QVERIFY(tree);
    QCOMPARE(tree->model()->rowCount(), 4);
    const QModelIndex row = tree->model()->index(3, 0);
    QVERIFY(tree->isExpanded(row));
    QCOMPARE(tree->model()->index(1, 1, row).data().toString(), u"\"Recipe 4\""_s);
    shot(u"17b-rest-tree"_s);
    QTest::mouseClick(modes->findChild<QWidget*>(u"segment0"_s), Qt::LeftButton);
}

void TestDataPanes::restSortsAndCopiesFromTheTable()
{
    auto* modes = m_world->find<SegmentedControl>(u"rest.modes"_s);
    QVERIFY(modes);
    QTest::mouseClick(modes->findChild<QWidget*>(u"segment2"_s), Qt::LeftButton);
    QTableView* table = nullptr;
    QVERIFY(eventually([&] { return (table = m_world->find<QTableView>(u"rest.table"_s)) && table->model()->rowCount() == 4; }));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(3, 1)).center());
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(eventually([] { return QGuiApplication::clipboard()->text() == u"Recipe 4"_s; }));
    QVERIFY(eventually([&] { return m_world->reads(u"Value copied"_s); }));
    // A click on a head sorts as in the console, and again the other way; what is sent again is shown the same way.
    const auto ids = [&] {
        QStringList list;
        for (int r = 0; r < table->model()->rowCount(); ++r)
            list << table->model()->index(r, 0).data().toString();
        return list.join(u' ');
    };
    QCOMPARE(ids(), u"1 2 3 4"_s);
    const auto clickHead = [&](int column) {
        QHeaderView* head = table->horizontalHeader();
        QTest::mouseClick(head->viewport(), Qt::LeftButton, {}, QPoint(head->sectionViewportPosition(column) + 20, head->height() / 2));
    };
    clickHead(0);
    clickHead(0);
    QVERIFY(eventually([&] { return ids() == u"4 3 2 1"_s; }));
    shot(u"17b-rest-table"_s);
    auto* url = m_world->find<QLineEdit>(u"rest.url"_s);
    QTest::keyClick(url, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(eventually([&] { return table->isVisible() && ids() == u"4 3 2 1"_s; }));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"recipe 2"_s);
    QVERIFY(eventually([&] { return table->currentIndex().row() == 2 && table->currentIndex().column() == 1; }));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    clickHead(0); // as it came
    QVERIFY(eventually([&] { return ids() == u"1 2 3 4"_s; }));
    QTest::mouseClick(modes->findChild<QWidget*>(u"segment0"_s), Qt::LeftButton);
}

void TestDataPanes::restCallsFunctions()
{
    const auto made = await(m_world->services().database().run(m_world->workspace().currentProjectId(),
        u"create function quick(most int) returns setof recipes language sql stable as 'select * from recipes where minutes <= most'"_s));
    QVERIFY(made.ok());
    QVERIFY(m_world->click(u"rest.add"_s));
    QMenu* functions = nullptr;
    QVERIFY(eventually([&] {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        functions = menu ? menu->findChild<QMenu*>(u"rest.functions"_s) : nullptr;
        return functions && !functions->actions().isEmpty() && functions->actions().first()->text().startsWith(u"quick("_s);
    }));
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    menu->setActiveAction(functions->menuAction());
    QTest::keyClick(menu, Qt::Key_Right);
    QVERIFY(eventually([&] { return functions->isVisible(); }));
    functions->setActiveAction(functions->actions().first());
    QTest::keyClick(functions, Qt::Key_Return);
    QCOMPARE(text(u"rest.url"_s), u"/rest/v1/rpc/quick"_s);
    QCOMPARE(m_world->find<QComboBox>(u"rest.method"_s)->currentText(), u"POST"_s);
    auto* body = m_world->find<QPlainTextEdit>(u"rest.body"_s);
    QVERIFY(body && body->toPlainText().contains(u"\"most\": null"_s));
    body->setPlainText(u"{ \"most\": 10 }"_s);
    QVERIFY(m_world->click(u"rest.send"_s));
    QVERIFY(eventually([&] { return text(u"rest.status"_s).startsWith(u"200"_s) && text(u"rest.json"_s).contains(u"Recipe 2"_s); }));
    QVERIFY(!text(u"rest.json"_s).contains(u"Recipe 3"_s));
}

void TestDataPanes::restSendsHeaders()
{
    auto* parts = m_world->find<SegmentedControl>(u"rest.parts"_s);
    QTest::mouseClick(parts->findChild<QWidget*>(u"segment1"_s), Qt::LeftButton);
    auto* headers = m_world->find<QPlainTextEdit>(u"rest.requestHeaders"_s);
    QVERIFY(headers);
    headers->setPlainText(u"apikey: something"_s);
    QVERIFY(text(u"rest.headersNote"_s).contains(u"cannot be given here"_s));
    headers->setPlainText(u"X-Secret: hunter2"_s);
    QVERIFY(!text(u"rest.code"_s).contains(u"hunter2"_s)); // code names what may be secret
    QVERIFY(text(u"rest.code"_s).contains(u"X-SECRET"_s));
    QVERIFY(m_world->type(u"rest.prefer.more"_s, u"count=planned"_s));
    m_world->find<QComboBox>(u"rest.method"_s)->setCurrentText(u"GET"_s);
    auto* url = m_world->find<QLineEdit>(u"rest.url"_s);
    url->setText(u"/rest/v1/recipes?limit=2"_s);
    QVERIFY(m_world->click(u"rest.send"_s));
    QVERIFY(eventually([&] { return text(u"rest.facts"_s).contains(u"rows 0-1/"_s) && !text(u"rest.facts"_s).contains(u"/*"_s); }));
    shot(u"17b-rest-headers"_s);
    headers->clear();
    m_world->find<QLineEdit>(u"rest.prefer.more"_s)->clear();
    QTest::mouseClick(parts->findChild<QWidget*>(u"segment0"_s), Qt::LeftButton);
}

void TestDataPanes::restAsksBeforeEveryRow()
{
    auto* url = m_world->find<QLineEdit>(u"rest.url"_s);
    auto* method = m_world->find<QComboBox>(u"rest.method"_s);
    method->setCurrentText(u"DELETE"_s);
    QTest::mouseClick(url, Qt::LeftButton);
    QTest::keyClick(url, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(url, u"/rest/v1/recipes"_s);
    QVERIFY(m_world->click(u"rest.send"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"There is no filter"_s); }));
    m_world->key(Qt::Key_Escape);
    const auto left = await(m_world->services().database().run(m_world->workspace().currentProjectId(), u"select count(*) as n from recipes"_s));
    QVERIFY(left->rowsJson.contains("40"));
}

void TestDataPanes::restShowsRefusals()
{
    auto* url = m_world->find<QLineEdit>(u"rest.url"_s);
    m_world->find<QComboBox>(u"rest.method"_s)->setCurrentText(u"GET"_s);
    QTest::mouseClick(url, Qt::LeftButton);
    QTest::keyClick(url, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(url, u"/rest/v1/nothing"_s);
    QVERIFY(m_world->click(u"rest.send"_s));
    QVERIFY(eventually([&] { return text(u"rest.status"_s).startsWith(u"404"_s); }));
}

void TestDataPanes::testUserSignsUpAndActs()
{
    m_world->app().open(u"auth"_s);
    QVERIFY(eventually([&] { return text(u"auth.provider.password"_s) == u"On"_s; }));
    QVERIFY(m_world->click(u"auth.add"_s));
    QVERIFY(m_world->type(u"auth.email"_s, u"maya@example.com"_s));
    QVERIFY(m_world->type(u"auth.password"_s, u"secret"_s));
    QVERIFY(m_world->click(u"auth.accept"_s));
    TestUsers& users = m_world->services().testUsers();
    QVERIFY(eventually([&] { return users.users().size() == 1 && users.users().first().isSignedIn(); }));
    auto* people = m_world->find<QTableView>(u"auth.people"_s);
    QVERIFY(eventually([&] { return people->model()->rowCount() == 1; }));
    QTest::mouseClick(people->viewport(), Qt::LeftButton, {}, people->visualRect(people->model()->index(0, 0)).center());
    QVERIFY(eventually([&] { return text(u"auth.claims"_s).contains(u"authenticated"_s); }));
    QVERIFY(text(u"auth.countdown"_s).contains(u"60 minute"_s));
    QVERIFY(m_world->click(u"auth.use"_s));
    QCOMPARE(users.activeId(), users.users().first().id);
    shot(u"17-auth"_s);
    QVERIFY(m_world->click(u"auth.refresh"_s));
    QVERIFY(eventually([&] { return users.users().first().isSignedIn(); }));

    m_world->app().open(u"rest"_s);
    auto* as = m_world->find<QComboBox>(u"rest.as"_s);
    QVERIFY(eventually([&] { return as->findText(u"maya@example.com"_s) >= 0; }));
    as->setCurrentIndex(as->findText(u"maya@example.com"_s));
    auto* url = m_world->find<QLineEdit>(u"rest.url"_s);
    QTest::mouseClick(url, Qt::LeftButton);
    QTest::keyClick(url, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(url, u"/rest/v1/recipes?limit=1"_s);
    QVERIFY(m_world->click(u"rest.send"_s));
    QVERIFY(eventually([&] { return text(u"rest.status"_s).startsWith(u"200"_s); }));
    QVERIFY(text(u"rest.code"_s).contains(u"accessToken"_s));
}

void TestDataPanes::peopleAreFound()
{
    // Somebody of the app whom only the data tells of.
    const auto made = await(m_world->services().database().run(m_world->workspace().currentProjectId(),
        u"insert into notes(user_id, body) select '5e2c41d7-08b3-4f1e-9c6a-7b20d9f4a901', 'x' from generate_series(1, 3)"_s));
    QVERIFY(made.ok());
    QCOMPARE(codeOf(await(m_world->services().accessRules().applyTemplate(m_world->workspace().currentProjectId(), u"user_owns_rows"_s, {{u"notes"_s, u"user_id"_s}}))), u"ok"_s);
    m_world->workspace().refreshAccess();
    m_world->app().open(u"auth"_s);
    auto* people = m_world->find<QTableView>(u"auth.people"_s);
    QVERIFY(people);
    QVERIFY(eventually([&] { return people->model()->rowCount() == 2; }));
    auto* part = m_world->find<SegmentedControl>(u"auth.part"_s);
    shot(u"17-auth-people"_s);
    QTest::mouseClick(part->findChild<QWidget*>(u"segment1"_s), Qt::LeftButton);
    QCOMPARE(people->model()->rowCount(), 1);
    QVERIFY(people->model()->index(0, 0).data().toString().startsWith(u"5e2c"_s));
    QCOMPARE(people->model()->index(0, 3).data().toString(), u"3"_s);
    QTest::mouseClick(part->findChild<QWidget*>(u"segment2"_s), Qt::LeftButton);
    QCOMPARE(people->model()->index(0, 0).data().toString(), u"maya@example.com"_s);
    QTest::mouseClick(part->findChild<QWidget*>(u"segment0"_s), Qt::LeftButton);
    QVERIFY(m_world->type(u"auth.search"_s, u"MAYA"_s));
    QVERIFY(eventually([&] { return people->model()->rowCount() == 1; }));
    QVERIFY(m_world->type(u"auth.search"_s, u"nobody at all"_s));
    QVERIFY(eventually([&] { return text(u"auth.none"_s).contains(u"Nobody matches"_s); }));
    m_world->find<QLineEdit>(u"auth.search"_s)->clear();
    QVERIFY(eventually([&] { return people->model()->rowCount() == 2; }));
}

void TestDataPanes::sessionIsAsked()
{
    auto* people = m_world->find<QTableView>(u"auth.people"_s);
    QTest::mouseClick(people->viewport(), Qt::LeftButton, {}, people->visualRect(people->model()->index(0, 0)).center());
    QVERIFY(m_world->click(u"auth.ask"_s));
    QVERIFY(eventually([&] { return text(u"auth.who"_s).contains(u"Answered: maya@example.com"_s); }));
    QVERIFY(text(u"auth.who"_s).contains(u"Last sign-in: "_s));
}

void TestDataPanes::storageUploadsByteExact()
{
    m_world->app().open(u"storage"_s);
    QVERIFY(m_world->click(u"storage.addBucket"_s));
    QVERIFY(m_world->type(u"storage.bucketName"_s, u"photos"_s));
    QVERIFY(m_world->click(u"storage.openBucket"_s));
    auto* pane = qobject_cast<StoragePane*>(m_world->window().documents()->find(u"storage"_s));
    QVERIFY(pane);
    QDir().mkpath(m_world->dataFolder() + u"/drop/deep"_s);
    m_bytes = QByteArray(3 << 20, '\0');
    for (int i = 0; i < m_bytes.size(); ++i)
        m_bytes[i] = char(i * 31 + (i >> 8));
    const auto write = [&](const QString& name, const QByteArray& bytes) {
        QFile f(m_world->dataFolder() + u"/drop/"_s + name);
        return f.open(QIODevice::WriteOnly) && f.write(bytes) == bytes.size();
    };
    QVERIFY(write(u"big.bin"_s, m_bytes) && write(u"deep/note ü.json"_s, "{\"a\":[1,2]}"));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_world->dataFolder() + u"/drop"_s)});
    QDragEnterEvent enter(pane->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(pane, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(pane->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(pane, &drop);
    QTableView* files = nullptr;
    QVERIFY(eventually([&] {
        files = m_world->find<QTableView>(u"storage.files"_s);
        return files && files->model()->rowCount() == 1;
    }));
    shot(u"15-storage-list"_s);
    Objects& objects = m_world->services().objects();
    const QString project = m_world->workspace().currentProjectId();
    QVERIFY(eventually([&] { return await(objects.list(project, u"photos"_s)).value().size() == 2; }));
    QCOMPARE(await(objects.get(project, u"photos"_s, u"drop/big.bin"_s)).value(), m_bytes);
    QTest::mouseClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(files->model()->index(0, 0)).center());
    QTest::mouseDClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(files->model()->index(0, 0)).center());
    QVERIFY(eventually([&] { return files->model()->rowCount() == 2; }));
}

void TestDataPanes::storageSignsAndDeletes()
{
    auto* files = m_world->find<QTableView>(u"storage.files"_s);
    QVERIFY(files);
    const QString project = m_world->workspace().currentProjectId();
    // Into "deep" and its one file.
    QTest::mouseClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(files->model()->index(0, 0)).center());
    QTest::mouseDClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(files->model()->index(0, 0)).center());
    QVERIFY(eventually([&] { return files->model()->rowCount() == 1; }));
    QTest::mouseClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(files->model()->index(0, 0)).center());
    QVERIFY(eventually([&] { return text(u"storage.previewText"_s).contains(u"\"a\""_s); }));
    QVERIFY(m_world->click(u"storage.sign"_s));
    QVERIFY(eventually([&] { return text(u"storage.link"_s).startsWith(u"http"_s); }));
    shot(u"15-storage"_s);
    QVERIFY(m_world->click(u"storage.delete"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"cannot be undone"_s); }));
    m_world->key(Qt::Key_Escape); // the safe answer
    QCOMPARE(await(m_world->services().objects().list(project, u"photos"_s)).value().size(), 2);
    QVERIFY(m_world->click(u"storage.delete"_s));
    QPushButton* accept = nullptr;
    QVERIFY(eventually([&] {
        const auto buttons = m_world->window().findChildren<QPushButton*>();
        for (QPushButton* b : buttons) {
            if (b->isVisible() && b->text() == u"Delete file"_s)
                accept = b;
        }
        return accept != nullptr;
    }));
    QTest::mouseClick(accept, Qt::LeftButton);
    QVERIFY(eventually([&] { return await(m_world->services().objects().list(project, u"photos"_s)).value().size() == 1; }));
}

void TestDataPanes::storageRenames()
{
    Objects& objects = m_world->services().objects();
    const QString project = m_world->workspace().currentProjectId();
    auto* pane = qobject_cast<StoragePane*>(m_world->window().documents()->find(u"storage"_s));
    pane->openBucket(u"photos"_s);
    QTableView* files = nullptr;
    QVERIFY(eventually([&] {
        files = m_world->find<QTableView>(u"storage.files"_s);
        return files && files->model()->rowCount() == 1;
    }));
    QTest::mouseClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(files->model()->index(0, 0)).center());
    QTest::mouseDClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(files->model()->index(0, 0)).center());
    QVERIFY(eventually([&] { return files->model()->rowCount() == 1 && files->model()->index(0, 0).data().toString() == u"big.bin"_s; }));
    QTest::mouseClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(files->model()->index(0, 0)).center());
    QVERIFY(m_world->click(u"storage.rename"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"cannot rename a file"_s); }));
    QVERIFY(!m_world->find(u"storage.renameAccept"_s)->isEnabled()); // still the old name
    auto* name = m_world->find<QLineEdit>(u"storage.newName"_s);
    QCOMPARE(name->selectedText(), u"big"_s);
    QTest::keyClicks(name, u"small"_s);
    QVERIFY(m_world->click(u"storage.renameAccept"_s));
    QVERIFY(eventually([&] { return files->model()->rowCount() == 1 && files->model()->index(0, 0).data().toString() == u"small.bin"_s; }));
    QCOMPARE(await(objects.list(project, u"photos"_s)).value().size(), 1);
    QCOMPARE(await(objects.get(project, u"photos"_s, u"drop/small.bin"_s)).value(), m_bytes);
}

void TestDataPanes::storageShowsPictures()
{
    Objects& objects = m_world->services().objects();
    const QString project = m_world->workspace().currentProjectId();
    for (int i = 0; i < 6; ++i) {
        QImage image(480, 320, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(i * 50, 120, 220));
        QBuffer png;
        QVERIFY(png.open(QIODevice::WriteOnly) && image.save(&png, "PNG"));
        QCOMPARE(codeOf(await(objects.put(project, u"photos"_s, u"dish %1.png"_s.arg(i), png.data(), u"image/png"_s))), u"ok"_s);
    }
    QCOMPARE(codeOf(await(objects.put(project, u"photos"_s, u"bomb.png"_s, "\x89PNG not really", u"image/png"_s))), u"ok"_s);
    QCOMPARE(codeOf(await(objects.put(project, u"photos"_s, u"notes.csv"_s, "a,b\n1,2\n", u"text/csv"_s))), u"ok"_s);
    auto* pane = qobject_cast<StoragePane*>(m_world->window().documents()->find(u"storage"_s));
    pane->openBucket(u"photos"_s);
    auto* view = m_world->find<SegmentedControl>(u"storage.view"_s);
    QTest::mouseClick(view->findChild<QWidget*>(u"segment1"_s), Qt::LeftButton);
    QListView* tiles = nullptr;
    QVERIFY(eventually([&] {
        tiles = m_world->find<QListView>(u"storage.tiles"_s);
        return tiles && tiles->model()->rowCount() == 9;
    }));
    // The picture itself is on screen once it was read: its colour in the middle of its tile.
    const auto seen = [&](const QModelIndex& index) {
        const QPoint middle = tiles->visualRect(index).center() - QPoint(0, 20);
        return tiles->viewport()->grab().toImage().pixelColor(middle * tiles->devicePixelRatioF());
    };
    QModelIndex dish;
    for (int row = 0; row < 9; ++row) {
        if (tiles->model()->index(row, 0).data().toString() == u"dish 3.png"_s)
            dish = tiles->model()->index(row, 0);
    }
    QVERIFY(dish.isValid());
    QVERIFY(eventually([&] { return qAbs(seen(dish).hsvHue() - 150) < 12 && seen(dish).hsvSaturation() > 80; }));
    QTest::mouseClick(tiles->viewport(), Qt::LeftButton, {}, tiles->visualRect(dish).center());
    QVERIFY(eventually([&] { return m_world->find(u"storage.inspector"_s) != nullptr; }));
    QVERIFY(eventually([&] { return m_world->reads(u"480 × 320"_s); }));
    shot(u"15-storage-pictures"_s);
    QTest::mouseClick(view->findChild<QWidget*>(u"segment0"_s), Qt::LeftButton);
    shot(u"15-storage-rows"_s);
}

void TestDataPanes::tooManyFilesAreTold()
{
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(u"a/b"_s));
    for (const QString& name : {u"1"_s, u"2"_s, u"a/3"_s, u"a/b/4"_s}) {
        QFile f(folder.filePath(name));
        QVERIFY(f.open(QIODevice::WriteOnly));
    }
    const auto all = TransferQueue::filesBelow({folder.path()}, u"to"_s, 4);
    QVERIFY(!all.more);
    QCOMPARE(all.files.size(), 4);
    const auto some = TransferQueue::filesBelow({folder.path()}, u"to"_s, 3);
    QVERIFY(some.more);
    QCOMPARE(some.files.size(), 3);
    QVERIFY(some.files.first().second.startsWith(u"to/"_s));
}

void TestDataPanes::servicesKeyIsNowhere()
{
    const auto key = await(m_world->services().credentials().revealServiceKey(m_world->workspace().currentProjectId()));
    QVERIFY(key.ok());
    for (const QString& pane : {u"rest"_s, u"auth"_s, u"storage"_s}) {
        m_world->app().open(pane);
        QVERIFY(!m_world->words().contains(QString::fromLatin1(*key).section(u'.', -1)));
    }
}

QTEST_MAIN(TestDataPanes)
#include "tst_datapanes.moc"
