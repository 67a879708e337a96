// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What a query string says, before it meets a schema. Plain values.
namespace run402::sandbox::rest {

/// One arrow of a JSON path: -> or ->> (text) with a key or an index.
struct JsonStep {
    bool asText = false;
    bool isIndex = false;
    std::string key; ///< key, or the index as decimal text
};

struct Field {
    std::string name;
    std::vector<JsonStep> path;
};

enum class Join { Unset, Inner, Left };

struct SelectItem {
    enum class Kind { Field, Embed, Spread };
    Kind kind = Kind::Field;
    std::string alias;
    Field field;            ///< Kind::Field
    std::string cast;       ///< Kind::Field, empty if none
    bool aggregate = false; ///< Kind::Field followed by .sum() and the like
    std::string relation;   ///< Kind::Embed, Kind::Spread
    std::string hint;
    Join join = Join::Unset;
    std::vector<SelectItem> children;
};

enum class Quantifier { None, Any, All };

/// The part of a filter after the column.
struct Condition {
    enum class Kind { Compare, Like, In, Is, Distinct, FullText };
    Kind kind = Kind::Compare;
    bool negated = false;
    Quantifier quantifier = Quantifier::None;
    std::string sqlOperator; ///< from a fixed table, or the full text function
    std::string value;
    std::string isKeyword;   ///< NULL TRUE FALSE UNKNOWN, from a fixed table
    std::string language;    ///< full text configuration, empty if none
    std::vector<std::string> list;
};

struct Filter {
    Field field;
    Condition condition;
};

struct Logic {
    bool leaf = true;
    Filter filter;       ///< leaf
    bool negated = false;
    bool isOr = false;
    std::vector<Logic> children;
};

enum class Direction { Unset, Ascending, Descending };
enum class Nulls { Unset, First, Last };

struct OrderTerm {
    std::string relation; ///< embedded to-one resource, empty for a column
    Field field;
    Direction direction = Direction::Unset;
    Nulls nulls = Nulls::Unset;
};

/// limit and offset, decimal text of any length, empty if not given.
struct Range {
    std::string limit;
    std::string offset;
    bool all() const { return limit.empty() && (offset.empty() || offset == "0"); }
};

/// Names of embedded resources from the root to the one addressed.
using Path = std::vector<std::string>;

struct Query {
    std::vector<SelectItem> select;
    std::vector<std::pair<Path, Filter>> filters;
    std::vector<std::pair<Path, Logic>> logic;
    std::vector<std::pair<Path, std::vector<OrderTerm>>> order;
    std::map<Path, Range> ranges;
    std::optional<std::vector<std::string>> columns;
    std::optional<std::vector<std::string>> onConflict;
    std::vector<std::pair<std::string, std::string>> arguments; ///< GET of a function
};

} // namespace run402::sandbox::rest
