// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/activitylog.h"
#include "services/store/localstore.h"
#include "services/store/releasehistory.h"
#include "services/store/schema.h"
#include "services/store/sessionstore.h"
#include "services/store/settingsstore.h"
#include "services/store/sql.h"
#include "services/store/sqlhistory.h"
#include "tests/support/await.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

class TestLocalStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir.emplace();
        QVERIFY(m_dir->isValid());
        m_file = m_dir->filePath(u"data/local.sqlite"_s);
    }

    void filesAreForTheirOwnerOnly()
    {
        LocalStore store(m_file);
        QCOMPARE(codeOf(await(SettingsStore(store).set(u"theme"_s, u"dark"_s))), u"ok"_s);
        for (const QString& name : {m_file, QString(m_file + "-wal"_L1), QString(m_file + "-shm"_L1)}) {
            QVERIFY2(QFile::exists(name), qPrintable(name));
            QCOMPARE(QFile(name).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                     QFile::ReadOwner | QFile::WriteOwner);
        }
    }

    void existingWidePermissionsAreNarrowed()
    {
        { LocalStore store(m_file); }
        QVERIFY(QFile::setPermissions(m_file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        LocalStore store(m_file);
        QCOMPARE(codeOf(await(SettingsStore(store).all())), u"ok"_s);
        QVERIFY(!(QFile(m_file).permissions() & QFile::ReadOther));
    }

    void writesAheadAndSyncs()
    {
        LocalStore store(m_file);
        const auto modes = await(store.run<QStringList>([](QSqlDatabase& db) -> Result<QStringList> {
            QStringList found;
            for (const auto& pragma : {u"journal_mode"_s, u"synchronous"_s, u"user_version"_s}) {
                auto q = exec(db, u"PRAGMA "_s + pragma);
                if (!q.ok())
                    return q.error();
                q->next();
                found.append(q->value(0).toString());
            }
            return found;
        }));
        QCOMPARE(modes.valueOr({}), QStringList({u"wal"_s, u"2"_s, QString::number(storeSchemaVersion())}));
    }

    void newerFileIsLeftAlone()
    {
        {
            LocalStore store(m_file);
            QCOMPARE(codeOf(await(store.run<Done>([](QSqlDatabase& db) -> Result<Done> {
                         auto q = exec(db, u"PRAGMA user_version=99"_s);
                         return q.ok() ? Result<Done>(Done{}) : Result<Done>(q.error());
                     }))), u"ok"_s);
        }
        const QByteArray before = hashOf(m_file);
        LocalStore store(m_file);
        QSignalSpy moved(&store, &LocalStore::damagedFileMovedAside);
        QCOMPARE(codeOf(await(SettingsStore(store).set(u"a"_s, 1))), u"store.newer_version"_s);
        QCOMPARE(moved.count(), 0);
        QCOMPARE(hashOf(m_file), before);
    }

    void damagedFileIsKeptAside_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("no database") << u"garbage"_s;
        QTest::newRow("middle overwritten") << u"middle"_s;
    }
    void damagedFileIsKeptAside()
    {
        QFETCH(QString, damage);
        {
            LocalStore store(m_file);
            SqlHistory history(store);
            for (int i = 0; i < 200; ++i)
                history.append({0, u"prj_1_1"_s, QString(400, u'x'), {}, 1, 1, {}});
            QCOMPARE(codeOf(await(history.search(u"prj_1_1"_s, {}))), u"ok"_s);
        }
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray bad = damage == "garbage"_L1 ? QByteArray(9000, '#') : QByteArray(12000, char(0xee));
        if (damage == "garbage"_L1)
            file.resize(0);
        else
            file.seek(file.size() / 2 / 4096 * 4096);
        file.write(bad);
        file.close();
        const QByteArray damaged = hashOf(m_file);

        LocalStore store(m_file);
        QSignalSpy moved(&store, &LocalStore::damagedFileMovedAside);
        QCOMPARE(codeOf(await(SettingsStore(store).set(u"a"_s, 1))), u"ok"_s);
        QTRY_COMPARE(moved.count(), 1);
        const QString aside = moved.first().first().toString();
        QCOMPARE(hashOf(aside), damaged);
        QCOMPARE(await(SettingsStore(store).get(u"a"_s)).valueOr({}).toInt(), 1);
    }

    void folderThatCannotBeWrittenIsSaid()
    {
        LocalStore store(u"/proc/none/local.sqlite"_s);
        QCOMPARE(codeOf(await(SettingsStore(store).all())), u"store.open_failed"_s);
    }

    void twoProgramsShareOneFile()
    {
        LocalStore one(m_file), two(m_file); // open and migrate at the same time
        SqlHistory first(one), second(two);
        QList<QPointer<CallBase>> open;
        for (int i = 0; i < 150; ++i) {
            first.append({0, u"p"_s, u"one %1"_s.arg(i), {}, 0, {}, {}});
            second.append({0, u"p"_s, u"two %1"_s.arg(i), {}, 0, {}, {}});
        }
        QCOMPARE(codeOf(await(first.append({0, u"p"_s, u"end"_s, {}, 0, {}, {}}))), u"ok"_s);
        QCOMPARE(codeOf(await(second.append({0, u"p"_s, u"end"_s, {}, 0, {}, {}}))), u"ok"_s);
        QCOMPARE(await(first.search(u"p"_s, {}, 1000)).valueOr({}).size(), 302);
    }

    void postedWorkIsDoneBeforeTheEnd()
    {
        {
            LocalStore store(m_file);
            SqlHistory history(store);
            for (int i = 0; i < 100; ++i)
                history.append({0, u"p"_s, u"select %1"_s.arg(i), {}, 0, {}, {}});
        }
        LocalStore store(m_file);
        QCOMPARE(await(SqlHistory(store).search(u"p"_s, {}, 1000)).valueOr({}).size(), 100);
    }

    void failedTransactionLeavesNothing()
    {
        LocalStore store(m_file);
        const auto r = await(store.run<Done>([](QSqlDatabase& db) -> Result<Done> {
            return inTransaction<Done>(db, [&]() -> Result<Done> {
                auto a = exec(db, u"INSERT INTO settings VALUES('k','1',0)"_s);
                auto b = exec(db, u"INSERT INTO settings VALUES('k','2',0)"_s);
                return b.ok() ? Result<Done>(Done{}) : Result<Done>(b.error());
            });
        }));
        QCOMPARE(codeOf(r), u"store.failed"_s);
        QVERIFY(await(SettingsStore(store).get(u"k"_s)).valueOr({}).isUndefined());
    }

    void sessionRoundTrip()
    {
        const QJsonObject tabs{{u"tabs"_s, QJsonArray{u"sql:1"_s, u"table:posts"_s}}, {u"text"_s, u"select 'ü'; \n"_s}};
        const QString mine = SessionStore::scope(u"testnet"_s, u"prj_1_1"_s);
        {
            LocalStore store(m_file);
            SessionStore session(store);
            session.save(mine, u"tabs"_s, tabs);
            session.save(mine, u"split"_s, 0.5);
            session.save(mine, u"split"_s, 0.25);
            session.save(SessionStore::scope(u"sandbox"_s, u"prj_1_1"_s), u"tabs"_s, u"other"_s);
            session.save(mine, u"gone"_s, true);
            QCOMPARE(codeOf(await(session.remove(mine, u"gone"_s))), u"ok"_s);
        }
        LocalStore store(m_file);
        const auto values = await(SessionStore(store).load(mine)).valueOr({});
        QCOMPARE(values.size(), 2);
        QCOMPARE(values[u"tabs"_s].json.toObject(), tabs);
        QCOMPARE(values[u"split"_s].json.toDouble(), 0.25);
        QVERIFY(values[u"split"_s].updatedAt.isValid());
    }

    void activityIsKeptThirtyDays()
    {
        LocalStore store(m_file);
        ActivityLog log(store);
        ActivityEntry old;
        old.title = u"Old"_s;
        old.at = QDateTime::currentDateTimeUtc().addDays(-31);
        QCOMPARE(codeOf(await(log.append(old))), u"ok"_s);
        ActivityEntry now;
        now.environment = u"testnet"_s;
        now.projectId = u"p"_s;
        now.kind = u"sql"_s;
        now.title = u"Saved 100% of 4_changes"_s;
        now.detail = {{u"rows"_s, 4}};
        now.undo = u"update t set a = 1"_s;
        now.costMicros = 30'000;
        QVERIFY(await(log.append(now)).valueOr(0) > 0);
        now.title = u"Saved 100 of 4changes"_s;
        QCOMPARE(codeOf(await(log.append(now))), u"ok"_s);
        QCOMPARE(await(log.list({})).valueOr({}).size(), 2);
        const auto found = await(log.list({u"testnet"_s, u"p"_s, u"100% of 4_c"_s, 10})).valueOr({});
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().detail.value("rows"_L1).toInt(), 4);
        QCOMPARE(found.first().undo, now.undo);
        QCOMPARE(found.first().costMicros, 30'000);
        QVERIFY(await(log.list({u"mainnet"_s, {}, {}, 10})).valueOr({}).isEmpty());
        const auto rows = await(store.run<int>([](QSqlDatabase& db) -> Result<int> {
            auto q = exec(db, u"SELECT count(*) FROM activity"_s);
            q->next();
            return q->value(0).toInt();
        }));
        QCOMPARE(rows.valueOr(-1), 2);
    }

    void sqlHistoryKeepsTheNewest()
    {
        LocalStore store(m_file);
        SqlHistory history(store);
        for (int i = 0; i < SqlHistory::kKeptPerProject + 5; ++i)
            history.append({0, u"p"_s, u"select %1"_s.arg(i), {}, 2, i, i % 2 ? u"sql.error"_s : QString()});
        QCOMPARE(codeOf(await(history.append({0, u"q"_s, u"select 'q'"_s, {}, 2, {}, {}}))), u"ok"_s);
        const auto all = await(history.search(u"p"_s, {}, 100'000)).valueOr({});
        QCOMPARE(all.size(), SqlHistory::kKeptPerProject);
        QCOMPARE(all.first().sql, u"select %1"_s.arg(SqlHistory::kKeptPerProject + 4));
        QCOMPARE(all.last().sql, u"select 5"_s);
        QCOMPARE(all.last().problemCode, u"sql.error"_s);
        QCOMPARE(all.last().rowCount, std::optional<qint64>(5));
        const auto q = await(history.search(u"q"_s, u"'Q'"_s)).valueOr({});
        QCOMPARE(q.size(), 1);
        QVERIFY(!q.first().rowCount);
        QCOMPARE(codeOf(await(history.clear(u"p"_s))), u"ok"_s);
        QVERIFY(await(history.search(u"p"_s, {})).valueOr({}).isEmpty());
    }

    void releasesKeepTheirHashes()
    {
        LocalStore store(m_file);
        ReleaseHistory history(store);
        Release r;
        r.id = u"dpl_1_abcdef"_s;
        r.projectId = u"p"_s;
        r.url = u"https://x"_s;
        r.addresses = {u"https://a.run402.com"_s};
        r.createdAt = QDateTime::fromMSecsSinceEpoch(1'774'094'400'123, Qt::UTC);
        r.fileCount = 2;
        r.totalBytes = 5'000'000'000;
        r.hashes = {{u"index.html"_s, QByteArray(32, 'a')}, {u"ü/b.js"_s, QByteArray(32, char(0))}};
        r.sizes = {{u"index.html"_s, 1234}};
        QCOMPARE(codeOf(await(history.append(r))), u"ok"_s);
        Release later = r;
        later.id = u"dpl_2_abcdef"_s;
        later.createdAt = r.createdAt.addSecs(1);
        QCOMPARE(codeOf(await(history.append(later))), u"ok"_s);
        const auto list = await(history.list(u"p"_s)).valueOr({});
        QCOMPARE(list.size(), 2);
        QCOMPARE(list.first().id, later.id);
        const auto back = await(history.get(u"p"_s, r.id)).valueOr({});
        QCOMPARE(back.hashes, r.hashes);
        QCOMPARE(back.sizes, r.sizes); // an entry without a size stays without
        QCOMPARE(back.totalBytes, r.totalBytes);
        QCOMPARE(back.createdAt, r.createdAt);
        QCOMPARE(back.addresses, r.addresses);
        QCOMPARE(codeOf(await(history.get(u"other"_s, r.id))), u"release.not_in_history"_s);
    }

private:
    static QByteArray hashOf(const QString& path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256);
    }

    std::optional<QTemporaryDir> m_dir;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestLocalStore)
#include "tst_localstore.moc"
