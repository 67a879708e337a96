// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sandboxworld.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// What is not as it should be outside the program, or changes while it works: the clock, the folder being sent.
/// Real services, real server.
class TestOutside : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hoursOffStillSignsAndPays_data();
    void hoursOffStillSignsAndPays();
    void folderChangedWhileSendingGoesAsScanned_data();
    void folderChangedWhileSendingGoesAsScanned();
    void cleanupTestCase() { m_world.reset(); }

private:
    std::unique_ptr<SandboxWorld> m_world;
    QString m_project;
};

void TestOutside::hoursOffStillSignsAndPays_data()
{
    QTest::addColumn<qint64>("hours");
    QTest::newRow("slow") << qint64(-7);
    QTest::newRow("fast") << qint64(5);
    QTest::newRow("another day") << qint64(30);
}

/// The whole client lives hours away from the server, from the first request on.
void TestOutside::hoursOffStillSignsAndPays()
{
    QFETCH(qint64, hours);
    const auto now = [hours] { return QDateTime::currentMSecsSinceEpoch() + hours * 3'600'000; };
    struct WrongClock final : Clock
    {
        std::function<qint64()> ms;
        QDateTime now() const override { return QDateTime::fromMSecsSinceEpoch(ms(), Qt::UTC); }
        QDateTime localNow() const override { return QDateTime::fromMSecsSinceEpoch(ms()); }
    } clock;
    clock.ms = now;
    SandboxWorld world; // its own server: nothing is known of its time yet
    QVERIFY(world.isRunning());
    world.transport.setClock(now);
    world.session.credentials.setClock(now);
    PaymentFlow payments({world.transport, world.wallets, world.journal, world.budgets, world.session.money, clock, world.random, Environment::Sandbox});
    payments.setApprover(&world.approver);
    world.session.setPaymentHandler(&payments);
    QVERIFY(world.createWallet());
    // The very first thing said to the server is signed, and by the wrong time.
    QCOMPARE(codeOf(await(world.session.money.status())), u"ok"_s);
    const qint64 learnt = world.transport.clockOffsetMs(world.sandbox.url().host());
    QVERIFY2(qAbs(learnt + hours * 3'600'000) < 5'000, qPrintable(QString::number(learnt)));
    QCOMPARE(codeOf(await(world.session.money.faucet())), u"ok"_s);
    QCOMPARE(codeOf(await(world.session.money.setTier(u"prototype"_s))), u"ok"_s);
    const auto paid = await(world.journal.list({})).valueOr({});
    QCOMPARE(paid.size(), 1);
    QCOMPARE(paid[0].state, Payment::State::Settled);
    QVERIFY(!world.createProject().isEmpty());
    world.session.setPaymentHandler(nullptr);
}

void TestOutside::folderChangedWhileSendingGoesAsScanned_data()
{
    QTest::addColumn<QString>("change");
    for (const char* change : {"grows", "shrinks", "disappears", "is replaced", "becomes a folder"})
        QTest::newRow(change) << QString::fromLatin1(change);
}

/// While bytes are on their way the folder may do what it likes: what was looked at is what goes live, byte by byte.
void TestOutside::folderChangedWhileSendingGoesAsScanned()
{
    QFETCH(QString, change);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"film.bin"_s);
    QByteArray film(16 << 20, Qt::Uninitialized);
    for (qsizetype i = 0; i < film.size(); ++i)
        film[i] = char((i * 2654435761u) >> 24);
    const auto write = [&](const QString& to, const QByteArray& bytes) {
        QFile file(to);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    };
    write(path, film);
    SiteFile page;
    page.path = u"index.html"_s;
    page.data = "<h1>film</h1>";
    page.size = page.data.size();
    SiteFile big;
    big.path = u"film.bin"_s;
    big.diskPath = path;
    big.size = film.size();
    big.sha256 = QCryptographicHash::hash(film, QCryptographicHash::Sha256);
    if (!m_world) {
        m_world = std::make_unique<SandboxWorld>();
        QVERIFY(m_world->isRunning());
        QCOMPARE(m_world->subscribe(), u"ok"_s);
        m_project = m_world->createProject();
        QVERIFY(!m_project.isEmpty());
    }
    SandboxWorld& world = *m_world;
    ReleaseSpec spec;
    spec.projectId = m_project;
    spec.files = {page, big};
    qint64 sentWhenChanged = -1, total = 0;
    auto* call = world.session.releases.commit(spec, {});
    connect(call, &CallBase::progressed, this, [&](qint64 done, qint64 of) {
        if (sentWhenChanged >= 0 || done <= 0)
            return;
        sentWhenChanged = done;
        total = of;
        if (change == u"grows"_s) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::Append) && file.write("more") == 4);
        } else if (change == u"shrinks"_s) {
            QVERIFY(QFile::resize(path, 10));
        } else {
            QVERIFY(QFile::remove(path));
            if (change == u"is replaced"_s)
                write(path, QByteArray(film.size(), 'x'));
            else if (change == u"becomes a folder"_s)
                QVERIFY(QDir().mkdir(path));
        }
    });
    const auto release = await(call, 60'000);
    QCOMPARE(codeOf(release), u"ok"_s);
    QVERIFY2(sentWhenChanged > 0 && sentWhenChanged < total, qPrintable(u"%1 of %2"_s.arg(sentWhenChanged).arg(total)));
    // The real service's names are served by the local server, by Host.
    HttpRequest get;
    get.url = world.sandbox.url().resolved(QUrl(u"/film.bin"_s));
    get.headers = {{"Host", QUrl(release->url).host().toLatin1()}};
    const auto live = await(world.transport.send(get), 30'000);
    QCOMPARE(codeOf(live), u"ok"_s);
    QCOMPARE(live->status, 200);
    QVERIFY(live->body == film);
}

QTEST_GUILESS_MAIN(TestOutside)
#include "tst_outside.moc"
