// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "ui/common/label.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/welcomeview.h"

#include <QAbstractButton>
#include <QDir>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// A new person, from the welcome to a page that answers: only what is visible, only mouse and keys.
class FirstSteps : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();
    void welcomeLeadsToTheFirstSteps();
    void walletAndTestMoney();
    void enterDoesNotPay();
    void controlEnterPays();
    void projectByName();
    void sqlByKeys();
    void ruleTemplate();
    void droppedFolderGoesLive();

private:
    QByteArray get(const QUrl& url);
    std::unique_ptr<AppWorld> m_world;
    QTemporaryDir m_site;
    bool m_failed = false;
};

void FirstSteps::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
}

void FirstSteps::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void FirstSteps::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    if (m_failed)
        QSKIP("every step stands on the one before");
}

void FirstSteps::cleanup()
{
    m_failed = m_failed || QTest::currentTestFailed();
    tellFailure(m_world.get());
}

QByteArray FirstSteps::get(const QUrl& url)
{
    // Names under localhost need not resolve here: the address of the server, the name as Host.
    QNetworkAccessManager network;
    QUrl at = url;
    at.setHost(u"127.0.0.1"_s);
    QNetworkRequest request(at);
    request.setRawHeader("Host", url.authority().toLatin1());
    std::unique_ptr<QNetworkReply> reply(network.get(request));
    if (!eventually([&] { return reply->isFinished(); }))
        return {};
    return reply->readAll();
}

void FirstSteps::welcomeLeadsToTheFirstSteps()
{
    QVERIFY(eventually([&] { return m_world->window().welcome()->isVisible(); }));
    QCOMPARE(m_world->connectSandbox(), QString());
    QVERIFY(eventually([&] { return m_world->find(u"start.wallet"_s) != nullptr; }));
    for (const char* later : {"start.faucet", "start.tier", "start.project"})
        QVERIFY2(!m_world->find(QString::fromLatin1(later))->isEnabled(), later);
}

void FirstSteps::walletAndTestMoney()
{
    QVERIFY(m_world->click(u"start.wallet"_s));
    QVERIFY(eventually([&] { return m_world->services().wallets().active(true).has_value(); }));
    QVERIFY(m_world->click(u"start.faucet"_s));
    QVERIFY(eventually([&] {
        auto* tier = m_world->find(u"start.tier"_s);
        return tier && tier->isEnabled();
    }));
    QVERIFY(m_world->reads(u"0.25"_s)); // what the faucet gave stands in the top bar
}

void FirstSteps::enterDoesNotPay()
{
    QVERIFY(m_world->click(u"start.tier"_s));
    QVERIFY(eventually([&] {
        auto* pay = m_world->find(u"pay.confirm"_s);
        return pay && pay->isEnabled();
    }));
    QCOMPARE(m_world->find<QLabel>(u"pay.amount"_s)->text(), u"0.100000"_s);
    m_world->find(u"pay.confirm"_s)->setFocus();
    m_world->key(Qt::Key_Return);
    m_world->key(Qt::Key_Enter);
    QVERIFY(m_world->find(u"pay.dialog"_s));
    QVERIFY(!m_world->workspace().tier().value || !m_world->workspace().tier().value->active);
}

void FirstSteps::controlEnterPays()
{
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(eventually([&] { return !m_world->find(u"pay.dialog"_s); }));
    QVERIFY(eventually([&] {
        const auto& tier = m_world->workspace().tier().value;
        return tier && tier->active && tier->tier == u"prototype"_s;
    }));
    QVERIFY(eventually([&] { return m_world->reads(u"0.15"_s); })); // and the money is gone from the top bar
}

void FirstSteps::projectByName()
{
    QVERIFY(m_world->click(u"start.project"_s));
    QVERIFY(m_world->type(u"project.name"_s, u"tals-recipes\n"_s)); // Enter creates: nothing is paid here
    QVERIFY(eventually([&] { return m_world->find(u"overview.title"_s) && m_world->workspace().schema().value; }));
    QCOMPARE(m_world->find<QLabel>(u"overview.title"_s)->text(), u"tals-recipes"_s);
    QVERIFY(!m_world->workspace().anonKey().isEmpty());
}

void FirstSteps::sqlByKeys()
{
    m_world->key(Qt::Key_T, Qt::ControlModifier);
    QVERIFY(eventually([&] { return m_world->find(u"sql.editor"_s) != nullptr; }));
    QVERIFY(m_world->type(u"sql.editor"_s, u"create table guestbook (id bigint generated always as identity primary key, "
                                           "name text not null);"_s));
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(eventually([&] {
        return m_world->workspace().schema().value && m_world->workspace().schema().value->table(u"guestbook"_s);
    }));
    m_world->key(Qt::Key_End, Qt::ControlModifier);
    QVERIFY(m_world->type(u"sql.editor"_s, QString()));
    m_world->key(Qt::Key_A, Qt::ControlModifier);
    for (QChar c : u"insert into guestbook (name) values ('Tal'), ('Maya') returning *"_s)
        QTest::sendKeyEvent(QTest::Click, QApplication::focusWidget(), Qt::Key_unknown, QString(c), Qt::NoModifier);
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(eventually([&] {
        auto* grid = m_world->find<QTableView>(u"sql.grid"_s);
        return grid && grid->model() && grid->model()->rowCount() == 2;
    }));
}

void FirstSteps::ruleTemplate()
{
    m_world->app().open(u"rules"_s);
    QVERIFY(m_world->click(u"rules.template.public_read"_s));
    QVERIFY(m_world->click(u"rules.apply"_s));
    QVERIFY(eventually([&] {
        const auto tables = m_world->workspace().access().value.value_or(QList<TableAccess>());
        return tables.size() == 1 && tables.first().templateName() == u"public_read"_s && !m_world->find(u"rules.apply"_s);
    }));
}

void FirstSteps::droppedFolderGoesLive()
{
    const QByteArray page = "<!doctype html><title>Recipes</title><h1>What are we cooking tonight?</h1>";
    QVERIFY(QDir(m_site.path()).mkdir(u"site"_s));
    QFile index(m_site.filePath(u"site/index.html"_s));
    QVERIFY(index.open(QIODevice::WriteOnly) && index.write(page) == page.size());
    index.close();
    m_world->drop({m_site.filePath(u"site"_s)});
    QVERIFY(m_world->click(u"deploy.deploy"_s));
    QVERIFY(eventually([&] { return m_world->find(u"deploy.address"_s) != nullptr; }, 60'000));
    QVERIFY(eventually([&] { return m_world->workspace().siteUrl().isValid() && !m_world->workspace().siteUrl().isEmpty(); }));
    QCOMPARE(get(m_world->workspace().siteUrl()), page);
}

QTEST_MAIN(FirstSteps)
#include "tst_firststeps.moc"
