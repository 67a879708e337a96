// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/cli/projectsfile.h"

#include <nlohmann/json.hpp>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

using Json = nlohmann::ordered_json; // the CLI's members stay in their order

/// Reading does not recurse, writing and comparing do: a file of brackets must not use up the stack.
constexpr int kDepth = 100;

bool isTooDeep(const QByteArray& text)
{
    int depth = 0;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{') && ++depth > kDepth)
            return true;
        else if (!quoted && (c == ']' || c == '}'))
            --depth;
    }
    return false;
}

std::optional<Json> parsed(const QByteArray& text)
{
    if (isTooDeep(text))
        return std::nullopt;
    Json json = Json::parse(text.cbegin(), text.cend(), nullptr, false);
    if (json.is_discarded())
        return std::nullopt;
    return json;
}

/// Array form and the three members of long ago, as the CLI's own loading does.
std::optional<Json> currentForm(const QByteArray& text)
{
    Json root = Json::object();
    if (!text.trimmed().isEmpty()) {
        auto read = parsed(text);
        if (!read)
            return std::nullopt;
        if (read->is_array()) {
            Json projects = Json::object();
            for (Json entry : *read) {
                if (!entry.is_object() || !entry.contains("project_id") || !entry["project_id"].is_string())
                    continue;
                const std::string id = entry["project_id"];
                entry.erase("project_id");
                projects[id] = std::move(entry);
            }
            root["projects"] = std::move(projects);
        } else if (read->is_object() && (!read->contains("projects") || (*read)["projects"].is_object())) {
            root = std::move(*read);
        } else {
            return std::nullopt;
        }
    }
    if (!root.contains("projects"))
        root["projects"] = Json::object();
    for (auto& [id, entry] : root["projects"].items()) {
        for (const char* old : {"tier", "lease_expires_at", "expires_at"}) {
            if (entry.is_object())
                entry.erase(old);
        }
    }
    return root;
}

std::string utf8(const QString& text) { return text.toStdString(); }

void apply(Json& root, const CliProjectsEdit& edit)
{
    Json& projects = root["projects"];
    if (edit.put) {
        Json entry = Json::object();
        entry["anon_key"] = utf8(edit.put->anonKey);
        entry["service_key"] = edit.put->serviceKey.toStdString();
        if (!edit.put->siteUrl.isEmpty())
            entry["site_url"] = utf8(edit.put->siteUrl);
        if (edit.put->deployedAt.isValid())
            entry["deployed_at"] = utf8(edit.put->deployedAt.toUTC().toString(Qt::ISODateWithMs));
        projects[utf8(edit.put->id)] = std::move(entry);
    }
    if (!edit.remove.isEmpty()) {
        projects.erase(utf8(edit.remove));
        if (root.contains("active_project_id") && root["active_project_id"] == utf8(edit.remove))
            root.erase("active_project_id");
    }
    if (edit.active) {
        if (edit.active->isEmpty())
            root.erase("active_project_id");
        else
            root["active_project_id"] = utf8(*edit.active);
    }
    if (edit.deployed) {
        const auto entry = projects.find(utf8(edit.deployed->id));
        if (entry != projects.end() && entry->is_object())
            (*entry)["last_deployment_id"] = utf8(edit.deployed->deploymentId);
    }
}

Problem notTheirs()
{
    return Problem::make(Problem::Kind::Local, u"import.not_json"_s,
                         u"projects.json is not what the CLI writes; it was left as it is"_s);
}

QByteArray textOf(const Json& root)
{
    return QByteArray::fromStdString(root.dump(2, ' ', false, Json::error_handler_t::replace));
}

void mergeMembers(const Json& base, Json& ours, const Json& theirs)
{
    for (const auto& [name, value] : theirs.items()) {
        if (!base.contains(name) || base[name] != value)
            ours[name] = value;
    }
    for (const auto& [name, value] : base.items()) {
        if (!theirs.contains(name))
            ours.erase(name);
    }
}

} // namespace

Result<QByteArray> mergedCliProjects(const QByteArray& base, const QByteArray& ours, const QByteArray& theirs)
{
    auto before = currentForm(base), mine = currentForm(ours), other = currentForm(theirs);
    if (!before || !mine || !other)
        return notTheirs();
    Json projects = (*mine)["projects"];
    mergeMembers((*before)["projects"], projects, (*other)["projects"]);
    for (Json* root : {&*before, &*other})
        (*root)["projects"] = 0; // merged one by one, above
    mergeMembers(*before, *mine, *other);
    (*mine)["projects"] = std::move(projects);
    return textOf(*mine);
}

Result<QByteArray> editedCliProjects(const QByteArray& current, const CliProjectsEdit& edit)
{
    auto root = currentForm(current);
    if (!root)
        return notTheirs();
    apply(*root, edit);
    return textOf(*root);
}

bool holdsCliEdit(const QByteArray& current, const CliProjectsEdit& edit)
{
    const auto root = currentForm(current);
    if (!root)
        return false;
    Json wanted = *root;
    apply(wanted, edit);
    return wanted == *root;
}

} // namespace run402
