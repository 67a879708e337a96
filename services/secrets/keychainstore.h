// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/secrets/secretstore.h"

#include <QElapsedTimer>
#include <QObject>

namespace QKeychain {
class Job;
}

namespace run402 {

/// The operating system's keychain through QtKeychain (Secret Service, KWallet, macOS, Windows).
/// QtKeychain's plain-text fallback stays off.
///
/// Before an operation the service is asked for an entry that does not exist, which never prompts: a
/// dead service is noticed after `probeMs`. The operation itself may wait `operationMs` for the person to
/// unlock the keychain; then it is given up with secret.no_answer, and what comes later is dropped and wiped. A question
/// that was dismissed is secret.locked: an entry that is there but locked is never reported as missing (lockedentry.h).
///
/// Owner: Services. Thread: GUI, never blocking. Errors: those of SecretStore.
class KeychainStore : public QObject, public SecretStore
{
    Q_OBJECT
public:
    struct Timeouts { int probeMs = 5'000; int operationMs = 120'000; };

    explicit KeychainStore(QString service = QStringLiteral("run402-desktop"), QObject* parent = nullptr);
    KeychainStore(QString service, Timeouts timeouts, QObject* parent = nullptr);

    QString name() const override;
    /// Ready or Unavailable. Whether it is locked shows only when an entry is asked for.
    Call<State>* probe() override;
    Call<QByteArray>* read(const QString& key) override;
    Call<Done>* write(const QString& key, const QByteArray& value) override;
    Call<Done>* remove(const QString& key) override;

private:
    enum class Patience { ForService, ForPerson };
    template <typename T>
    Call<T>* whenAlive(std::function<QKeychain::Job*()> makeJob, std::function<Result<T>(QKeychain::Job*)> read);
    template <typename T>
    Call<T>* unlessLocked(const QString& key, bool success, Call<T>* first); ///< `success`: its word is good
    template <typename T>
    void start(Call<T>* call, QKeychain::Job* job, Patience patience, std::function<Result<T>(QKeychain::Job*)> read);

    void answeredNow();

    QString m_service;
    Timeouts m_timeouts;
    QElapsedTimer m_sinceAlive; ///< invalid until an answer came
    int m_running = 0;          ///< operations that have not ended, one of which may be waiting for the person
};

} // namespace run402
