// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sql/rls.h"

#include "sandbox/app.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"

namespace run402::sandbox {
namespace {

Response apply(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    const std::string ruleTemplate = textMember(request.json, "template").value_or("");
    const Json* tables = member(request.json, "tables");
    if (!isRlsTemplate(ruleTemplate) || tables == nullptr || !tables->is_array()) {
        refuse(400, "Requires template (user_owns_rows, public_read, public_read_write) and tables array");
    }
    Json names = Json::array();
    for (const Json& entry : *tables) {
        const std::string name = textMember(entry, "table").value_or("");
        if (ruleTemplate == "user_owns_rows" && textMember(entry, "owner_column").value_or("").empty()) {
            refuse(400, "owner_column required for table '" + name + "' with user_owns_rows template");
        }
        names.push_back(name);
    }
    try {
        applyRls(app, request.project->slot, ruleTemplate, *tables);
    } catch (const PgError& error) {
        refuse(400, std::string("RLS error: ") + error.what());
    }
    return Response::json(200, {{"status", "ok"}, {"template", ruleTemplate}, {"tables", names}});
}

} // namespace

void addRlsRoutes(App& app)
{
    app.router.add({"POST", "/projects/v1/admin/:id/rls", [&app](Request& r) { return apply(app, r); }});
}

} // namespace run402::sandbox
