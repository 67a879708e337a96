// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/starter.h"

#include "models/json/jsonreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

QStringList texts(const QJsonValue& value)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& entry : array) {
        if (entry.isString())
            list << entry.toString();
    }
    return list;
}

Unexpected invalid(const QString& slug, const QString& pointer)
{
    Problem p = Problem::make(Problem::Kind::Local, u"starter.invalid"_s, u"starter.json of %1: %2"_s.arg(slug, pointer));
    p.details = {{u"slug"_s, slug}, {u"pointer"_s, pointer}};
    return fail(p);
}

/// A file of the starter itself: never a way out of its folder.
bool staysInside(const QString& file)
{
    return !file.isEmpty() && !file.startsWith(u'/') && !file.contains(u'\\') && !file.split(u'/').contains(u".."_s);
}

} // namespace

bool Starter::hasBootstrap() const
{
    return std::any_of(functions.cbegin(), functions.cend(), [](const Function& f) { return f.name == "bootstrap"_L1; });
}

Result<Starter> readStarter(const QString& slug, const QByteArray& json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return invalid(slug, u"not a JSON object"_s);
    const JsonReader r(document);
    const QJsonObject o = document.object();
    Starter s;
    s.slug = slug;
    s.title = r.text("title");
    s.summary = r.text("summary");
    s.description = r.textOr("description");
    s.icon = r.textOr("icon", u"box"_s);
    s.accent = r.textOr("accent", u"#0A7A55"_s);
    s.subdomain = r.textOr("subdomain", slug);
    s.tags = texts(o.value("tags"_L1));
    s.tables = texts(o.value("tables"_L1));
    s.shared = texts(o.value("shared"_L1));
    s.variables = readVariables(o.value("variables"_L1));
    const QJsonObject rls = o.value("rls"_L1).toObject();
    s.rulesTemplate = rls.value("template"_L1).toString();
    const QJsonArray rules = rls.value("tables"_L1).toArray();
    for (const QJsonValue& rule : rules)
        s.rules << Starter::Rule{rule.toObject().value("table"_L1).toString(), rule.toObject().value("owner_column"_L1).toString()};
    if (r.has("functions")) {
        r.objects("functions", [&](const JsonReader& f) {
            s.functions << Starter::Function{f.text("name"), f.text("file"), int(f.integerOr("timeout", 0)), int(f.integerOr("memory", 0))};
        });
    }
    if (r.failed())
        return invalid(slug, r.problem().details.value("pointer"_L1).toString());
    for (const Starter::Function& f : std::as_const(s.functions)) {
        if (!staysInside(f.file))
            return invalid(slug, u"/functions/file"_s);
    }
    if (!std::all_of(s.shared.cbegin(), s.shared.cend(), staysInside))
        return invalid(slug, u"/shared"_s);
    static const QRegularExpression color(u"\\A#[0-9a-fA-F]{6}\\z"_s);
    if (!color.match(s.accent).hasMatch())
        return invalid(slug, u"/accent"_s);
    return s;
}

} // namespace run402
