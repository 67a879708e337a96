// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/app.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"

namespace run402::sandbox {
namespace {

/// One row, one column: the whole report, built by Postgres. The search path
/// is the slot, so that names print unqualified as they do on the gateway.
constexpr const char* kReport = R"sql(
SELECT coalesce(json_agg(json_build_object(
  'name', c.relname,
  'columns', (SELECT coalesce(json_agg(json_build_object(
      'name', i.column_name, 'type', i.data_type, 'nullable', i.is_nullable = 'YES',
      'default_value', i.column_default) ORDER BY i.ordinal_position), '[]')
    FROM information_schema.columns i WHERE i.table_schema = $1 AND i.table_name = c.relname),
  'constraints', (SELECT coalesce(json_agg(json_build_object(
      'name', k.conname,
      'type', CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE'
                             WHEN 'f' THEN 'FOREIGN KEY' ELSE 'CHECK' END,
      'definition', pg_get_constraintdef(k.oid)) ORDER BY k.contype, k.conname), '[]')
    FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c')),
  'rls_enabled', c.relrowsecurity,
  'policies', (SELECT coalesce(json_agg(json_build_object(
      'name', p.polname, 'command', p.polcmd,
      'using_expression', pg_get_expr(p.polqual, p.polrelid),
      'check_expression', pg_get_expr(p.polwithcheck, p.polrelid)) ORDER BY p.polname), '[]')
    FROM pg_policy p WHERE p.polrelid = c.oid)
) ORDER BY c.relname), '[]')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relkind IN ('r', 'p'))sql";

Response report(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    const std::string& slot = request.project->slot;
    PgTransaction tx(app.slots.owner(slot));
    tx.run("SET LOCAL search_path TO " + slot);
    const std::string tables = tx.query(kReport, {slot}).text(0, 0);
    return Response::text(200, "application/json; charset=utf-8",
                          R"({"schema":")" + slot + R"(","tables":)" + tables + '}');
}

} // namespace

void addSchemaRoutes(App& app)
{
    app.router.add({"GET", "/projects/v1/admin/:id/schema", [&app](Request& r) { return report(app, r); }});
}

} // namespace run402::sandbox
