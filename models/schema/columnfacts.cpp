// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/columnfacts.h"

#include "models/json/jsontexts.h"

namespace run402 {

using namespace Qt::StringLiterals;

QString columnFactsArguments()
{
    // -1 and not NULL as the size: "character" without a size would mean character(1), "bpchar" does not.
    return u"'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'bare', format_type(a.atttypid, -1),"
           " 'element', CASE WHEN t.typelem <> 0 AND t.typcategory = 'A' THEN format_type(t.typelem, -1) END,"
           " 'kind', t.typcategory, 'not_null', a.attnotnull, 'identity', a.attidentity, 'generated', a.attgenerated,"
           " 'sequence', pg_get_serial_sequence(a.attrelid::regclass::text, a.attname),"
           " 'labels', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = b.oid)"_s;
}

QString columnFactsFrom()
{
    return u"pg_attribute a JOIN pg_type t ON t.oid = a.atttypid CROSS JOIN LATERAL (WITH RECURSIVE made_of(oid, n) AS (SELECT a.atttypid, 0 UNION ALL"
           " SELECT d.typbasetype, n + 1 FROM made_of JOIN pg_type d ON d.oid = made_of.oid AND d.typtype = 'd')"
           " SELECT p.* FROM made_of JOIN pg_type p ON p.oid = made_of.oid ORDER BY n DESC LIMIT 1) b"_s;
}

ColumnFacts readColumnFacts(const QJsonObject& object)
{
    const QString identity = object[u"identity"].toString();
    ColumnFacts c;
    c.name = object[u"name"].toString();
    c.type = object[u"type"].toString();
    c.bareType = object[u"bare"].toString();
    c.arrayOf = object[u"element"].toString();
    c.kind = object[u"kind"].toString();
    c.notNull = object[u"not_null"].toBool();
    c.alwaysIdentity = identity == "a"_L1;
    c.identity = !identity.isEmpty();
    c.generated = !object[u"generated"].toString().isEmpty();
    c.sequence = object[u"sequence"].toString();
    c.labels = jsonTexts(object[u"labels"]);
    return c;
}

} // namespace run402
