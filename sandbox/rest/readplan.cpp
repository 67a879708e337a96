// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/readplan.h"

#include "sandbox/rest/errors.h"
#include "sandbox/rest/queryparams.h"
#include "sandbox/rest/relations.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace run402::sandbox::rest {

namespace {

constexpr std::size_t longestAlias = 54;
constexpr int maxEmbeds = 100;

Failure notEmbedded(const std::string &name)
{
    return {400, "PGRST108", "'" + name + "' is not an embedded resource in this request", nullptr,
            "Verify that '" + name + "' is included in the 'select' query parameter.", false, {}};
}

Failure notToOne(const char *code, const std::string &message, const std::string &origin,
                 const std::string &target)
{
    return {400, code, message,
            "'" + origin + "' and '" + target
                + "' do not form a many-to-one or one-to-one relationship",
            nullptr, false, {}};
}

class Builder
{
public:
    Builder(const Schema &schema, const Query &query) : m_schema(schema), m_query(query) {}

    std::unique_ptr<ReadNode> build(const Root &root, RootParts parts)
    {
        auto node = std::make_unique<ReadNode>();
        node->name = node->outName = node->tableName = root.tableName;
        node->table = m_schema.table(root.tableName);
        const std::string qualified
            = quoteIdentifier(m_schema.name) + "." + quoteIdentifier(root.tableName);
        const std::string alias = quoteIdentifier(root.tableName);
        node->from = root.fromSource ? "pgrst_source AS " + alias : qualified;
        node->source = {root.fromSource ? alias : qualified, node->table};
        node->row = alias;
        m_aliases.insert(root.tableName);
        addItems(*node, m_query.select, 0);
        addFilters(*node, parts.filters);
        addOrder(*node, parts.orderAndRange);
        addRanges(*node, parts.orderAndRange);
        resolveOrders(*node);
        return node;
    }

private:
    void addItems(ReadNode &node, const std::vector<SelectItem> &items, int depth)
    {
        for (const SelectItem &item : items) {
            if (item.aggregate)
                throw Failure{400, "PGRST123", "Use of aggregate functions is not allowed", nullptr,
                              nullptr, false, {}};
            if (item.kind == SelectItem::Kind::Field)
                node.fields.push_back(item);
            else
                node.children.push_back(embed(node, item, depth + 1));
        }
    }

    std::unique_ptr<ReadNode> embed(const ReadNode &parent, const SelectItem &item, int depth)
    {
        if (++m_embeds > maxEmbeds)
            throw Failure{400, "PGRST100", "too many embedded resources", nullptr, nullptr, false, {}};
        const Relation &relation
            = findRelation(m_schema, parent.tableName, item.relation, item.hint);
        const bool spread = item.kind == SelectItem::Kind::Spread;
        if (spread && !relation.toOne)
            throw notToOne("PGRST119", "A spread operation on '" + item.relation + "' is not possible",
                           parent.tableName, item.relation);
        auto node = std::make_unique<ReadNode>();
        node->name = item.relation;
        node->outName = item.alias.empty() ? item.relation : item.alias;
        node->tableName = relation.foreignTable;
        node->table = m_schema.table(relation.foreignTable);
        node->relation = &relation;
        node->join = item.join;
        node->spread = spread;
        const std::string suffix = "_" + std::to_string(depth);
        const std::string alias = quoteIdentifier(freshAlias(relation.foreignTable + suffix));
        node->source = {alias, node->table};
        node->row = alias;
        node->aggregate
            = quoteIdentifier(freshAlias(parent.tableName + "_" + node->outName + suffix));
        joinToParent(*node, parent, alias, suffix);
        addItems(*node, item.children, depth);
        return node;
    }

    void joinToParent(ReadNode &node, const ReadNode &parent, const std::string &alias,
                      const std::string &suffix)
    {
        const Relation &relation = *node.relation;
        const std::string schema = quoteIdentifier(m_schema.name) + ".";
        if (relation.kind == Relation::Kind::Computed) {
            // Rows of pgrst_source are anonymous records: they need the cast.
            node.from = schema + quoteIdentifier(relation.function) + "(" + parent.row + "::" + schema
                + quoteIdentifier(relation.table) + ") AS " + alias;
            return;
        }
        node.from = schema + quoteIdentifier(relation.foreignTable) + " AS " + alias;
        if (relation.kind != Relation::Kind::ManyToMany) {
            for (const auto &[column, foreign] : relation.columns)
                node.joinConditions.push_back(equal(alias, foreign, parent.source.reference, column));
            return;
        }
        const std::string junction = quoteIdentifier(freshAlias(relation.junction + suffix));
        node.from += ", " + schema + quoteIdentifier(relation.junction) + " AS " + junction;
        for (const auto &[foreign, column] : relation.junctionTarget)
            node.joinConditions.push_back(equal(alias, foreign, junction, column));
        for (const auto &[own, column] : relation.junctionSource)
            node.joinConditions.push_back(equal(junction, column, parent.source.reference, own));
    }

    static std::string equal(const std::string &source, const std::string &column,
                             const std::string &otherSource, const std::string &otherColumn)
    {
        return source + "." + quoteIdentifier(column) + " = " + otherSource + "."
            + quoteIdentifier(otherColumn);
    }

    /// Unique in the statement, so that an inner alias never hides an outer one.
    std::string freshAlias(const std::string &wanted)
    {
        // The server cuts names at 63 bytes; what we append must survive.
        std::string base = wanted;
        if (base.size() > longestAlias) {
            base.resize(longestAlias);
            while (!isValidUtf8(base))
                base.pop_back();
        }
        std::string alias = base;
        for (int i = 2; !m_aliases.insert(alias).second; ++i)
            alias = base + "_" + std::to_string(i);
        return alias;
    }

    static ReadNode &find(ReadNode &root, const Path &path)
    {
        ReadNode *node = &root;
        for (const std::string &name : path) {
            node = node->child(name);
            if (!node)
                throw notEmbedded(name);
        }
        return *node;
    }

    void addFilters(ReadNode &root, bool atRoot)
    {
        for (const auto &[path, filter] : m_query.filters) {
            if (path.empty() && !atRoot)
                continue;
            Logic leaf;
            leaf.filter = filter;
            find(root, path).where.push_back(std::move(leaf));
        }
        for (const auto &[path, logic] : m_query.logic) {
            if (!path.empty() || atRoot)
                find(root, path).where.push_back(logic);
        }
    }

    void addOrder(ReadNode &root, bool atRoot)
    {
        for (const auto &[path, terms] : m_query.order) {
            if (path.empty() && !atRoot)
                continue;
            // The first of several counts, as in the service.
            ReadNode &node = find(root, path);
            if (node.order.empty())
                node.order = terms;
        }
    }

    void addRanges(ReadNode &root, bool atRoot)
    {
        for (const auto &[path, range] : m_query.ranges) {
            if (!path.empty() || atRoot)
                find(root, path).range = range;
        }
    }

    static void resolveOrders(ReadNode &node)
    {
        for (OrderTerm &term : node.order) {
            if (term.relation.empty())
                continue;
            const auto found
                = std::find_if(node.children.begin(), node.children.end(),
                               [&](const auto &child) { return child->outName == term.relation; });
            if (found == node.children.end())
                throw notEmbedded(term.relation);
            if (!(*found)->relation->toOne)
                throw notToOne("PGRST118",
                               "A related order on '" + term.relation + "' is not possible",
                               node.tableName, term.relation);
            term.relation = (*found)->aggregate;
        }
        for (const auto &child : node.children)
            resolveOrders(*child);
    }

    const Schema &m_schema;
    const Query &m_query;
    std::set<std::string> m_aliases;
    int m_embeds = 0;
};

/// Key under which a JSON path is answered: its last key, or the column.
std::string jsonName(const Field &field)
{
    for (auto step = field.path.rbegin(); step != field.path.rend(); ++step) {
        if (!step->isIndex)
            return step->key;
    }
    return field.name;
}

std::string selectItemSql(SqlWriter &writer, const RowSource &source, const SelectItem &item)
{
    std::string sql = fieldSql(writer, source, item.field);
    if (item.field.name == "*" && item.field.path.empty())
        return sql;
    if (!item.cast.empty())
        sql = "CAST(" + sql + " AS " + castType(item.cast) + ")";
    if (!item.alias.empty())
        return sql + " AS " + quoteIdentifier(item.alias);
    if (!item.field.path.empty())
        return sql + " AS " + quoteIdentifier(jsonName(item.field));
    return item.cast.empty() ? sql : sql + " AS " + quoteIdentifier(item.field.name);
}

/// A filter on an embedded resource itself asks whether it has rows.
const ReadNode *nullFilterTarget(const ReadNode &node, const Filter &filter)
{
    if (!filter.field.path.empty())
        return nullptr;
    const auto found
        = std::find_if(node.children.begin(), node.children.end(),
                       [&](const auto &child) { return child->outName == filter.field.name; });
    if (found == node.children.end() || (node.table && node.table->column(filter.field.name)
                                         && filter.condition.kind != Condition::Kind::Is))
        return nullptr;
    if (filter.condition.kind != Condition::Kind::Is || filter.condition.isKeyword != "NULL")
        throw Failure{400, "PGRST120",
                      "Bad operator on the '" + filter.field.name + "' embedded resource",
                      "Only is null or not is null filters are allowed on embedded resources",
                      nullptr, false, {}};
    return found->get();
}

std::string logicSql(SqlWriter &writer, const ReadNode &node, const Logic &logic, bool counting)
{
    if (logic.leaf) {
        const ReadNode *embedded = nullFilterTarget(node, logic.filter);
        if (!embedded)
            return filterSql(writer, node.source, logic.filter);
        const bool wanted = logic.filter.condition.negated;
        if (counting)
            return std::string(wanted ? "" : "NOT ") + "EXISTS (" + countSql(writer, *embedded) + ")";
        return embedded->aggregate + (wanted ? " IS DISTINCT FROM NULL" : " IS NOT DISTINCT FROM NULL");
    }
    std::string sql = logic.negated ? "NOT (" : "(";
    for (std::size_t i = 0; i < logic.children.size(); ++i) {
        if (i > 0)
            sql += logic.isOr ? " OR " : " AND ";
        sql += logicSql(writer, node, logic.children[i], counting);
    }
    return sql + ")";
}

std::string nodeWhere(SqlWriter &writer, const ReadNode &node, bool counting)
{
    std::string sql;
    const auto add = [&sql](const std::string &condition) {
        sql += (sql.empty() ? " WHERE " : " AND ") + condition;
    };
    for (const Logic &logic : node.where)
        add(logicSql(writer, node, logic, counting));
    for (const std::string &condition : node.joinConditions)
        add(condition);
    if (counting) {
        for (const auto &child : node.children) {
            if (child->join == Join::Inner)
                add("EXISTS (" + countSql(writer, *child) + ")");
        }
    }
    return sql;
}

/// What an embedded resource adds to its parent's list, empty for nothing.
std::string embedSelect(const ReadNode &child)
{
    if (child.fields.empty() && child.children.empty())
        return {};
    if (child.spread)
        return child.aggregate + ".*";
    const std::string as = " AS " + quoteIdentifier(child.outName);
    if (child.relation->toOne)
        return "row_to_json(" + child.aggregate + ".*)" + as;
    return "COALESCE(" + child.aggregate + "." + child.aggregate + ", '[]')" + as;
}

std::string embedJoin(SqlWriter &writer, const ReadNode &child)
{
    const bool inner = child.join == Join::Inner;
    const std::string join = inner ? " INNER JOIN LATERAL (" : " LEFT JOIN LATERAL (";
    const std::string &alias = child.aggregate;
    if (child.relation->toOne)
        return join + readSql(writer, child) + ") AS " + alias + " ON TRUE";
    return join + "SELECT json_agg(" + alias + ") AS " + alias + " FROM (" + readSql(writer, child)
        + ") AS " + alias + ") AS " + alias + " ON " + (inner ? alias + " IS NOT NULL" : "TRUE");
}

std::string orderSql(SqlWriter &writer, const ReadNode &node)
{
    std::string sql;
    for (const OrderTerm &term : node.order) {
        const RowSource related{term.relation, nullptr};
        sql += sql.empty() ? " ORDER BY " : ", ";
        sql += fieldSql(writer, term.relation.empty() ? node.source : related, term.field)
            + orderSuffix(term);
    }
    return sql;
}

} // namespace

ReadNode *ReadNode::child(const std::string &addressed) const
{
    const auto found = std::find_if(children.begin(), children.end(), [&](const auto &node) {
        return node->outName == addressed || node->name == addressed;
    });
    return found == children.end() ? nullptr : found->get();
}

std::unique_ptr<ReadNode> buildReadPlan(const Schema &schema, const Query &query, const Root &root,
                                        RootParts parts)
{
    return Builder(schema, query).build(root, parts);
}

std::string limitSql(SqlWriter &writer, const Range &range)
{
    std::string sql;
    if (!range.limit.empty()) {
        // A limit the planner can see lets the server keep one plan; behind a
        // parameter it would plan anew for every request. What goes into the
        // text is our own spelling of a number.
        std::int64_t limit = -1;
        const char *end = range.limit.data() + range.limit.size();
        const auto parsed = std::from_chars(range.limit.data(), end, limit);
        const bool plain = parsed.ec == std::errc() && parsed.ptr == end && limit >= 0;
        sql += " LIMIT " + (plain ? std::to_string(limit) : writer.bind(range.limit) + "::bigint");
    }
    if (!range.offset.empty())
        sql += " OFFSET " + writer.bind(range.offset) + "::bigint";
    return sql;
}

std::string whereSql(SqlWriter &writer, const RowSource &source, const std::vector<Logic> &logic)
{
    ReadNode node;
    node.source = source;
    node.table = source.table;
    node.where = logic;
    return nodeWhere(writer, node, false);
}

std::string readSql(SqlWriter &writer, const ReadNode &node)
{
    std::string select;
    const auto add = [&select](const std::string &item) {
        if (!item.empty())
            select += (select.empty() ? "" : ", ") + item;
    };
    for (const SelectItem &item : node.fields)
        add(selectItemSql(writer, node.source, item));
    for (const auto &child : node.children)
        add(embedSelect(*child));
    if (node.fields.empty() && node.children.empty())
        select = node.source.reference + ".*";
    std::string sql = "SELECT " + select + " FROM " + node.from;
    for (const auto &child : node.children)
        sql += embedJoin(writer, *child);
    sql += nodeWhere(writer, node, false);
    sql += orderSql(writer, node);
    return sql + limitSql(writer, node.range);
}

std::string countSql(SqlWriter &writer, const ReadNode &node)
{
    return "SELECT 1 FROM " + node.from + nodeWhere(writer, node, true);
}

std::vector<std::string> neededColumns(const ReadNode &root, const std::vector<std::string> &always)
{
    std::set<std::string> names(always.begin(), always.end());
    for (const SelectItem &item : root.fields) {
        if (item.field.name == "*")
            return {"*"};
        names.insert(item.field.name);
    }
    for (const auto &child : root.children) {
        if (child->relation->kind == Relation::Kind::Computed)
            return {"*"};
        for (const auto &pair : child->relation->columns)
            names.insert(pair.first);
    }
    return {names.begin(), names.end()};
}

} // namespace run402::sandbox::rest
