// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sandboxworld.h"

#include <QDir>
#include <QJsonDocument>
#include <QSignalSpy>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// The generation 1 adapters against the local server, as a person would use them.
class TestGen1Sandbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m; }

    void gatewayIsOurs();
    void pricesAndEmptyStatus();
    void nothingWithoutAWallet();
    void tierIsPaidOnce();
    void balancesOfAllRails();
    void unreadableRailIsNotZero();
    void projectLifeAndKeys();
    void sqlAnswersAndRefusals();
    void schemaAndRules();
    void rowsByRole();
    void wrongClockSignsInAgain();
    void releaseInSteps();
    void releaseStopsAtTheFailingStep();
    void releaseRefusesBadFolders_data();
    void releaseRefusesBadFolders();
    void fileSwappedAfterScanningSendsNothing();
    void releaseCancelled();
    void addressesMoveAndGo();
    void expiredLease();
    void cancelledCallsEndAtOnce();
    void deadServer();

private:
    ReleaseSpec site(const QByteArray& page = "<h1>hello</h1>") const;
    SandboxWorld* m = nullptr;
    QString m_project;
};

void TestGen1Sandbox::initTestCase()
{
    if (!QFileInfo(SandboxFixture::executable()).isExecutable())
        QSKIP("no sandbox executable: build run402-sandbox or set RUN402_SANDBOX");
    m = new SandboxWorld;
    QVERIFY2(m->isRunning(), qPrintable(m->sandbox.error()));
}

void TestGen1Sandbox::gatewayIsOurs()
{
    const auto info = await(m->session.gateway.detect());
    QVERIFY(info.ok() && info->sandbox && !info->readOnly);
    QCOMPARE(info->generation, GatewayInfo::Generation::One);
    QVERIFY(info->capabilities.has(Capability::BuyTier));
    QVERIFY(!info->capabilities.whyNot(Capability::RecoverKeys).isEmpty());
    const auto health = await(m->session.gateway.health());
    QCOMPARE(codeOf(health), u"ok"_s);
    QCOMPARE(health->status, u"healthy"_s);
    QCOMPARE(health->checks.value(u"postgres"_s), u"ok"_s);

    // The same server, asked as a stranger, is recognised by its answers.
    Gen1Gateway stranger(m->session.api, false);
    const auto probed = await(stranger.detect());
    QCOMPARE(codeOf(probed), u"ok"_s);
    if (probed->evidence.contains(u"GET /deploy/v1: 404, not JSON"_s))
        QEXPECT_FAIL("", "the local server has no bundle deploy yet, which is what generation 2 answers", Continue);
    QCOMPARE(probed->generation, GatewayInfo::Generation::One);
}

void TestGen1Sandbox::nothingWithoutAWallet()
{
    QVERIFY(m->session.credentials.walletAddress().isEmpty());
    QCOMPARE(codeOf(await(m->session.money.status())), u"wallet.none"_s);
    QCOMPARE(codeOf(await(m->session.money.faucet())), u"wallet.none"_s);
    QCOMPARE(codeOf(await(m->session.money.balances())), u"wallet.none"_s);
    QCOMPARE(codeOf(await(m->session.projects.create(u"x"_s))), u"wallet.none"_s);
    QVERIFY(await(m->session.projects.list()).value().isEmpty());
}

void TestGen1Sandbox::pricesAndEmptyStatus()
{
    const auto prices = await(m->session.money.prices());
    QCOMPARE(codeOf(prices), u"ok"_s);
    QCOMPARE(prices->size(), 3);
    QCOMPARE(prices->at(0).name, u"prototype"_s);
    QCOMPARE(prices->at(0).priceMicros, 100'000);
    QCOMPARE(prices->at(2).priceMicros, 20'000'000);
    QCOMPARE(prices->at(1).storageMb, 1024);
}

void TestGen1Sandbox::tierIsPaidOnce()
{
    QVERIFY(m->createWallet());
    const auto before = await(m->session.money.status());
    QCOMPARE(codeOf(before), u"ok"_s);
    QVERIFY(before->tier.isEmpty() && !before->active);
    QCOMPARE(codeOf(await(m->session.projects.create(u"early"_s))), u"tier.none"_s);
    QCOMPARE(codeOf(await(m->session.money.setTier(u"platinum"_s))), u"tier.unknown"_s);

    const auto drip = await(m->session.money.faucet());
    QCOMPARE(codeOf(drip), u"ok"_s);
    QCOMPARE(drip->amountMicros, 250'000);

    const auto change = await(m->session.money.setTier(u"prototype"_s));
    QVERIFY2(change.ok(), qPrintable(codeOf(change) + (change.ok() ? QString() : change.error().message)));
    QCOMPARE(change->action, u"subscribe"_s);
    const auto after = await(m->session.money.status());
    QVERIFY(after.ok() && after->active);
    QCOMPARE(after->tier, u"prototype"_s);
    QVERIFY(after->expiresAt > QDateTime::currentDateTimeUtc().addDays(6));

    const auto history = await(m->session.money.history(20));
    QCOMPARE(codeOf(history), u"ok"_s);
    QVERIFY(!history->isEmpty());
    const auto me = await(m->session.credentials.whoAmI());
    QVERIFY(me.ok());
    QCOMPARE(me->value("wallet"_L1).toString(), m->session.credentials.walletAddress().toLower());
}

void TestGen1Sandbox::balancesOfAllRails()
{
    const auto balances = await(m->session.money.balances());
    QCOMPARE(codeOf(balances), u"ok"_s);
    QCOMPARE(balances->size(), 4);
    const Rail order[] = {Rail::Credit, Rail::BaseUsdc, Rail::BaseSepoliaUsdc, Rail::TempoPathUsd};
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(balances->at(i).rail, order[i]);
        QCOMPARE(balances->at(i).problemCode, QString());
    }
    QCOMPARE(balances->at(3).micros, 0);
    QCOMPARE(*balances->at(2).micros, 150'000); // faucet minus the tier
}

void TestGen1Sandbox::unreadableRailIsNotZero()
{
    Gen1Money broken(m->session.api, m->session.credentials,
                     {{8453, QUrl(u"http://127.0.0.1:1/"_s)},
                      {84532, m->sandbox.url().resolved(QUrl(u"/health"_s))}});
    const auto balances = await(broken.balances());
    QCOMPARE(codeOf(balances), u"ok"_s);
    QVERIFY(balances->at(0).micros.has_value());
    for (int i = 1; i < 4; ++i) {
        QVERIFY(!balances->at(i).micros.has_value());
        QVERIFY(!balances->at(i).problemCode.isEmpty());
    }
    QCOMPARE(balances->at(1).problemCode, u"net.refused"_s);
    QCOMPARE(balances->at(3).problemCode, u"chain.no_node"_s);
}

void TestGen1Sandbox::projectLifeAndKeys()
{
    m_project = m->createProject();
    QVERIFY(!m_project.isEmpty());
    const auto keys = await(m->session.credentials.projectKeys(m_project));
    QVERIFY(keys.ok() && keys->hasServiceKey && !keys->anonKey.isEmpty());
    const auto list = await(m->session.projects.list());
    QCOMPARE(codeOf(list), u"ok"_s);
    QCOMPARE(list->size(), 1);
    QVERIFY(list->at(0).keysKnown);
    QCOMPARE(list->at(0).status, u"active"_s);
    const auto usage = await(m->session.projects.usage(m_project));
    QCOMPARE(codeOf(usage), u"ok"_s);
    QCOMPARE(usage->storageLimitBytes, 250ll << 20);

    // The file on disk holds no service key and is private.
    QFile registry(m->folder.filePath(u"keys.json"_s));
    QVERIFY(registry.open(QIODevice::ReadOnly));
    const QByteArray stored = registry.readAll();
    QVERIFY(stored.contains(m_project.toUtf8()));
    QVERIFY(!stored.contains(*m->projectKeys.entries.constBegin()));
    QCOMPARE(registry.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());

    const QString second = m->createProject();
    QCOMPARE(codeOf(await(m->session.projects.remove(second))), u"ok"_s);
    QCOMPARE(codeOf(await(m->session.projects.usage(second))), u"project.not_found"_s);
    QCOMPARE(codeOf(await(m->session.credentials.forgetProjectKeys(second))), u"ok"_s);
    QCOMPARE(codeOf(await(m->session.projects.usage(second))), u"keys.missing"_s);
    QCOMPARE(codeOf(await(m->session.credentials.recoverKeys(second))), u"keys.not_recoverable"_s);

    m->projectKeys.failWith = Problem::make(Problem::Kind::Local, u"secret.locked"_s, u"locked"_s);
    QCOMPARE(codeOf(await(m->session.projects.usage(m_project))), u"secret.locked"_s);
    m->projectKeys.failWith.reset();
}

void TestGen1Sandbox::sqlAnswersAndRefusals()
{
    Gen1Database& db = m->session.database;
    const auto made = await(db.run(m_project, u"create table notes(id bigint generated always as identity primary key, "
                                               "user_id uuid, body text)"_s));
    QVERIFY2(made.ok(), qPrintable(codeOf(made)));
    QVERIFY(!made->rowCount.has_value());
    const auto rows = await(db.run(m_project, u"insert into notes(body) values('a \"quoted\" ] text'),('b') returning id, body"_s));
    QCOMPARE(codeOf(rows), u"ok"_s);
    QCOMPARE(rows->rowCount.value_or(-1), 2);
    QCOMPARE(QJsonDocument::fromJson(rows->rowsJson).array().size(), 2);
    QVERIFY(rows->schema.startsWith(u'p'));

    const auto wrong = await(db.run(m_project, u"selec 1"_s));
    QCOMPARE(codeOf(wrong), u"sql.error"_s);
    QCOMPARE(wrong.error().message, u"syntax error at or near \"selec\""_s);
    const auto blocked = await(db.run(m_project, u"select 'grant'"_s));
    QCOMPARE(codeOf(blocked), u"sql.blocked"_s);
    QCOMPARE(blocked.error().details.value("pattern"_L1).toString(), u"\\bGRANT\\b"_s);
    QCOMPARE(codeOf(await(db.run(m_project, QString()))), u"request.invalid"_s);
    QCOMPARE(codeOf(await(db.run(m_project, QString(11 << 20, u' ')))), u"request.too_large"_s);

    const auto big = await(db.run(m_project, u"select i, repeat('x', 100) as t from generate_series(1,20000) i"_s));
    QCOMPARE(codeOf(big), u"ok"_s);
    QCOMPARE(big->rowCount.value_or(-1), 20000);
    QVERIFY(big->bytes > 1'000'000);
    QCOMPARE(QJsonDocument::fromJson(big->rowsJson).array().size(), 20000);
}

void TestGen1Sandbox::schemaAndRules()
{
    const auto before = await(m->session.database.schema(m_project));
    QCOMPARE(codeOf(before), u"ok"_s);
    const Table* notes = before->table(u"notes"_s);
    QVERIFY(notes && !notes->rlsEnabled);
    QCOMPARE(notes->primaryKey(), QStringList{u"id"_s});

    const QList<AccessRules::TableRule> rules{{u"notes"_s, u"user_id"_s}};
    const QString shown = m->session.accessRules.templateSql(u"user_owns_rows"_s, rules);
    QVERIFY(shown.contains("USING (\"user_id\" = auth.uid())"_L1));
    QCOMPARE(codeOf(await(m->session.accessRules.applyTemplate(m_project, u"user_owns_rows"_s, rules))), u"ok"_s);
    const auto after = await(m->session.database.schema(m_project));
    QVERIFY(after->table(u"notes"_s)->rlsEnabled);
    for (const Policy& policy : after->table(u"notes"_s)->policies)
        QVERIFY2(shown.contains(policy.name), qPrintable(policy.name));
    QCOMPARE(after->table(u"notes"_s)->policies.size(), 4);
    QCOMPARE(codeOf(await(m->session.accessRules.applyTemplate(m_project, u"nonsense"_s, rules))), u"request.invalid"_s);
}

void TestGen1Sandbox::rowsByRole()
{
    const auto service = await(m->session.database.rows(m_project, u"notes"_s, u"select=id,body&order=id"_s, Role::Service));
    QVERIFY2(service.ok(), qPrintable(codeOf(service)));
    QCOMPARE(QJsonDocument::fromJson(*service).array().size(), 2);
    const auto anonymous = await(m->session.database.rows(m_project, u"notes"_s, {}, Role::Anonymous));
    QCOMPARE(QJsonDocument::fromJson(anonymous.valueOr({})).array().size(), 0); // rows belong to nobody
    const auto missing = await(m->session.database.rows(m_project, u"nothing"_s, {}, Role::Service));
    QCOMPARE(codeOf(missing), u"rest.not_found"_s);
    const auto badFilter = await(m->session.database.rows(m_project, u"notes"_s, u"id=nonsense.1"_s, Role::Service));
    QCOMPARE(badFilter.error().httpStatus, 400);
    const auto forged = await(m->session.database.rows(m_project, u"notes"_s, {}, Role::User, "not-a-token"));
    QCOMPARE(forged.error().httpStatus, 401);
}

void TestGen1Sandbox::wrongClockSignsInAgain()
{
    // A computer an hour ahead: the first signature is from the future, the refusal tells the time.
    Transport transport;
    Gen1Session::Options options;
    options.base = m->sandbox.url();
    options.sandbox = true;
    options.keyRegistryFile = m->folder.filePath(u"other.json"_s);
    Gen1Session session(transport, m->wallets, m->projectKeys, options);
    session.credentials.setClock([] { return QDateTime::currentMSecsSinceEpoch() + 3'600'000; });
    QCOMPARE(codeOf(await(session.money.status())), u"auth.sign_in_refused"_s); // our clock lies to us alone
    session.credentials.setClock([] { return QDateTime::currentMSecsSinceEpoch(); });
    QCOMPARE(codeOf(await(session.money.status())), u"ok"_s);
}

ReleaseSpec TestGen1Sandbox::site(const QByteArray& page) const
{
    ReleaseSpec spec;
    spec.projectId = m_project;
    SiteFile index;
    index.path = u"index.html"_s;
    index.data = page;
    index.size = page.size();
    SiteFile binary;
    binary.path = u"img/dot.bin"_s;
    binary.data = QByteArray(300'000, '\xff');
    binary.size = binary.data.size();
    spec.files = {index, binary};
    return spec;
}

void TestGen1Sandbox::releaseInSteps()
{
    ReleaseSpec spec = site();
    spec.migrations = u"create table if not exists things(id int primary key, t text)"_s;
    spec.rulesTemplate = u"public_read"_s;
    spec.rules = {{u"things"_s, {}}};
    spec.subdomain = u"my-release"_s;
    QList<QList<ReleaseStep>> told;
    const auto observer = [&](const QList<ReleaseStep>& steps) { told << steps; };
    const auto release = await(m->session.releases.commit(spec, observer), 60'000);
    QVERIFY2(release.ok(), qPrintable(codeOf(release)));
    QVERIFY(release->id.startsWith("dpl_"_L1));
    QCOMPARE(release->fileCount, 2);
    QCOMPARE(release->totalBytes, 300'014);
    QCOMPARE(release->hashes.size(), 2);
    QCOMPARE(release->addresses.size(), 1);
    QVERIFY(release->addresses[0].contains("my-release"_L1));
    QList<ReleaseStep::Kind> kinds;
    for (const ReleaseStep& step : told.last()) {
        kinds << step.kind;
        QCOMPARE(step.state, ReleaseStep::State::Done);
    }
    using K = ReleaseStep::Kind;
    QCOMPARE(kinds, (QList<K>{K::Migrations, K::Rules, K::Site, K::Subdomain}));
    for (const auto& steps : told) { // one at a time, in order
        int running = 0;
        for (const ReleaseStep& step : steps)
            running += step.state == ReleaseStep::State::Running;
        QVERIFY(running <= 1);
    }
    const auto stored = await(m->session.releases.get(release->id));
    QCOMPARE(codeOf(stored), u"ok"_s);
    QCOMPARE(stored->fileCount, 2);
    QCOMPARE(stored->totalBytes, 300'014);

    // Again: rules are replaced, not piled up or refused.
    spec.rulesTemplate = u"public_read_write"_s;
    QCOMPARE(codeOf(await(m->session.releases.commit(spec, {}), 60'000)), u"ok"_s);
    QCOMPARE(await(m->session.database.schema(m_project))->table(u"things"_s)->policies.size(), 4);
    QCOMPARE(codeOf(await(m->session.releases.promote(m_project, release->id))), u"ok"_s);
    QCOMPARE(await(m->session.addresses.list(m_project))->at(0).deploymentId, release->id);
    QCOMPARE(codeOf(await(m->session.releases.get(u"dpl_1_abcdef"_s))), u"release.not_found"_s);
}

void TestGen1Sandbox::releaseStopsAtTheFailingStep()
{
    ReleaseSpec spec = site();
    spec.migrations = u"create table if not exists one(id int)"_s;
    spec.rulesTemplate = u"user_owns_rows"_s;
    spec.rules = {{u"no_such_table"_s, u"user_id"_s}};
    QList<ReleaseStep> last;
    const auto r = await(m->session.releases.commit(spec, [&](const auto& steps) { last = steps; }), 60'000);
    QVERIFY(!r.ok());
    QCOMPARE(last.size(), 3);
    QCOMPARE(last[0].state, ReleaseStep::State::Done);
    QVERIFY(last[1].state == ReleaseStep::State::Failed || last[1].state == ReleaseStep::State::Unknown);
    QVERIFY(last[1].problem.has_value());
    QCOMPARE(last[2].state, ReleaseStep::State::Skipped);
    QCOMPARE(r.error().details.value("step"_L1).toString(), u"rules"_s);
    QCOMPARE(r.error().details.value("applied"_L1).toArray().size(), 1);
    QVERIFY(r.error().mutation != Problem::Mutation::None);
}

void TestGen1Sandbox::releaseRefusesBadFolders_data()
{
    QTest::addColumn<QStringList>("paths");
    QTest::addColumn<QString>("code");
    QTest::newRow("nothing") << QStringList{} << u"deploy.empty"_s;
    QTest::newRow("no index") << QStringList{u"a.html"_s} << u"deploy.no_index"_s;
    QTest::newRow("index in a folder") << QStringList{u"site/index.html"_s} << u"deploy.no_index"_s;
    QTest::newRow("parent") << QStringList{u"index.html"_s, u"../etc/passwd"_s} << u"deploy.path_invalid"_s;
    QTest::newRow("inner parent") << QStringList{u"index.html"_s, u"a/../../b"_s} << u"deploy.path_invalid"_s;
    QTest::newRow("absolute") << QStringList{u"/index.html"_s} << u"deploy.path_invalid"_s;
    QTest::newRow("backslash") << QStringList{u"index.html"_s, u"..\\b"_s} << u"deploy.path_invalid"_s;
    QTest::newRow("empty part") << QStringList{u"index.html"_s, u"a//b"_s} << u"deploy.path_invalid"_s;
    QTest::newRow("line break") << QStringList{u"index.html"_s, u"a\nb"_s} << u"deploy.path_invalid"_s;
    QTest::newRow("twice") << QStringList{u"index.html"_s, u"index.html"_s} << u"deploy.path_duplicate"_s;
    QTest::newRow("folder as file") << QStringList{u"index.html"_s, u"dir"_s} << u"deploy.file_unreadable"_s;
    QTest::newRow("missing") << QStringList{u"index.html"_s, u"gone"_s} << u"deploy.file_unreadable"_s;
    QTest::newRow("too large") << QStringList{u"index.html"_s, u"huge"_s} << u"deploy.too_large"_s;
    QTest::newRow("too large encoded") << QStringList{u"index.html"_s, u"large"_s} << u"deploy.too_large"_s;
}

void TestGen1Sandbox::releaseRefusesBadFolders()
{
    QFETCH(QStringList, paths);
    QFETCH(QString, code);
    QTemporaryDir folder;
    QDir(folder.path()).mkdir(u"dir"_s);
    for (const auto& [name, size] : {std::pair{u"huge"_s, 51ll << 20}, std::pair{u"large"_s, 45ll << 20}}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(size));
    }
    ReleaseSpec spec;
    spec.projectId = m_project;
    for (const QString& path : paths) {
        SiteFile file;
        file.path = path;
        const bool onDisk = path == "dir"_L1 || path == "gone"_L1 || path == "huge"_L1 || path == "large"_L1;
        if (onDisk) {
            file.diskPath = folder.filePath(path);
            file.size = QFileInfo(file.diskPath).size();
        } else {
            file.data = "x";
            file.size = 1;
        }
        spec.files << file;
    }
    QSignalSpy sent(&m->transport, &Transport::requestStarted);
    const auto r = await(m->session.releases.commit(spec, {}), 60'000);
    QCOMPARE(codeOf(r), code);
    QCOMPARE(r.error().mutation, Problem::Mutation::None);
    QCOMPARE(sent.size(), 0);
}

void TestGen1Sandbox::fileSwappedAfterScanningSendsNothing()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"index.html"_s);
    const auto write = [&](const QByteArray& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write("<h1>one</h1>");
    ReleaseSpec spec;
    spec.projectId = m_project;
    SiteFile file;
    file.path = u"index.html"_s;
    file.diskPath = path;
    file.size = 12;
    file.sha256 = QCryptographicHash::hash("<h1>one</h1>", QCryptographicHash::Sha256);
    spec.files << file;
    write("<h1>two</h1>"); // same size, other content
    QSignalSpy sent(&m->transport, &Transport::requestStarted);
    const auto swapped = await(m->session.releases.commit(spec, {}));
    QCOMPARE(codeOf(swapped), u"deploy.file_changed"_s);
    QCOMPARE(swapped.error().details.value("path"_L1).toString(), u"index.html"_s);
    write("<h1>longer</h1>");
    QCOMPARE(codeOf(await(m->session.releases.commit(spec, {}))), u"deploy.file_changed"_s);
    QCOMPARE(sent.size(), 0);
    write("<h1>one</h1>");
    QCOMPARE(codeOf(await(m->session.releases.commit(spec, {}))), u"ok"_s);
}

void TestGen1Sandbox::releaseCancelled()
{
    ReleaseSpec spec = site(QByteArray(20 << 20, 'x'));
    QSignalSpy sent(&m->transport, &Transport::requestStarted);
    auto* call = m->session.releases.commit(spec, {});
    call->cancel(); // while it is packed
    const auto r = await(call);
    QCOMPARE(codeOf(r), u"cancelled"_s);
    QCOMPARE(r.error().mutation, Problem::Mutation::None);
    QTest::qWait(50);
    QCOMPARE(sent.size(), 0);

    spec = site();
    spec.migrations = u"select pg_sleep(20)"_s;
    QList<ReleaseStep> last;
    auto* running = m->session.releases.commit(spec, [&](const auto& steps) { last = steps; });
    QTRY_VERIFY(!last.isEmpty() && last[0].state == ReleaseStep::State::Running);
    QTRY_VERIFY(sent.size() > 0);
    QTest::qWait(200); // let the statement reach the server
    running->cancel();
    const auto cut = await(running);
    QCOMPARE(codeOf(cut), u"cancelled"_s);
    QCOMPARE(cut.error().mutation, Problem::Mutation::Unknown);
    QCOMPARE(last[0].state, ReleaseStep::State::Unknown);
    QCOMPARE(last[1].state, ReleaseStep::State::Skipped);
}

void TestGen1Sandbox::addressesMoveAndGo()
{
    Gen1Addresses& addresses = m->session.addresses;
    QVERIFY(addresses.nameProblem(u"good-name"_s).isEmpty());
    for (const char* bad : {"Upper", "ab", "-a-b", "a--b", "api", "a_b"})
        QVERIFY(!addresses.nameProblem(QString::fromLatin1(bad)).isEmpty());
    const auto refused = await(addresses.claim(m_project, u"api"_s, u"dpl_1_abcdef"_s));
    QCOMPARE(codeOf(refused), u"address.invalid"_s);
    QCOMPARE(refused.error().message, addresses.nameProblem(u"api"_s)); // our words are the server's
    QCOMPARE(codeOf(await(addresses.claim(m_project, u"some-name"_s, u"dpl_1_abcdef"_s))), u"release.not_found"_s);
    QCOMPARE(codeOf(await(addresses.release(m_project, u"my-release"_s))), u"ok"_s);
    QCOMPARE(codeOf(await(addresses.release(m_project, u"my-release"_s))), u"address.not_found"_s);
    QVERIFY(await(addresses.list(m_project)).value().isEmpty());
}

void TestGen1Sandbox::expiredLease()
{
    const QString wallet = m->session.credentials.walletAddress();
    QVERIFY(m->control(u"wallet_lease"_s, {{u"wallet"_s, wallet}, {u"expires_in_s"_s, -60}}));
    QVERIFY(m->control(u"project_lease"_s, {{u"project_id"_s, m_project}, {u"expires_in_s"_s, -60}}));
    const auto r = await(m->session.database.run(m_project, u"select 1"_s));
    QCOMPARE(codeOf(r), u"lease.expired"_s);
    QCOMPARE(r.error().kind, Problem::Kind::PayFirst);
    QVERIFY(r.error().nextActions.contains(u"tier.renew"_s));
    QVERIFY(m->control(u"wallet_lease"_s, {{u"wallet"_s, wallet}, {u"expires_in_s"_s, 86400}}));
    QVERIFY(m->control(u"project_lease"_s, {{u"project_id"_s, m_project}, {u"expires_in_s"_s, 86400}}));
}

void TestGen1Sandbox::cancelledCallsEndAtOnce()
{
    auto cancelled = [](auto* call) {
        call->cancel();
        return codeOf(await(call, 2000));
    };
    QCOMPARE(cancelled(m->session.money.prices()), u"cancelled"_s);
    QCOMPARE(cancelled(m->session.money.balances()), u"cancelled"_s);
    QCOMPARE(cancelled(m->session.money.setTier(u"prototype"_s)), u"cancelled"_s);
    QCOMPARE(cancelled(m->session.projects.list()), u"cancelled"_s);
    QCOMPARE(cancelled(m->session.projects.usage(m_project)), u"cancelled"_s);
    QCOMPARE(cancelled(m->session.database.run(m_project, u"select 1"_s)), u"cancelled"_s);
    QCOMPARE(cancelled(m->session.database.schema(m_project)), u"cancelled"_s);
    QCOMPARE(cancelled(m->session.addresses.list(m_project)), u"cancelled"_s);
    QCOMPARE(cancelled(m->session.gateway.health()), u"cancelled"_s);
    QCOMPARE(codeOf(await(m->session.money.status())), u"ok"_s); // nothing is left in a bad state
}

void TestGen1Sandbox::deadServer()
{
    auto* running = m->session.database.run(m_project, u"select pg_sleep(30)"_s);
    QTest::qWait(300);
    m->sandbox.kill();
    const auto lost = await(running);
    QVERIFY2(lost.error().code == "net.reset"_L1 || lost.error().code == "net.failed"_L1, qPrintable(lost.error().code));
    QCOMPARE(lost.error().mutation, Problem::Mutation::Unknown);
    const auto r = await(m->session.money.prices());
    QCOMPARE(codeOf(r), u"net.refused"_s);
    QVERIFY(r.error().retryable);
}

QTEST_GUILESS_MAIN(TestGen1Sandbox)
#include "tst_gen1sandbox.moc"
