// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/market/publishpreflight.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

using Kind = PublishObstacle::Kind;

struct KindName { const char* row; const char* words; Kind kind; };
/// `row`: in our query; `words`: in the service's refusal.
constexpr KindName kinds[] = {
    {"view", "views", Kind::Views},
    {"matview", "materialized views", Kind::MaterializedViews},
    {"trigger", "triggers", Kind::Triggers},
    {"function", "custom functions", Kind::Functions},
    {"type", "custom types", Kind::Types},
};

void add(QList<PublishObstacle>& list, Kind kind, const QString& name)
{
    for (PublishObstacle& o : list) {
        if (o.kind == kind) {
            o.names << name;
            return;
        }
    }
    list << PublishObstacle{kind, {name}};
}

} // namespace

QString preflightSql()
{
    return uR"(select 'view' as kind, viewname::text as name from pg_views where schemaname = current_schema()
union all
select 'matview', matviewname::text from pg_matviews where schemaname = current_schema()
union all
select 'trigger', t.tgname || ' on ' || c.relname
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = current_schema() and not t.tgisinternal
union all
select 'function', p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = current_schema()
union all
select 'type', t.typname::text from pg_type t join pg_namespace n on n.oid = t.typnamespace
where n.nspname = current_schema() and t.typtype in ('e', 'd')
order by 1, 2)"_s;
}

Result<QList<PublishObstacle>> readObstacles(const QByteArray& rowsJson)
{
    const QJsonDocument document = QJsonDocument::fromJson(rowsJson);
    if (!document.isArray())
        return fail(Problem::Kind::Protocol, u"protocol.not_json"_s, u"The catalogue's rows are no list"_s);
    QList<PublishObstacle> list;
    const QJsonArray rows = document.array();
    for (const QJsonValue& row : rows) {
        const QString kind = row.toObject().value("kind"_L1).toString(), name = row.toObject().value("name"_L1).toString();
        const auto* known = std::find_if(std::begin(kinds), std::end(kinds), [&](const KindName& k) { return kind == QLatin1StringView(k.row); });
        if (known != std::end(kinds))
            add(list, known->kind, name);
    }
    return list;
}

QList<PublishObstacle> obstaclesOf(const Problem& refusal)
{
    QList<PublishObstacle> list;
    static const QRegularExpression unsupported(u"unsupported ([a-z ]+): (.{1,4000}?)\\. Remove them"_s);
    static const QRegularExpression lost(u"Function '([^']{1,200})' has no stored source"_s);
    if (const auto m = unsupported.match(refusal.message); m.hasMatch()) {
        for (const KindName& k : kinds) {
            if (m.captured(1) == QLatin1StringView(k.words))
                list << PublishObstacle{k.kind, m.captured(2).split(u", "_s)};
        }
    } else if (const auto f = lost.match(refusal.message); f.hasMatch()) {
        list << PublishObstacle{Kind::LostSource, {f.captured(1)}};
    }
    return list;
}

} // namespace run402
