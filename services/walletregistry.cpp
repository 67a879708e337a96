// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/walletregistry.h"

#include "services/secrets/privatefile.h"
#include "services/x402/address.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kMaxRegistry = 1 << 20;

std::optional<WalletInfo> walletFrom(const QJsonObject& o)
{
    WalletInfo w;
    w.id = o.value("id"_L1).toString();
    w.label = o.value("label"_L1).toString();
    w.sandbox = o.value("sandbox"_L1).toBool();
    w.createdAt = QDateTime::fromString(o.value("createdAt"_L1).toString(), Qt::ISODateWithMs);
    w.backedUpAt = QDateTime::fromString(o.value("backedUpAt"_L1).toString(), Qt::ISODateWithMs);
    const auto address = x402::Address::parse(o.value("address"_L1).toString());
    if (w.id.isEmpty() || !address || w.sandbox != isSandboxWalletId(w.id))
        return std::nullopt;
    w.address = address->toString();
    return w;
}

QJsonObject jsonOf(const WalletInfo& w)
{
    QJsonObject o{{u"id"_s, w.id}, {u"label"_s, w.label}, {u"address"_s, w.address}, {u"sandbox"_s, w.sandbox},
                  {u"createdAt"_s, w.createdAt.toString(Qt::ISODateWithMs)}};
    if (w.backedUpAt.isValid())
        o.insert(u"backedUpAt"_s, w.backedUpAt.toString(Qt::ISODateWithMs));
    return o;
}

} // namespace

bool isSandboxWalletId(const QString& id) { return id == "sandbox"_L1 || id.startsWith("sandbox-"_L1); }

const WalletInfo* WalletRegistry::find(const QString& id) const
{
    const auto it = std::find_if(wallets.begin(), wallets.end(), [&](const WalletInfo& w) { return w.id == id; });
    return it == wallets.end() ? nullptr : &*it;
}

const WalletInfo* WalletRegistry::chosen(bool sandbox) const
{
    if (const WalletInfo* w = find(sandbox ? activeSandbox : activeReal); w && w->sandbox == sandbox)
        return w;
    const auto it = std::find_if(wallets.begin(), wallets.end(), [&](const WalletInfo& w) { return w.sandbox == sandbox; });
    return it == wallets.end() ? nullptr : &*it;
}

QString WalletRegistry::freeLabel(const QString& label, bool sandbox, const QString& exceptId) const
{
    const auto taken = [&](const QString& name) {
        return std::any_of(wallets.begin(), wallets.end(), [&](const WalletInfo& w) {
            return w.sandbox == sandbox && w.id != exceptId && w.label.compare(name, Qt::CaseInsensitive) == 0;
        });
    };
    const QString base = label.simplified().left(kLongestWalletLabel);
    QString name = base;
    for (int n = 2; taken(name); ++n)
        name = u"%1 %2"_s.arg(base).arg(n);
    return name;
}

Result<WalletRegistry> readWalletRegistry(const QString& file)
{
    const auto bytes = readPrivateFile(file, kMaxRegistry);
    if (!bytes.ok()) {
        if (bytes.error().code == "secret.not_found"_L1)
            return WalletRegistry();
        return bytes.error();
    }
    const auto damaged = [&] {
        return Problem::make(Problem::Kind::Local, u"wallet.registry_damaged"_s,
                             u"The list of wallets cannot be read: %1"_s.arg(file));
    };
    const QJsonObject root = QJsonDocument::fromJson(*bytes).object();
    if (root.value("version"_L1).toInt() != 1 || !root.value("wallets"_L1).isArray())
        return damaged();
    WalletRegistry registry;
    for (const auto& entry : root.value("wallets"_L1).toArray()) {
        const auto wallet = walletFrom(entry.toObject());
        if (!wallet)
            return damaged();
        registry.wallets.append(*wallet);
    }
    const QJsonObject active = root.value("active"_L1).toObject();
    registry.activeReal = active.value("real"_L1).toString();
    registry.activeSandbox = active.value("sandbox"_L1).toString();
    return registry;
}

Result<Done> writeWalletRegistry(const QString& file, const WalletRegistry& registry)
{
    QJsonArray wallets;
    for (const WalletInfo& w : registry.wallets)
        wallets.append(jsonOf(w));
    const QJsonObject root{
        {u"version"_s, 1},
        {u"active"_s, QJsonObject{{u"real"_s, registry.activeReal}, {u"sandbox"_s, registry.activeSandbox}}},
        {u"wallets"_s, wallets}};
    return writePrivateFile(file, QJsonDocument(root).toJson());
}

} // namespace run402
