// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/apps/bundle.h"

#include "sandbox/app.h"
#include "sandbox/sql/execute.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

constexpr std::string_view kPlaceholder = "__SCHEMA__";

std::string replaceAll(const std::string& text, std::string_view from, std::string_view to)
{
    std::string out;
    std::size_t at = 0;
    for (std::size_t hit = 0; (hit = text.find(from, at)) != std::string::npos; at = hit + from.size()) {
        out.append(text, at, hit - at);
        out += to;
    }
    return out.append(text, at);
}

/// Lines of a dump that belong to the slot itself and not to its content.
bool belongsToSlot(const std::string& line)
{
    for (const char* start :
         {"CREATE SCHEMA ", "GRANT USAGE ON SCHEMA ", "GRANT ALL ON SCHEMA ", "REVOKE ALL ON SCHEMA ",
          "ALTER DEFAULT PRIVILEGES ", "\\restrict ", "\\unrestrict "}) {
        if (startsWith(line, start)) {
            return true;
        }
    }
    return false;
}

std::string dumpSection(App& app, const std::string& slot, std::vector<std::string> arguments)
{
    arguments.insert(arguments.end(), {"--no-owner", "--no-comments", "--no-security-labels"});
    const std::string dump = app.pgDump(slot, arguments);
    std::string kept;
    for (const std::string& line : split(dump, '\n')) {
        if (!belongsToSlot(line)) {
            kept += line + '\n';
        }
    }
    return replaceAll(kept, slot, kPlaceholder);
}

} // namespace

std::string SchemaBundle::toJson() const
{
    Json json{{"format_version", 1}, {"pre_schema_sql", preSql}, {"post_schema_sql", postSql}};
    json["seed_sql"] = seedSql ? Json(*seedSql) : Json(nullptr);
    json["schema_placeholder"] = kPlaceholder;
    return dump(json);
}

std::optional<SchemaBundle> SchemaBundle::fromJson(const std::string& text)
{
    const auto json = parseJson(text);
    const auto pre = json ? textMember(*json, "pre_schema_sql") : std::nullopt;
    const auto post = json ? textMember(*json, "post_schema_sql") : std::nullopt;
    if (!pre || !post) {
        return std::nullopt;
    }
    return SchemaBundle{*pre, *post, textMember(*json, "seed_sql")};
}

SchemaBundle dumpSlot(App& app, const std::string& slot, const std::vector<std::string>& seedTables)
{
    SchemaBundle bundle;
    bundle.preSql = dumpSection(app, slot, {"--section=pre-data", "--schema=" + slot});
    bundle.postSql = dumpSection(app, slot, {"--section=post-data", "--schema=" + slot});
    if (!seedTables.empty()) {
        std::vector<std::string> arguments{"--section=data", "--rows-per-insert=200"};
        for (const std::string& table : seedTables) {
            arguments.push_back("--table=" + slot + '.' + quoteIdent(table));
            arguments.push_back("--table=" + slot + '.' + quoteIdent(table + "_id_seq"));
        }
        bundle.seedSql = dumpSection(app, slot, arguments);
    }
    return bundle;
}

void restoreSlot(App& app, const std::string& slot, const SchemaBundle& bundle)
{
    PgPool& pool = app.slots.owner(slot);
    executeAdminSql(pool, slot, replaceAll(bundle.preSql, kPlaceholder, slot));
    if (bundle.seedSql) {
        executeAdminSql(pool, slot, replaceAll(*bundle.seedSql, kPlaceholder, slot));
    }
    executeAdminSql(pool, slot, replaceAll(bundle.postSql, kPlaceholder, slot));
    app.schemaChanged(slot);
}

std::string unsupportedObjects(App& app, const std::string& slot)
{
    struct Kind
    {
        const char* label;
        const char* query;
    };
    static constexpr Kind kinds[] = {
        {"views", "SELECT viewname FROM pg_views WHERE schemaname = $1 ORDER BY 1"},
        {"materialized views", "SELECT matviewname FROM pg_matviews WHERE schemaname = $1 ORDER BY 1"},
        {"triggers",
         "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
         "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND NOT t.tgisinternal "
         "ORDER BY 1"},
        {"custom functions", "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
                             "WHERE n.nspname = $1 ORDER BY 1"},
        {"custom types", "SELECT t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
                         "WHERE n.nspname = $1 AND t.typtype IN ('e', 'd') ORDER BY 1"},
    };
    PgLease db(app.slots.owner(slot));
    for (const Kind& kind : kinds) {
        const PgRows rows = db.query(kind.query, {slot});
        std::string names;
        for (int i = 0; i < rows.size(); ++i) {
            names += (i == 0 ? "" : ", ") + rows.text(i, 0);
        }
        if (!names.empty()) {
            return std::string(kind.label) + ": " + names;
        }
    }
    return {};
}

} // namespace run402::sandbox
