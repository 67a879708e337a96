// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/wallets.h"

#include "services/secrets/privatefile.h"
#include "services/secrets/secretstore.h"
#include "services/secrets/wipe.h"
#include "services/x402/secretkey.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QUuid>

#include <sodium.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using x402::SecretBytes;
using x402::SecretKey;

constexpr qint64 kMaxRegistry = 1 << 20;
constexpr int kLockMs = 2000;
constexpr int kKeyBytes = 32;

/// The registry file: {"version":1,"active":{"real":id},"wallets":[{id,label,address,sandbox,createdAt}]}
struct Registry
{
    QList<WalletInfo> wallets;
    QString activeReal;
};

Problem problem(QString code, QString message)
{
    return Problem::make(Problem::Kind::Local, std::move(code), std::move(message));
}

std::optional<WalletInfo> walletFrom(const QJsonObject& o)
{
    WalletInfo w;
    w.id = o.value("id"_L1).toString();
    w.label = o.value("label"_L1).toString();
    w.sandbox = o.value("sandbox"_L1).toBool();
    w.createdAt = QDateTime::fromString(o.value("createdAt"_L1).toString(), Qt::ISODateWithMs);
    const auto address = x402::Address::parse(o.value("address"_L1).toString());
    if (w.id.isEmpty() || !address || w.sandbox != (w.id == "sandbox"_L1))
        return std::nullopt;
    w.address = address->toString();
    return w;
}

Result<Registry> readRegistry(const QString& file)
{
    const auto bytes = readPrivateFile(file, kMaxRegistry);
    if (!bytes.ok()) {
        if (bytes.error().code == "secret.not_found"_L1)
            return Registry();
        return bytes.error();
    }
    const auto damaged = [&] {
        return problem(u"wallet.registry_damaged"_s, u"The list of wallets cannot be read: %1"_s.arg(file));
    };
    const QJsonObject root = QJsonDocument::fromJson(*bytes).object();
    if (root.value("version"_L1).toInt() != 1 || !root.value("wallets"_L1).isArray())
        return damaged();
    Registry registry;
    for (const auto& entry : root.value("wallets"_L1).toArray()) {
        const auto wallet = walletFrom(entry.toObject());
        if (!wallet)
            return damaged();
        registry.wallets.append(*wallet);
    }
    registry.activeReal = root.value("active"_L1).toObject().value("real"_L1).toString();
    return registry;
}

Result<Done> writeRegistry(const QString& file, const Registry& registry)
{
    QJsonArray wallets;
    for (const WalletInfo& w : registry.wallets)
        wallets.append(QJsonObject{{u"id"_s, w.id}, {u"label"_s, w.label}, {u"address"_s, w.address},
                                   {u"sandbox"_s, w.sandbox},
                                   {u"createdAt"_s, w.createdAt.toString(Qt::ISODateWithMs)}});
    const QJsonObject root{{u"version"_s, 1},
                           {u"active"_s, QJsonObject{{u"real"_s, registry.activeReal}}},
                           {u"wallets"_s, wallets}};
    return writePrivateFile(file, QJsonDocument(root).toJson());
}

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

} // namespace

struct Wallets::Private
{
    SecretStore& realKeys;
    SecretStore& sandboxKeys;
    QString file;
    Registry registry;
    std::optional<WalletInfo> cli;

    SecretStore& keys(bool sandbox) { return sandbox ? sandboxKeys : realKeys; }

    const WalletInfo* find(const QString& id) const
    {
        if (cli && id == cli->id)
            return &*cli;
        const auto it = std::find_if(registry.wallets.begin(), registry.wallets.end(),
                                     [&](const WalletInfo& w) { return w.id == id; });
        return it == registry.wallets.end() ? nullptr : &*it;
    }

    /// Re-reads, changes and writes under a lock; the registry in memory follows a success.
    Result<Done> edit(const std::function<Result<Done>(Registry&)>& change)
    {
        if (auto folder = makePrivateFolderFor(file); !folder.ok())
            return folder;
        QLockFile lock(file + ".lock"_L1);
        if (!lock.tryLock(kLockMs))
            return problem(u"secret.failed"_s, u"Another program holds the list of wallets"_s);
        auto fresh = readRegistry(file);
        if (!fresh.ok())
            return fresh.error();
        if (auto done = change(*fresh); !done.ok())
            return done;
        if (auto written = writeRegistry(file, *fresh); !written.ok())
            return written;
        registry = std::move(*fresh);
        return Done{};
    }

    Result<Done> add(const WalletInfo& wallet)
    {
        return edit([&](Registry& r) -> Result<Done> {
            for (const WalletInfo& w : r.wallets) {
                if (w.id == wallet.id || (w.address == wallet.address && w.sandbox == wallet.sandbox))
                    return problem(u"wallet.exists"_s, u"This wallet is here already"_s);
            }
            r.wallets.append(wallet);
            if (!wallet.sandbox && r.activeReal.isEmpty())
                r.activeReal = wallet.id;
            return Done{};
        });
    }
};

Wallets::Wallets(SecretStore& realKeys, SecretStore& sandboxKeys, QString registryFile, QObject* parent)
    : QObject(parent), d(new Private{realKeys, sandboxKeys, std::move(registryFile), {}, {}})
{}

Wallets::~Wallets() = default;

Call<Done>* Wallets::load()
{
    auto registry = readRegistry(d->file);
    if (!registry.ok())
        return Call<Done>::ready(this, fail(registry.error()));
    d->registry = std::move(*registry);
    Q_EMIT changed();
    return Call<Done>::ready(this, Done{});
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

std::optional<WalletInfo> Wallets::active(bool sandbox) const
{
    if (!sandbox && d->cli)
        return d->cli;
    const WalletInfo* wallet = d->find(sandbox ? u"sandbox"_s : d->registry.activeReal);
    if (!wallet || wallet->sandbox != sandbox)
        return std::nullopt;
    return *wallet;
}

Call<Done>* Wallets::setActive(const QString& walletId)
{
    auto done = d->edit([&](Registry& r) -> Result<Done> {
        for (const WalletInfo& w : r.wallets) {
            if (w.id == walletId && !w.sandbox) {
                r.activeReal = walletId;
                return Done{};
            }
        }
        return problem(u"wallet.none"_s, u"There is no such wallet"_s);
    });
    if (done.ok())
        Q_EMIT changed();
    return Call<Done>::ready(this, done);
}

void Wallets::followCli(const QString& address, const QString& label)
{
    if ((d->cli ? d->cli->address : QString()) == address)
        return;
    d->cli.reset();
    if (!address.isEmpty())
        d->cli = WalletInfo{cliWalletId(), label, address, false, {}};
    Q_EMIT changed();
}

/// Key first, registry second: a crash between leaves a key nobody knows of, never an address without a key.
static Call<WalletInfo>* keep(Wallets* self, SecretStore& store, Result<SecretKey> made, const QString& label,
                              std::function<Result<Done>(const WalletInfo&)> add)
{
    if (!made.ok())
        return Call<WalletInfo>::ready(self, fail(made.error()));
    const bool sandbox = made->use() == SecretKey::Use::Sandbox;
    WalletInfo wallet;
    wallet.id = sandbox ? u"sandbox"_s : QUuid::createUuid().toString(QUuid::WithoutBraces);
    wallet.label = label;
    wallet.address = made->address().toString();
    wallet.sandbox = sandbox;
    wallet.createdAt = QDateTime::currentDateTimeUtc();
    auto raw = bytesOf(*made);
    if (!raw.ok())
        return Call<WalletInfo>::ready(self, fail(raw.error()));
    auto* call = new Call<WalletInfo>(self);
    // Once the key is being written the rest happens whether or not somebody still waits.
    QPointer<Call<WalletInfo>> guard(call);
    store.write(entryOf(wallet.id), *raw)
        ->onDone(self, [self, guard, wallet, add = std::move(add), raw = *raw, &store](const Result<Done>& r) {
            wipeShared(raw);
            Result<Done> done = r.ok() ? add(wallet) : r;
            if (r.ok() && !done.ok())
                store.remove(entryOf(wallet.id));
            if (done.ok())
                Q_EMIT self->changed();
            if (guard)
                guard->resolve(done.ok() ? Result<WalletInfo>(wallet) : Result<WalletInfo>(fail(done.error())));
        });
    return call;
}

Call<WalletInfo>* Wallets::create(const QString& label, bool sandbox)
{
    const auto make = [this, label, sandbox] {
        return keep(this, d->keys(sandbox), freshKey(useOf(sandbox)), label,
                    [this](const WalletInfo& wallet) { return d->add(wallet); });
    };
    if (!sandbox || !d->find(u"sandbox"_s))
        return make();
    // The one sandbox entry is replaced only when its key went away with the sandbox folder.
    auto* call = new Call<WalletInfo>(this);
    d->sandboxKeys.read(entryOf(u"sandbox"_s))->onDone(call, [this, call, make](const Result<QByteArray>& stored) {
        if (stored.ok())
            wipeShared(*stored);
        if (stored.ok() || stored.error().code != "secret.not_found"_L1) {
            call->resolve(fail(stored.ok() ? problem(u"wallet.exists"_s, u"The sandbox has its wallet"_s)
                                           : stored.error()));
            return;
        }
        const auto dropped = d->edit([](Registry& r) -> Result<Done> {
            r.wallets.removeIf([](const WalletInfo& w) { return w.sandbox; });
            return Done{};
        });
        if (!dropped.ok()) {
            call->resolve(fail(dropped.error()));
            return;
        }
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
    if (key.ok()) {
        const QString address = key->address().toString();
        for (const WalletInfo& w : d->registry.wallets) {
            if (!w.sandbox && w.address == address)
                return Call<WalletInfo>::ready(this, fail(problem(u"wallet.exists"_s, u"This wallet is here already"_s)));
        }
    }
    return keep(this, d->realKeys, std::move(key), label, [this](const WalletInfo& wallet) { return d->add(wallet); });
}

Call<Done>* Wallets::withKey(const QString& walletId, bool sandbox, std::function<void(const SecretKey&)> use)
{
    const WalletInfo* wallet = d->find(walletId);
    if (!wallet)
        return Call<Done>::ready(this, fail(problem(u"wallet.none"_s, u"There is no such wallet"_s)));
    if (wallet->sandbox != sandbox)
        return Call<Done>::ready(this, fail(problem(u"secret.wrong_world"_s,
                                                    u"The sandbox's wallet and the real ones never mix"_s)));
    auto* call = new Call<Done>(this);
    QPointer<Call<Done>> guard(call);
    // Observed by this object, not by the call: the bytes are wiped whoever gave up meanwhile.
    d->keys(sandbox).read(entryOf(walletId))->onDone(this,
        [guard, sandbox, address = wallet->address, use = std::move(use)](const Result<QByteArray>& stored) {
            const bool wanted = guard && !guard->isSettled();
            if (!stored.ok()) {
                if (wanted)
                    guard->resolve(fail(stored.error()));
                return;
            }
            auto key = SecretKey::fromBytes(SecretBytes(x402::spanOf(*stored)), useOf(sandbox));
            wipeShared(*stored);
            if (!wanted)
                return;
            auto* call = guard.data();
            if (!key.ok()) {
                call->resolve(fail(key.error()));
            } else if (key->address().toString() != address) {
                call->resolve(fail(problem(u"wallet.key_mismatch"_s, u"The stored key is of another address"_s)));
            } else {
                use(*key);
                call->resolve(Done{});
            }
        });
    return call;
}

} // namespace run402
