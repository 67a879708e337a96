// SPDX-License-Identifier: GPL-3.0-or-later
// Encrypted copies of keys: Wallets::backUp() and restore().
#include "services/secrets/keystorefile.h"
#include "services/secrets/privatefile.h"
#include "services/secrets/wipe.h"
#include "services/walletsprivate.h"
#include "services/worker.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using x402::SecretBytes;
using x402::SecretKey;

/// Runs `work` on another thread and `then` here, unless `owner` is gone by then.
template <typename T>
void inBackground(QObject* owner, std::function<Result<T>()> work, std::function<void(const Result<T>&)> then)
{
    onWorker(owner, [work = std::move(work)] {
        auto outcome = std::make_shared<Result<T>>(work());
        scrubFreedMemory();
        return outcome;
    }, [then = std::move(then)](const std::shared_ptr<Result<T>>& found) { then(*found); });
}

/// A copy of its own, for the caller may wipe the given bytes as soon as this returns; wiped with the last owner.
std::shared_ptr<QByteArray> secretCopy(const QByteArray& secret)
{
    std::shared_ptr<QByteArray> copy(new QByteArray(secret.constData(), secret.size()), [](QByteArray* bytes) {
        wipe(*bytes);
        delete bytes;
    });
    wipeShared(secret);
    return copy;
}

} // namespace

Call<Done>* Wallets::backUp(const QString& walletId, const QByteArray& passphrase, const QString& file)
{
    const auto secret = secretCopy(passphrase);
    const auto known = wallet(walletId);
    if (!known)
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"wallet.none"_s, u"There is no such wallet"_s));
    auto* call = new Call<Done>(this);
    const QPointer guard(call);
    const auto key = std::make_shared<std::optional<SecretKey>>();
    const auto copyKey = [key](const SecretKey& given) {
        SecretBytes hex = given.exportHex();
        auto copy = SecretKey::parse(hex.view(), given.use());
        if (copy.ok())
            key->emplace(std::move(*copy));
    };
    withKey(walletId, known->sandbox, copyKey)->onDone(this, [this, guard, key, secret, file, known](const Result<Done>& read) {
        if (!guard)
            return;
        if (!read.ok() || !*key)
            return guard->resolve(read.ok() ? Result<Done>(fail(Problem::Kind::Local, u"key.memory"_s, u"No memory for a key"_s)) : read);
        const auto write = [key, secret, file, label = known->label]() -> Result<Done> {
            const auto json = writeKeystore(**key, *secret, label);
            key->reset();
            return json.ok() ? writePrivateFile(file, *json) : Result<Done>(json.error());
        };
        inBackground<Done>(this, write, [this, guard, id = known->id](const Result<Done>& written) {
            // The CLI's wallet has no entry here to note the date in.
            if (written.ok() && id != cliWalletId())
                noteBackup(id);
            if (guard)
                guard->resolve(written);
        });
    });
    return call;
}

Call<WalletInfo>* Wallets::restore(const QString& label, bool sandbox, const QByteArray& keystore, const QByteArray& passphrase)
{
    const auto secret = secretCopy(passphrase);
    const auto facts = readKeystoreFacts(keystore);
    if (!facts.ok())
        return Call<WalletInfo>::ready(this, fail(facts.error()));
    if (facts->sandbox != sandbox)
        return Call<WalletInfo>::ready(this, fail(Problem::Kind::Local, u"secret.wrong_world"_s,
                                                  u"The sandbox's wallets and the real ones never mix"_s));
    auto* call = new Call<WalletInfo>(this);
    const QPointer guard(call);
    const QString name = !label.isEmpty() ? label : !facts->label.isEmpty() ? facts->label : tr("Restored wallet");
    const auto open = [keystore, secret]() -> Result<std::shared_ptr<SecretKey>> {
        auto key = openKeystore(keystore, *secret);
        if (!key.ok())
            return key.error();
        return std::make_shared<SecretKey>(std::move(*key));
    };
    inBackground<std::shared_ptr<SecretKey>>(this, open, [this, guard, name](const Result<std::shared_ptr<SecretKey>>& key) {
        if (!guard)
            return;
        if (!key.ok())
            return guard->resolve(fail(key.error()));
        // What was just opened is a backup.
        keepOrMend(*key, name)->onDone(guard, [this, guard](const Result<WalletInfo>& kept) {
            if (kept.ok())
                noteBackup(kept->id);
            guard->resolve(kept);
        });
    });
    return call;
}

} // namespace run402
