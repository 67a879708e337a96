// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/json/projectcodec.h"

#include "models/json/jsonreader.h"

namespace run402::json {

using namespace Qt::StringLiterals;

Result<QList<Project>> projectList(const QJsonDocument& document)
{
    const JsonReader root(document);
    QList<Project> projects;
    root.objects("projects", [&](const JsonReader& r) {
        Project project;
        project.id = r.text("id");
        project.name = r.textOr("name", project.id);
        project.tier = r.textOr("tier");
        project.status = r.text("status");
        project.apiCalls = r.integerOr("api_calls", 0);
        project.storageBytes = r.integerOr("storage_bytes", 0);
        project.leaseExpiresAt = r.timeOr("lease_expires_at");
        project.createdAt = r.timeOr("created_at");
        projects << project;
    });
    return root.done(projects);
}

Result<NewProject> newProject(const QJsonDocument& document)
{
    const JsonReader r(document);
    NewProject project;
    project.id = r.text("project_id");
    project.anonKey = r.text("anon_key");
    project.serviceKey = r.text("service_key").toUtf8();
    project.schema = r.textOr("schema_slot");
    return r.done(project);
}

Result<Usage> usage(const QJsonDocument& document)
{
    const JsonReader r(document);
    Usage usage;
    usage.projectId = r.text("project_id");
    usage.tier = r.text("tier");
    usage.status = r.textOr("status");
    usage.apiCalls = r.integer("api_calls");
    usage.apiCallsLimit = r.integer("api_calls_limit");
    usage.storageBytes = r.integer("storage_bytes");
    usage.storageLimitBytes = r.integer("storage_limit_bytes");
    usage.leaseExpiresAt = r.timeOr("lease_expires_at");
    return r.done(usage);
}

namespace {

Table tableOf(const JsonReader& r)
{
    Table table;
    table.name = r.text("name");
    table.rlsEnabled = r.boolean("rls_enabled");
    r.objects("columns", [&](const JsonReader& c) {
        table.columns << Column{c.text("name"), c.text("type"), c.boolean("nullable"), c.textOr("default_value")};
    });
    r.objects("constraints", [&](const JsonReader& c) {
        table.constraints << Constraint{c.text("name"), c.text("type"), c.text("definition")};
    });
    r.objects("policies", [&](const JsonReader& p) {
        table.policies << Policy{p.text("name"), p.text("command"), p.nullableText("using_expression"),
                                 p.nullableText("check_expression")};
    });
    return table;
}

Address addressOf(const JsonReader& r)
{
    return {r.text("name"), r.text("url"), r.text("deployment_id"), r.textOr("project_id"), r.timeOr("updated_at")};
}

} // namespace

Result<Schema> schema(const QJsonDocument& document)
{
    const JsonReader root(document);
    Schema schema;
    schema.name = root.text("schema");
    root.objects("tables", [&](const JsonReader& r) { schema.tables << tableOf(r); });
    return root.done(schema);
}

Result<Release> deployment(const QJsonDocument& document)
{
    const JsonReader r(document);
    Release release;
    release.id = r.text("id");
    release.projectId = r.text("project_id");
    release.url = r.text("url");
    release.createdAt = r.timeOr("created_at");
    release.fileCount = int(r.integerOr("files_count", 0));
    release.totalBytes = r.integerOr("total_size", 0);
    return r.done(release);
}

Result<Address> address(const QJsonDocument& document)
{
    const JsonReader r(document);
    return r.done(addressOf(r));
}

Result<QList<Address>> addresses(const QJsonDocument& document)
{
    const JsonReader root(document);
    QList<Address> list;
    root.objects("subdomains", [&](const JsonReader& r) { list << addressOf(r); });
    return root.done(list);
}

} // namespace run402::json
