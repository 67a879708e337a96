// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/wallets.h"

#include "services/secrets/privatefile.h"
#include "services/secrets/secretstore.h"
#include "services/secrets/wipe.h"
#include "services/walletsprivate.h"
#include "services/x402/secretkey.h"

#include <QUuid>

#include <sodium.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using x402::SecretBytes;
using x402::SecretKey;

constexpr int kKeyBytes = 32;
const QString firstSandboxId = u"sandbox"_s;

Problem problem(QString code, QString message)
{
    return Problem::make(Problem::Kind::Local, std::move(code), std::move(message));
}

Problem noSuchWallet() { return problem(u"wallet.none"_s, u"There is no such wallet"_s); }
Problem linked() { return problem(u"wallet.linked"_s, u"The CLI's files say which wallet this is"_s); }

/// A key from the system's generator. Out of the curve's range happens once in 2^128; then again.
Result<SecretKey> freshKey(SecretKey::Use use)
{
    for (;;) {
        SecretBytes bytes(kKeyBytes);
        if (bytes.isEmpty())
            return problem(u"secret.failed"_s, u"No memory for a key"_s);
        randombytes_buf(bytes.data().data(), bytes.size());
        auto key = SecretKey::fromBytes(std::move(bytes), use);
        if (key.ok() || key.error().code != "key.range"_L1)
            return key;
    }
}

/// The 32 bytes of a key for the secret store; the caller wipes them.
Result<QByteArray> bytesOf(const SecretKey& key)
{
    const SecretBytes hex = key.exportHex();
    QByteArray raw(kKeyBytes, Qt::Uninitialized);
    size_t length = 0;
    const auto view = hex.view();
    if (view.size() != 2 + 2 * kKeyBytes
        || sodium_hex2bin(reinterpret_cast<unsigned char*>(raw.data()), kKeyBytes,
                          reinterpret_cast<const char*>(view.data()) + 2, 2 * kKeyBytes, nullptr, &length, nullptr)
        || length != kKeyBytes)
        return problem(u"secret.failed"_s, u"The key cannot be taken out"_s);
    return raw;
}

QString entryOf(const QString& walletId) { return u"wallet/"_s + walletId; }

SecretKey::Use useOf(bool sandbox) { return sandbox ? SecretKey::Use::Sandbox : SecretKey::Use::Wallet; }

/// The stored bytes as the key of `address`; they are wiped.
Result<SecretKey> keyOf(const Result<QByteArray>& stored, bool sandbox, const QString& address)
{
    if (!stored.ok()) {
        if (stored.error().code != "secret.not_found"_L1)
            return stored.error();
        return problem(u"wallet.key_missing"_s, u"The key of this wallet is not where keys rest"_s);
    }
    auto key = SecretKey::fromBytes(SecretBytes(x402::spanOf(*stored)), useOf(sandbox));
    wipeShared(*stored);
    if (key.ok() && key->address().toString() != address)
        return problem(u"wallet.key_mismatch"_s, u"The stored key is of another address"_s);
    return key;
}

} // namespace

Wallets::Wallets(SecretStore& realKeys, SecretStore& sandboxKeys, QString registryFile, QObject* parent)
    : QObject(parent), d(new Private{realKeys, sandboxKeys, std::move(registryFile), {}, {}, {}})
{}

Wallets::~Wallets() = default;

Result<Done> Wallets::Private::edit(const std::function<Result<Done>(WalletRegistry&)>& change)
{
    if (auto folder = makePrivateFolderFor(file); !folder.ok())
        return folder;
    QLockFile lock(file + ".lock"_L1);
    if (!lock.tryLock(kLockMs))
        return problem(u"secret.failed"_s, u"Another program holds the list of wallets"_s);
    auto fresh = readWalletRegistry(file);
    if (!fresh.ok())
        return fresh.error();
    if (auto done = change(*fresh); !done.ok())
        return done;
    if (auto written = writeWalletRegistry(file, *fresh); !written.ok())
        return written;
    registry = std::move(*fresh);
    return Done{};
}

Result<Done> Wallets::Private::editOne(const QString& id, const std::function<Result<Done>(WalletRegistry&, WalletInfo&)>& change)
{
    if (cli && id == cli->id)
        return linked();
    return edit([&](WalletRegistry& r) -> Result<Done> {
        const auto it = std::find_if(r.wallets.begin(), r.wallets.end(), [&](const WalletInfo& w) { return w.id == id; });
        return it == r.wallets.end() ? Result<Done>(noSuchWallet()) : change(r, *it);
    });
}

/// Tells of the change, and of the active wallet where that is another one.
void Wallets::tell()
{
    Q_EMIT changed();
    for (const bool sandbox : {true, false}) {
        const auto now = active(sandbox);
        const QString address = now ? now->address : QString();
        const QString before = std::exchange(d->activeAddress[sandbox], address);
        if (!before.isEmpty() && before != address)
            Q_EMIT activeChanged(sandbox);
    }
}

Call<Done>* Wallets::done(const Result<Done>& outcome)
{
    if (outcome.ok())
        tell();
    return Call<Done>::ready(this, outcome);
}

Call<Done>* Wallets::load()
{
    auto registry = readWalletRegistry(d->file);
    if (!registry.ok())
        return Call<Done>::ready(this, fail(registry.error()));
    d->registry = std::move(*registry);
    return done(Done{});
}

QList<WalletInfo> Wallets::wallets() const
{
    if (!d->cli)
        return d->registry.wallets;
    QList<WalletInfo> all{*d->cli};
    for (const WalletInfo& wallet : d->registry.wallets) {
        if (wallet.sandbox || wallet.address != d->cli->address) // an imported copy of the same wallet
            all << wallet;
    }
    return all;
}

std::optional<WalletInfo> Wallets::wallet(const QString& walletId) const
{
    const WalletInfo* wallet = d->find(walletId);
    return wallet ? std::optional(*wallet) : std::nullopt;
}

std::optional<WalletInfo> Wallets::active(bool sandbox) const
{
    if (!sandbox && d->cli)
        return d->cli;
    const WalletInfo* wallet = d->registry.chosen(sandbox);
    return wallet ? std::optional(*wallet) : std::nullopt;
}

Call<Done>* Wallets::setActive(const QString& walletId)
{
    if (d->cli && !isSandboxWalletId(walletId))
        return Call<Done>::ready(this, fail(linked()));
    return done(d->editOne(walletId, [](WalletRegistry& r, const WalletInfo& w) -> Result<Done> {
        r.active(w.sandbox) = w.id;
        return Done{};
    }));
}

Call<Done>* Wallets::rename(const QString& walletId, const QString& label)
{
    const QString name = label.simplified().left(kLongestWalletLabel);
    return done(d->editOne(walletId, [&](const WalletRegistry& r, WalletInfo& w) -> Result<Done> {
        if (name.isEmpty())
            return problem(u"wallet.name_empty"_s, u"A wallet has a name"_s);
        if (r.freeLabel(name, w.sandbox, w.id) != name)
            return problem(u"wallet.name_taken"_s, u"Another wallet has this name"_s);
        w.label = name;
        return Done{};
    }));
}

Call<Done>* Wallets::noteBackup(const QString& walletId)
{
    return done(d->editOne(walletId, [](const WalletRegistry&, WalletInfo& w) -> Result<Done> {
        w.backedUpAt = QDateTime::currentDateTimeUtc();
        return Done{};
    }));
}

Call<Done>* Wallets::remove(const QString& walletId)
{
    const auto known = wallet(walletId);
    if (!known || (d->cli && walletId == d->cli->id))
        return Call<Done>::ready(this, fail(known ? linked() : noSuchWallet()));
    auto* call = new Call<Done>(this);
    // Once the key is being removed the entry follows, whether or not somebody still waits.
    d->keys(known->sandbox).remove(entryOf(walletId))->onDone(this, [this, walletId, guard = QPointer(call)](const Result<Done>& r) {
        Result<Done> outcome = r;
        if (r.ok() || r.error().code == "secret.not_found"_L1) {
            outcome = d->editOne(walletId, [](WalletRegistry& registry, const WalletInfo& w) -> Result<Done> {
                if (registry.active(w.sandbox) == w.id)
                    registry.active(w.sandbox).clear();
                registry.wallets.removeIf([id = w.id](const WalletInfo& other) { return other.id == id; });
                return Done{};
            });
        }
        if (outcome.ok())
            tell();
        if (guard)
            guard->resolve(outcome);
    });
    return call;
}

void Wallets::followCli(const QString& address, const QString& label)
{
    if ((d->cli ? d->cli->address : QString()) == address)
        return;
    d->cli.reset();
    if (!address.isEmpty())
        d->cli = WalletInfo{cliWalletId(), label, address, false, {}, {}};
    tell();
}

/// Key first, registry second: a crash between leaves a key nobody knows of, never an address without a key.
Call<WalletInfo>* Wallets::store(const SecretKey& key, const WalletInfo& wallet, std::function<Result<Done>()> then)
{
    auto raw = bytesOf(key);
    if (!raw.ok())
        return Call<WalletInfo>::ready(this, fail(raw.error()));
    auto* call = new Call<WalletInfo>(this);
    QPointer<Call<WalletInfo>> guard(call);
    // Once the key is being written the rest happens whether or not somebody still waits.
    d->keys(wallet.sandbox).write(entryOf(wallet.id), *raw)->onDone(this, [this, guard, wallet, then = std::move(then), raw = *raw](const Result<Done>& r) {
        wipeShared(raw);
        scrubFreedMemory();
        const Result<Done> outcome = r.ok() && then ? then() : r;
        if (r.ok() && !outcome.ok())
            d->keys(wallet.sandbox).remove(entryOf(wallet.id));
        if (outcome.ok())
            tell();
        if (guard)
            guard->resolve(outcome.ok() ? Result<WalletInfo>(wallet) : Result<WalletInfo>(fail(outcome.error())));
    });
    return call;
}

Call<WalletInfo>* Wallets::keep(const SecretKey& key, const QString& label)
{
    const bool sandbox = key.use() == SecretKey::Use::Sandbox;
    const QString uuid = QUuid::createUuid().toString(QUuid::WithoutBraces);
    WalletInfo wallet;
    wallet.id = !sandbox ? uuid : d->find(firstSandboxId) ? u"sandbox-"_s + uuid : firstSandboxId;
    wallet.label = d->registry.freeLabel(label, sandbox);
    wallet.address = key.address().toString();
    wallet.sandbox = sandbox;
    wallet.createdAt = QDateTime::currentDateTimeUtc();
    return store(key, wallet, [this, wallet] {
        return d->edit([&](WalletRegistry& r) -> Result<Done> {
            for (const WalletInfo& w : r.wallets) {
                if (w.id == wallet.id || (w.address == wallet.address && w.sandbox == wallet.sandbox))
                    return problem(u"wallet.exists"_s, u"This wallet is here already"_s);
            }
            WalletInfo mine = wallet;
            mine.label = r.freeLabel(wallet.label, wallet.sandbox); // another program may have taken it meanwhile
            r.wallets.append(mine);
            if (r.active(wallet.sandbox).isEmpty())
                r.active(wallet.sandbox) = r.chosen(wallet.sandbox)->id;
            return Done{};
        });
    });
}

/// A wallet that is here already is an error, unless its key went: then this key is it.
Call<WalletInfo>* Wallets::keepOrMend(std::shared_ptr<SecretKey> key, const QString& label)
{
    const bool sandbox = key->use() == SecretKey::Use::Sandbox;
    const QString address = key->address().toString();
    const auto known = std::find_if(d->registry.wallets.begin(), d->registry.wallets.end(),
                                    [&](const WalletInfo& w) { return w.sandbox == sandbox && w.address == address; });
    if (known == d->registry.wallets.end())
        return keep(*key, label);
    auto* call = new Call<WalletInfo>(this);
    d->keys(sandbox).read(entryOf(known->id))->onDone(this, [this, guard = QPointer(call), wallet = *known, key](const Result<QByteArray>& stored) {
        const auto old = keyOf(stored, wallet.sandbox, wallet.address);
        scrubFreedMemory();
        if (!guard)
            return;
        if (old.ok()) {
            guard->resolve(fail(problem(u"wallet.exists"_s, u"This wallet is here already"_s)));
        } else if (old.error().code.startsWith("secret."_L1)) {
            guard->resolve(fail(old.error()));
        } else {
            store(*key, wallet, {})->onDone(guard, [guard](const Result<WalletInfo>& r) { guard->resolve(r); });
        }
    });
    return call;
}

Call<WalletInfo>* Wallets::create(const QString& label, bool sandbox)
{
    const auto make = [this, label, sandbox] {
        const auto key = freshKey(useOf(sandbox));
        return key.ok() ? keep(*key, label) : Call<WalletInfo>::ready(this, fail(key.error()));
    };
    if (!sandbox || !d->find(firstSandboxId))
        return make();
    // The first sandbox entry is replaced when its key went away with the sandbox folder.
    auto* call = new Call<WalletInfo>(this);
    d->sandboxKeys.read(entryOf(firstSandboxId))->onDone(call, [this, call, make](const Result<QByteArray>& stored) {
        if (stored.ok())
            wipeShared(*stored);
        if (!stored.ok() && stored.error().code != "secret.not_found"_L1)
            return call->resolve(fail(stored.error()));
        const auto dropped = stored.ok() ? Result<Done>(Done{}) : d->edit([](WalletRegistry& r) -> Result<Done> {
            r.wallets.removeIf([](const WalletInfo& w) { return w.id == firstSandboxId; });
            return Done{};
        });
        if (!dropped.ok())
            return call->resolve(fail(dropped.error()));
        make()->onDone(call, [call](const Result<WalletInfo>& made) { call->resolve(made); });
    });
    return call;
}

Call<WalletInfo>* Wallets::import(const QString& label, const QByteArray& privateKeyText)
{
    QByteArray text = privateKeyText.trimmed();
    auto key = SecretKey::parse(x402::spanOf(text), SecretKey::Use::Wallet);
    wipe(text);
    wipeShared(privateKeyText);
    if (!key.ok())
        return Call<WalletInfo>::ready(this, fail(key.error()));
    return keepOrMend(std::make_shared<SecretKey>(std::move(*key)), label);
}

Call<Done>* Wallets::withKey(const QString& walletId, bool sandbox, std::function<void(const SecretKey&)> use)
{
    const WalletInfo* wallet = d->find(walletId);
    if (!wallet)
        return Call<Done>::ready(this, fail(noSuchWallet()));
    if (wallet->sandbox != sandbox)
        return Call<Done>::ready(this, fail(problem(u"secret.wrong_world"_s,
                                                    u"The sandbox's wallets and the real ones never mix"_s)));
    auto* call = new Call<Done>(this);
    // Observed by this object, not by the call: the bytes are wiped whoever gave up meanwhile.
    d->keys(sandbox).read(entryOf(walletId))->onDone(this,
        [guard = QPointer(call), sandbox, address = wallet->address, use = std::move(use)](const Result<QByteArray>& stored) {
            const auto key = keyOf(stored, sandbox, address);
            if (!guard || guard->isSettled())
                return;
            if (key.ok())
                use(*key);
            scrubFreedMemory();
            guard->resolve(key.ok() ? Result<Done>(Done{}) : Result<Done>(fail(key.error())));
        });
    return call;
}

} // namespace run402
