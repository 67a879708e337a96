// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QSqlDatabase>

#include <functional>
#include <memory>

class QThread;

namespace run402 {

/// The application's own SQLite file (WAL, synchronous=FULL), used by the journal, the session,
/// SQL drafts and histories. All work runs on one thread of its own, in the order it was posted.
///
/// Several programs may have the file open at once: writers wait for each other for up to 5 s. The file and its
/// -wal and -shm companions are readable by their owner only. A file that fails its integrity check is
/// moved aside (never deleted) and a new one begun, see damagedFileMovedAside. A file written by a newer
/// program is not touched.
///
/// Owner: Services. `run` is called on the GUI thread; its function runs on the store's thread and must
/// touch nothing but the database. Errors: store.open_failed, store.failed, store.newer_version.
class LocalStore : public QObject
{
    Q_OBJECT
public:
    explicit LocalStore(const QString& file, QObject* parent = nullptr);
    ~LocalStore() override; ///< finishes what was posted

    template <typename T>
    Call<T>* run(std::function<Result<T>(QSqlDatabase&)> work)
    {
        auto* call = new Call<T>(this);
        QPointer<Call<T>> guard(call);
        post([this, guard, work = std::move(work)](Result<QSqlDatabase*> db) {
            auto outcome = std::make_shared<Result<T>>(db.ok() ? work(**db) : Result<T>(fail(db.error())));
            QMetaObject::invokeMethod(this, [guard, outcome] {
                if (guard)
                    guard->resolve(std::move(*outcome));
            });
        });
        return call;
    }

    QString file() const { return m_file; }

Q_SIGNALS:
    /// The old file could not be trusted; it lies at `movedTo` now and an empty one took its place.
    void damagedFileMovedAside(const QString& movedTo);

private:
    void post(std::function<void(Result<QSqlDatabase*>)> job);

    class Worker;
    QString m_file;
    QThread* m_thread;
    Worker* m_worker;
};

} // namespace run402
