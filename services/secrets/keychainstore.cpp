// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/keychainstore.h"

#include "services/secrets/lockedentry.h"
#include "services/secrets/wipe.h"

#include <QTimer>

#include <qt6keychain/keychain.h>

#include <memory>

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

/// It was there a moment ago; mostly it waits for its password.
Problem unanswered()
{
    Problem p = Problem::make(Problem::Kind::Local, u"secret.no_answer"_s, u"The keychain did not answer in time"_s);
    p.retryable = true;
    p.safeToRetry = true;
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
    if (words.contains("AccessDenied"_L1))
        return Problem::make(Problem::Kind::Local, u"secret.denied"_s, words);
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
void KeychainStore::start(Call<T>* call, QKeychain::Job* job, Patience patience,
                          std::function<Result<T>(QKeychain::Job*)> read)
{
    job->setInsecureFallback(false);
    const bool person = patience == Patience::ForPerson;
    m_running += person;
    // A job that never ends is left alone: deleting it would free what its D-Bus answer writes to. So one may end after its
    // call: what it read then is nobody's.
    connect(job, &QKeychain::Job::finished, this, [this, guard = QPointer(call), person, read = std::move(read)](QKeychain::Job* done) {
        m_running -= person;
        auto outcome = read(done);
        if (done->error() == QKeychain::NoError || done->error() == QKeychain::EntryNotFound)
            answeredNow();
        const bool awaited = guard && !guard->isSettled();
        if constexpr (std::is_same_v<T, QByteArray>) {
            if (!awaited && outcome.ok())
                wipeShared(*outcome);
        }
        if (awaited)
            guard->resolve(std::move(outcome));
        // The job's own base64 copies are given back when this has returned.
        QTimer::singleShot(0, this, [] { scrubFreedMemory(); });
    });
    QTimer::singleShot(person ? m_timeouts.operationMs : m_timeouts.probeMs, call, [this, call, person] {
        if (call->isSettled())
            return;
        m_sinceAlive.invalidate();
        call->resolve(fail(person ? unanswered() : unavailable(u"The keychain does not answer"_s)));
    });
    job->start();
}

void KeychainStore::answeredNow()
{
    m_sinceAlive.start();
    noteSecretService(this);
}

Call<SecretStore::State>* KeychainStore::probe()
{
    auto* call = new Call<State>(this);
    auto* answer = new Call<State>(this);
    auto* job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(u"probe"_s);
    // For a probe, no answer is an answer.
    call->onDone(answer, [answer](const Result<State>& r) { answer->resolve(r.valueOr(State::Unavailable)); });
    start<State>(call, job, Patience::ForService, [](QKeychain::Job* done) -> Result<State> {
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
        start<T>(call, makeJob(), Patience::ForPerson, read);
    };
    // While one operation waits for the person, a probe would queue behind it and lie; also when nobody waits for that
    // operation any more.
    if (m_running > 0 || (m_sinceAlive.isValid() && m_sinceAlive.elapsed() < kAliveForMs)) {
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

/// "Not found" may mean "locked" (lockedentry.h), and so may "removed": libsecret passes over what it may not see. "Failed" may
/// mean that the service went away: libsecret keeps the reason to itself. What was read is handed on, or wiped when nobody
/// waits any more.
template <typename T>
Call<T>* KeychainStore::unlessLocked(const QString& key, bool success, Call<T>* first)
{
    auto* call = new Call<T>(this);
    first->onDone(this, [this, key, success, guard = QPointer(call)](const Result<T>& r) {
        if constexpr (std::is_same_v<T, QByteArray>) {
            if (r.ok() && (!guard || guard->isSettled()))
                wipeShared(*r);
        }
        if (!guard || guard->isSettled())
            return;
        const bool sure = r.ok() ? success : r.error().code != "secret.not_found"_L1 && r.error().code != "secret.failed"_L1;
        if (sure)
            return guard->resolve(r);
        fateOfMissingEntry(guard, m_service, key, m_timeouts.probeMs)->onDone(guard, [guard, r](const Result<EntryFate>& fate) {
            if (fate.valueOr(EntryFate::NotThere) == EntryFate::NotThere)
                return guard->resolve(r);
            if (*fate == EntryFate::Gone)
                return guard->resolve(fail(unavailable(u"The keychain went away"_s)));
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
    return unlessLocked(key, true, whenAlive<QByteArray>(
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
    // Of its own: the caller wipes what it gave when it was told that it takes too long, and the job may still run then.
    const std::shared_ptr<QByteArray> copy(new QByteArray(value.constData(), value.size()), [](QByteArray* bytes) {
        wipe(*bytes);
        delete bytes;
    });
    return unlessLocked(key, true, whenAlive<Done>(
        [service = m_service, key, copy]() -> QKeychain::Job* {
            auto* job = new QKeychain::WritePasswordJob(service);
            job->setKey(key);
            job->setBinaryData(*copy);
            return job;
        },
        [copy](QKeychain::Job* done) -> Result<Done> {
            if (done->error() != QKeychain::NoError)
                return problemOf(*done);
            return Done{};
        }));
}

Call<Done>* KeychainStore::remove(const QString& key)
{
    return unlessLocked(key, false, whenAlive<Done>(
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
