// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sql/rls.h"

#include "sandbox/app.h"

#include <vector>

namespace run402::sandbox {
namespace {

struct Policy
{
    const char* name;
    const char* command;
    std::string check; ///< expression
};

std::vector<Policy> policiesOf(const std::string& ruleTemplate, const std::string& owner)
{
    if (ruleTemplate == "user_owns_rows") {
        const std::string own = owner + " = auth.uid()";
        return {{"Users can view own rows", "SELECT", own},
                {"Users can insert own rows", "INSERT", own},
                {"Users can update own rows", "UPDATE", own},
                {"Users can delete own rows", "DELETE", own}};
    }
    if (ruleTemplate == "public_read") {
        const std::string user = "auth.role() = 'authenticated'";
        return {{"Anyone can read", "SELECT", "true"},
                {"Authenticated users can insert", "INSERT", user},
                {"Authenticated users can update", "UPDATE", user},
                {"Authenticated users can delete", "DELETE", user}};
    }
    return {{"Anyone can read", "SELECT", "true"},
            {"Anyone can insert", "INSERT", "true"},
            {"Anyone can update", "UPDATE", "true"},
            {"Anyone can delete", "DELETE", "true"}};
}

void applyToTable(PgTransaction& tx, const std::string& slot, const std::string& ruleTemplate,
                  const std::string& name, const std::string& ownerColumn)
{
    const std::string table = slot + '.' + quoteIdent(name);
    tx.run("ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY");
    tx.run("ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY");
    const PgRows old = tx.query("SELECT polname FROM pg_policy WHERE polrelid = $1::regclass", {table});
    for (int i = 0; i < old.size(); ++i) {
        tx.run("DROP POLICY " + quoteIdent(old.text(i, 0)) + " ON " + table);
    }
    for (const Policy& policy : policiesOf(ruleTemplate, quoteIdent(ownerColumn))) {
        const char* clause = std::string_view(policy.command) == "INSERT" ? " WITH CHECK (" : " USING (";
        tx.run("CREATE POLICY " + quoteIdent(policy.name) + " ON " + table + " FOR " + policy.command +
               clause + policy.check + ")");
    }
    // the other templates take back what an earlier public_read_write gave
    tx.run(ruleTemplate == "public_read_write" ? "GRANT INSERT, UPDATE, DELETE ON " + table + " TO anon"
                                               : "REVOKE INSERT, UPDATE, DELETE ON " + table + " FROM anon");
}

} // namespace

bool isRlsTemplate(const std::string& name)
{
    return name == "user_owns_rows" || name == "public_read" || name == "public_read_write";
}

void applyRls(App& app, const std::string& slot, const std::string& ruleTemplate, const Json& tables)
{
    PgTransaction tx(app.slots.owner(slot));
    for (const Json& entry : tables) {
        const auto name = textMember(entry, "table");
        if (!name) {
            refuse(400, "Each entry of 'tables' must be an object with a 'table' name");
        }
        applyToTable(tx, slot, ruleTemplate, *name, textMember(entry, "owner_column").value_or(""));
    }
    tx.commit();
    app.schemaChanged(slot);
}

} // namespace run402::sandbox
