// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/cli/clilink.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/common/toggleswitch.h"
#include "ui/projects/importdialog.h"
#include "ui/projects/projectspane.h"
#include "ui/shell/mainwindow.h"

#include <QClipboard>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTableView>
#include <QSignalSpy>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// All projects in one list, and the files that agents share.
class TestProjects : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void listsWhatThereIs();
    void sharesWithAgents();
    void agentsChangesShow();
    void missingKeysAreToldAndImported();
    void refusesKeysThatCannotBeRight();
    void pinExplainsAndAsks();
    void deletesByName();

private:
    QTableView* table() const { return m_world->find<QTableView>(u"projects.list"_s); }
    QString cell(const QString& projectName, const QString& column) const;
    QJsonObject file() const;
    std::unique_ptr<AppWorld> m_world;
    QString m_first, m_second;
};

QString TestProjects::cell(const QString& projectName, const QString& column) const
{
    const QAbstractItemModel* model = table() ? table()->model() : nullptr;
    for (int row = 0; model && row < model->rowCount(); ++row) {
        if (model->index(row, 0).data().toString() != projectName)
            continue;
        for (int c = 0; c < model->columnCount(); ++c) {
            if (model->headerData(c, Qt::Horizontal).toString() == column)
                return model->index(row, c).data().toString();
        }
    }
    return {};
}

QJsonObject TestProjects::file() const
{
    QFile f(m_world->services().cliLink().folder(true).folder() + u"/projects.json"_s);
    return f.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(f.readAll()).object() : QJsonObject();
}

void TestProjects::initTestCase()
{
    AppWorld::Setup setup;
    setup.theme = qEnvironmentVariable("RUN402_THEME", u"light"_s);
    m_world = std::make_unique<AppWorld>(setup);
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"recipes"_s), QString());
    m_first = m_world->workspace().currentProjectId();
    QCOMPARE(m_world->makeProject(u"guestbook"_s), QString());
    m_second = m_world->workspace().currentProjectId();
    QVERIFY(m_first != m_second);
}

void TestProjects::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void TestProjects::listsWhatThereIs()
{
    m_world->window().openTarget(u"projects"_s, false);
    QTRY_VERIFY(table());
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    QCOMPARE(cell(u"recipes"_s, u"Keys"_s), u"here"_s);
    QCOMPARE(cell(u"recipes"_s, u"Id"_s), m_first);
    QVERIFY(m_world->type(u"projects.search"_s, u"guest"_s));
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    m_world->find<QLineEdit>(u"projects.search"_s)->clear();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    m_world->shoot(u"projects"_s);
    // Enter opens the one under the cursor.
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Home, Qt::ControlModifier);
    const QString chosen = table()->currentIndex().siblingAtColumn(1).data().toString();
    QTest::keyClick(table(), Qt::Key_Return);
    QTRY_COMPARE(m_world->workspace().currentProjectId(), chosen);
}

void TestProjects::sharesWithAgents()
{
    m_world->window().openTarget(u"settings"_s, false);
    QVERIFY(m_world->click(u"settings.cliLink"_s));
    QTRY_VERIFY(m_world->workspace().isCliLinked());
    QTRY_VERIFY(m_world->find<Switch>(u"settings.cliLink"_s)->isChecked());
    m_world->shoot(u"settings-linked"_s);
    // The throwaway wallet is the agents' wallet, in the sandbox folder and for its owner only.
    CliFolder& folder = m_world->services().cliLink().folder(true);
    QTRY_COMPARE(folder.walletAddress(), m_world->services().credentials().walletAddress());
    QVERIFY(folder.folder().startsWith(m_world->dataFolder()));
    QFile allowance(folder.folder() + u"/allowance.json"_s);
    QCOMPARE(int(allowance.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)), 0);
    QVERIFY(m_world->click(u"settings.cliSetup"_s));
    QVERIFY(QApplication::clipboard()->text().contains(u"RUN402_CONFIG_DIR="_s));
    // A project made here from now on is theirs too, and the one they mean.
    QSignalSpy changed(&folder, &CliFolder::projectsChanged);
    QCOMPARE(m_world->makeProject(u"shared"_s), QString());
    const QString id = m_world->workspace().currentProjectId();
    QTRY_COMPARE(file().value("active_project_id"_L1).toString(), id);
    const QJsonObject entry = file().value("projects"_L1)[id].toObject();
    QVERIFY(entry.value("anon_key"_L1).toString().startsWith(u"eyJ"_s) && entry.value("service_key"_L1).toString().startsWith(u"eyJ"_s));
    QCOMPARE(m_world->workspace().cliProjectId(), id);
    QCOMPARE(changed.size(), 1); // entry and active id are one change of the file
}

void TestProjects::agentsChangesShow()
{
    // What `run402 projects use` and `projects delete` leave in the file.
    CliFolder agent(m_world->services().cliLink().folder(true).folder());
    const QString shared = file().value("active_project_id"_L1).toString();
    CliProjectsEdit put;
    put.put = {u"prj_1_0009"_s, u"eyJa.b.c"_s, "eyJa.b.c", {}, QDateTime::currentDateTimeUtc()};
    QVERIFY(await(agent.change(put)).ok());
    m_world->window().openTarget(u"projects"_s, false);
    QTRY_COMPARE(cell(u"prj_1_0009"_s, u"State"_s), u"only here"_s);
    m_world->shoot(u"projects-agents"_s);
    CliProjectsEdit removal;
    removal.remove = u"prj_1_0009"_s;
    QVERIFY(await(agent.change(removal)).ok());
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    QVERIFY(file().value("projects"_L1).toObject().contains(shared));
}

void TestProjects::missingKeysAreToldAndImported()
{
    Credentials& credentials = m_world->services().credentials();
    const QByteArray service = [&] {
        const auto key = await(credentials.revealServiceKey(m_first));
        return key.ok() ? QByteArray(key->constData(), key->size()) : QByteArray();
    }();
    const QString anon = await(credentials.projectKeys(m_first)).value().anonKey;
    QVERIFY(!service.isEmpty() && !anon.isEmpty());
    QVERIFY(await(credentials.forgetProjectKeys(m_first)).ok());
    m_world->workspace().refreshProjects();
    QTRY_COMPARE(cell(u"recipes"_s, u"Keys"_s), u"missing"_s);
    auto* pane = m_world->find<ProjectsPane>(u"projects"_s);
    QVERIFY(pane);
    pane->select(m_first);
    m_world->shoot(u"projects-missing"_s);
    // The output of `run402 projects keys`, pasted into any field.
    QVERIFY(m_world->click(u"projects.importKeys"_s));
    QTRY_VERIFY(m_world->find<QLineEdit>(u"projects.import.anon"_s));
    const QJsonObject printed{{u"project_id"_s, m_first}, {u"anon_key"_s, anon}, {u"service_key"_s, QString::fromLatin1(service)}};
    QApplication::clipboard()->setText(QString::fromUtf8(QJsonDocument(printed).toJson(QJsonDocument::Compact)));
    m_world->find<QLineEdit>(u"projects.import.anon"_s)->setFocus();
    m_world->key(Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(m_world->find<QLineEdit>(u"projects.import.service"_s)->text().toLatin1(), service);
    QCOMPARE(m_world->find<QLineEdit>(u"projects.import.service"_s)->echoMode(), QLineEdit::Password);
    m_world->shoot(u"projects-import"_s);
    QVERIFY(m_world->click(u"projects.import.accept"_s));
    QTRY_COMPARE(cell(u"recipes"_s, u"Keys"_s), u"here"_s);
    // With the link on, agents have them back as well.
    QTRY_VERIFY(file().value("projects"_L1).toObject().contains(m_first));
}

void TestProjects::refusesKeysThatCannotBeRight()
{
    const auto keys = await(m_world->services().credentials().projectKeys(m_first));
    const QByteArray anon = keys->anonKey.toLatin1();
    QCOMPARE(checkProjectKeys(u"../etc"_s, keys->anonKey, anon).error().code, u"keys.id"_s);
    QCOMPARE(checkProjectKeys(m_second, keys->anonKey, anon).error().code, u"keys.anon"_s);
    QCOMPARE(checkProjectKeys(m_first, keys->anonKey, anon).error().code, u"keys.service"_s);
    QCOMPARE(checkProjectKeys(m_first, u"eyJ"_s, anon).error().code, u"keys.anon"_s);
    // A key of the right form that the server never made: refused by it, and not kept.
    QVERIFY(await(m_world->services().credentials().forgetProjectKeys(m_second)).ok());
    const auto forged = [&](const char* role) {
        const QJsonObject claims{{u"role"_s, QString::fromLatin1(role)}, {u"project_id"_s, m_second}, {u"iss"_s, u"agentdb"_s}};
        const auto part = [](const QByteArray& text) { return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals); };
        return QString::fromLatin1(part(R"({"alg":"HS256","typ":"JWT"})") + '.' + part(QJsonDocument(claims).toJson(QJsonDocument::Compact)) + ".c2ln");
    };
    auto* pane = m_world->find<ProjectsPane>(u"projects"_s);
    pane->openImport(m_second);
    QTRY_VERIFY(m_world->find<QLineEdit>(u"projects.import.anon"_s));
    m_world->find<QLineEdit>(u"projects.import.anon"_s)->setText(forged("anon"));
    m_world->find<QLineEdit>(u"projects.import.service"_s)->setText(forged("service_role"));
    QVERIFY(m_world->click(u"projects.import.accept"_s));
    QTRY_VERIFY(m_world->find(u"projects.import.accept"_s) && m_world->find(u"projects.import.accept"_s)->isEnabled()
                && !m_world->find<QLineEdit>(u"projects.import.service"_s)->accessibleDescription().isEmpty());
    QTRY_VERIFY(!await(m_world->services().credentials().projectKeys(m_second)).ok());
    m_world->key(Qt::Key_Escape);
}

void TestProjects::pinExplainsAndAsks()
{
    auto* pane = m_world->find<ProjectsPane>(u"projects"_s);
    pane->select(m_first);
    QVERIFY(m_world->click(u"projects.pin"_s));
    QTRY_VERIFY(m_world->reads(u"only the operator's wallet may"_s));
    m_world->key(Qt::Key_Escape);
}

void TestProjects::deletesByName()
{
    m_world->workspace().refreshProjects();
    auto* pane = m_world->find<ProjectsPane>(u"projects"_s);
    pane->select(m_first);
    QVERIFY(m_world->click(u"projects.delete"_s));
    QTRY_VERIFY(m_world->find(u"confirmName"_s));
    QVERIFY(!m_world->find(u"confirmAccept"_s)->isEnabled());
    QVERIFY(m_world->type(u"confirmName"_s, u"recipes"_s));
    QVERIFY(m_world->click(u"confirmAccept"_s));
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    QTRY_VERIFY(!file().value("projects"_L1).toObject().contains(m_first));
}

QTEST_MAIN(TestProjects)
#include "tst_projects.moc"
