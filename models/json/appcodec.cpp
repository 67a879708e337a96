// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/json/appcodec.h"

#include "models/json/jsonreader.h"

namespace run402::json {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestText = 20'000;
constexpr qsizetype longestName = 300;
constexpr int mostTags = 50;
constexpr int mostNeeds = 100;

QString text(const QJsonObject& o, QLatin1StringView key, qsizetype longest = longestName)
{
    return o.value(key).toString().left(longest);
}

qint64 number(const QJsonObject& o, QLatin1StringView key)
{
    const QJsonValue v = o.value(key);
    return v.isDouble() && v.toDouble() >= 0 ? v.toInteger(-1) : -1;
}

int count(const QJsonObject& o, QLatin1StringView key)
{
    return int(qMin<qint64>(number(o, key), 1'000'000'000));
}

QStringList names(const QJsonValue& value, int most)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& entry : array) {
        const QString name = (entry.isObject() ? entry.toObject().value("name"_L1) : entry).toString().left(longestName);
        if (!name.isEmpty() && !list.contains(name))
            list << name;
        if (list.size() >= most)
            break;
    }
    return list;
}

QList<AppNeed> needs(const QJsonValue& value, QLatin1StringView key)
{
    QList<AppNeed> list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& entry : array) {
        AppNeed need;
        if (entry.isString()) {
            need.name = entry.toString().left(longestName);
        } else {
            need.name = text(entry.toObject(), key);
            need.description = text(entry.toObject(), "description"_L1, 2'000);
        }
        if (!need.name.isEmpty() || !need.description.isEmpty())
            list << need;
        if (list.size() >= mostNeeds)
            break;
    }
    return list;
}

AppVersion versionOf(const QJsonObject& o)
{
    AppVersion v;
    v.id = text(o, "id"_L1);
    v.projectId = text(o, "project_id"_L1);
    v.version = qMax(0, count(o, "version"_L1));
    v.name = text(o, "name"_L1).simplified();
    v.description = text(o, "description"_L1, longestText);
    v.visibility = text(o, "visibility"_L1);
    v.forkAllowed = o.value("fork_allowed"_L1).toBool();
    v.minTier = text(o, "min_tier"_L1);
    v.status = text(o, "status"_L1);
    v.tables = names(o.value("tables"_L1), 200);
    v.functions = names(o.value("functions"_L1), 200);
    v.tableCount = v.tables.isEmpty() ? count(o, "table_count"_L1) : int(v.tables.size());
    v.functionCount = v.functions.isEmpty() ? count(o, "function_count"_L1) : int(v.functions.size());
    v.siteFileCount = count(o, "site_file_count"_L1);
    v.siteBytes = number(o, "site_total_bytes"_L1);
    v.requiredSecrets = needs(o.value("required_secrets"_L1), "key"_L1);
    v.requiredActions = needs(o.value("required_actions"_L1), "action"_L1);
    v.tags = names(o.value("tags"_L1), mostTags);
    v.liveUrl = text(o, "live_url"_L1, 2'000);
    v.createdAt = QDateTime::fromString(text(o, "created_at"_L1), Qt::ISODateWithMs).toUTC();
    v.warnings = names(o.value("compatibility_warnings"_L1), 20);
    v.publisher = text(o, o.contains("publisher"_L1) ? "publisher"_L1 : "publisher_wallet"_L1);
    if (const qint64 forks = number(o, "fork_count"_L1); forks >= 0)
        v.forks = forks;
    v.variables = readVariables(o.value("bootstrap_variables"_L1));
    if (v.variables.size() < variableLimit)
        v.variablesJson = o.value("bootstrap_variables"_L1).toArray();
    return v;
}

QJsonArray needsJson(const QList<AppNeed>& needs, QLatin1StringView key)
{
    QJsonArray array;
    for (const AppNeed& need : needs)
        array << QJsonObject{{key, need.name}, {u"description"_s, need.description}};
    return array;
}

} // namespace

Result<AppVersion> appVersion(const QJsonDocument& document)
{
    const JsonReader r(document);
    r.text("id");
    return r.done(versionOf(document.object()));
}

Result<QList<AppVersion>> appVersions(const QJsonDocument& document, const char* key)
{
    const JsonReader r(document);
    r.objects(key, [](const JsonReader& item) { item.text("id"); });
    QList<AppVersion> list;
    const QJsonArray array = document.object().value(QLatin1StringView(key)).toArray();
    for (const QJsonValue& entry : array)
        list << versionOf(entry.toObject());
    return r.done(list);
}

Result<ForkedProject> forkedProject(const QJsonDocument& document)
{
    const JsonReader r(document);
    const QJsonObject o = document.object();
    ForkedProject fork;
    fork.project.id = r.text("project_id");
    fork.project.anonKey = r.text("anon_key");
    fork.project.serviceKey = r.text("service_key").toUtf8();
    fork.project.schema = text(o, "schema_slot"_L1);
    fork.sourceVersionId = text(o, "source_version_id"_L1);
    fork.functions = names(o.value("functions"_L1), 200);
    fork.siteUrl = text(o, "site_url"_L1, 2'000);
    fork.deploymentId = text(o, "deployment_id"_L1);
    // A service that copies no site only echoes the name; that is no address anyone could open.
    if (!fork.siteUrl.isEmpty())
        fork.subdomainUrl = text(o, "subdomain_url"_L1, 2'000);
    fork.readiness = text(o, "readiness"_L1);
    fork.missingSecrets = needs(o.value("missing_secrets"_L1), "key"_L1);
    fork.requiredActions = needs(o.value("required_actions"_L1), "action"_L1);
    if (const QJsonValue result = o.value("bootstrap_result"_L1); !result.isUndefined() && !result.isNull())
        fork.bootstrapResult = result;
    if (const QJsonValue error = o.value("bootstrap_error"_L1); error.isString())
        fork.bootstrapError = error.toString().left(longestText);
    else if (error.isObject())
        fork.bootstrapError = QString::fromUtf8(QJsonDocument(error.toObject()).toJson(QJsonDocument::Compact)).left(longestText);
    return r.done(fork);
}

QJsonObject toJson(const PublishOptions& options)
{
    QJsonObject o{{u"visibility"_s, options.visibility},
                  {u"fork_allowed"_s, options.forkAllowed},
                  {u"tags"_s, QJsonArray::fromStringList(options.tags)}};
    if (!options.description.isEmpty())
        o.insert("description"_L1, options.description);
    if (!options.seedTables.isEmpty())
        o.insert("include_seed"_L1, QJsonObject{{u"tables"_s, QJsonArray::fromStringList(options.seedTables)}});
    if (!options.requiredSecrets.isEmpty())
        o.insert("required_secrets"_L1, needsJson(options.requiredSecrets, "key"_L1));
    if (!options.requiredActions.isEmpty())
        o.insert("required_actions"_L1, needsJson(options.requiredActions, "action"_L1));
    if (!options.variables.isEmpty())
        o.insert("bootstrap_variables"_L1, options.variables);
    return o;
}

QJsonObject toJson(const AppChanges& changes)
{
    QJsonObject o;
    if (changes.description)
        o.insert("description"_L1, *changes.description);
    if (changes.tags)
        o.insert("tags"_L1, QJsonArray::fromStringList(*changes.tags));
    if (changes.visibility)
        o.insert("visibility"_L1, *changes.visibility);
    if (changes.forkAllowed)
        o.insert("fork_allowed"_L1, *changes.forkAllowed);
    return o;
}

} // namespace run402::json
