// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/views.h"

#include <utility>

namespace run402::sandbox::rest {

namespace {

constexpr int deepestChain = 32;

/// For one view: base table -> base column -> the view's column.
using Shown = std::map<std::string, std::map<std::string, std::string>>;

class Resolver
{
public:
    Resolver(const CatalogTables &tables, const std::map<std::int64_t, std::vector<ViewColumn>> &views)
        : m_tables(tables), m_views(views)
    {
    }

    Shown shownBy(std::int64_t view) const
    {
        Shown shown;
        const CatalogTable &table = m_tables.at(view);
        for (const ViewColumn &column : m_views.at(view)) {
            const auto own = table.columns.find(column.number);
            const auto [base, baseColumn] = origin(column, 0);
            if (own != table.columns.end() && !base.empty())
                shown[base].emplace(baseColumn, own->second);
        }
        return shown;
    }

private:
    /// Table and column behind a view's column, through views of views.
    std::pair<std::string, std::string> origin(const ViewColumn &column, int depth) const
    {
        const auto view = m_views.find(column.originTable);
        if (view != m_views.end() && depth < deepestChain) {
            for (const ViewColumn &inner : view->second) {
                if (inner.number == column.originColumn)
                    return origin(inner, depth + 1);
            }
            return {};
        }
        const auto table = m_tables.find(column.originTable);
        if (table == m_tables.end())
            return {};
        const auto name = table->second.columns.find(column.originColumn);
        if (name == table->second.columns.end())
            return {};
        return {table->second.name, name->second};
    }

    const CatalogTables &m_tables;
    const std::map<std::int64_t, std::vector<ViewColumn>> &m_views;
};

/// The name a view gives a base table's column, empty if it does not show it.
std::string shownAs(const Shown &shown, const std::string &table, const std::string &column)
{
    const auto base = shown.find(table);
    if (base == shown.end())
        return {};
    const auto found = base->second.find(column);
    return found == base->second.end() ? std::string() : found->second;
}

void addPrimaryKey(Schema &schema, const std::string &view, const Shown &shown)
{
    for (const auto &[base, columns] : shown) {
        const Table *table = schema.table(base);
        std::vector<std::string> key;
        for (const std::string &column : table ? table->primaryKey : std::vector<std::string>()) {
            const std::string name = shownAs(shown, base, column);
            if (!name.empty())
                key.push_back(name);
        }
        if (!key.empty() && key.size() == table->primaryKey.size()) {
            schema.tables.at(view).primaryKey = key;
            return;
        }
    }
}

/// The key as seen from or to a view; false when a column is not shown.
bool translate(ForeignKey &key, const std::string &view, const Shown &shown, bool target)
{
    const std::string base = target ? key.foreignTable : key.table;
    for (auto &[column, foreign] : key.columns) {
        std::string &name = target ? foreign : column;
        name = shownAs(shown, base, name);
        if (name.empty())
            return false;
    }
    (target ? key.foreignTable : key.table) = view;
    return true;
}

} // namespace

void addViews(Schema &schema, const CatalogTables &tables,
              const std::map<std::int64_t, std::vector<ViewColumn>> &views,
              std::vector<ForeignKey> &keys)
{
    const Resolver resolver(tables, views);
    std::map<std::string, Shown> shownByView;
    for (const auto &entry : views) {
        const std::string &name = tables.at(entry.first).name;
        shownByView[name] = resolver.shownBy(entry.first);
        addPrimaryKey(schema, name, shownByView[name]);
    }
    // First the views in place of the referencing table, then, for every key
    // so far, the views in place of the referenced one.
    for (const bool target : {false, true}) {
        const std::vector<ForeignKey> known = keys;
        for (const ForeignKey &key : known) {
            for (const auto &[view, shown] : shownByView) {
                ForeignKey seen = key;
                if (translate(seen, view, shown, target))
                    keys.push_back(std::move(seen));
            }
        }
    }
}

} // namespace run402::sandbox::rest
