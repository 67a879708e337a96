// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rest/restquery.h"

#include <QUrl>

namespace run402 {

using namespace Qt::StringLiterals;

QStringList restOperators()
{
    return {u"eq"_s, u"neq"_s, u"gt"_s, u"gte"_s, u"lt"_s, u"lte"_s, u"like"_s, u"ilike"_s, u"match"_s, u"imatch"_s,
            u"in"_s, u"is"_s, u"isdistinct"_s, u"fts"_s, u"plfts"_s, u"phfts"_s, u"wfts"_s, u"cs"_s, u"cd"_s, u"ov"_s,
            u"sl"_s, u"sr"_s, u"nxr"_s, u"nxl"_s, u"adj"_s};
}

bool isRestReserved(const QString& name)
{
    static const QStringList words = {u"select"_s, u"order"_s, u"limit"_s, u"offset"_s, u"on_conflict"_s,
                                      u"columns"_s, u"and"_s, u"or"_s, u"not.and"_s, u"not.or"_s};
    return words.contains(name) || words.contains(name.section(u'.', -1)); // "child.order" is of an embedded table
}

namespace {

QString decoded(const QString& text)
{
    return QUrl::fromPercentEncoding(QString(text).replace(u'+', "%20"_L1).toUtf8());
}

QString encoded(QString text)
{
    text.replace(u'%', "%25"_L1).replace(u'&', "%26"_L1).replace(u'#', "%23"_L1).replace(u'+', "%2B"_L1);
    return text;
}

/// Length of the operator at the front of "not.in.(1,2)", 0 = none.
qsizetype operatorLength(const QString& value)
{
    qsizetype at = value.startsWith("not."_L1) ? 4 : 0;
    const qsizetype dot = value.indexOf(u'.', at);
    if (dot < 0)
        return 0;
    const QString name = value.mid(at, dot - at);
    const QString bare = name.section(u'(', 0, 0); // "eq(any)", "fts(english)"
    if (!restOperators().contains(bare) || (bare.size() != name.size() && !name.endsWith(u')')))
        return 0;
    return dot;
}

QString shellQuoted(QString text)
{
    return u'\'' + text.replace(u'\'', "'\\''"_L1) + u'\'';
}

QString jsQuoted(QString text)
{
    text.replace(u'\\', "\\\\"_L1).replace(u'\'', "\\'"_L1).replace(u'\n', "\\n"_L1).replace(u'\r', "\\r"_L1);
    return u'\'' + text.replace(QChar(0x2028), "\\u2028"_L1).replace(QChar(0x2029), "\\u2029"_L1) + u'\'';
}

QString addressOf(const RestSnippetSource& s)
{
    const QByteArray query = QUrl::toPercentEncoding(s.query, "!$&'()*+,;=:@/?%~");
    QString out = s.base + "/rest/v1/"_L1 + QString::fromLatin1(QUrl::toPercentEncoding(s.resource, "/"));
    return query.isEmpty() ? out : out + u'?' + QString::fromLatin1(query);
}

bool writes(const RestSnippetSource& s) { return s.method != "GET"_L1 && s.method != "HEAD"_L1; }

} // namespace

QList<RestRow> restRows(const QString& query)
{
    QList<RestRow> rows;
    for (const QString& part : query.split(u'&', Qt::SkipEmptyParts)) {
        const qsizetype eq = part.indexOf(u'=');
        RestRow row;
        row.name = decoded(eq < 0 ? part : part.left(eq));
        row.value = eq < 0 ? QString() : decoded(part.mid(eq + 1));
        if (!isRestReserved(row.name)) {
            const qsizetype length = operatorLength(row.value);
            row.op = row.value.left(length);
            if (length > 0)
                row.value = row.value.mid(length + 1);
        }
        rows << row;
    }
    return rows;
}

QString restQuery(const QList<RestRow>& rows)
{
    QStringList parts;
    for (const RestRow& row : rows) {
        if (row.on && !row.name.isEmpty())
            parts << encoded(row.name).replace(u'=', "%3D"_L1) + u'=' + encoded(row.op.isEmpty() ? row.value : row.op + u'.' + row.value);
    }
    return parts.join(u'&');
}

QList<RestRow> mergedRestRows(const QList<RestRow>& before, const QString& query)
{
    QList<RestRow> rows = restRows(query);
    for (qsizetype i = 0; i < before.size(); ++i) {
        if (!before[i].on || before[i].name.isEmpty())
            rows.insert(std::min(i, rows.size()), before[i]);
    }
    return rows;
}

bool hasRestFilter(const QList<RestRow>& rows)
{
    static const QStringList shaping = {u"select"_s, u"order"_s, u"limit"_s, u"offset"_s, u"on_conflict"_s, u"columns"_s};
    return std::any_of(rows.cbegin(), rows.cend(), [](const RestRow& r) {
        return r.on && !r.name.isEmpty() && !shaping.contains(r.name.section(u'.', -1));
    });
}

QString restCurl(const RestSnippetSource& s)
{
    const bool service = s.as == RestSnippetSource::As::Service;
    QStringList parts{"curl -X "_L1 + s.method + u' ' + shellQuoted(addressOf(s)),
                      service ? u"-H \"apikey: $SERVICE_KEY\""_s : u"-H \"apikey: $ANON_KEY\""_s};
    if (s.as == RestSnippetSource::As::User)
        parts << u"-H \"Authorization: Bearer $ACCESS_TOKEN\""_s;
    if (!s.prefer.isEmpty())
        parts << "-H "_L1 + shellQuoted("Prefer: "_L1 + s.prefer);
    for (const auto& [name, value] : s.headers)
        parts << "-H "_L1 + shellQuoted(name + ": "_L1 + value);
    if (writes(s) && !s.body.isEmpty())
        parts << u"-H 'Content-Type: application/json'"_s << "--data-raw "_L1 + shellQuoted(s.body);
    return parts.join(u" \\\n  "_s);
}

namespace {

/// One string, or several in a sum where one would run off the page; broken before '?' and '&'.
QString jsAddress(const QString& address)
{
    constexpr qsizetype widest = 56;
    if (address.size() <= widest)
        return jsQuoted(address);
    QStringList lines{address.section(u'?', 0, 0)};
    const QStringList parts = address.contains(u'?') ? address.section(u'?', 1).split(u'&') : QStringList();
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QString part = (i == 0 ? u'?' : u'&') + parts.at(i);
        if (i == 0 || lines.last().size() + part.size() > widest)
            lines << part;
        else
            lines.last() += part;
    }
    QStringList quoted;
    for (const QString& line : std::as_const(lines))
        quoted << jsQuoted(line);
    return "\n  "_L1 + quoted.join(u" +\n  "_s);
}

} // namespace

QString restFetch(const RestSnippetSource& s)
{
    const bool service = s.as == RestSnippetSource::As::Service;
    QStringList headers{service ? u"apikey: process.env.SERVICE_KEY"_s : u"apikey: ANON_KEY"_s};
    if (s.as == RestSnippetSource::As::User)
        headers << u"Authorization: `Bearer ${accessToken}`"_s;
    if (!s.prefer.isEmpty())
        headers << "Prefer: "_L1 + jsQuoted(s.prefer);
    for (const auto& [name, value] : s.headers)
        headers << jsQuoted(name) + ": "_L1 + jsQuoted(value);
    const bool body = writes(s) && !s.body.isEmpty();
    if (body)
        headers << u"'Content-Type': 'application/json'"_s;
    QString out = service ? u"// On a server only: a page must never hold the service key.\n"_s : QString();
    out += "const res = await fetch("_L1 + jsAddress(addressOf(s)) + ", {\n"_L1;
    if (s.method != "GET"_L1)
        out += "  method: "_L1 + jsQuoted(s.method) + ",\n"_L1;
    if (headers.size() <= 2)
        out += "  headers: { "_L1 + headers.join(u", "_s) + " },\n"_L1;
    else
        out += "  headers: {\n    "_L1 + headers.join(u",\n    "_s) + ",\n  },\n"_L1;
    if (body)
        out += "  body: "_L1 + jsQuoted(s.body) + ",\n"_L1;
    out += "});\nif (!res.ok) throw new Error(await res.text());\n"_L1;
    return out + (s.method == "HEAD"_L1 ? u"const range = res.headers.get('content-range');"_s : u"const rows = await res.json();"_s);
}

QString restSupabase(const RestSnippetSource& s)
{
    using As = RestSnippetSource::As;
    QString out = u"import { createClient } from '@supabase/supabase-js';\n"_s;
    if (s.as == As::Service)
        out += "// On a server only: a page must never hold the service key.\n"_L1;
    out += "const db = createClient("_L1 + jsQuoted(s.base) + (s.as == As::Service ? ", process.env.SERVICE_KEY"_L1 : ", ANON_KEY"_L1);
    if (s.as == As::User)
        out += ", {\n  global: { headers: { Authorization: `Bearer ${accessToken}` } },\n}"_L1;
    out += ");\nconst { data, error } = await db\n"_L1;
    const QString body = s.body.trimmed().isEmpty() ? u"{}"_s : s.body.trimmed();
    if (s.resource.startsWith("rpc/"_L1))
        return out + "  .rpc("_L1 + jsQuoted(s.resource.mid(4)) + ", "_L1 + body + ");"_L1;
    out += "  .from("_L1 + jsQuoted(s.resource) + ')'_L1;
    const QList<RestRow> rows = restRows(s.query);
    QString columns = u"*"_s;
    for (const RestRow& row : rows)
        columns = row.name == "select"_L1 ? row.value : columns;
    const bool wantsRows = s.prefer.contains("return=representation"_L1);
    if (s.method == "POST"_L1)
        out += (s.prefer.contains("resolution=merge"_L1) ? "\n  .upsert("_L1 : "\n  .insert("_L1) + body + ')'_L1;
    else if (s.method == "PATCH"_L1)
        out += "\n  .update("_L1 + body + ')'_L1;
    else if (s.method == "PUT"_L1)
        out += "\n  .upsert("_L1 + body + ')'_L1;
    else if (s.method == "DELETE"_L1)
        out += "\n  .delete()"_L1;
    if (!writes(s) || wantsRows)
        out += "\n  .select("_L1 + jsQuoted(columns) + (s.method == "HEAD"_L1 ? ", { head: true, count: 'exact' })"_L1 : ")"_L1);
    for (const RestRow& row : rows) {
        if (row.name == "select"_L1 || row.name == "on_conflict"_L1 || row.name == "columns"_L1 || row.name == "offset"_L1)
            continue;
        if (row.name == "limit"_L1) {
            out += "\n  .limit("_L1 + QString::number(row.value.toLongLong()) + ')'_L1;
        } else if (row.name == "order"_L1) {
            for (const QString& term : row.value.split(u',', Qt::SkipEmptyParts))
                out += "\n  .order("_L1 + jsQuoted(term.section(u'.', 0, 0)) + (term.contains(".desc"_L1) ? ", { ascending: false })"_L1 : ")"_L1);
        } else if (row.name == "or"_L1) {
            QString inner = row.value;
            if (inner.startsWith(u'(') && inner.endsWith(u')'))
                inner = inner.mid(1, inner.size() - 2);
            out += "\n  .or("_L1 + jsQuoted(inner) + ')'_L1;
        } else if (!row.op.isEmpty()) {
            out += "\n  .filter("_L1 + jsQuoted(row.name) + ", "_L1 + jsQuoted(row.op) + ", "_L1 + jsQuoted(row.value) + ')'_L1;
        } else {
            out += "\n  /* "_L1 + QString(row.name + u'=' + row.value).replace("*/"_L1, "* /"_L1) + " has no twin here */"_L1;
        }
    }
    return out + u';';
}

} // namespace run402
