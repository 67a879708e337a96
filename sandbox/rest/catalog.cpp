// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/catalog.h"

namespace run402::sandbox::rest {

// Catalog reference: https://www.postgresql.org/docs/15/catalogs.html
const char *const catalogQuery = R"sql(
WITH rel AS (
  SELECT c.oid, c.relname, c.relkind, n.nspname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition
), cols AS (
  SELECT a.attrelid, json_agg(json_build_object(
    'n', a.attname,
    'i', a.attnum,
    't', format_type(a.atttypid, a.atttypmod),
    'd', CASE
      WHEN a.attidentity = 'd' THEN (
        SELECT format('nextval(%L::regclass)', format('%I.%I', rel.nspname, seq.relname))
        FROM pg_depend dep JOIN pg_class seq ON seq.oid = dep.objid AND seq.relkind = 'S'
        WHERE dep.refobjid = a.attrelid AND dep.refobjsubid = a.attnum AND dep.deptype = 'i'
          AND dep.classid = 'pg_class'::regclass AND dep.refclassid = 'pg_class'::regclass LIMIT 1)
      WHEN a.attgenerated <> '' OR a.attidentity = 'a' THEN NULL
      ELSE coalesce(pg_get_expr(d.adbin, d.adrelid), t.typdefault) END) ORDER BY a.attnum) AS list
  FROM rel JOIN pg_attribute a ON a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  GROUP BY a.attrelid
), keys AS (
  SELECT k.conrelid, json_agg(json_build_object('p', k.contype = 'p', 'c', (
    SELECT json_agg(a.attname ORDER BY u.n)
    FROM unnest(k.conkey) WITH ORDINALITY u(num, n)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num)) ORDER BY k.oid) AS list
  FROM pg_constraint k JOIN rel ON rel.oid = k.conrelid
  WHERE k.contype IN ('p', 'u') GROUP BY k.conrelid
), fks AS (
  SELECT json_agg(json_build_object('n', k.conname, 't', r.relname, 'f', f.relname, 'c', (
    SELECT json_agg(json_build_array(a.attname, b.attname) ORDER BY u.n)
    FROM unnest(k.conkey, k.confkey) WITH ORDINALITY u(num, fnum, n)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num
    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.fnum))
    ORDER BY r.relname, k.conname) AS list
  FROM pg_constraint k JOIN rel r ON r.oid = k.conrelid JOIN rel f ON f.oid = k.confrelid
  WHERE k.contype = 'f' AND k.conparentid = 0
), views AS (
  SELECT json_agg(json_build_object('o', rel.oid::bigint,
    'a', w.ev_action::text) ORDER BY rel.oid) AS list
  FROM rel JOIN pg_rewrite w ON w.ev_class = rel.oid AND w.rulename = '_RETURN'
  WHERE rel.relkind IN ('v', 'm')
), args AS (
  SELECT p.oid, json_agg(json_build_object(
    'n', coalesce(p.proargnames[u.n], ''),
    't', format_type(u.type, NULL),
    'v', u.mode = 'v',
    'x', arg.typrelid::bigint) ORDER BY u.n) AS list
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = $1
  CROSS JOIN LATERAL unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes::text[])
    WITH ORDINALITY u(type, mode, n)
  JOIN pg_type arg ON arg.oid = u.type
  WHERE coalesce(u.mode, 'i') IN ('i', 'b', 'v')
  GROUP BY p.oid
), functions AS (
  SELECT json_agg(json_build_object(
    'n', p.proname,
    'a', coalesce(args.list, '[]'::json),
    'o', p.pronargdefaults,
    's', p.proretset,
    'r', p.prorows,
    'c', coalesce(base.typtype = 'c', false)
      OR coalesce(p.proargmodes::text[] && '{t,b,o}'::text[], false),
    'v', p.prorettype = 'void'::regtype,
    'm', p.provolatile = 'v',
    't', rel.relname) ORDER BY p.proname, p.oid) AS list
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = $1
  JOIN pg_type ret ON ret.oid = p.prorettype
  LEFT JOIN pg_type base ON base.oid = CASE WHEN ret.typtype = 'd' THEN ret.typbasetype ELSE ret.oid END
  LEFT JOIN rel ON rel.oid = base.typrelid
  LEFT JOIN args ON args.oid = p.oid
  WHERE p.prokind = 'f' AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
)
SELECT json_build_object(
  'tables', (SELECT json_agg(json_build_object(
      'n', rel.relname, 'o', rel.oid::bigint, 'v', rel.relkind IN ('v', 'm'),
      'c', coalesce(cols.list, '[]'::json), 'k', coalesce(keys.list, '[]'::json)) ORDER BY rel.relname)
    FROM rel LEFT JOIN cols ON cols.attrelid = rel.oid LEFT JOIN keys ON keys.conrelid = rel.oid),
  'fks', (SELECT list FROM fks),
  'views', (SELECT list FROM views),
  'functions', (SELECT list FROM functions))::text
)sql";

} // namespace run402::sandbox::rest
