// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/parsetree.h"

#include "models/sql/tokens.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <pg_query.h>

namespace run402 {

namespace {

constexpr qsizetype longest = 100'000, longestCompared = 1'000'000;
constexpr int deepest = 500;         // brackets in brackets
constexpr int longestChain = 10'000; // tokens without a comma or a semicolon between; a tenth of what was seen to end badly

} // namespace

QJsonValue withoutPlaces(const QJsonValue& value)
{
    if (value.isArray()) {
        QJsonArray out;
        for (const QJsonValue& item : value.toArray())
            out << withoutPlaces(item);
        return out;
    }
    if (!value.isObject())
        return value;
    QJsonObject out;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() != QLatin1StringView("location") && it.key() != QLatin1StringView("stmt_location") && it.key() != QLatin1StringView("stmt_len"))
            out.insert(it.key(), withoutPlaces(it.value()));
    }
    return out;
}

QJsonObject parseTree(const QString& sql)
{
    const QByteArray utf8 = sql.toUtf8();
    if (utf8.size() > longestCompared || !isParseable(sql))
        return {};
    const PgQueryParseResult parsed = pg_query_parse(utf8.constData());
    QJsonObject out;
    if (!parsed.error)
        out = QJsonDocument::fromJson(QByteArray(parsed.parse_tree)).object();
    pg_query_free_parse_result(parsed);
    return out;
}

bool isParseable(const QString& text)
{
    if (text.contains(QChar(u'\0')))
        return false;
    int depth = 0, chain = 0;
    if (text.size() <= deepest)
        return true;
    for (const SqlToken& token : scanSql(text).list) {
        if (token.isComment())
            continue;
        if (token.type == '(' || token.type == '[')
            ++depth;
        else if (token.type == ')' || token.type == ']')
            --depth;
        chain = token.type == ',' || token.type == ';' ? 0 : chain + 1;
        if (depth > deepest || chain > longestChain)
            return false;
    }
    return true;
}

bool sameParseTree(const QString& one, const QString& other)
{
    const QJsonObject first = parseTree(one);
    return !first.isEmpty() && withoutPlaces(first) == withoutPlaces(parseTree(other));
}

std::optional<ParseComplaint> parseComplaint(const QString& statement)
{
    if (statement.size() > longest || !statement.isValidUtf16() || !isParseable(statement))
        return std::nullopt;
    const PgQueryProtobufParseResult parsed = pg_query_parse_protobuf(statement.toUtf8().constData());
    std::optional<ParseComplaint> out;
    if (parsed.error) {
        out.emplace();
        out->message = QString::fromUtf8(parsed.error->message);
        qsizetype chars = std::max(0, parsed.error->cursorpos - 1); // code points
        for (; chars > 0 && out->at < statement.size(); --chars)
            out->at += statement[out->at].isHighSurrogate() && out->at + 1 < statement.size() ? 2 : 1;
    }
    pg_query_free_protobuf_parse_result(parsed);
    return out;
}

} // namespace run402
