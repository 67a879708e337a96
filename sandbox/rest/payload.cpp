// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/payload.h"

#include "sandbox/rest/errors.h"

#include <algorithm>

namespace run402::sandbox::rest {

namespace {

constexpr int maxDepth = 500;

void sortUnique(std::vector<std::string> &keys)
{
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

/// Walks the text without building a tree, noting only the outermost keys.
class Scanner : public nlohmann::json_sax<nlohmann::json>
{
public:
    bool null() override { return scalar(); }
    bool boolean(bool) override { return scalar(); }
    bool number_integer(number_integer_t) override { return scalar(); }
    bool number_unsigned(number_unsigned_t) override { return scalar(); }
    bool number_float(number_float_t, const string_t &) override { return scalar(); }
    bool string(string_t &) override { return scalar(); }
    bool binary(binary_t &) override { return false; }

    bool start_object(std::size_t) override
    {
        if (m_depth == rowDepth()) {
            ++m_payload.rows;
            m_row.clear();
        }
        m_sawRoot = true;
        return ++m_depth <= maxDepth;
    }

    bool key(string_t &name) override
    {
        if (m_depth == rowDepth() + 1)
            m_row.push_back(name);
        return true;
    }

    bool end_object() override
    {
        if (--m_depth == rowDepth())
            finishRow();
        return true;
    }

    bool start_array(std::size_t) override
    {
        if (!m_sawRoot)
            m_payload.isArray = true;
        else if (m_depth == rowDepth())
            m_rowsAreObjects = false;
        m_sawRoot = true;
        return ++m_depth <= maxDepth;
    }

    bool end_array() override
    {
        --m_depth;
        return true;
    }

    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &) override
    {
        return false;
    }

    bool rowsAreObjects() const { return m_rowsAreObjects; }
    bool keysDiffer() const { return m_keysDiffer; }
    Payload &payload() { return m_payload; }

private:
    int rowDepth() const { return m_payload.isArray ? 1 : 0; }

    bool scalar()
    {
        if (m_depth == rowDepth())
            m_rowsAreObjects = false;
        m_sawRoot = true;
        return true;
    }

    void finishRow()
    {
        sortUnique(m_row);
        if (m_payload.rows == 1)
            m_payload.keys = m_row;
        else if (m_row != m_payload.keys)
            m_keysDiffer = true;
    }

    Payload m_payload;
    std::vector<std::string> m_row;
    int m_depth = 0;
    bool m_sawRoot = false;
    bool m_rowsAreObjects = true;
    bool m_keysDiffer = false;
};

} // namespace

Payload readPayload(const std::string &body, bool keysMayDiffer)
{
    Scanner scanner;
    if (!nlohmann::json::sax_parse(body, &scanner))
        throw invalidBody("Empty or invalid json");
    if (!scanner.rowsAreObjects() && !scanner.payload().isArray)
        throw invalidBody("Empty or invalid json");
    if (!scanner.rowsAreObjects() || (scanner.keysDiffer() && !keysMayDiffer))
        throw invalidBody("All object keys must match");
    scanner.payload().text = body;
    return std::move(scanner.payload());
}

Payload readArguments(const std::string &body)
{
    if (body.empty())
        return {"{}", false, 1, {}};
    Scanner scanner;
    if (!nlohmann::json::sax_parse(body, &scanner))
        throw invalidBody("Empty or invalid json");
    scanner.payload().text = body;
    if (!scanner.rowsAreObjects())
        scanner.payload().keys.clear();
    return std::move(scanner.payload());
}

} // namespace run402::sandbox::rest
