// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/markettext.h"

#include "models/domain/amount.h"
#include "services/workspace.h"


#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

QList<TierOffer> offers(const Workspace& workspace)
{
    QList<TierOffer> list = workspace.prices().value.value_or(QList<TierOffer>());
    std::sort(list.begin(), list.end(), [](const TierOffer& a, const TierOffer& b) { return a.priceMicros < b.priceMicros; });
    return list;
}

qsizetype rankOf(const QList<TierOffer>& list, const QString& tier)
{
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (list[i].name == tier)
            return i;
    }
    return -1;
}

} // namespace

TierCheck MarketText::tier(const Workspace& workspace, const QString& minTier, int functions)
{
    TierCheck check;
    const QList<TierOffer> list = offers(workspace);
    const TierStatus status = workspace.tier().value.value_or(TierStatus());
    const qsizetype have = rankOf(list, status.tier);
    qsizetype need = std::max<qsizetype>(0, rankOf(list, minTier));
    while (need + 1 < list.size() && functions > list[need].maxFunctions)
        ++need;
    const auto wants = [&](qsizetype rank) {
        if (rank >= 0 && rank < list.size()) {
            check.tierNeeded = list[rank].name;
            check.priceMicros = list[rank].priceMicros;
        } else {
            check.tierNeeded = minTier.isEmpty() ? u"prototype"_s : minTier;
        }
    };
    if (!status.active) {
        wants(need);
        check.title = status.tier.isEmpty() ? tr("You need a tier first") : tr("Your %1 tier has ended").arg(tierName(status.tier));
        check.text = tr("A project is free while your wallet has an active tier. %1 is the smallest that fits.").arg(tierName(check.tierNeeded));
        return check;
    }
    if (have >= 0 && have < need) {
        wants(need);
        check.title = tr("This app needs the %1 tier").arg(tierName(check.tierNeeded));
        check.text = functions > list[have].maxFunctions
                         ? tr("It has %1 functions; your %2 tier allows %3 in a project.").arg(functions).arg(tierName(status.tier)).arg(list[have].maxFunctions)
                         : tr("Its publisher's project is larger than your %1 tier allows.").arg(tierName(status.tier));
        return check;
    }
    check.ok = true;
    check.title = tr("Free within your %1 tier").arg(tierName(status.tier));
    check.text = functions > 0 && have >= 0
                     ? tr("Takes %1 of the %2 functions a project may have. Your wallet signs in, nothing is paid.").arg(functions).arg(list[have].maxFunctions)
                     : tr("Your wallet signs in, nothing is paid.");
    return check;
}

QString MarketText::tierName(const QString& tier)
{
    if (tier == "prototype"_L1)
        return tr("Prototype");
    if (tier == "hobby"_L1)
        return tr("Hobby");
    if (tier == "team"_L1)
        return tr("Team");
    return tier;
}

QString MarketText::visibility(const QString& visibility)
{
    if (visibility == "public"_L1)
        return tr("Public");
    if (visibility == "unlisted"_L1)
        return tr("Unlisted");
    if (visibility == "private"_L1)
        return tr("Private");
    return visibility;
}

QString MarketText::obstacleName(PublishObstacle::Kind kind)
{
    switch (kind) {
    case PublishObstacle::Kind::Views: return tr("Views");
    case PublishObstacle::Kind::MaterializedViews: return tr("Materialized views");
    case PublishObstacle::Kind::Triggers: return tr("Triggers");
    case PublishObstacle::Kind::Functions: return tr("SQL functions");
    case PublishObstacle::Kind::Types: return tr("Custom types");
    case PublishObstacle::Kind::LostSource: return tr("Functions without source");
    }
    return {};
}

QString MarketText::obstacle(PublishObstacle::Kind kind)
{
    switch (kind) {
    case PublishObstacle::Kind::Views:
    case PublishObstacle::Kind::MaterializedViews:
        return tr("A copy takes tables, keys, indexes and rules along, but no saved queries. Drop them, and read the tables directly.");
    case PublishObstacle::Kind::Triggers: return tr("A copy cannot run code when rows change. Drop them, or do the work in a function.");
    case PublishObstacle::Kind::Functions: return tr("Code inside the database is not copied. Drop it, or move it into a Run402 function.");
    case PublishObstacle::Kind::Types: return tr("Enums and domains are not copied. Use text with a check instead.");
    case PublishObstacle::Kind::LostSource: return tr("The service no longer has their code, so it could not copy them. Deploy them again first.");
    }
    return {};
}

QString MarketText::subdomainOf(const QString& name)
{
    QString out;
    const QString plain = name.normalized(QString::NormalizationForm_KD).toLower();
    for (const QChar c : plain) {
        const bool fits = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (fits)
            out += c;
        else if (c.category() != QChar::Mark_NonSpacing && !out.isEmpty() && !out.endsWith(u'-'))
            out += u'-';
    }
    constexpr int longest = 40;
    out.truncate(longest);
    while (out.endsWith(u'-'))
        out.chop(1);
    return out;
}

} // namespace run402
