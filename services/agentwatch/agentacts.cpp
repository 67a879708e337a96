// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/agentwatch/agentacts.h"

#include "models/json/jsontexts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using Kind = AgentAct::Kind;

constexpr std::pair<Kind, const char*> kKinds[] = {{Kind::ProjectMade, "made"}, {Kind::ProjectGone, "gone"},
                                                   {Kind::Deployed, "deployed"},        {Kind::TierChanged, "tier"},
                                                   {Kind::Spent, "spent"},              {Kind::KeysChanged, "keys"},
                                                   {Kind::WalletChanged, "wallet"}};

/// The history has the entry of a payment this long after its transfer at the latest.
constexpr int kEntryWrittenSecs = 3;
/// A chain's block may be read this much later than a younger one of another chain.
constexpr int kLateTransferSecs = 3600;
/// How far apart a payment's row and the ledger's entry of it may be dated.
constexpr qint64 kSamePaymentMs = 10 * 60'000;

AgentAct act(Kind kind, const QString& key, const QDateTime& at, const QString& project, const QString& object, qint64 cost = 0)
{
    AgentAct a;
    a.kind = kind;
    a.key = key;
    a.at = at;
    a.projectId = project;
    a.object = object;
    a.costMicros = cost;
    return a;
}

QJsonObject textMap(const QHash<QString, QString>& map)
{
    QJsonObject json;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        json.insert(it.key(), it.value());
    return json;
}

QHash<QString, QString> textMap(const QJsonObject& json)
{
    QHash<QString, QString> map;
    for (auto it = json.begin(); it != json.end(); ++it)
        map.insert(it.key(), it.value().toString());
    return map;
}

/// The tier an entry is about; empty = it is not about one.
QString tierOf(const LedgerEntry& e)
{
    if (e.kind == "tier_subscribe"_L1 || e.kind == "tier_renew"_L1)
        return e.metadata.value("tier"_L1).toString(e.referenceId);
    return e.kind == "tier_upgrade"_L1 ? e.metadata.value("new_tier"_L1).toString(e.referenceId) : QString();
}

/// What the payment for it was made for, as the journal names it; empty = it is no payment.
QString purposeOf(const LedgerEntry& e)
{
    if (const QString tier = tierOf(e); !tier.isEmpty())
        return "tier:"_L1 + tier;
    if (e.kind != "purchase_debit"_L1)
        return {};
    const QString sku = e.metadata.value("sku"_L1).toString(e.referenceId);
    return sku.startsWith("tier_"_L1) ? "tier:"_L1 + sku.mid(5) : sku;
}

} // namespace

QString agentKindId(AgentAct::Kind kind)
{
    for (const auto& [known, id] : kKinds) {
        if (known == kind)
            return QString::fromLatin1(id);
    }
    return {};
}

std::optional<AgentAct::Kind> agentKindOf(const QString& id)
{
    for (const auto& [kind, known] : kKinds) {
        if (id == QLatin1String(known))
            return kind;
    }
    return std::nullopt;
}

QJsonObject AgentSnapshot::toJson() const
{
    QJsonObject json{{u"wallet"_s, wallet}};
    if (projects)
        json.insert(u"projects"_s, textMap(*projects));
    if (file) {
        QJsonObject entries;
        for (auto it = file->cbegin(); it != file->cend(); ++it)
            entries.insert(it.key(), QJsonObject{{u"deployment"_s, it->deployment}, {u"keys"_s, it->keys}});
        json.insert(u"file"_s, entries);
    }
    QJsonObject all;
    for (auto it = addresses.cbegin(); it != addresses.cend(); ++it)
        all.insert(it.key(), textMap(it.value()));
    json.insert(u"addresses"_s, all);
    if (ledgerFrom)
        json.insert(u"ledger"_s, ledgerFrom->toString(Qt::ISODateWithMs));
    if (chainFrom)
        json.insert(u"chain"_s, chainFrom->toString(Qt::ISODateWithMs));
    json.insert(u"chainSeen"_s, QJsonArray::fromStringList(chainSeen));
    return json;
}

AgentSnapshot AgentSnapshot::fromJson(const QJsonObject& json)
{
    AgentSnapshot s;
    s.wallet = json.value("wallet"_L1).toString();
    if (json.contains("projects"_L1))
        s.projects = textMap(json.value("projects"_L1).toObject());
    if (json.contains("file"_L1)) {
        s.file.emplace();
        const QJsonObject entries = json.value("file"_L1).toObject();
        for (auto it = entries.begin(); it != entries.end(); ++it)
            s.file->insert(it.key(), {it.value()["deployment"_L1].toString(), it.value()["keys"_L1].toString()});
    }
    const QJsonObject all = json.value("addresses"_L1).toObject();
    for (auto it = all.begin(); it != all.end(); ++it)
        s.addresses.insert(it.key(), textMap(it.value().toObject()));
    if (json.contains("ledger"_L1))
        s.ledgerFrom = QDateTime::fromString(json.value("ledger"_L1).toString(), Qt::ISODateWithMs);
    if (json.contains("chain"_L1))
        s.chainFrom = QDateTime::fromString(json.value("chain"_L1).toString(), Qt::ISODateWithMs);
    s.chainSeen = jsonTexts(json.value("chainSeen"_L1));
    return s;
}

namespace agentdiff {

QList<AgentAct> seeProjects(AgentSnapshot& seen, const QList<Project>& listed, const QDateTime& now)
{
    QHash<QString, QString> present;
    QHash<QString, QDateTime> made;
    for (const Project& p : listed) {
        if (p.status == "local"_L1)
            continue; // known here only: the service does not list it for this wallet
        present.insert(p.id, p.name);
        made.insert(p.id, p.createdAt);
    }
    QList<AgentAct> acts;
    if (seen.projects) {
        for (auto it = present.cbegin(); it != present.cend(); ++it) {
            if (!seen.projects->contains(it.key()))
                acts << act(Kind::ProjectMade, "project:"_L1 + it.key(), made.value(it.key()).isValid() ? made.value(it.key()) : now, it.key(), it.value());
        }
        for (auto it = seen.projects->cbegin(); it != seen.projects->cend(); ++it) {
            if (!present.contains(it.key()))
                acts << act(Kind::ProjectGone, "gone:"_L1 + it.key(), now, it.key(), it.value());
        }
    }
    seen.projects = present;
    return acts;
}

QList<AgentAct> seeFile(AgentSnapshot& seen, const QHash<QString, AgentSnapshot::FileEntry>& file, const QDateTime& now)
{
    QList<AgentAct> acts;
    if (seen.file) {
        for (auto it = file.cbegin(); it != file.cend(); ++it) {
            const auto before = seen.file->constFind(it.key());
            if (before == seen.file->cend()) {
                acts << act(Kind::ProjectMade, "project:"_L1 + it.key(), now, it.key(), {});
            } else if (before->keys != it->keys) {
                acts << act(Kind::KeysChanged, "keys:"_L1 + it.key() + u':' + it->keys, now, it.key(), {});
            }
            const bool news = !it->deployment.isEmpty() && (before == seen.file->cend() || before->deployment != it->deployment);
            if (news)
                acts << act(Kind::Deployed, "deploy:"_L1 + it->deployment, now, it.key(), it->deployment);
        }
    }
    seen.file = file;
    return acts;
}

QList<AgentAct> seeAddresses(AgentSnapshot& seen, const QString& projectId, const QList<Address>& addresses, const QDateTime& now)
{
    QHash<QString, QString> present;
    QList<AgentAct> acts;
    const bool known = seen.addresses.contains(projectId);
    const QHash<QString, QString> before = seen.addresses.value(projectId);
    for (const Address& a : addresses) {
        present.insert(a.name, a.deploymentId);
        if (known && !a.deploymentId.isEmpty() && before.value(a.name) != a.deploymentId)
            acts << act(Kind::Deployed, "deploy:"_L1 + a.deploymentId, a.updatedAt.isValid() ? a.updatedAt : now, projectId, a.deploymentId);
    }
    seen.addresses.insert(projectId, present);
    return acts;
}

QList<AgentAct> seeLedger(AgentSnapshot& seen, QList<LedgerEntry> entries, const QList<Payment>& own, const QList<TierOffer>& prices,
                          qint64 clockAheadMs, const QDateTime& now)
{
    std::stable_sort(entries.begin(), entries.end(), [](const LedgerEntry& a, const LedgerEntry& b) { return a.createdAt < b.createdAt; });
    const QDateTime newest = entries.isEmpty() ? now : entries.last().createdAt;
    if (!seen.ledgerFrom) {
        seen.ledgerFrom = newest;
        return {};
    }
    QSet<QString> used;
    const auto isOwn = [&](const LedgerEntry& e) {
        const QString purpose = purposeOf(e);
        for (const Payment& p : own) {
            const bool open = p.state == Payment::State::Sent || p.state == Payment::State::Unknown || p.state == Payment::State::Settled;
            // A tier's debit and its change are two entries of one payment.
            const QString once = p.id + (e.kind == "purchase_debit"_L1 ? u"debit"_s : u"change"_s);
            const qint64 apart = qMin(qAbs(p.updatedAt.msecsTo(e.createdAt) - clockAheadMs), qAbs(p.createdAt.msecsTo(e.createdAt) - clockAheadMs));
            if (!open || p.purpose != purpose || used.contains(once) || apart > kSamePaymentMs)
                continue;
            used.insert(once);
            return true;
        }
        return false;
    };
    QList<AgentAct> acts;
    for (const LedgerEntry& e : entries) {
        // Entries told before use up their payments too, or one of ours would excuse the next agent's.
        const bool own = !purposeOf(e).isEmpty() && isOwn(e);
        if (own || e.createdAt <= *seen.ledgerFrom || purposeOf(e).isEmpty())
            continue;
        const QString tier = tierOf(e);
        if (!tier.isEmpty()) {
            const auto offer = std::find_if(prices.cbegin(), prices.cend(), [&](const TierOffer& o) { return o.name == tier; });
            acts << act(Kind::TierChanged, "ledger:"_L1 + e.id, e.createdAt, {}, tier, offer == prices.cend() ? 0 : offer->priceMicros);
        } else if (const QString what = purposeOf(e); !what.startsWith("tier:"_L1)) {
            acts << act(Kind::Spent, "ledger:"_L1 + e.id, e.createdAt, {}, what, e.amountMicros);
        }
    }
    seen.ledgerFrom = qMax(*seen.ledgerFrom, newest);
    return acts;
}

QList<AgentAct> seeChain(AgentSnapshot& seen, const QList<MoneyMove>& rows, const QList<LedgerEntry>& entries, const QDateTime& entriesAt,
                         bool& later, const QSet<QString>& sellers, const QList<TierOffer>& prices, const QDateTime& now)
{
    const auto isYoung = [&](const MoneyMove& m) { return !entriesAt.isValid() || m.at.addSecs(kEntryWrittenSecs) > entriesAt; };
    const auto isSent = [](const MoneyMove& m) {
        return m.sort == MoneyMove::Sort::Movement && (m.sources & MoneyMove::Chain) && !(m.sources & MoneyMove::Billing) && m.amountMicros < 0;
    };
    QDateTime newest = seen.chainFrom.value_or(QDateTime());
    for (const MoneyMove& m : rows) {
        if ((m.sources & MoneyMove::Chain) && (!newest.isValid() || m.at > newest))
            newest = m.at;
    }
    const auto before = std::exchange(seen.chainFrom, newest.isValid() ? newest : now);
    const auto idOf = [](const MoneyMove& m) { return m.transaction.isEmpty() ? m.id : m.transaction; };
    QStringList known;
    for (const MoneyMove& m : rows) {
        if (isSent(m) && m.at.addSecs(kLateTransferSecs) >= *seen.chainFrom && !(before && isYoung(m)))
            known << idOf(m);
    }
    known.swap(seen.chainSeen);
    if (!before)
        return {};
    QSet<QString> used; // a tier's entry explains one transfer, ours included
    const auto isTier = [&](const MoneyMove& m) {
        for (const LedgerEntry& e : entries) {
            const QString tier = tierOf(e);
            const auto offer = std::find_if(prices.cbegin(), prices.cend(), [&](const TierOffer& o) { return o.name == tier; });
            if (tier.isEmpty() || used.contains(e.id) || offer == prices.cend() || offer->priceMicros != -m.amountMicros
                || qAbs(m.at.msecsTo(e.createdAt)) > kSamePaymentMs)
                continue;
            used.insert(e.id);
            return true;
        }
        return false;
    };
    QList<AgentAct> acts;
    for (auto it = rows.crbegin(); it != rows.crend(); ++it) { // oldest first
        if (!isSent(*it) || isTier(*it) || it->isPayment || it->at.addSecs(kLateTransferSecs) < *before || known.contains(idOf(*it)))
            continue;
        if (isYoung(*it)) {
            later = true;
            continue;
        }
        const bool seller = sellers.contains(it->counterparty.toLower());
        acts << act(Kind::Spent, "chain:"_L1 + idOf(*it), it->at, {}, seller ? u"image"_s : it->counterparty,
                    -it->amountMicros);
    }
    return acts;
}

QList<AgentAct> seeWallet(AgentSnapshot& seen, const QString& address, const QDateTime& now)
{
    const QString before = std::exchange(seen.wallet, address);
    if (before.isEmpty() || address.isEmpty() || before == address)
        return {};
    return {act(Kind::WalletChanged, "wallet:"_L1 + address + now.toString(Qt::ISODate), now, {}, address)};
}

} // namespace agentdiff
} // namespace run402
