// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/sqlerror.h"

#include "models/sql/parsetree.h"
#include "models/sql/highlight.h"
#include "models/sql/sources.h"
#include "models/sql/statements.h"
#include "models/sql/tokenview.h"

#include <QRegularExpression>

#include <pg_query.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace run402 {

namespace {

using What = SqlErrorSpot::What;

constexpr qsizetype longestSearched = 1'000'000; // UTF-16 units; while a person waits

struct Complaint { What what; QString name; QString relation; };

/// The messages of parse_relation.c, parse_func.c and namespace.c.
Complaint read(const QString& message)
{
    struct Form { What what; const char* pattern; };
    static const Form forms[] = {
        {What::NoColumn, "^column \"([^\"]+)\" of relation \"([^\"]+)\" does not exist"},
        {What::NoColumn, "^column \"([^\"]+)\" does not exist"},
        {What::NoColumn, "^column (\\S+) does not exist"},
        {What::NoTable, "^relation \"([^\"]+)\" does not exist"},
        {What::NoTable, "^table \"([^\"]+)\" does not exist"},
        {What::NoTable, "^missing FROM-clause entry for table \"([^\"]+)\""},
        {What::NoFunction, "^function ([^(]+)\\("},
        {What::Value, "^invalid input syntax for type [^:]+: \"(.*)\"$"},
        {What::Value, "^invalid input value for enum [^:]+: \"(.*)\"$"},
        {What::Syntax, "^syntax error at or near \"(.*)\"$"},
        {What::Syntax, "^(?:unterminated|trailing junk|syntax error at end)"},
    };
    for (const Form& form : forms) {
        const auto m = QRegularExpression(QLatin1StringView(form.pattern), QRegularExpression::DotMatchesEverythingOption).match(message);
        if (m.hasMatch())
            return {form.what, m.captured(1), m.captured(2)};
    }
    return {What::Unknown, {}, {}};
}

/// Where PostgreSQL's grammar stumbles, when it stumbles over the same thing as the server did.
qsizetype syntaxOffset(const QString& sql, const QString& message)
{
    const QByteArray utf8 = sql.toUtf8();
    if (utf8.size() > 1'000'000 || !isParseable(sql))
        return -1;
    const PgQueryProtobufParseResult parsed = pg_query_parse_protobuf(utf8.constData());
    qsizetype chars = -1;
    if (parsed.error && QString::fromUtf8(parsed.error->message) == message)
        chars = parsed.error->cursorpos - 1;
    pg_query_free_protobuf_parse_result(parsed);
    if (chars < 0)
        return -1;
    qsizetype i = 0;
    for (; chars > 0 && i < sql.size(); --chars)
        i += sql[i].isHighSurrogate() && i + 1 < sql.size() ? 2 : 1;
    return i;
}

/// Is token `at` of the statement what the complaint is about, going by the word alone?
bool isNamed(const TokenView& view, int at, const Complaint& complaint, const QStringList& parts)
{
    if (!view.isWord(at) || view.name(at) != parts.last())
        return false;
    if (parts.size() > 1 && !(view.isChar(at - 1, '.') && view.name(at - 2) == parts[parts.size() - 2]))
        return false;
    if (complaint.what == What::NoFunction)
        return view.isChar(at + 1, '(');
    return complaint.what != What::NoColumn || !view.isChar(at + 1, '.');
}

/// A statement of several that uses the name rightly: the complaint is about another one.
bool usesRightly(const TokenView& view, const SqlStatement& statement, const Complaint& complaint, const QStringList& parts, const Schema& schema)
{
    const bool defines = statement.kind == SqlStatement::Kind::Definition && statement.verb.startsWith(QLatin1StringView("CREATE"));
    if (complaint.what == What::NoTable)
        return defines && statement.object == parts.last();
    if (complaint.what != What::NoColumn)
        return false;
    if (!complaint.relation.isEmpty()) {
        for (int i = 0; i < view.size(); ++i) {
            if (view.isWord(i) && view.name(i) == complaint.relation)
                return false;
        }
        return true;
    }
    const QHash<QString, const Table*> tables = tablesNamed(view, schema);
    for (auto it = tables.begin(); it != tables.end(); ++it) {
        const auto& columns = (*it)->columns;
        const bool meant = parts.size() < 2 || it.key() == parts[parts.size() - 2];
        if (meant && std::any_of(columns.begin(), columns.end(), [&](const Column& c) { return c.name == parts.last(); }))
            return true;
    }
    return defines;
}

/// First place where the (maybe qualified) name is written; last part's range. The service names no statement, so of
/// several the first that cannot have meant something it knows.
void placeName(const QString& sql, const Complaint& complaint, const Schema& schema, SqlErrorSpot& spot)
{
    if (sql.size() > longestSearched)
        return;
    const QStringList parts = complaint.name.split(u'.');
    bool certain = false;
    for (const SqlStatement& statement : readSql(sql).statements) {
        const QString text = statement.text(sql);
        const SqlTokens tokens = scanSql(text);
        const TokenView view(text, tokens.list.constData(), tokens.list.constData() + tokens.list.size());
        int at = 0;
        while (at < view.size() && !isNamed(view, at, complaint, parts))
            ++at;
        if (at == view.size())
            continue;
        certain = !usesRightly(view, statement, complaint, parts, schema);
        if (!certain && spot.start >= 0)
            continue;
        spot.start = statement.codeStart + view.token(at).start;
        spot.length = view.token(at).length;
        if (certain)
            return;
    }
}

/// The literal PostgreSQL could not read, when it is written once.
void placeValue(const QString& sql, const Complaint& complaint, SqlErrorSpot& spot)
{
    if (sql.size() > longestSearched)
        return;
    const QString written = u'\'' + QString(complaint.name).replace(u'\'', QLatin1StringView("''")) + u'\'';
    int times = 0;
    for (const SqlToken& token : scanSql(sql).list) {
        if (token.type != SqlToken::String || QStringView(sql).mid(token.start, token.length) != written)
            continue;
        spot.start = ++times == 1 ? token.start : -1;
        spot.length = times == 1 ? token.length : 0;
    }
}

/// Table an alias or a name stands for in the text; empty = unknown.
QString tableOf(const QString& sql, const QString& alias, const Schema& schema)
{
    if (schema.table(alias))
        return alias;
    const QRegularExpression form(QStringLiteral("([\\w\"]+)\\s+(?:as\\s+)?%1\\b").arg(QRegularExpression::escape(alias)),
                                  QRegularExpression::CaseInsensitiveOption);
    for (auto it = form.globalMatch(sql); it.hasNext();) {
        QString name = it.next().captured(1);
        name = name.startsWith(u'"') ? name.remove(u'"') : name.toLower();
        if (schema.table(name))
            return name;
    }
    return {};
}

QStringList columnsFor(const QString& sql, const Complaint& complaint, const Schema& schema)
{
    const qsizetype dot = complaint.name.indexOf(u'.');
    const QString only = !complaint.relation.isEmpty() ? complaint.relation
        : dot > 0 ? tableOf(sql, complaint.name.left(dot), schema) : QString();
    QStringList mentioned, all;
    for (const Table& table : schema.tables) {
        const bool named = only.isEmpty()
            && QRegularExpression(QStringLiteral("\\b%1\\b").arg(QRegularExpression::escape(table.name)),
                                  QRegularExpression::CaseInsensitiveOption).match(sql).hasMatch();
        for (const Column& column : table.columns) {
            if (table.name == only)
                mentioned << column.name;
            else if (named)
                mentioned << column.name;
            all << column.name;
        }
    }
    return mentioned.isEmpty() && only.isEmpty() ? all : mentioned;
}

QString quotedIfNeeded(const QString& name)
{
    static const QRegularExpression plain(QStringLiteral("^[a-z_][a-z0-9_]*$"));
    return plain.match(name).hasMatch() ? name
        : u'"' + QString(name).replace(QStringLiteral("\""), QStringLiteral("\"\"")) + u'"';
}

} // namespace

int editDistance(QStringView a, QStringView b, int most)
{
    if (std::abs(a.size() - b.size()) > most)
        return most + 1;
    const size_t width = size_t(b.size()) + 1;
    std::vector<int> before2(width), before(width), row(width);
    for (size_t j = 0; j < width; ++j)
        before[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        row[0] = int(i);
        for (size_t j = 1; j < width; ++j) {
            const qsizetype k = qsizetype(j);
            const int change = a[i - 1] == b[k - 1] ? 0 : 1;
            row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + change});
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                row[j] = std::min(row[j], before2[j - 2] + 1);
        }
        before2.swap(before);
        before.swap(row);
    }
    return std::min(before[width - 1], most + 1);
}

QString nearestName(const QString& word, const QStringList& candidates)
{
    if (word.isEmpty() || word.size() > 200)
        return {};
    const int most = word.size() <= 3 ? 1 : word.size() <= 8 ? 2 : 3;
    QString best;
    int bestDistance = most + 1;
    for (const QString& candidate : candidates) {
        const int distance = editDistance(word.toLower(), candidate.toLower(), most);
        // Among equals the one of the same length: "form" is rather FROM than FOR.
        const bool closer = distance < bestDistance
            || (distance == bestDistance && candidate.size() == word.size() && best.size() != word.size());
        if (closer && distance <= most && candidate != word) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}

SqlErrorSpot locateSqlError(const QString& sql, const QString& message, const Schema& schema)
{
    const Complaint complaint = read(message);
    SqlErrorSpot spot;
    spot.what = complaint.what;
    spot.name = complaint.name;
    if (complaint.what == What::Syntax) {
        spot.start = syntaxOffset(sql, message);
        spot.length = spot.start < 0 ? 0 : std::min(complaint.name.size(), sql.size() - spot.start);
    } else if (complaint.what == What::Value) {
        placeValue(sql, complaint, spot);
    } else if (complaint.what != What::Unknown) {
        placeName(sql, complaint, schema, spot);
    }
    if (spot.start >= 0)
        spot.line = int(QStringView(sql).left(spot.start).count(u'\n'));
    if (spot.start < 0)
        return spot;

    const QString word = complaint.name.section(u'.', -1);
    QString found;
    if (complaint.what == What::NoColumn) {
        found = nearestName(word, columnsFor(sql, complaint, schema));
    } else if (complaint.what == What::NoTable) {
        QStringList tables;
        for (const Table& table : schema.tables)
            tables << table.name;
        found = nearestName(word, tables);
    } else if (complaint.what == What::NoFunction) {
        spot.suggestion = nearestName(complaint.name, sqlFunctions());
        return spot;
    } else if (complaint.what == What::Syntax) {
        spot.suggestion = nearestName(complaint.name.toLower(), sqlKeywords());
        return spot;
    }
    spot.suggestion = found.isEmpty() ? QString() : quotedIfNeeded(found);
    return spot;
}

} // namespace run402
