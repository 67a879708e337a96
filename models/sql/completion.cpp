// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/completion.h"

#include "models/item/resulttext.h"
#include "models/sql/highlight.h"
#include "models/sql/sources.h"
#include "models/sql/statements.h"
#include "models/sql/tokenview.h"
#include "models/sqlname.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace run402 {

namespace {

using L1 = QLatin1StringView;
using Kind = SqlCompletion::Kind;
constexpr qsizetype mostItems = 200;

SqlCompletion columnItem(const Table& table, const Column& column)
{
    return {Kind::Column, column.name, sqlIdentifierIfNeeded(column.name), shortTypeName(column.type), table.name};
}

/// Match quality: begins with (0), a word part begins with (1), letters in order (2), not at all (-1).
int quality(const QString& name, const QString& typed)
{
    if (typed.isEmpty() || name.startsWith(typed, Qt::CaseInsensitive))
        return 0;
    if (name.contains(u'_' + typed, Qt::CaseInsensitive) || name.contains(u'.' + typed, Qt::CaseInsensitive))
        return 1;
    qsizetype at = 0;
    for (const QChar c : name) {
        if (at < typed.size() && c.toLower() == typed[at].toLower())
            ++at;
    }
    return typed.size() >= 2 && at == typed.size() ? 2 : -1;
}

struct Place
{
    bool inLiteral = false;
    QString typed, qualifier;
    qsizetype start = 0;
    bool wantsTable = false;
    bool joins = false;      ///< behind JOIN
    bool conditions = false; ///< behind ON
};

Place placeAt(const QString& text, qsizetype cursor, qsizetype from)
{
    Place place;
    place.start = cursor;
    while (place.start > from && (text[place.start - 1].isLetterOrNumber() || text[place.start - 1] == u'_'))
        --place.start;
    place.typed = text.mid(place.start, cursor - place.start);
    SqlHighlighter rules;
    int state = 0;
    const QString before = text.mid(from, cursor - from);
    const QStringList lines = before.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QList<SqlSpan> spans = rules.line(lines[i], state);
        if (i + 1 < lines.size() || spans.isEmpty())
            continue;
        const SqlSpan& last = spans.last();
        if (last.style == SqlStyle::Comment && last.start + last.length == lines[i].size() && !lines[i].endsWith(L1("*/")))
            place.inLiteral = true;
    }
    place.inLiteral = place.inLiteral || state != SqlHighlighter::Plain;
    if (place.start > from && text[place.start - 1] == u'.') {
        qsizetype begin = place.start - 1;
        while (begin > from && (text[begin - 1].isLetterOrNumber() || text[begin - 1] == u'_'))
            --begin;
        place.qualifier = text.mid(begin, place.start - 1 - begin);
        if (place.qualifier.isEmpty() && begin > from && text[begin - 1] == u'"') {
            const qsizetype open = text.lastIndexOf(u'"', begin - 2);
            place.qualifier = open < 0 ? QString() : text.mid(open + 1, begin - open - 2);
        } else {
            place.qualifier = place.qualifier.toLower();
        }
        return place;
    }
    static const QRegularExpression lead(QStringLiteral("\\b(from|join|update|into|table|only|truncate|on)\\s+$"),
                                         QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression comma(QStringLiteral("\\bfrom\\s+[\\w\\s,]*,\\s*$"), QRegularExpression::CaseInsensitiveOption);
    const QString head = text.mid(std::max(from, place.start - 200), place.start - std::max(from, place.start - 200));
    const auto match = lead.match(head);
    const QString word = match.captured(1).toLower();
    place.joins = word == u"join";
    place.conditions = word == u"on";
    place.wantsTable = (match.hasMatch() && !place.conditions) || comma.match(head).hasMatch();
    return place;
}

void collectColumns(const QHash<QString, const Table*>& tables, const QList<NamedRows>& named, QList<SqlCompletion>& out)
{
    QSet<const Table*> done;
    for (const Table* table : tables) {
        if (done.contains(table))
            continue;
        done.insert(table);
        for (const Column& column : table->columns)
            out << columnItem(*table, column);
    }
    for (const NamedRows& rows : named) {
        for (const QString& column : rows.columns)
            out << SqlCompletion{Kind::Column, column, sqlIdentifierIfNeeded(column), rows.name, {}};
    }
}

/// Short names people use: the first letters of the words of a name, with a number where that is taken.
QString freshAlias(const QString& table, const QHash<QString, const Table*>& taken)
{
    QString letters;
    for (const QString& word : table.split(u'_', Qt::SkipEmptyParts))
        letters += word[0].toLower();
    if (letters.isEmpty() || !letters[0].isLetter() || sqlKeywords().contains(letters))
        letters = QStringLiteral("t");
    QString alias = letters;
    for (int i = 2; taken.contains(alias); ++i)
        alias = letters + QString::number(i);
    return alias;
}

/// Names in the statement by table; the alias where there is one.
QHash<QString, QString> namesOf(const QHash<QString, const Table*>& tables)
{
    QHash<QString, QString> names;
    for (auto it = tables.begin(); it != tables.end(); ++it) {
        QString& name = names[(*it)->name];
        if (name.isEmpty() || it.key() != (*it)->name)
            name = it.key();
    }
    return names;
}

/// "comments c on c.recipe_id = r.id" for every foreign key between what is there and what is not.
void collectJoins(const QHash<QString, const Table*>& tables, const Schema& schema, QList<SqlCompletion>& out)
{
    const QHash<QString, QString> names = namesOf(tables);
    for (auto it = names.begin(); it != names.end(); ++it) {
        for (const JoinPath& path : joinPaths(it.key(), schema)) {
            if (names.contains(path.table) && path.table != it.key())
                continue;
            const QString alias = freshAlias(path.table, tables);
            const QString text = QStringLiteral("%1 %2 on %2.%3 = %4.%5").arg(sqlIdentifierIfNeeded(path.table), alias, sqlIdentifierIfNeeded(path.toColumn),
                                                                             sqlIdentifierIfNeeded(it.value()), sqlIdentifierIfNeeded(path.fromColumn));
            out << SqlCompletion{Kind::Join, text, text, QString(), path.table};
        }
    }
}

/// "c.recipe_id = r.id" between the tables that are there.
void collectConditions(const QHash<QString, const Table*>& tables, const Schema& schema, QList<SqlCompletion>& out)
{
    const QHash<QString, QString> names = namesOf(tables);
    for (auto it = names.begin(); it != names.end(); ++it) {
        for (const JoinPath& path : joinPaths(it.key(), schema)) {
            const QString other = names.value(path.table);
            if (other.isEmpty() || path.table == it.key() || path.table > it.key()) // each pair once
                continue;
            const QString text = QStringLiteral("%1.%2 = %3.%4").arg(sqlIdentifierIfNeeded(it.value()), sqlIdentifierIfNeeded(path.fromColumn),
                                                                    sqlIdentifierIfNeeded(other), sqlIdentifierIfNeeded(path.toColumn));
            out << SqlCompletion{Kind::Join, text, text, QString(), path.table};
        }
    }
}

/// The table rows are put into: what ON CONFLICT calls excluded.
const Table* insertedInto(const TokenView& view, const Schema& schema)
{
    for (int i = 0; i < view.size(); ++i) {
        if (view.is(i, L1("insert")) && view.is(i + 1, L1("into")))
            return schema.table(view.qualifiedName(i + 2));
    }
    return nullptr;
}

const QList<SqlCompletion>& snippets()
{
    const auto one = [](const char* name, const char* text) {
        return SqlCompletion{Kind::Snippet, QString::fromLatin1(name), QString::fromUtf8(text), QString(), {}};
    };
    static const QList<SqlCompletion> list{
        one("sel", "select \u2039*\u203a from \u2039table\u203a where \u2039true\u203a"),
        one("ins", "insert into \u2039table\u203a (\u2039columns\u203a) values (\u2039values\u203a)"),
        one("upd", "update \u2039table\u203a set \u2039column\u203a = \u2039value\u203a where \u2039id = 1\u203a"),
        one("del", "delete from \u2039table\u203a where \u2039id = 1\u203a"),
        one("crt", "create table \u2039name\u203a (\n    id bigint generated always as identity primary key,\n    \u2039column text not null\u203a,\n    created_at timestamptz not null default now()\n)"),
        one("idx", "create index on \u2039table\u203a (\u2039column\u203a)"),
        one("cte", "with \u2039name\u203a as (\n    select \u2039*\u203a from \u2039table\u203a\n)\nselect * from \u2039name\u203a"),
        one("cas", "case when \u2039condition\u203a then \u2039value\u203a else \u2039other\u203a end"),
        one("grp", "select \u2039column\u203a, count(*) from \u2039table\u203a group by 1 order by 2 desc")};
    return list;
}

void narrow(SqlCompletions& completions, const QString& typed)
{
    QList<std::pair<int, SqlCompletion>> rated;
    for (const SqlCompletion& item : std::as_const(completions.items)) {
        // Looking for letters in order would find every join: it is the table they are called by.
        const int q = item.kind == Kind::Join ? (item.name.startsWith(typed, Qt::CaseInsensitive) ? 0 : -1) : quality(item.name, typed);
        // A snippet's whole name means the snippet; shorter, it is rather a word.
        const Kind kind = item.kind == Kind::Snippet && item.name == typed ? Kind::Keyword : item.kind;
        if (q >= 0)
            rated.push_back({q * 10 + int(kind), item});
    }
    if (!typed.isEmpty()) {
        std::stable_sort(rated.begin(), rated.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    }
    completions.items.clear();
    for (const auto& [rank, item] : std::as_const(rated)) {
        if (completions.items.size() < mostItems)
            completions.items << item;
    }
    // Nothing to offer when the only match is what stands there already.
    if (completions.items.size() == 1 && completions.items.first().insert == typed)
        completions.items.clear();
}

} // namespace

SqlCompletions completeSql(const QString& text, qsizetype cursor, const Schema& schema, bool always)
{
    SqlCompletions out;
    constexpr qsizetype widest = 200'000; // statements longer than this are looked at around the cursor
    const qsizetype windowStart = std::max<qsizetype>(0, cursor - widest / 2);
    const QString window = text.mid(windowStart, widest);
    const SqlScript script = readSql(window);
    const int index = script.statementAt(cursor - windowStart);
    const qsizetype from = windowStart + (index < 0 ? 0 : std::min(script.statements[index].start, cursor - windowStart));
    const qsizetype to = windowStart + (index < 0 ? window.size() : script.statements[index].end);

    const Place place = placeAt(text, cursor, from);
    out.start = place.start;
    out.length = cursor - place.start;
    if (place.inLiteral || (!place.typed.isEmpty() && place.typed[0].isDigit()))
        return out;
    if (!always && place.typed.isEmpty() && place.qualifier.isEmpty())
        return out;

    const QString statement = text.mid(from, std::max(to, cursor) - from);
    const SqlTokens tokens = scanSql(statement);
    const TokenView view(statement, tokens.list.constData(), tokens.list.constData() + tokens.list.size());
    const QHash<QString, const Table*> tables = tablesNamed(view, schema);
    const QList<NamedRows> named = namedRows(view, schema);

    if (!place.qualifier.isEmpty()) {
        const QString source = aliasSource(view, place.qualifier);
        for (const NamedRows& rows : named) {
            for (const QString& column : rows.name == place.qualifier || rows.name == source ? rows.columns : QStringList())
                out.items << SqlCompletion{Kind::Column, column, sqlIdentifierIfNeeded(column), rows.name, {}};
        }
        if (!out.items.isEmpty()) { // it hides a table of the same name
            narrow(out, place.typed);
            return out;
        }
        const Table* table = tables.value(place.qualifier, schema.table(place.qualifier));
        if (!table && place.qualifier == L1("excluded"))
            table = insertedInto(view, schema);
        for (qsizetype i = 0; table && i < table->columns.size(); ++i)
            out.items << columnItem(*table, table->columns[i]);
        narrow(out, place.typed);
        return out;
    }
    if (place.joins)
        collectJoins(tables, schema, out.items);
    if (place.conditions)
        collectConditions(tables, schema, out.items);
    if (!place.wantsTable)
        collectColumns(tables, named, out.items);
    for (const NamedRows& rows : place.wantsTable ? named : QList<NamedRows>())
        out.items << SqlCompletion{Kind::Table, rows.name, sqlIdentifierIfNeeded(rows.name), QStringLiteral("with"), {}};
    for (const Table& table : schema.tables)
        out.items << SqlCompletion{Kind::Table, table.name, sqlIdentifierIfNeeded(table.name), QStringLiteral("table"), table.name};
    if (!place.wantsTable && !place.typed.isEmpty()) {
        for (const SqlCompletion& snippet : snippets()) {
            if (snippet.name.startsWith(place.typed, Qt::CaseInsensitive))
                out.items << snippet;
        }
        for (const QString& name : sqlFunctions())
            out.items << SqlCompletion{Kind::Function, name, name + u'(', QStringLiteral("function"), {}};
        for (const QString& word : sqlKeywords())
            out.items << SqlCompletion{Kind::Keyword, word, word, QString(), {}};
    }
    narrow(out, place.typed);
    return out;
}

QStringList completionFacts(const SqlCompletion& item, const Schema& schema, const QHash<QString, qint64>& rowCounts)
{
    const Table* table = item.table.isEmpty() ? nullptr : schema.table(item.table);
    if (!table)
        return {};
    QStringList facts;
    if (item.kind == Kind::Join) {
        facts << QStringLiteral("along a foreign key");
    } else if (item.kind == Kind::Column) {
        for (const Column& column : table->columns) {
            if (column.name != item.name)
                continue;
            QStringList parts{shortTypeName(column.type)};
            if (table->primaryKey().contains(column.name))
                parts << QStringLiteral("primary key");
            if (!column.nullable)
                parts << QStringLiteral("not null");
            facts << parts.join(QStringLiteral(", "));
            if (!column.defaultValue.isEmpty())
                facts << QStringLiteral("default %1").arg(column.defaultValue);
        }
        for (const Constraint& c : table->constraints) {
            if (c.type == u"FOREIGN KEY" && c.definition.contains(u'(' + item.name + u')'))
                facts << c.definition.mid(c.definition.indexOf(L1("REFERENCES"))).toLower();
        }
    } else {
        facts << QStringLiteral("%1 columns").arg(table->columns.size());
        if (!table->primaryKey().isEmpty())
            facts << QStringLiteral("key %1").arg(table->primaryKey().join(QStringLiteral(", ")));
        facts << (table->rlsEnabled ? QStringLiteral("row rules on") : QStringLiteral("row rules off"));
    }
    if (rowCounts.contains(table->name))
        facts << QStringLiteral("%1 rows").arg(rowCounts.value(table->name));
    return facts;
}

QStringList referencedBy(const SqlCompletion& item, const Schema& schema)
{
    QStringList out;
    if (item.table.isEmpty())
        return out;
    static const QRegularExpression form(QStringLiteral("^FOREIGN KEY \\((.+?)\\) REFERENCES (?:\\S+\\.)?\"?([^\"(]+?)\"?\\((.+?)\\)"));
    for (const Table& table : schema.tables) {
        for (const Constraint& c : table.constraints) {
            const auto m = form.match(c.definition);
            if (m.hasMatch() && m.captured(2) == item.table && (item.kind == Kind::Table || m.captured(3) == item.name))
                out << table.name + u'.' + m.captured(1);
        }
    }
    return out;
}

} // namespace run402
