// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/completion.h"

#include "models/item/resulttext.h"
#include "models/sql/highlight.h"
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

/// Tables of the statement by the names they have in it.
QHash<QString, const Table*> tablesIn(const TokenView& view, const Schema& schema)
{
    QHash<QString, const Table*> found;
    for (int i = 0; i < view.size(); ++i) {
        // Not isAny(): in "select r. from t" FROM stands behind the dot of what is being typed.
        static const QSet<QString> leads{QStringLiteral("from"), QStringLiteral("join"), QStringLiteral("update"), QStringLiteral("into"),
                                         QStringLiteral("table"), QStringLiteral("only"), QStringLiteral("using")};
        const bool lead = view.token(i).keyword && leads.contains(view.name(i));
        if (!lead && !view.isChar(i, ','))
            continue;
        int at = i + 1;
        while (view.isWord(at) && view.isChar(at + 1, '.') && view.isWord(at + 2))
            at += 2;
        const Table* table = view.isWord(at) ? schema.table(view.name(at)) : nullptr;
        if (!table)
            continue;
        found.insert(table->name, table);
        const int alias = view.isWord(at + 1) && view.raw(at + 1).compare(L1("as"), Qt::CaseInsensitive) == 0 ? at + 2 : at + 1;
        if (view.isWord(alias) && !sqlKeywords().contains(view.name(alias)))
            found.insert(view.name(alias), table);
    }
    return found;
}

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
    place.wantsTable = (match.hasMatch() && match.captured(1).compare(L1("on"), Qt::CaseInsensitive) != 0)
        || comma.match(head).hasMatch();
    return place;
}

void collectColumns(const QHash<QString, const Table*>& tables, QList<SqlCompletion>& out)
{
    QSet<const Table*> done;
    for (const Table* table : tables) {
        if (done.contains(table))
            continue;
        done.insert(table);
        for (const Column& column : table->columns)
            out << columnItem(*table, column);
    }
}

void narrow(SqlCompletions& completions, const QString& typed)
{
    QList<std::pair<int, SqlCompletion>> rated;
    for (const SqlCompletion& item : std::as_const(completions.items)) {
        const int q = quality(item.name, typed);
        if (q >= 0)
            rated.push_back({q * 10 + int(item.kind), item});
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
    const QHash<QString, const Table*> tables = tablesIn(view, schema);

    if (!place.qualifier.isEmpty()) {
        const Table* table = tables.value(place.qualifier, schema.table(place.qualifier));
        for (qsizetype i = 0; table && i < table->columns.size(); ++i)
            out.items << columnItem(*table, table->columns[i]);
        narrow(out, place.typed);
        return out;
    }
    if (!place.wantsTable)
        collectColumns(tables, out.items);
    for (const Table& table : schema.tables)
        out.items << SqlCompletion{Kind::Table, table.name, sqlIdentifierIfNeeded(table.name), QStringLiteral("table"), table.name};
    if (!place.wantsTable && !place.typed.isEmpty()) {
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
    if (item.kind == Kind::Column) {
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
