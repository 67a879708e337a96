// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/localstore.h"

#include "services/store/schema.h"
#include "services/store/sql.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSqlError>
#include <QThread>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kBusyMs = 5000;
constexpr auto kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

Problem openProblem(const QString& why)
{
    return Problem::make(Problem::Kind::Local, u"store.open_failed"_s, why);
}

/// The file exists and only its owner can read it, before SQLite writes anything to it
/// (SQLite gives -wal and -shm the same permissions).
Result<Done> preparePrivateFile(const QString& path)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        return openProblem(u"Cannot make the folder %1"_s.arg(folder));
    QFile file(path);
    if (file.open(QIODevice::NewOnly | QIODevice::WriteOnly, kOwnerOnly))
        return Done{};
    if (!file.exists())
        return openProblem(u"Cannot make %1: %2"_s.arg(path, file.errorString()));
    const auto now = file.permissions();
    if ((now & (QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup
                | QFileDevice::WriteOther)) && !file.setPermissions(kOwnerOnly))
        return openProblem(u"Cannot restrict %1 to its owner"_s.arg(path));
    return Done{};
}

} // namespace

/// Lives on the store's thread and owns the connection.
class LocalStore::Worker : public QObject
{
public:
    explicit Worker(QString file) : m_file(std::move(file)) {}

    /// Opens once; later calls return the first outcome. Afterwards movedTo() tells about a move.
    Result<QSqlDatabase*> database()
    {
        if (!m_opened) {
            m_opened = true;
            if (auto done = open(); !done.ok())
                m_problem = done.error();
        }
        if (m_problem)
            return fail(*m_problem);
        return &m_db;
    }

    QString takeMovedTo() { return std::exchange(m_movedTo, {}); }

    void close()
    {
        if (!m_db.isValid())
            return;
        const QString name = m_db.connectionName();
        m_db.close();
        m_db = QSqlDatabase();
        QSqlDatabase::removeDatabase(name);
    }

private:
    enum class Health { Good, Damaged };

    Result<Done> open()
    {
        if (auto ready = preparePrivateFile(m_file); !ready.ok())
            return ready;
        auto health = connectAndCheck();
        if (!health.ok())
            return health.error();
        if (*health == Health::Damaged) {
            if (auto moved = replaceDamaged(); !moved.ok())
                return moved;
        }
        return migrateStore(m_db);
    }

    /// SQLITE_CORRUPT and SQLITE_NOTADB, and nothing else, mean that the file itself is bad.
    static bool saysDamaged(const QSqlError& error)
    {
        const QString primary = error.nativeErrorCode().section(u' ', 0, 0);
        return (primary.toInt() & 0xff) == 11 || (primary.toInt() & 0xff) == 26;
    }

    Result<Health> connectAndCheck()
    {
        close();
        m_db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"store-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces));
        m_db.setDatabaseName(m_file);
        m_db.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(kBusyMs));
        if (!m_db.open())
            return openProblem(m_db.lastError().text());
        // Read-only first: a newer program's file must stay as it is.
        QSqlQuery query(m_db);
        if (!query.exec(u"PRAGMA user_version"_s))
            return damagedOr(query.lastError());
        if (query.next() && query.value(0).toInt() > storeSchemaVersion())
            return fail(Problem::Kind::Local, u"store.newer_version"_s,
                        u"The local store has version %1, this program knows %2"_s.arg(query.value(0).toInt())
                            .arg(storeSchemaVersion()));
        query.finish();
        if (!query.exec(u"PRAGMA quick_check(1)"_s))
            return damagedOr(query.lastError());
        if (!query.next() || query.value(0).toString() != "ok"_L1)
            return Health::Damaged;
        query.finish();
        for (const auto& pragma : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s,
                                   u"PRAGMA foreign_keys=ON"_s, u"PRAGMA trusted_schema=OFF"_s}) {
            if (!query.exec(pragma))
                return damagedOr(query.lastError());
        }
        return Health::Good;
    }

    Result<Health> damagedOr(const QSqlError& error)
    {
        if (saysDamaged(error))
            return Health::Damaged;
        return openProblem(error.text());
    }

    Result<Done> replaceDamaged()
    {
        QLockFile lock(m_file + ".recover"_L1);
        if (!lock.tryLock(kBusyMs))
            return openProblem(u"Another program is repairing the local store"_s);
        // Another program may have replaced it while we waited.
        if (auto again = connectAndCheck(); !again.ok() || *again == Health::Good)
            return again.ok() ? Result<Done>(Done{}) : Result<Done>(again.error());
        close();
        const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-hhmmss-zzz"_s);
        const QString aside = m_file + ".damaged-"_L1 + stamp;
        if (!QFile::rename(m_file, aside))
            return openProblem(u"The local store is damaged and cannot be moved to %1"_s.arg(aside));
        for (const auto& suffix : {"-wal"_L1, "-shm"_L1}) {
            if (QFile::exists(m_file + suffix))
                QFile::rename(m_file + suffix, aside + suffix);
        }
        m_movedTo = aside;
        if (auto ready = preparePrivateFile(m_file); !ready.ok())
            return ready;
        const auto fresh = connectAndCheck();
        if (!fresh.ok())
            return fresh.error();
        return Done{};
    }

    QString m_file;
    QString m_movedTo;
    QSqlDatabase m_db;
    bool m_opened = false;
    std::optional<Problem> m_problem;
};

LocalStore::LocalStore(const QString& file, QObject* parent)
    : QObject(parent), m_file(file), m_thread(new QThread(this)), m_worker(new Worker(file))
{
    m_thread->setObjectName(u"store"_s);
    m_worker->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread->start();
    post([](const Result<QSqlDatabase*>&) {}); // opens at once, so that trouble is known early
}

LocalStore::~LocalStore()
{
    // Posted last, so it runs after everything that was asked for.
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] {
        worker->close();
        QThread::currentThread()->quit();
    });
    m_thread->wait();
}

void LocalStore::post(std::function<void(Result<QSqlDatabase*>)> job)
{
    QMetaObject::invokeMethod(m_worker, [this, job = std::move(job)] {
        const auto db = m_worker->database();
        if (const QString moved = m_worker->takeMovedTo(); !moved.isEmpty())
            QMetaObject::invokeMethod(this, [this, moved] { Q_EMIT damagedFileMovedAside(moved); });
        job(db);
    });
}

} // namespace run402
