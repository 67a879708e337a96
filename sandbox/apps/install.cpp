// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/apps/install.h"

#include "sandbox/app.h"
#include "sandbox/apps/bundle.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/routes/functions.h"

namespace run402::sandbox {
namespace {

SchemaBundle loadBundle(App& app, const std::string& versionId)
{
    PgLease db(app.db);
    const PgRows rows =
        db.query("SELECT bundle, bundle_sha256 FROM internal.app_versions WHERE id = $1", {versionId});
    if (rows.empty()) {
        refuse(404, "App version not found");
    }
    const auto bundle = SchemaBundle::fromJson(rows.text(0, 0));
    if (!bundle || sha256Hex(rows.text(0, 0)) != rows.text(0, 1)) {
        refuse(500, "Bundle integrity check failed");
    }
    return *bundle;
}

Json copyFunctions(App& app, const Project& project, const std::string& versionId, const std::string& origin)
{
    const PgRows rows = [&] {
        PgLease db(app.db);
        return db.query(
            "SELECT name, source, timeout_seconds, memory_mb, deps FROM internal.app_version_functions "
            "WHERE version_id = $1 ORDER BY name",
            {versionId});
    }();
    Json made = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        FunctionSource source;
        source.name = rows.text(i, 0);
        source.code = rows.text(i, 1);
        source.config = {{"timeout", rows.integer(i, 2)}, {"memory", rows.integer(i, 3)}};
        source.deps = parseJson(rows.text(i, 4)).value_or(Json::array());
        deployFunction(app, project, source, origin);
        made.push_back({{"name", source.name}, {"url", functionUrl(origin, source.name)}});
    }
    return made;
}

} // namespace

Json installVersion(App& app, const Project& project, const std::string& versionId, const std::string& origin)
{
    const SchemaBundle bundle = loadBundle(app, versionId);
    Json functions = copyFunctions(app, project, versionId, origin);
    restoreSlot(app, project.slot, bundle);
    return functions;
}

} // namespace run402::sandbox
