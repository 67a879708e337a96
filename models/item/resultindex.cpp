// SPDX-License-Identifier: GPL-3.0-or-later
// Where the rows of an answer are.
#include "models/item/resultset.h"

#include <simdjson.h>

namespace run402 {

namespace {

Problem malformed(simdjson::error_code e, size_t row)
{
    Problem p = Problem::make(Problem::Kind::Protocol, QStringLiteral("result.malformed"),
                              QStringLiteral("The answer is not valid JSON: %1").arg(QLatin1String(simdjson::error_message(e))));
    p.details.insert(QStringLiteral("row"), double(row));
    return p;
}

} // namespace

/// Finds the rows, a window at a time: simdjson's index of a whole answer would take nearly as much memory as the answer.
class ResultSet::Indexer
{
public:
    Indexer(std::string_view text, std::vector<quint64>& offsets) : m_text(text), m_offsets(offsets) {}

    /// SUCCESS: `offsets` has the starts of all rows and the end of the last.
    simdjson::error_code run()
    {
        size_t from = m_text.find_first_not_of(" \n\r\t");
        if (from == std::string_view::npos || m_text[from] != '[')
            return read(0, m_text, {}); // it has its own name for what this is
        ++from;
        const std::string between = rowStart(from);
        for (size_t window = firstWindow;;) {
            const size_t cut = m_text.size() - from > window ? m_text.rfind(between, from + window) : std::string_view::npos;
            const bool last = m_text.size() - from <= window;
            if (!last && (cut == std::string_view::npos || cut < from)) {
                window *= growth;
                continue;
            }
            const size_t had = m_offsets.size();
            const auto error = last ? read(from, m_text.substr(from), "[") : read(from, m_text.substr(from, cut + 1 - from), "[]");
            if (last) {
                if (!error && !m_offsets.empty())
                    m_offsets.push_back(m_end);
                return error;
            }
            if (error) { // this was no place between two rows
                m_offsets.resize(had);
                window *= growth;
                continue;
            }
            if (had == 0) // growing by doubling would hold half as much again
                m_offsets.reserve(size_t(double(m_text.size()) / double(m_end) * double(m_offsets.size()) * 1.02) + 16);
            from = cut + 2;
            window = firstWindow;
        }
    }

private:
    static constexpr size_t firstWindow = 512 * 1024, growth = 8;

    /// What stands between two rows when they begin with the same key.
    std::string rowStart(size_t from) const
    {
        std::string between = "},{";
        const size_t quote = m_text.substr(from, 2) == "{\"" ? m_text.find('"', from + 2) : std::string_view::npos;
        if (quote != std::string_view::npos && quote - from < 200)
            between += m_text.substr(from + 1, quote - from);
        return between;
    }

    /// Rows of a piece of the text in a copy with room behind it. `around`: what is missing of the array.
    simdjson::error_code read(size_t from, std::string_view piece, std::string_view around)
    {
        m_buffer.clear();
        m_buffer.reserve(piece.size() + 2 + simdjson::SIMDJSON_PADDING);
        m_buffer.append(around.substr(0, 1)).append(piece).append(around.size() > 1 ? around.substr(1) : std::string_view());
        simdjson::ondemand::document document;
        simdjson::ondemand::array rows;
        auto error = m_parser.iterate(m_buffer.data(), m_buffer.size(), m_buffer.size() + simdjson::SIMDJSON_PADDING).get(document);
        if (!error)
            error = document.get_array().get(rows);
        if (error)
            return error;
        for (auto item : rows) {
            simdjson::ondemand::object object;
            std::string_view raw;
            error = item.get_object().get(object);
            if (!error)
                error = object.raw_json().get(raw);
            if (error)
                return error;
            const quint64 at = from + quint64(raw.data() - m_buffer.data()) - around.substr(0, 1).size();
            m_offsets.push_back(at);
            m_end = at + raw.size();
        }
        const char* rest = nullptr; // an error here means: nothing is left
        return document.current_location().get(rest) ? simdjson::SUCCESS : simdjson::TRAILING_CONTENT;
    }

    const std::string_view m_text;
    std::vector<quint64>& m_offsets;
    quint64 m_end = 0;
    simdjson::ondemand::parser m_parser;
    std::string m_buffer;
};

Result<std::shared_ptr<const ResultSet>> ResultSet::parse(QByteArray json)
{
    auto set = std::make_shared<ResultSet>();
    set->m_json = std::move(json);
    const auto error = Indexer({set->m_json.constData(), size_t(set->m_json.size())}, set->m_offsets).run();
    if (error == simdjson::INCORRECT_TYPE)
        return fail(Problem::Kind::Protocol, QStringLiteral("result.not_rows"), QStringLiteral("The answer is not a list of rows"));
    if (error)
        return fail(malformed(error, set->m_offsets.size()));
    set->describe();
    return std::shared_ptr<const ResultSet>(std::move(set));
}

} // namespace run402
