// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/sources.h"

#include "models/sql/highlight.h"

#include <QRegularExpression>
#include <QSet>

namespace run402 {

namespace {

using L1 = QLatin1StringView;

bool isRaw(const TokenView& t, int i, L1 word)
{
    return t.isWord(i) && t.raw(i).compare(word, Qt::CaseInsensitive) == 0;
}

const QSet<QString>& keywordSet()
{
    static const QSet<QString> words(sqlKeywords().cbegin(), sqlKeywords().cend());
    return words;
}

bool isAlias(const TokenView& t, int i)
{
    return t.isWord(i) && (t.raw(i).startsWith(u'"') || !keywordSet().contains(t.name(i)));
}

/// Calls `found(name in the statement, last part of the table's name)` for what stands behind FROM, JOIN and the like.
template <typename F>
void eachSource(const TokenView& t, int first, int last, F found)
{
    // Not isAny(): in "select r. from t" FROM stands behind the dot of what is being typed.
    static const QSet<QString> leads{QStringLiteral("from"), QStringLiteral("join"), QStringLiteral("update"), QStringLiteral("into"),
                                     QStringLiteral("table"), QStringLiteral("only"), QStringLiteral("using")};
    for (int i = first; i < last; ++i) {
        if (!(t.token(i).keyword && leads.contains(t.name(i))) && !t.isChar(i, ','))
            continue;
        int at = i + 1;
        while (t.isWord(at) && t.isChar(at + 1, '.') && t.isWord(at + 2))
            at += 2;
        if (!t.isWord(at) || at >= last)
            continue;
        const QString name = t.name(at);
        found(name, name);
        const int alias = isRaw(t, at + 1, L1("as")) ? at + 2 : at + 1;
        if (alias < last && isAlias(t, alias))
            found(t.name(alias), name);
    }
}

/// Index of the bracket that closes the one at `open`; the size when none does.
int closing(const TokenView& t, int open)
{
    for (int i = open + 1; i < t.size(); ++i) {
        if (t.isChar(i, ')') && t.depth(i) <= t.depth(open))
            return i;
    }
    return t.size();
}

class Outputs
{
public:
    Outputs(const TokenView& t, const Schema& schema, const QList<NamedRows>& known) : t(t), m_schema(schema), m_known(known) {}

    /// Names of the columns of the query in [first, last).
    QStringList of(int first, int last)
    {
        int start = -1;
        const int depth = first < last ? t.depth(first) : 0;
        for (int i = first; i < last && start < 0; ++i) {
            if (t.depth(i) == depth && (isRaw(t, i, L1("select")) || isRaw(t, i, L1("returning"))))
                start = i + 1;
        }
        if (start < 0)
            return {};
        if (isRaw(t, start, L1("distinct")) || isRaw(t, start, L1("all")))
            ++start;
        static const QSet<QString> ends{QStringLiteral("from"), QStringLiteral("where"), QStringLiteral("group"), QStringLiteral("union"),
                                        QStringLiteral("except"), QStringLiteral("intersect"), QStringLiteral("order"), QStringLiteral("limit"),
                                        QStringLiteral("into"), QStringLiteral("having"), QStringLiteral("window")};
        QStringList names;
        int item = start;
        for (int i = start; i <= last; ++i) {
            const bool end = i == last || (t.depth(i) == depth && t.isWord(i) && t.token(i).keyword && ends.contains(t.name(i)) && !t.isChar(i - 1, '.'));
            if (end || (t.isChar(i, ',') && t.depth(i) == depth)) {
                add(names, item, i, first, last);
                item = i + 1;
            }
            if (end)
                break;
        }
        return names;
    }

private:
    void add(QStringList& names, int first, int last, int queryFirst, int queryLast)
    {
        if (first >= last)
            return;
        if (t.isChar(last - 1, '*') && (last - first == 1 || t.isChar(last - 2, '.'))) {
            expand(names, last - first == 1 ? QString() : t.name(last - 3), queryFirst, queryLast);
            return;
        }
        int end = last;
        for (int i = first; i < last; ++i) {
            if (t.raw(i) == u"::" && t.depth(i) == t.depth(first) && !isRaw(t, last - 2, L1("as"))) {
                end = i;
                break;
            }
        }
        int at = end - 1;
        if (t.isChar(at, ')')) {
            while (at > first && !(t.isChar(at, '(') && t.depth(at) == t.depth(end - 1)))
                --at;
            --at; // the function's name
        }
        if (at >= first && t.isWord(at))
            names << (isRaw(t, at, L1("end")) ? QStringLiteral("case") : t.name(at));
    }

    void expand(QStringList& names, const QString& only, int first, int last)
    {
        QSet<QString> done;
        eachSource(t, first, last, [&](const QString& alias, const QString& source) {
            if ((!only.isEmpty() && alias != only) || done.contains(source))
                return;
            const Table* table = m_schema.table(source);
            for (const NamedRows& rows : m_known) {
                if (rows.name == source) {
                    names << rows.columns;
                    done.insert(source);
                    return;
                }
            }
            for (qsizetype i = 0; table && i < table->columns.size(); ++i)
                names << table->columns[i].name;
            done.insert(source);
        });
    }

    const TokenView& t;
    const Schema& m_schema;
    const QList<NamedRows>& m_known;
};

} // namespace

QHash<QString, const Table*> tablesNamed(const TokenView& statement, const Schema& schema)
{
    QHash<QString, const Table*> found;
    eachSource(statement, 0, statement.size(), [&](const QString& name, const QString& source) {
        if (const Table* table = schema.table(source))
            found.insert(name, table);
    });
    return found;
}

QString aliasSource(const TokenView& statement, const QString& alias)
{
    QString found;
    eachSource(statement, 0, statement.size(), [&](const QString& name, const QString& source) {
        if (name == alias && name != source)
            found = source;
    });
    return found;
}

QList<NamedRows> namedRows(const TokenView& t, const Schema& schema)
{
    QList<NamedRows> found;
    Outputs outputs(t, schema, found);
    for (int i = 0; i < t.size(); ++i) {
        if (!t.isChar(i, '('))
            continue;
        const bool query = isRaw(t, i + 1, L1("select")) || isRaw(t, i + 1, L1("with")) || isRaw(t, i + 1, L1("insert"))
            || isRaw(t, i + 1, L1("update")) || isRaw(t, i + 1, L1("delete"));
        if (!query)
            continue;
        const int close = closing(t, i);
        int as = i - 1; // name [(columns)] as [[not] materialized] (
        while (isRaw(t, as, L1("materialized")) || isRaw(t, as, L1("not")))
            --as;
        if (isRaw(t, as, L1("as"))) {
            NamedRows rows;
            int name = as - 1;
            if (t.isChar(name, ')')) {
                for (--name; name > 0 && !t.isChar(name, '('); --name) {
                    if (t.isWord(name))
                        rows.columns.prepend(t.name(name));
                }
                --name;
            }
            if (!t.isWord(name))
                continue;
            rows.name = t.name(name);
            if (rows.columns.isEmpty())
                rows.columns = outputs.of(i + 1, close);
            found << rows;
        } else if (isRaw(t, i - 1, L1("from")) || isRaw(t, i - 1, L1("join")) || isRaw(t, i - 1, L1("lateral")) || t.isChar(i - 1, ',')) {
            const int alias = isRaw(t, close + 1, L1("as")) ? close + 2 : close + 1;
            if (isAlias(t, alias))
                found << NamedRows{t.name(alias), outputs.of(i + 1, close)};
        }
    }
    return found;
}

QList<JoinPath> joinPaths(const QString& from, const Schema& schema)
{
    static const QRegularExpression form(
        QStringLiteral("^FOREIGN KEY \\((?:\"([^\"]+)\"|([^,)\"]+))\\) REFERENCES (?:[^\\s(]+\\.)?(?:\"([^\"]+)\"|([^\\s(\"]+))\\((?:\"([^\"]+)\"|([^,)\"]+))\\)"));
    QList<JoinPath> paths;
    for (const Table& table : schema.tables) {
        for (const Constraint& c : table.constraints) {
            if (c.type != u"FOREIGN KEY" || (table.name != from && !c.definition.contains(from)))
                continue;
            const auto m = form.match(c.definition);
            if (!m.hasMatch())
                continue;
            const QString own = m.captured(1) + m.captured(2), target = m.captured(3) + m.captured(4), key = m.captured(5) + m.captured(6);
            if (table.name == from)
                paths << JoinPath{target, own, key};
            if (target == from)
                paths << JoinPath{table.name, key, own};
        }
    }
    return paths;
}

} // namespace run402
