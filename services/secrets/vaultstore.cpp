// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/vaultstore.h"

#include "services/secrets/privatefile.h"
#include "services/secrets/vaultfile.h"
#include "services/secrets/wipe.h"

#include <QFile>
#include <QLockFile>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kMaxFile = 16ll << 20;
constexpr int kLockMs = 5000;
constexpr int kMinPassphrase = 8;

Problem problem(QString code, QString message)
{
    return Problem::make(Problem::Kind::Local, std::move(code), std::move(message));
}

Result<VaultFile> load(const QString& path)
{
    const auto bytes = readPrivateFile(path, kMaxFile);
    if (!bytes.ok()) {
        if (bytes.error().code == "secret.not_found"_L1)
            return problem(u"secret.unavailable"_s, u"There is no vault yet"_s);
        return bytes.error();
    }
    return VaultFile::parse(*bytes);
}

/// The file as it is now, proven to be ours. Another program's change of the passphrase shows as locked.
Result<VaultFile> loadVerified(const QString& path, const VaultKeys& keys)
{
    auto file = load(path);
    if (!file.ok())
        return file;
    if (auto good = file->verify(keys); !good.ok()) {
        if (good.error().code == "secret.wrong_passphrase"_L1)
            return problem(u"secret.locked"_s, u"The vault's passphrase was changed elsewhere"_s);
        return good.error();
    }
    return file;
}

Result<Done> edit(const QString& path, const VaultKeys& keys, const std::function<Result<Done>(VaultFile&)>& change)
{
    QLockFile lock(path + ".lock"_L1);
    if (!lock.tryLock(kLockMs))
        return problem(u"secret.failed"_s, u"Another program holds the vault"_s);
    auto file = loadVerified(path, keys);
    if (!file.ok())
        return file.error();
    if (auto done = change(*file); !done.ok())
        return done;
    return writePrivateFile(path, file->toJson(keys));
}

Result<std::shared_ptr<const VaultKeys>> makeVault(const QString& path, const QByteArray& passphrase)
{
    VaultFile file;
    file.kdf = VaultKeys::freshKdf();
    auto keys = VaultKeys::derive(passphrase, file.kdf);
    if (!keys.ok())
        return keys;
    if (auto folder = makePrivateFolderFor(path); !folder.ok())
        return folder.error();
    QLockFile lock(path + ".lock"_L1);
    if (!lock.tryLock(kLockMs))
        return problem(u"secret.failed"_s, u"Another program holds the vault"_s);
    if (QFile::exists(path))
        return problem(u"secret.vault_exists"_s, u"There is a vault already"_s);
    file.check = VaultFile::freshCheck(**keys);
    if (auto written = writePrivateFile(path, file.toJson(**keys)); !written.ok())
        return written.error();
    return keys;
}

Result<std::shared_ptr<const VaultKeys>> openVault(const QString& path, const QByteArray& passphrase)
{
    const auto file = load(path);
    if (!file.ok())
        return file.error();
    auto keys = VaultKeys::derive(passphrase, file->kdf);
    if (!keys.ok())
        return keys;
    if (auto good = file->verify(**keys); !good.ok())
        return good.error();
    return keys;
}

Result<std::shared_ptr<const VaultKeys>> rekeyVault(const QString& path, const QByteArray& from, const QByteArray& to)
{
    QLockFile lock(path + ".lock"_L1);
    if (!lock.tryLock(kLockMs))
        return problem(u"secret.failed"_s, u"Another program holds the vault"_s);
    const auto file = load(path);
    if (!file.ok())
        return file.error();
    const auto oldKeys = openVault(path, from);
    if (!oldKeys.ok())
        return oldKeys;
    const auto kdf = VaultKeys::freshKdf();
    auto keys = VaultKeys::derive(to, kdf);
    if (!keys.ok())
        return keys;
    const auto fresh = file->rekeyed(**oldKeys, **keys, kdf);
    if (!fresh.ok())
        return fresh.error();
    if (auto written = writePrivateFile(path, fresh->toJson(**keys)); !written.ok())
        return written.error();
    return keys;
}

bool tooWeak(const QByteArray& passphrase) { return QString::fromUtf8(passphrase).size() < kMinPassphrase; }

} // namespace

VaultStore::VaultStore(const QString& file, QObject* parent) : QObject(parent), m_file(file)
{
    m_pool.setMaxThreadCount(1);
}

VaultStore::~VaultStore() { m_pool.waitForDone(); }

bool VaultStore::exists() const { return QFile::exists(m_file); }

QString VaultStore::name() const { return tr("Vault"); }

template <typename T>
Call<T>* VaultStore::inBackground(std::function<Result<T>()> work, std::function<void(const Result<T>&)> then)
{
    auto* call = new Call<T>(this);
    QPointer<Call<T>> guard(call);
    // `this` outlives the pool's work: the destructor waits.
    (void)QtConcurrent::run(&m_pool, [this, guard, work = std::move(work), then = std::move(then)] {
        auto outcome = std::make_shared<Result<T>>(work());
        scrubFreedMemory();
        QMetaObject::invokeMethod(this, [guard, outcome, then] {
            if (then)
                then(*outcome);
            if (guard)
                guard->resolve(std::move(*outcome));
        });
    });
    return call;
}

Call<Done>* VaultStore::takeKeys(std::function<Result<Keys>()> work)
{
    auto* keys = inBackground<Keys>(std::move(work), [this](const Result<Keys>& r) {
        if (r.ok())
            setKeys(*r);
    });
    return mapCall(this, keys, [](const Keys&) -> Result<Done> { return Done{}; });
}

void VaultStore::setKeys(Keys keys)
{
    const bool was = isUnlocked();
    m_keys = std::move(keys);
    if (was != isUnlocked())
        Q_EMIT unlockedChanged(isUnlocked());
}

Call<Done>* VaultStore::create(QByteArray passphrase)
{
    if (tooWeak(passphrase)) {
        wipe(passphrase);
        return Call<Done>::ready(this, fail(problem(u"secret.weak_passphrase"_s, u"At least 8 characters"_s)));
    }
    return takeKeys([file = m_file, passphrase]() mutable {
        const WipedAtExit wiped(passphrase);
        return makeVault(file, passphrase);
    });
}

Call<Done>* VaultStore::unlock(QByteArray passphrase)
{
    return takeKeys([file = m_file, passphrase]() mutable {
        const WipedAtExit wiped(passphrase);
        return openVault(file, passphrase);
    });
}

void VaultStore::lock() { setKeys({}); }

Call<Done>* VaultStore::changePassphrase(QByteArray oldPassphrase, QByteArray newPassphrase)
{
    if (tooWeak(newPassphrase)) {
        wipe(oldPassphrase);
        wipe(newPassphrase);
        return Call<Done>::ready(this, fail(problem(u"secret.weak_passphrase"_s, u"At least 8 characters"_s)));
    }
    return takeKeys([file = m_file, oldPassphrase, newPassphrase]() mutable {
        const WipedAtExit wipedOld(oldPassphrase), wipedNew(newPassphrase);
        return rekeyVault(file, oldPassphrase, newPassphrase);
    });
}

Call<SecretStore::State>* VaultStore::probe()
{
    const State state = !exists() ? State::Unavailable : isUnlocked() ? State::Ready : State::Locked;
    return Call<State>::ready(this, state);
}

static Problem notOpen(bool exists)
{
    return exists ? problem(u"secret.locked"_s, u"The vault is locked"_s)
                  : problem(u"secret.unavailable"_s, u"There is no vault yet"_s);
}

Call<QByteArray>* VaultStore::read(const QString& key)
{
    if (!m_keys)
        return Call<QByteArray>::ready(this, fail(notOpen(exists())));
    return inBackground<QByteArray>([file = m_file, keys = m_keys, key]() -> Result<QByteArray> {
        const auto content = loadVerified(file, *keys);
        if (!content.ok())
            return content.error();
        return content->get(*keys, key);
    });
}

Call<Done>* VaultStore::write(const QString& key, const QByteArray& value)
{
    if (!m_keys)
        return Call<Done>::ready(this, fail(notOpen(exists())));
    // A copy of its own: the caller may wipe what it gave as soon as this returns.
    QByteArray mine(value.constData(), value.size());
    return inBackground<Done>([file = m_file, keys = m_keys, key, mine]() mutable -> Result<Done> {
        const WipedAtExit wiped(mine);
        return edit(file, *keys, [&](VaultFile& content) -> Result<Done> {
            content.put(*keys, key, mine);
            return Done{};
        });
    });
}

Call<Done>* VaultStore::remove(const QString& key)
{
    if (!m_keys)
        return Call<Done>::ready(this, fail(notOpen(exists())));
    return inBackground<Done>([file = m_file, keys = m_keys, key]() -> Result<Done> {
        return edit(file, *keys, [&](VaultFile& content) -> Result<Done> {
            if (!content.entries.remove(keys->idOf(key)))
                return problem(u"secret.not_found"_s, u"The vault has no such entry"_s);
            return Done{};
        });
    });
}

} // namespace run402
