// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/returning.h"

#include "models/sql/parsetree.h"
#include "models/sql/tokenview.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <iterator>

namespace run402 {

namespace {

using L1 = QLatin1StringView;

constexpr qsizetype longest = 300'000; // its tree is some fifty times as long

/// The one statement of the text: its kind and its node.
struct Tree
{
    QString kind;
    QJsonObject node;
};

std::optional<Tree> readTree(const QString& statement)
{
    if (statement.size() > longest)
        return std::nullopt;
    const QJsonArray statements = parseTree(statement).value(L1("stmts")).toArray();
    if (statements.size() != 1)
        return std::nullopt;
    const QJsonObject only = statements.first().toObject().value(L1("stmt")).toObject();
    if (only.size() != 1)
        return std::nullopt;
    return Tree{only.begin().key(), only.begin().value().toObject()};
}

/// Is there a node in it that cannot be inside WITH, or that writes on its own?
bool mustStandAlone(const QJsonValue& value)
{
    static const L1 kinds[] = {L1("InsertStmt"), L1("UpdateStmt"), L1("DeleteStmt"), L1("MergeStmt"), L1("CurrentOfExpr"), L1("ParamRef"),
                               L1("IntoClause"), L1("intoClause")};
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        return std::any_of(items.begin(), items.end(), [](const QJsonValue& item) { return mustStandAlone(item); });
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (std::find(std::begin(kinds), std::end(kinds), it.key()) != std::end(kinds) || mustStandAlone(it.value()))
            return true;
    }
    return false;
}

QString quotedName(QString name)
{
    return u'"' + name.replace(u'"', L1("\"\"")) + u'"';
}

QString targetText(const QJsonObject& relation)
{
    QString text = relation.value(L1("inh")).toBool() ? QString() : QStringLiteral("only ");
    for (const L1 part : {L1("catalogname"), L1("schemaname")}) {
        if (relation.contains(part))
            text += quotedName(relation.value(part).toString()) + u'.';
    }
    text += quotedName(relation.value(L1("relname")).toString());
    const QJsonObject alias = relation.value(L1("alias")).toObject();
    return alias.isEmpty() ? text : text + QStringLiteral(" as ") + quotedName(alias.value(L1("aliasname")).toString());
}

/// The statement's pieces of text, found by its tokens and proved by the tree.
class Taken
{
public:
    Taken(const QString& text, const Tree& tree)
        : m_text(text), m_tree(tree), m_tokens(scanSql(text)),
          m_view(m_text, m_tokens.list.constData(), m_tokens.list.constData() + m_tokens.list.size())
    {
    }

    std::optional<QString> query() const
    {
        const int list = listStart();
        if (list < 1 || !m_view.is(list - 1, L1("returning")))
            return std::nullopt;
        const QString head = with() + QStringLiteral("select ") + between(list, m_view.size()) + QStringLiteral("\nfrom ")
            + targetText(m_tree.node.value(L1("relation")).toObject());
        const QString end = QStringLiteral("\nwhere false");
        if (others().isEmpty())
            return proved(head + end);
        // "set a = b is distinct from c from others": the tree tells which of them it is.
        const bool updates = m_tree.kind == u"UpdateStmt";
        for (int i = relationToken() + 1; i < list; ++i) {
            if (m_view.depth(i) != 0 || !m_view.is(i, updates ? L1("from") : L1("using")))
                continue;
            const int where = m_view.find(i + 1, 0, {L1("where"), L1("returning")});
            if (const auto found = where < 0 ? std::nullopt : proved(head + QStringLiteral(", ") + between(i + 1, where) + end))
                return found;
        }
        return std::nullopt;
    }

private:
    QJsonArray list() const { return m_tree.node.value(L1("returningList")).toArray(); }
    QJsonArray others() const
    {
        return m_tree.node.value(m_tree.kind == u"UpdateStmt" ? L1("fromClause") : L1("usingClause")).toArray();
    }

    /// The token at a place of the tree, which counts bytes; -1 = none.
    int tokenAt(const QJsonValue& location) const
    {
        const QByteArray start = m_text.toUtf8().left(location.toInt());
        const qsizetype at = QString::fromUtf8(start).size();
        for (int i = 0; i < m_view.size(); ++i) {
            if (m_view.token(i).start >= at)
                return m_view.token(i).start == at ? i : -1;
        }
        return -1;
    }
    int listStart() const { return tokenAt(list().first().toObject().value(L1("ResTarget")).toObject().value(L1("location"))); }
    int relationToken() const { return tokenAt(m_tree.node.value(L1("relation")).toObject().value(L1("location"))); }

    QString between(int first, int last) const
    {
        const qsizetype start = m_view.token(first).start;
        return m_text.mid(start, m_view.token(last - 1).end() - start);
    }

    /// WITH and its queries, up to the statement's own verb.
    QString with() const
    {
        int verb = relationToken() - 1;
        while (verb > 0 && !m_view.isAny(verb, {L1("insert"), L1("update"), L1("delete")}))
            --verb;
        return verb > 0 ? between(0, verb) + u'\n' : QString();
    }

    /// Does the query say the same as the statement, node for node?
    std::optional<QString> proved(const QString& query) const
    {
        const auto tree = readTree(query);
        if (!tree || tree->kind != u"SelectStmt")
            return std::nullopt;
        QJsonArray sources{QJsonObject{{QStringLiteral("RangeVar"), m_tree.node.value(L1("relation"))}}};
        for (const QJsonValue& other : others())
            sources << other;
        const auto same = [](const QJsonValue& one, const QJsonValue& other) { return withoutPlaces(one) == withoutPlaces(other); };
        const bool equal = same(tree->node.value(L1("targetList")), list()) && same(tree->node.value(L1("fromClause")), sources)
            && same(tree->node.value(L1("withClause")), m_tree.node.value(L1("withClause")));
        return equal ? std::optional(query) : std::nullopt;
    }

    const QString m_text;
    const Tree& m_tree;
    const SqlTokens m_tokens;
    const TokenView m_view;
};

/// t.* and (row).*
bool isStar(const QJsonValue& target)
{
    const QJsonObject value = target.toObject().value(L1("ResTarget")).toObject().value(L1("val")).toObject();
    const QJsonArray parts = value.contains(L1("A_Indirection")) ? value.value(L1("A_Indirection")).toObject().value(L1("indirection")).toArray()
                                                                 : value.value(L1("ColumnRef")).toObject().value(L1("fields")).toArray();
    return !parts.isEmpty() && parts.last().toObject().contains(L1("A_Star"));
}

} // namespace

std::optional<QString> returnedColumnsQuery(const QString& statement)
{
    const auto tree = readTree(statement);
    static const L1 kinds[] = {L1("InsertStmt"), L1("UpdateStmt"), L1("DeleteStmt")};
    if (!tree || std::find(std::begin(kinds), std::end(kinds), tree->kind) == std::end(kinds)
        || tree->node.value(L1("returningList")).toArray().isEmpty() || mustStandAlone(tree->node))
        return std::nullopt;
    return Taken(statement, *tree).query();
}

std::optional<ListedColumns> listedColumns(const QString& statement)
{
    const auto tree = readTree(statement);
    if (!tree)
        return std::nullopt;
    QJsonObject node = tree->node;
    while (node.contains(L1("larg"))) // UNION has the names of its first query
        node = node.value(L1("larg")).toObject();
    const bool query = tree->kind == u"SelectStmt";
    QJsonArray list = node.value(query ? L1("targetList") : L1("returningList")).toArray();
    if (list.isEmpty() && query) // VALUES
        list = node.value(L1("valuesLists")).toArray().first().toObject().value(L1("List")).toObject().value(L1("items")).toArray();
    if (list.isEmpty())
        return std::nullopt;
    QJsonArray sources = node.value(query || tree->kind == u"UpdateStmt" ? L1("fromClause") : L1("usingClause")).toArray();
    if (!query)
        sources << node.value(L1("relation"));
    const bool several = sources.size() > 1 || (sources.size() == 1 && !sources.first().toObject().contains(L1("RangeVar")) && query);
    const bool star = std::any_of(list.begin(), list.end(), [](const QJsonValue& item) { return isStar(item); });
    return ListedColumns{int(list.size()), star && (several || list.size() > 1)};
}

} // namespace run402
