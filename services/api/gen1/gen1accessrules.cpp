// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1accessrules.h"

#include "models/sqlname.h"
#include "services/api/gen1/fetch.h"

#include <QJsonArray>

#include <span>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

struct PolicyText
{
    const char* name;
    const char* command;
    const char* usingText; ///< %1 = owner column
    const char* checkText;
};

constexpr PolicyText ownRows[] = {
    {"Users can view own rows", "SELECT", "%1 = auth.uid()", nullptr},
    {"Users can insert own rows", "INSERT", nullptr, "%1 = auth.uid()"},
    {"Users can update own rows", "UPDATE", "%1 = auth.uid()", nullptr},
    {"Users can delete own rows", "DELETE", "%1 = auth.uid()", nullptr},
};
constexpr PolicyText publicRead[] = {
    {"Anyone can read", "SELECT", "true", nullptr},
    {"Authenticated users can insert", "INSERT", nullptr, "auth.role() = 'authenticated'"},
    {"Authenticated users can update", "UPDATE", "auth.role() = 'authenticated'", nullptr},
    {"Authenticated users can delete", "DELETE", "auth.role() = 'authenticated'", nullptr},
};
constexpr PolicyText publicReadWrite[] = {
    {"Anyone can read", "SELECT", "true", nullptr},
    {"Anyone can insert", "INSERT", nullptr, "true"},
    {"Anyone can update", "UPDATE", "true", nullptr},
    {"Anyone can delete", "DELETE", "true", nullptr},
};

std::span<const PolicyText> policiesOf(const QString& name)
{
    if (name == "user_owns_rows"_L1)
        return ownRows;
    if (name == "public_read"_L1)
        return publicRead;
    if (name == "public_read_write"_L1)
        return publicReadWrite;
    return {};
}

} // namespace

Gen1AccessRules::Gen1AccessRules(ApiClient& api, QObject* parent) : QObject(parent), m_api(api) {}

QString Gen1AccessRules::templateSql(const QString& name, const QList<TableRule>& tables) const
{
    const auto policies = policiesOf(name);
    if (policies.empty())
        return {};
    QStringList lines;
    for (const TableRule& rule : tables) {
        const QString table = sqlIdentifier(rule.table);
        lines << u"ALTER TABLE %1 ENABLE ROW LEVEL SECURITY;"_s.arg(table)
              << u"ALTER TABLE %1 FORCE ROW LEVEL SECURITY;"_s.arg(table);
        for (const PolicyText& p : policies) {
            const auto clause = [&](const char* keyword, const char* text) {
                if (!text)
                    return QString();
                QString condition = QString::fromLatin1(text);
                if (condition.contains("%1"_L1))
                    condition = condition.arg(sqlIdentifier(rule.ownerColumn));
                return u" %1 (%2)"_s.arg(QString::fromLatin1(keyword), condition);
            };
            lines << u"CREATE POLICY %1 ON %2 FOR %3"_s.arg(sqlIdentifier(QString::fromLatin1(p.name)), table,
                                                          QString::fromLatin1(p.command))
                         + clause("USING", p.usingText) + clause("WITH CHECK", p.checkText) + u';';
        }
        if (name == "public_read_write"_L1)
            lines << u"GRANT INSERT, UPDATE, DELETE ON %1 TO anon;"_s.arg(table);
        lines << QString();
    }
    return lines.join(u'\n').trimmed() + u'\n';
}

Call<Done>* Gen1AccessRules::applyTemplate(const QString& projectId, const QString& name,
                                           const QList<TableRule>& tables)
{
    QJsonArray list;
    for (const TableRule& rule : tables) {
        QJsonObject item{{u"table"_s, rule.table}};
        if (!rule.ownerColumn.isEmpty())
            item.insert("owner_column"_L1, rule.ownerColumn);
        list.append(item);
    }
    ApiRequest request = ApiRequest::postJson(adminPath(projectId, u"rls"_s),
                                              {{u"template"_s, name}, {u"tables"_s, list}}, Auth::ServiceKey, projectId);
    request.timeoutMs = 60'000;
    request.label = u"access rules"_s;
    request.cliEquivalent = u"run402 projects rls %1 %2 %3"_s.arg(
        shellWord(projectId), shellWord(name),
        shellWord(QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact))));
    return fetchDone(this, m_api, request);
}

} // namespace run402
