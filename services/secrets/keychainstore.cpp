// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/keychainstore.h"

#include "services/secrets/lockedentry.h"
#include "services/secrets/wipe.h"

#include <QTimer>

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kAliveForMs = 10'000;

Problem unavailable(const QString& why)
{
    Problem p = Problem::make(Problem::Kind::Local, u"secret.unavailable"_s, why);
    p.retryable = true;
    p.nextActions = {u"vault.create"_s};
    return p;
}

Problem problemOf(const QKeychain::Job& job)
{
    const QString words = job.errorString();
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return Problem::make(Problem::Kind::Local, u"secret.not_found"_s, words);
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return Problem::make(Problem::Kind::Local, u"secret.denied"_s, words);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return unavailable(words);
    default:
        break;
    }
    // The Secret Service back end reports these as "other"; only its words tell them apart.
    if (words.contains("locked"_L1, Qt::CaseInsensitive))
        return Problem::make(Problem::Kind::Local, u"secret.locked"_s, words);
    if (words.contains("org.freedesktop.DBus"_L1) || words.contains("D-Bus"_L1) || words.contains("dbus"_L1)
        || words.contains("Could not connect"_L1) || words.contains("connection is closed"_L1))
        return unavailable(words);
    return Problem::make(Problem::Kind::Local, u"secret.failed"_s, words);
}

} // namespace

KeychainStore::KeychainStore(QString service, QObject* parent)
    : KeychainStore(std::move(service), Timeouts(), parent)
{}

KeychainStore::KeychainStore(QString service, Timeouts timeouts, QObject* parent)
    : QObject(parent), m_service(std::move(service)), m_timeouts(timeouts)
{}

QString KeychainStore::name() const { return tr("Keychain"); }

template <typename T>
void KeychainStore::start(Call<T>* call, QKeychain::Job* job, int timeoutMs,
                          std::function<Result<T>(QKeychain::Job*)> read)
{
    job->setInsecureFallback(false);
    // A job that never ends is left alone: deleting it would free what its D-Bus answer writes to.
    connect(job, &QKeychain::Job::finished, call, [this, call, read = std::move(read)](QKeychain::Job* done) {
        auto outcome = read(done);
        if (done->error() == QKeychain::NoError || done->error() == QKeychain::EntryNotFound)
            m_sinceAlive.start();
        call->resolve(std::move(outcome));
        // The job's own base64 copies are given back when this has returned.
        QTimer::singleShot(0, this, [] { scrubFreedMemory(); });
    });
    QTimer::singleShot(timeoutMs, call, [this, call] {
        if (call->isSettled())
            return;
        m_sinceAlive.invalidate();
        call->resolve(fail(unavailable(u"The keychain does not answer"_s)));
    });
    job->start();
}

Call<SecretStore::State>* KeychainStore::probe()
{
    auto* call = new Call<State>(this);
    auto* answer = new Call<State>(this);
    auto* job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(u"probe"_s);
    // For a probe, no answer is an answer.
    call->onDone(answer, [answer](const Result<State>& r) { answer->resolve(r.valueOr(State::Unavailable)); });
    start<State>(call, job, m_timeouts.probeMs, [](QKeychain::Job* done) -> Result<State> {
        if (done->error() == QKeychain::NoError || done->error() == QKeychain::EntryNotFound)
            return State::Ready;
        const Problem p = problemOf(*done);
        return p.code == "secret.locked"_L1 ? State::Locked : State::Unavailable;
    });
    return answer;
}

template <typename T>
Call<T>* KeychainStore::whenAlive(std::function<QKeychain::Job*()> makeJob,
                                  std::function<Result<T>(QKeychain::Job*)> read)
{
    auto* call = new Call<T>(this);
    auto run = [this, call, makeJob = std::move(makeJob), read = std::move(read)] {
        ++m_waiting;
        connect(call, &CallBase::settled, this, [this] { --m_waiting; });
        start<T>(call, makeJob(), m_timeouts.operationMs, read);
    };
    // While one operation waits for the person, a probe would queue behind it and lie.
    if (m_waiting > 0 || (m_sinceAlive.isValid() && m_sinceAlive.elapsed() < kAliveForMs)) {
        run();
        return call;
    }
    probe()->onDone(call, [call, run = std::move(run)](const Result<State>& state) {
        if (call->isSettled())
            return;
        if (*state == State::Unavailable)
            call->resolve(fail(unavailable(u"No keychain answers"_s)));
        else
            run();
    });
    return call;
}

/// "Not found" may mean "locked" (lockedentry.h), and so may "removed": libsecret passes over what it may not see. What
/// was read is handed on, or wiped when nobody waits any more.
template <typename T>
Call<T>* KeychainStore::unlessLocked(const QString& key, Call<T>* first)
{
    auto* call = new Call<T>(this);
    first->onDone(this, [this, key, guard = QPointer(call)](const Result<T>& r) {
        if constexpr (std::is_same_v<T, QByteArray>) {
            if (r.ok() && (!guard || guard->isSettled()))
                wipeShared(*r);
        }
        if (!guard || guard->isSettled())
            return;
        const bool sure = r.ok() ? std::is_same_v<T, QByteArray> : r.error().code != "secret.not_found"_L1;
        if (sure)
            return guard->resolve(r);
        entryIsLocked(guard, m_service, key, m_timeouts.probeMs)->onDone(guard, [guard, r](const Result<bool>& locked) {
            if (!locked.ok() || !*locked)
                return guard->resolve(r);
            Problem problem = Problem::make(Problem::Kind::Local, u"secret.locked"_s, u"The keychain is locked"_s);
            problem.retryable = true;
            problem.safeToRetry = true;
            guard->resolve(fail(std::move(problem)));
        });
    });
    return call;
}

Call<QByteArray>* KeychainStore::read(const QString& key)
{
    return unlessLocked(key, whenAlive<QByteArray>(
        [service = m_service, key]() -> QKeychain::Job* {
            auto* job = new QKeychain::ReadPasswordJob(service);
            job->setKey(key);
            return job;
        },
        [](QKeychain::Job* done) -> Result<QByteArray> {
            if (done->error() != QKeychain::NoError)
                return problemOf(*done);
            return static_cast<QKeychain::ReadPasswordJob*>(done)->binaryData();
        }));
}

Call<Done>* KeychainStore::write(const QString& key, const QByteArray& value)
{
    return whenAlive<Done>(
        [service = m_service, key, value]() -> QKeychain::Job* {
            auto* job = new QKeychain::WritePasswordJob(service);
            job->setKey(key);
            job->setBinaryData(value);
            return job;
        },
        [](QKeychain::Job* done) -> Result<Done> {
            if (done->error() != QKeychain::NoError)
                return problemOf(*done);
            return Done{};
        });
}

Call<Done>* KeychainStore::remove(const QString& key)
{
    return unlessLocked(key, whenAlive<Done>(
        [service = m_service, key]() -> QKeychain::Job* {
            auto* job = new QKeychain::DeletePasswordJob(service);
            job->setKey(key);
            return job;
        },
        [](QKeychain::Job* done) -> Result<Done> {
            if (done->error() != QKeychain::NoError)
                return problemOf(*done);
            return Done{};
        }));
}

} // namespace run402
