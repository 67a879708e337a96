// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultorder.h"

#include "models/item/decimal.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace run402 {

namespace {

using Test = ResultFilter::Test;

constexpr qsizetype chunkRows = 32 * 1024;

struct WholeKey
{
    qint64 value;
    quint32 row;
    int compare(const WholeKey& o) const { return value < o.value ? -1 : value > o.value ? 1 : 0; }
};

/// The nearest double, and the digits behind it where that does not tell two numbers apart.
struct DecimalKey
{
    double value;
    quint32 row;
    bool exact; ///< at most 15 digits: equal doubles are equal numbers
    const ResultSet* set;
    int column;
    int compare(const DecimalKey& o) const
    {
        if (value != o.value)
            return value < o.value ? -1 : 1;
        if (exact && o.exact)
            return 0;
        std::string mine, other;
        std::string_view a, b;
        set->cellText(row, column, mine, a);
        set->cellText(o.row, column, other, b);
        return compareDecimals(a, b);
    }
};

/// The first eight bytes as a number decide nearly always; the rest is in the set or in a pool.
struct TextKey
{
    quint64 prefix;
    const char* data;
    quint32 size;
    quint32 row;
    int compare(const TextKey& o) const
    {
        if (prefix != o.prefix)
            return prefix < o.prefix ? -1 : 1;
        const auto both = std::min(size, o.size);
        const int c = both > 0 ? std::memcmp(data, o.data, both) : 0;
        return c != 0 ? c : size < o.size ? -1 : size > o.size ? 1 : 0;
    }
};

/// Text that is nowhere else, in large blocks.
class Pool
{
public:
    std::string_view keep(std::string_view text)
    {
        if (text.size() > m_room) {
            m_room = std::max<size_t>(256 * 1024, text.size());
            m_blocks.push_back(std::make_unique<char[]>(m_room));
            m_at = m_blocks.back().get();
        }
        std::copy(text.begin(), text.end(), m_at); // memcpy may not be given an empty view's nothing
        const std::string_view kept(m_at, text.size());
        m_at += text.size();
        m_room -= text.size();
        return kept;
    }

private:
    std::vector<std::unique_ptr<char[]>> m_blocks;
    char* m_at = nullptr;
    size_t m_room = 0;
};

bool inside(std::string_view text, const std::string& scratch)
{
    return text.data() >= scratch.data() && text.data() <= scratch.data() + scratch.size();
}

bool makeKey(std::string_view text, WholeKey& key)
{
    const auto read = std::from_chars(text.data(), text.data() + text.size(), key.value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

struct TimeKey : WholeKey {};

bool makeKey(std::string_view text, TimeKey& key)
{
    const auto value = timeValue(text);
    key.value = value.value_or(0);
    return value.has_value();
}

bool makeKey(std::string_view text, DecimalKey& key)
{
    constexpr ptrdiff_t exactDigits = 15;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), key.value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || std::isnan(key.value)) {
        // NaN, money, beyond a double: the digits have to tell
        std::string bare;
        std::copy_if(text.begin(), text.end(), std::back_inserter(bare), [](char c) { return c != '$' && c != ','; });
        const auto again = std::from_chars(bare.data(), bare.data() + bare.size(), key.value);
        const double most = std::numeric_limits<double>::infinity();
        const bool minus = !bare.empty() && bare.front() == '-';
        if (again.ec == std::errc::result_out_of_range) // too large, or too small to be told from nothing
            key.value = compareDecimals(std::string_view(bare).substr(minus ? 1 : 0), "1") < 0 ? 0 : minus ? -most : most;
        else if (again.ec != std::errc() || std::isnan(key.value))
            key.value = most;
        key.exact = false;
        return true;
    }
    key.exact = std::isfinite(key.value) && std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) <= exactDigits;
    return true;
}

bool makeKey(std::string_view text, TextKey& key)
{
    unsigned char start[8] = {};
    std::copy_n(text.begin(), std::min<size_t>(8, text.size()), start);
    key.prefix = 0;
    for (const unsigned char c : start)
        key.prefix = key.prefix << 8 | c;
    key.data = text.data();
    key.size = quint32(std::min<size_t>(text.size(), std::numeric_limits<quint32>::max()));
    return true;
}

template <typename Key>
class Sorter
{
public:
    Sorter(const ResultSet& set, int column, Qt::SortOrder order, const std::vector<quint32>* rows, const Going& going)
        : m_set(set), m_column(column), m_down(order == Qt::DescendingOrder), m_rows(rows), m_going(going)
    {
    }

    /// nullopt: stopped, or (`fits` false) some value has no key of this sort.
    std::optional<ResultOrder> run(bool& fits)
    {
        const qsizetype total = m_rows ? qsizetype(m_rows->size()) : m_set.rowCount();
        const size_t chunks = size_t((total + chunkRows - 1) / chunkRows);
        m_keys.resize(chunks);
        m_nulls.resize(chunks);
        m_pools.resize(chunks);
        const bool done = inChunks(total, chunkRows, [this](qsizetype i, qsizetype from, qsizetype to) { read(size_t(i), from, to); },
                                   [this](qsizetype n) { return m_fits && (!m_going || m_going(n)); });
        fits = m_fits;
        if (!done || !m_fits)
            return std::nullopt;
        mergeAll();
        auto out = std::make_shared<std::vector<quint32>>();
        out->reserve(size_t(total));
        if (!m_keys.empty()) {
            for (const Key& key : m_keys.front())
                out->push_back(key.row);
        }
        for (const auto& nulls : m_nulls)
            out->insert(out->end(), nulls.begin(), nulls.end());
        return ResultOrder(std::move(out));
    }

private:
    bool less(const Key& a, const Key& b) const
    {
        const int c = m_down ? b.compare(a) : a.compare(b);
        return c != 0 ? c < 0 : a.row < b.row;
    }

    void read(size_t chunk, qsizetype from, qsizetype to)
    {
        std::vector<Key>& keys = m_keys[chunk];
        keys.reserve(size_t(to - from));
        std::string scratch;
        std::string_view text;
        for (qsizetype i = from; i < to; ++i) {
            const quint32 row = m_rows ? (*m_rows)[size_t(i)] : quint32(i);
            if (!m_set.cellText(row, m_column, scratch, text)) {
                m_nulls[chunk].push_back(row);
                continue;
            }
            Key key{};
            key.row = row;
            if constexpr (std::is_same_v<Key, DecimalKey>) {
                key.set = &m_set;
                key.column = m_column;
            } else if constexpr (std::is_same_v<Key, TextKey>) {
                if (inside(text, scratch))
                    text = m_pools[chunk].keep(text);
            }
            if (!makeKey(text, key)) {
                m_fits = false;
                return;
            }
            keys.push_back(key);
        }
        std::sort(keys.begin(), keys.end(), [this](const Key& a, const Key& b) { return less(a, b); });
    }

    void mergeAll()
    {
        while (m_keys.size() > 1) {
            std::vector<std::vector<Key>> merged((m_keys.size() + 1) / 2);
            inChunks(qsizetype(merged.size()), 1, [&](qsizetype i, qsizetype, qsizetype) {
                auto& a = m_keys[size_t(i) * 2];
                if (size_t(i) * 2 + 1 == m_keys.size()) {
                    merged[size_t(i)] = std::move(a);
                    return;
                }
                auto& b = m_keys[size_t(i) * 2 + 1];
                merged[size_t(i)].resize(a.size() + b.size());
                std::merge(a.begin(), a.end(), b.begin(), b.end(), merged[size_t(i)].begin(), [this](const Key& x, const Key& y) { return less(x, y); });
                std::vector<Key>().swap(a);
                std::vector<Key>().swap(b);
            });
            m_keys = std::move(merged);
        }
    }

    const ResultSet& m_set;
    const int m_column;
    const bool m_down;
    const std::vector<quint32>* m_rows;
    const Going& m_going;
    std::vector<std::vector<Key>> m_keys;
    std::vector<std::vector<quint32>> m_nulls;
    std::vector<Pool> m_pools;
    std::atomic_bool m_fits{true};
};

/// A filter made ready for a million rows.
class Condition
{
public:
    Condition(const ResultSet& set, const ResultFilter& filter)
        : m_filter(filter), m_how(compareOf(set, filter.column)), m_value(filter.value.toStdString()), m_time(timeValue(m_value))
    {
        if ((m_how == ResultCompare::Number && !isDecimal(m_value)) || (m_how == ResultCompare::Time && !m_time))
            m_how = ResultCompare::Text;
    }

    bool passes(const ResultSet& set, qsizetype row, std::string& scratch) const
    {
        std::string_view text;
        const bool there = set.cellText(row, m_filter.column, scratch, text);
        if (!there || m_filter.test == Test::IsNull || m_filter.test == Test::NotNull)
            return there ? m_filter.test == Test::NotNull : m_filter.test == Test::IsNull;
        if (m_filter.test == Test::Contains || m_filter.test == Test::NotContains) {
            const bool has = QString::fromUtf8(text.data(), qsizetype(text.size())).contains(m_filter.value, Qt::CaseInsensitive);
            return has == (m_filter.test == Test::Contains);
        }
        const int c = compare(text);
        switch (m_filter.test) {
        case Test::Equals: return c == 0;
        case Test::NotEquals: return c != 0;
        case Test::Less: return c < 0;
        case Test::AtMost: return c <= 0;
        case Test::Greater: return c > 0;
        default: return c >= 0;
        }
    }

private:
    int compare(std::string_view text) const
    {
        if (m_how == ResultCompare::Number)
            return compareDecimals(text, m_value);
        if (m_how == ResultCompare::Time) {
            if (const auto value = timeValue(text))
                return *value < *m_time ? -1 : *value > *m_time ? 1 : 0;
        }
        return text.compare(m_value);
    }

    const ResultFilter& m_filter;
    ResultCompare m_how;
    std::string m_value;
    std::optional<qint64> m_time;
};

ResultOrder passing(const ResultSet& set, const QList<ResultFilter>& filters, const Going& going)
{
    std::vector<Condition> conditions;
    for (const ResultFilter& filter : filters)
        conditions.emplace_back(set, filter);
    std::vector<std::vector<quint32>> parts(size_t((set.rowCount() + chunkRows - 1) / chunkRows));
    const bool done = inChunks(set.rowCount(), chunkRows, [&](qsizetype i, qsizetype from, qsizetype to) {
        std::string scratch;
        for (qsizetype row = from; row < to; ++row) {
            if (std::all_of(conditions.begin(), conditions.end(), [&](const Condition& c) { return c.passes(set, row, scratch); }))
                parts[size_t(i)].push_back(quint32(row));
        }
    }, going);
    if (!done)
        return nullptr;
    auto out = std::make_shared<std::vector<quint32>>();
    for (const auto& part : parts)
        out->insert(out->end(), part.begin(), part.end());
    return out;
}

} // namespace

ResultCompare compareOf(const ResultSet& set, int column)
{
    const CellKind kind = set.columnKind(column);
    if (kind == CellKind::Number || set.looksNumeric(column))
        return ResultCompare::Number;
    return kind == CellKind::Date ? ResultCompare::Time : ResultCompare::Text;
}

std::optional<ResultOrder> arrange(const ResultSet& set, const ResultArrangement& how, const Going& going)
{
    ResultOrder rows;
    if (!how.filters.isEmpty()) {
        rows = passing(set, how.filters, going);
        if (!rows)
            return std::nullopt;
    }
    if (how.sortColumn < 0)
        return rows;
    bool fits = false;
    std::optional<ResultOrder> out;
    const auto attempt = [&](auto sorter) {
        out = sorter.run(fits);
        return fits;
    };
    const ResultCompare compare = compareOf(set, how.sortColumn);
    if (compare == ResultCompare::Number) {
        if (!attempt(Sorter<WholeKey>(set, how.sortColumn, how.order, rows.get(), going)))
            attempt(Sorter<DecimalKey>(set, how.sortColumn, how.order, rows.get(), going));
        return out;
    }
    if (compare == ResultCompare::Time && attempt(Sorter<TimeKey>(set, how.sortColumn, how.order, rows.get(), going)))
        return out;
    attempt(Sorter<TextKey>(set, how.sortColumn, how.order, rows.get(), going));
    return out;
}

} // namespace run402
