// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/auth/testusers.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/auth/authpane.h"
#include "ui/common/chip.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/functions/functionspane.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlpane.h"
#include "ui/sql/sqlview.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QUrlQuery>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// What the CLI's flags do, done by hand in the window on a real server: the rows of tests/parity.md that no other test
/// proves.
class PlacesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void walletIsToldAndCopied();
    void historyIsAsLongAsAsked();
    void projectsFactsKeysAndUsage();
    void deployNamesTheProject();
    void secretFromAFile();
    void droppedFilesFindTheirPane();
    void functionFromAFile();
    void logTailIsChosen();
    void uploadWithAType();
    void restWrites();
    void userSignsOutAndInAgain();
    void signsInWithGoogle();
    void appByIdAndTag();

private:
    QString text(const QString& objectName) const { return m_world->text(objectName); }
    QString put(const QString& name, const QByteArray& bytes) const;
    /// Presses a button and answers its file dialog, which is Qt's own and slow to be made: not watched.
    bool pick(const QString& button, const QString& path);
    bool chooseFrom(const QString& button, const QString& entry);
    bool choosePerson(const QString& email);
    Services& services() const { return m_world->services(); }
    QString project() const { return m_world->workspace().currentProjectId(); }
    std::unique_ptr<AppWorld> m_world;
    QList<RequestRecord> m_sent;
};

QString PlacesTest::put(const QString& name, const QByteArray& bytes) const
{
    QFile file(m_world->dataFolder() + u'/' + name);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
}

bool PlacesTest::pick(const QString& button, const QString& path)
{
    bool good = false;
    m_world->unwatched([&] { good = m_world->click(button) && m_world->giveFile(path); });
    return good;
}

/// Opens the menu of a button and takes an entry with the keyboard.
bool PlacesTest::chooseFrom(const QString& button, const QString& entry)
{
    QMenu* menu = nullptr;
    const auto take = [&] {
        menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (!menu)
            return false;
        for (QAction* action : menu->actions()) {
            if (action->text() != entry)
                continue;
            menu->setActiveAction(action);
            QTest::keyClick(menu, Qt::Key_Return);
            return true;
        }
        return false;
    };
    // A button's own menu runs until it closes, so the choice is made from within.
    bool taken = false;
    QTimer later;
    later.setInterval(20);
    connect(&later, &QTimer::timeout, this, [&] { taken = taken || take(); });
    later.start();
    if (!m_world->click(button))
        return false;
    return eventually([&] { return taken; });
}

bool PlacesTest::choosePerson(const QString& email)
{
    QWidget* found = nullptr;
    if (!eventually([&] { return (found = m_world->find(u"auth.people"_s)) != nullptr; }))
        return false;
    auto* people = qobject_cast<QAbstractItemView*>(found);
    int row = -1;
    const auto there = [&] {
        for (int r = 0; people && r < people->model()->rowCount(); ++r) {
            if (people->model()->index(r, 0).data().toString().contains(email))
                row = r;
        }
        return row >= 0;
    };
    if (!people || !eventually(there))
        return false;
    QTest::mouseClick(people->viewport(), Qt::LeftButton, {}, people->visualRect(people->model()->index(row, 0)).center());
    return true;
}

void PlacesTest::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"places"_s), QString());
    connect(&services().transport(), &Transport::requestStarted, this, [this](const RequestRecord& r) { m_sent << r; });
    QVERIFY(await(services().database().run(project(), u"create table items(id int primary key generated always as identity, title text)"_s)).ok());
    QVERIFY(await(services().accessRules().applyTemplate(project(), u"public_read_write"_s, {{u"items"_s, {}}})).ok());
    m_world->workspace().refreshAll();
    QVERIFY(eventually([&] { return m_world->workspace().schema().value && m_world->workspace().schema().value->table(u"items"_s); }));
}

void PlacesTest::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void PlacesTest::walletIsToldAndCopied()
{
    const auto wallet = services().wallets().active(true);
    QVERIFY(wallet);
    m_world->app().open(u"wallet"_s);
    QVERIFY(m_world->click(u"wallet.copy"_s));
    QCOMPARE(QApplication::clipboard()->text(), wallet->address);
    m_world->app().open(u"status"_s);
    QTRY_COMPARE(text(u"status.address"_s), wallet->address);
    QVERIFY(text(u"status.created"_s).contains(QString::number(QDate::currentDate().year())));
    QCOMPARE(text(u"status.kept"_s), u"the sandbox folder"_s);
    QVERIFY(text(u"status.rail"_s).contains(u"x402"_s));
    QTRY_COMPARE(text(u"status.funded"_s), u"yes"_s);
}

void PlacesTest::historyIsAsLongAsAsked()
{
    m_world->app().open(u"wallet"_s);
    QVERIFY(eventually([&] { return m_world->find(u"wallet.limit"_s) != nullptr; }));
    m_sent.clear();
    QVERIFY(chooseFrom(u"wallet.limit"_s, u"Newest 20"_s));
    const auto asked = [&](const QString& limit) {
        return std::any_of(m_sent.cbegin(), m_sent.cend(), [&](const RequestRecord& r) {
            return r.url.path().endsWith(u"/history"_s) && QUrlQuery(r.url).queryItemValue(u"limit"_s) == limit;
        });
    };
    QVERIFY(eventually([&] { return asked(u"20"_s); }));
    QCOMPARE(m_world->find<QPushButton>(u"wallet.limit"_s)->text(), u"Newest 20"_s);
    // It is remembered.
    m_world->window().documents()->clear();
    m_sent.clear();
    m_world->app().open(u"wallet"_s);
    QVERIFY(eventually([&] { return asked(u"20"_s); }));
    QTRY_COMPARE(m_world->find<QPushButton>(u"wallet.limit"_s)->text(), u"Newest 20"_s);
    QTRY_VERIFY(m_world->find<QTableView>(u"wallet.list"_s) && m_world->find<QTableView>(u"wallet.list"_s)->model()->rowCount() > 0);
}

void PlacesTest::projectsFactsKeysAndUsage()
{
    m_world->app().open(u"overview"_s);
    QVERIFY(eventually([&] { return !m_world->workspace().anonKey().isEmpty() && text(u"overview.anonKey"_s) == m_world->workspace().anonKey(); }));
    const auto key = await(services().credentials().revealServiceKey(project()));
    QVERIFY(key.ok());
    const QString secret = QString::fromLatin1(*key);
    QVERIFY(!m_world->words().contains(secret));
    QVERIFY(m_world->click(u"overview.serviceKey.reveal"_s));
    QTRY_COMPARE(text(u"overview.serviceKey"_s), secret);
    QVERIFY(m_world->click(u"overview.serviceKey.reveal"_s));
    QTRY_VERIFY(!m_world->words().contains(secret));
    QVERIFY(m_world->find(u"overview.calls"_s) && m_world->find(u"overview.storage"_s));
    QVERIFY(eventually([&] { return m_world->words(m_world->find(u"overview.storage"_s)).contains(u"250"_s); })); // the prototype tier's megabytes
    m_world->app().open(u"projects"_s);
    QVERIFY(eventually([&] { return m_world->find(u"projects.details"_s) != nullptr; }));
    QVERIFY(m_world->words(m_world->find(u"projects.details"_s)).contains(project()));
    QVERIFY(m_world->words(m_world->find(u"projects.details"_s)).contains(u"/rest/v1"_s));
}

void PlacesTest::deployNamesTheProject()
{
    m_world->app().open(u"deploy"_s);
    QVERIFY(eventually([&] { return text(u"deploy.target"_s).contains(u"places"_s); }));
}

void PlacesTest::secretFromAFile()
{
    const QByteArray pem = "-----BEGIN KEY-----\nabc\n-----END KEY-----\n";
    m_world->app().open(u"secrets"_s);
    QVERIFY(m_world->click(u"secrets.add"_s));
    QVERIFY(m_world->type(u"secrets.name"_s, u"PEM"_s));
    QVERIFY(pick(u"secrets.fromFile"_s, put(u"binary.key"_s, QByteArray("a\0b\xff", 4))));
    QVERIFY(eventually([&] { return m_world->reads(u"binary.key is not text"_s); }));
    QVERIFY(pick(u"secrets.fromFile"_s, put(u"server.pem"_s, pem)));
    QVERIFY(eventually([&] { return m_world->reads(u"%1 bytes of server.pem"_s.arg(pem.size())); }));
    QVERIFY(!m_world->words().contains(u"abc"_s)); // it is not shown
    QVERIFY(m_world->click(u"secrets.save"_s));
    QVERIFY(eventually([&] { return m_world->find(u"secrets.row.PEM"_s) != nullptr; }));
}

void PlacesTest::droppedFilesFindTheirPane()
{
    m_world->app().open(u"overview"_s);
    m_world->drop({put(u"report.SQL"_s, "select 'dropped';\n")});
    const auto console = [this] { return qobject_cast<SqlPane*>(m_world->window().documents()->current()); };
    QVERIFY(eventually([&] { return console() && console()->view()->text() == u"select 'dropped';\n"_s; }));
    m_world->drop({put(u".env.local"_s, "# mail\nMAIL_KEY='k 1'\nnot a line\n")});
    QVERIFY(eventually([&] { return m_world->find(u"secrets.import.dialog"_s) && m_world->find(u"secrets.import.MAIL_KEY"_s); }));
    QVERIFY(!m_world->words().contains(u"k 1"_s)); // a preview of names
    QVERIFY(m_world->click(u"secrets.import.cancel"_s));
    QVERIFY(eventually([&] { return m_world->find(u"secrets.import.dialog"_s) == nullptr; }));
    QVERIFY(!m_world->find(u"secrets.row.MAIL_KEY"_s));
}

void PlacesTest::functionFromAFile()
{
    m_world->app().open(u"functions"_s);
    QVERIFY(m_world->click(u"functions.first"_s));
    auto* name = m_world->find<QLineEdit>(u"functions.new.name"_s);
    QVERIFY(name);
    name->selectAll();
    QTest::keyClicks(name, u"echo"_s);
    QVERIFY(m_world->click(u"functions.new.accept"_s));
    auto* pane = qobject_cast<FunctionsPane*>(m_world->window().documents()->find(u"functions"_s));
    QVERIFY(pane && eventually([&] { return pane->currentFunction() == u"echo"_s; }));
    const QString before = pane->editor()->text();
    const QByteArray code = "export default async (req) => Response.json({ method: req.method, body: await req.text(), pem: process.env.PEM })\n";
    QVERIFY(pick(u"functions.fromFile"_s, put(u"echo.js"_s, code)));
    QVERIFY(eventually([&] { return pane->editor()->text() == QString::fromUtf8(code); }));
    pane->editor()->setFocus();
    m_world->key(Qt::Key_Z, Qt::ControlModifier); // nothing is lost
    QTRY_COMPARE(pane->editor()->text(), before);
    QVERIFY(pick(u"functions.fromFile"_s, put(u"echo.js"_s, code)));
    QTRY_COMPARE(pane->editor()->text(), QString::fromUtf8(code));
    auto* seconds = m_world->find<QSpinBox>(u"functions.timeout"_s);
    QVERIFY(seconds);
    seconds->setFocus();
    seconds->selectAll();
    QTest::keyClicks(seconds, u"4"_s);
    QTest::keyClick(seconds, Qt::Key_Tab);
    m_world->find<QPushButton>(u"functions.addPackage"_s)->setFocus();
    QVERIFY(chooseFrom(u"functions.addPackage"_s, u"zod"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"zod"_s); }));
    QVERIFY(m_world->click(u"functions.deploy"_s));
    QVERIFY(eventually([&] {
        const auto& all = m_world->workspace().functions().value;
        return all && all->size() == 1 && all->first().timeoutSeconds == 4;
    }));
    // Called by another method, it gets the body and the secret as its file held it.
    m_world->find<QComboBox>(u"functions.method"_s)->setCurrentText(u"PATCH"_s);
    auto* body = m_world->find<QPlainTextEdit>(u"functions.body"_s);
    body->setPlainText(u"{\"a\":1}"_s);
    QVERIFY(eventually([&] { return m_world->find(u"functions.send"_s)->isEnabled(); }));
    QVERIFY(m_world->click(u"functions.send"_s));
    QVERIFY(eventually([&] { return text(u"functions.response"_s).contains(u"PATCH"_s); }, 30'000));
    QVERIFY(text(u"functions.response"_s).contains(u"-----BEGIN KEY-----\\nabc\\n-----END KEY-----\\n"_s));
}

void PlacesTest::logTailIsChosen()
{
    m_world->app().open(u"logs"_s);
    QVERIFY(eventually([&] { return m_world->find<QComboBox>(u"logs.tail"_s) != nullptr; }));
    auto* tail = m_world->find<QComboBox>(u"logs.tail"_s);
    tail->setFocus();
    m_sent.clear();
    QTest::keyClick(tail, tail->currentIndex() == 0 ? Qt::Key_Down : Qt::Key_Up);
    const QString wanted = tail->currentData().toString();
    QVERIFY(!wanted.isEmpty());
    QVERIFY(eventually([&] {
        return std::any_of(m_sent.cbegin(), m_sent.cend(), [&](const RequestRecord& r) { return QUrlQuery(r.url).queryItemValue(u"tail"_s) == wanted; });
    }));
}

void PlacesTest::uploadWithAType()
{
    m_world->app().open(u"storage"_s);
    QVERIFY(m_world->click(u"storage.addBucket"_s));
    QVERIFY(m_world->type(u"storage.bucketName"_s, u"papers"_s));
    QVERIFY(m_world->click(u"storage.openBucket"_s));
    QVERIFY(m_world->click(u"storage.uploadAs"_s));
    auto* type = m_world->find<QComboBox>(u"storage.type"_s);
    QVERIFY(type);
    type->setFocus();
    type->lineEdit()->selectAll();
    QTest::keyClicks(type->lineEdit(), u"nonsense"_s);
    QVERIFY(!m_world->find(u"confirmAccept"_s)->isEnabled());
    type->lineEdit()->selectAll();
    QTest::keyClicks(type->lineEdit(), u"text/markdown"_s);
    const QByteArray bytes = "# Paper\n\0\xff raw";
    QVERIFY(pick(u"confirmAccept"_s, put(u"paper"_s, bytes)));
    QByteArray stored;
    QString storedType;
    QVERIFY(eventually([&] {
        stored.clear();
        const auto object = await(services().objects().download(project(), u"papers"_s, u"paper"_s, [&](const QByteArray& part) {
            stored += part;
            return true;
        }, 1 << 20));
        storedType = object.ok() ? object->contentType : QString();
        return object.ok();
    }));
    QCOMPARE(stored, bytes);
    QVERIFY2(storedType.startsWith(u"text/markdown"_s), qPrintable(storedType));
    // And back, byte for byte.
    QTableView* files = nullptr;
    QVERIFY(eventually([&] { return (files = m_world->find<QTableView>(u"storage.files"_s)) && files->model()->rowCount() == 1; }));
    QTest::mouseClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(files->model()->index(0, 0)).center());
    QVERIFY(QDir().mkpath(m_world->dataFolder() + u"/elsewhere"_s));
    const QString copy = m_world->dataFolder() + u"/elsewhere/copy"_s;
    QVERIFY(pick(u"storage.download"_s, copy));
    QVERIFY(eventually([&] {
        QFile file(copy);
        return file.open(QIODevice::ReadOnly) && file.readAll() == bytes;
    }));
}

void PlacesTest::restWrites()
{
    m_world->app().open(u"rest"_s);
    QVERIFY(eventually([&] { return m_world->find(u"rest.url"_s) != nullptr; }));
    auto* url = m_world->find<QLineEdit>(u"rest.url"_s);
    auto* parts = m_world->find<SegmentedControl>(u"rest.parts"_s);
    const auto send = [&](const QString& method, const QString& address, const QString& body) {
        m_world->find<QComboBox>(u"rest.method"_s)->setCurrentText(method);
        url->setFocus();
        url->selectAll();
        QTest::keyClicks(url, address);
        parts->setCurrent(2);
        if (auto* text = m_world->window().findChild<QPlainTextEdit*>(u"rest.body"_s))
            text->setPlainText(body);
        return m_world->click(u"rest.send"_s);
    };
    const auto rows = [&] { return QString::fromUtf8(await(services().database().run(project(), u"select title from items"_s))->rowsJson); };
    auto* prefer = m_world->window().findChild<QAbstractButton*>(u"rest.prefer.return=representation"_s);
    QVERIFY(prefer);
    prefer->setChecked(true);
    QVERIFY(send(u"POST"_s, u"/rest/v1/items"_s, u"{\"title\":\"Bread\"}"_s));
    QVERIFY2(eventually([&] { return text(u"rest.status"_s).startsWith(u"201"_s) && text(u"rest.json"_s).contains(u"Bread"_s); }, 5'000),
             qPrintable(text(u"rest.status"_s) + text(u"rest.json"_s) + m_world->words(m_world->find(u"rest"_s))));
    QVERIFY(send(u"PATCH"_s, u"/rest/v1/items?title=eq.Bread"_s, u"{\"title\":\"Butter\"}"_s));
    QVERIFY(eventually([&] { return text(u"rest.status"_s).startsWith(u"200"_s) && text(u"rest.json"_s).contains(u"Butter"_s); }));
    QVERIFY(rows().contains(u"Butter"_s) && !rows().contains(u"Bread"_s));
    prefer->setChecked(false);
    QVERIFY(send(u"DELETE"_s, u"/rest/v1/items?title=eq.Butter"_s, {}));
    QVERIFY(eventually([&] { return text(u"rest.status"_s).startsWith(u"204"_s); }));
    QVERIFY(!rows().contains(u"Butter"_s));
}

void PlacesTest::userSignsOutAndInAgain()
{
    TestUsers& users = services().testUsers();
    m_world->app().open(u"auth"_s);
    const auto credentials = [&](const QString& button) {
        return m_world->click(button) && m_world->type(u"auth.email"_s, u"maya@example.com"_s) && m_world->type(u"auth.password"_s, u"secret12"_s)
               && m_world->click(u"auth.accept"_s);
    };
    QVERIFY(credentials(u"auth.add"_s));
    QVERIFY(eventually([&] { return users.users().size() == 1 && users.users().first().isSignedIn(); }));
    QVERIFY(choosePerson(u"maya@example.com"_s));
    QVERIFY(m_world->click(u"auth.ask"_s));
    QVERIFY(eventually([&] { return text(u"auth.who"_s).contains(u"maya@example.com"_s); }));
    QVERIFY(text(u"auth.who"_s).contains(QString::number(QDate::currentDate().year()))); // the service's own dates
    m_sent.clear();
    QVERIFY(m_world->click(u"auth.refresh"_s));
    const auto asked = [&](const QString& grant) {
        return std::any_of(m_sent.cbegin(), m_sent.cend(), [&](const RequestRecord& r) { return QUrlQuery(r.url).queryItemValue(u"grant_type"_s) == grant; });
    };
    QVERIFY(eventually([&] { return asked(u"refresh_token"_s); }));
    QVERIFY(m_world->click(u"auth.signOut"_s));
    QVERIFY(eventually([&] { return !users.users().first().isSignedIn(); }));
    m_sent.clear();
    QVERIFY(credentials(u"auth.signIn"_s));
    QVERIFY(eventually([&] { return users.users().first().isSignedIn(); }));
    QVERIFY(asked(u"password"_s));
}

/// The system's browser is played: the consent page's form, every redirect, and the page of this program that hands the
/// fragment over.
void PlacesTest::signsInWithGoogle()
{
    m_world->app().open(u"auth"_s);
    auto* pane = qobject_cast<AuthPane*>(m_world->window().documents()->find(u"auth"_s));
    QVERIFY(pane);
    QUrl consent;
    pane->setBrowser([&](const QUrl& page) {
        consent = page;
        return true;
    });
    m_sent.clear();
    QVERIFY(m_world->click(u"auth.google"_s));
    QVERIFY(eventually([&] { return !consent.isEmpty(); }));
    QVERIFY(m_world->find(u"auth.waiting"_s));
    QNetworkAccessManager browser;
    QUrl next = consent.resolved(QUrl(u"/sandbox/google/done"_s));
    const QUrlQuery from(consent);
    next.setQuery(QUrlQuery{{u"state"_s, from.queryItemValue(u"state"_s)}, {u"nonce"_s, from.queryItemValue(u"nonce"_s)},
                            {u"email"_s, u"noa@example.com"_s}, {u"name"_s, u"Noa"_s}});
    for (int hops = 0; hops < 4 && !next.hasFragment(); ++hops) {
        QNetworkRequest request(next);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        QNetworkReply* reply = browser.get(request);
        QVERIFY(eventually([&] { return reply->isFinished(); }));
        const QUrl to = QUrl::fromEncoded(reply->rawHeader("Location"));
        reply->deleteLater();
        QVERIFY(!to.isEmpty());
        next = next.resolved(to);
    }
    QVERIFY(next.hasFragment());
    const QByteArray fragment = next.fragment(QUrl::FullyEncoded).toLatin1();
    next.setFragment({});
    QNetworkRequest back(next);
    back.setHeader(QNetworkRequest::ContentTypeHeader, u"text/plain"_s);
    QNetworkReply* reply = browser.post(back, fragment);
    TestUsers& users = services().testUsers();
    QVERIFY(eventually([&] {
        const auto all = users.users();
        return std::any_of(all.cbegin(), all.cend(), [](const TestUsers::User& u) { return u.email == u"noa@example.com"_s && u.isSignedIn(); });
    }));
    reply->deleteLater();
    QVERIFY(!m_world->find(u"auth.waiting"_s));
    const auto asked = [&](const QString& end) {
        return std::any_of(m_sent.cbegin(), m_sent.cend(), [&](const RequestRecord& r) { return r.url.toString().contains(end); });
    };
    QVERIFY(asked(u"/auth/v1/oauth/google/start"_s) && asked(u"grant_type=authorization_code"_s));
}

void PlacesTest::appByIdAndTag()
{
    m_world->app().open(u"market:publish"_s);
    QVERIFY(m_world->type(u"publish.tags"_s, u"places"_s));
    auto* visibility = m_world->find<SegmentedControl>(u"publish.visibility"_s);
    QVERIFY(visibility);
    visibility->setFocus();
    QTest::keyClick(visibility, Qt::Key_Right); // from public to unlisted
    QVERIFY(m_world->click(u"publish.submit"_s));
    QVERIFY(eventually([&] { return m_world->find(u"market.mine.places"_s) != nullptr; }));
    const auto versions = await(services().market().versions(project()));
    QVERIFY(versions.ok() && versions->size() == 1);
    QCOMPARE(versions->first().visibility, u"unlisted"_s);
    m_world->app().open(u"market:apps"_s);
    QVERIFY(m_world->click(u"market.reload"_s));
    QCOMPARE(versions->first().tags, QStringList{u"places"_s});
    QAbstractItemView* grid = nullptr;
    QVERIFY(eventually([&] { return (grid = qobject_cast<QAbstractItemView*>(m_world->find(u"market.grid"_s))) && grid->model()->rowCount() > 2; }));
    const int all = grid->model()->rowCount(); // the sandbox publishes the starters
    QVERIFY(m_world->click(u"market.tag.events"_s));
    QVERIFY(eventually([&] { return grid->model()->rowCount() > 0 && grid->model()->rowCount() < all; }));
    m_sent.clear();
    QVERIFY(m_world->type(u"market.search"_s, u"ver_1_abcdef"_s)); // nobody's
    QVERIFY(eventually([&] {
        return std::any_of(m_sent.cbegin(), m_sent.cend(), [](const RequestRecord& r) { return r.url.path().endsWith(u"/apps/v1/ver_1_abcdef"_s); });
    }));
    auto* search = m_world->find<QLineEdit>(u"market.search"_s);
    search->clear();
    QVERIFY(m_world->type(u"market.search"_s, versions->first().id));
    QVERIFY(eventually([&] { return text(u"market.details.name"_s) == u"places"_s; }));
}

QTEST_MAIN(PlacesTest)
#include "tst_places.moc"
