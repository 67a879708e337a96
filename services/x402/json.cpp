// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/json.h"

#include "services/x402/bytes.h"

namespace run402::x402 {

namespace {

/// Bytes of a string that need no look: ASCII but for controls, " and \\.
constexpr std::array<bool, 256> makePlainTable()
{
    std::array<bool, 256> table{};
    for (size_t c = 0x20; c < 0x80; ++c)
        table[c] = c != '"' && c != '\\';
    return table;
}

constexpr std::array<bool, 256> plainTable = makePlainTable();
constexpr int depthLimit = 32;
constexpr size_t valueLimit = 4096;

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The four digits at `p`; -1 when they are none. `p` must have 4 readable bytes.
int hexUnit(const char* p)
{
    int unit = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexValue(p[i]);
        if (digit < 0)
            return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

void appendUtf8(QByteArray& out, quint32 c)
{
    if (c < 0x80) {
        out += char(c);
    } else if (c < 0x800) {
        out += char(0xc0 | c >> 6);
        out += char(0x80 | (c & 63));
    } else if (c < 0x10000) {
        out += char(0xe0 | c >> 12);
        out += char(0x80 | (c >> 6 & 63));
        out += char(0x80 | (c & 63));
    } else {
        out += char(0xf0 | c >> 18);
        out += char(0x80 | (c >> 12 & 63));
        out += char(0x80 | (c >> 6 & 63));
        out += char(0x80 | (c & 63));
    }
}

char simpleEscape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c; // " \ /
    }
}

/// `inside` was accepted by the parser, so every escape is complete.
QByteArray unescape(QByteArrayView inside)
{
    QByteArray out;
    out.reserve(inside.size());
    const char* p = inside.data();
    const char* const end = p + inside.size();
    while (p != end) {
        if (*p != '\\') {
            out += *p++;
            continue;
        }
        const char kind = p[1];
        p += 2;
        if (kind != 'u') {
            out += simpleEscape(kind);
            continue;
        }
        auto c = quint32(hexUnit(p));
        p += 4;
        if (c >= 0xd800 && c <= 0xdbff) {
            c = 0x10000 + ((c - 0xd800) << 10) + (quint32(hexUnit(p + 2)) - 0xdc00);
            p += 6;
        }
        appendUtf8(out, c);
    }
    return out;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

class JsonParser
{
public:
    explicit JsonParser(JsonText& text)
        : m_text(text), m_begin(text.m_bytes.constData()), m_p(m_begin), m_end(m_begin + text.m_bytes.size())
    {
    }

    JsonError run()
    {
        m_text.m_nodes.reserve(128);
        skipSpace();
        if (!value(0))
            return m_error;
        skipSpace();
        return m_p == m_end ? JsonError::None : JsonError::Syntax;
    }

private:
    bool failWith(JsonError e)
    {
        m_error = e;
        return false;
    }
    void skipSpace()
    {
        while (m_p != m_end && isSpace(*m_p))
            ++m_p;
    }
    bool take(char c)
    {
        if (m_p == m_end || *m_p != c)
            return false;
        ++m_p;
        return true;
    }

    quint32 open()
    {
        const auto node = quint32(m_text.m_nodes.size());
        m_text.m_nodes.push_back({quint32(m_p - m_begin), 0, 0, 0, false});
        return node;
    }
    bool close(quint32 node)
    {
        m_text.m_nodes[node].end = quint32(m_p - m_begin);
        m_text.m_nodes[node].after = quint32(m_text.m_nodes.size());
        return true;
    }

    bool value(int depth)
    {
        if (m_p == m_end)
            return failWith(JsonError::Syntax);
        if (depth > depthLimit)
            return failWith(JsonError::Depth);
        if (m_text.m_nodes.size() >= valueLimit)
            return failWith(JsonError::TooMany);
        switch (*m_p) {
        case '{':
            return object(depth);
        case '[':
            return array(depth);
        case '"':
            return string();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
        }
    }

    bool word(QByteArrayView expected)
    {
        const quint32 node = open();
        if (!QByteArrayView(m_p, m_end).startsWith(expected))
            return failWith(JsonError::Syntax);
        m_p += expected.size();
        return close(node);
    }

    bool digits()
    {
        const char* const from = m_p;
        while (m_p != m_end && *m_p >= '0' && *m_p <= '9')
            ++m_p;
        return m_p != from;
    }

    bool number()
    {
        const quint32 node = open();
        take('-');
        const bool zero = m_p != m_end && *m_p == '0';
        const char* const from = m_p;
        if (!digits() || (zero && m_p - from > 1))
            return failWith(JsonError::Syntax);
        if (take('.') && !digits())
            return failWith(JsonError::Syntax);
        if (take('e') || take('E')) {
            if (!take('+'))
                take('-');
            if (!digits())
                return failWith(JsonError::Syntax);
        }
        return close(node);
    }

    bool escape()
    {
        if (m_p == m_end)
            return false;
        const char kind = *m_p++;
        if (kind != 'u')
            return QByteArrayView("\"\\/bfnrt").contains(kind);
        const int unit = m_end - m_p >= 4 ? hexUnit(m_p) : -1;
        if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff))
            return false;
        m_p += 4;
        if (unit < 0xd800 || unit > 0xdbff)
            return true;
        if (m_end - m_p < 6 || m_p[0] != '\\' || m_p[1] != 'u')
            return false;
        const int low = hexUnit(m_p + 2);
        m_p += 6;
        return low >= 0xdc00 && low <= 0xdfff;
    }

    bool string()
    {
        const quint32 node = open();
        ++m_p;
        const char* const from = m_p;
        bool ascii = true;
        while (true) {
            while (m_p != m_end && plainTable[quint8(*m_p)])
                ++m_p;
            if (m_p == m_end || *m_p == '"')
                break;
            const auto c = quint8(*m_p++);
            if (c < 0x20)
                return failWith(JsonError::Syntax);
            ascii = ascii && c < 0x80;
            if (c != '\\')
                continue;
            m_text.m_nodes[node].escaped = true;
            if (!escape())
                return failWith(JsonError::Syntax);
        }
        if (!ascii && !isUtf8(QByteArrayView(from, m_p)))
            return failWith(JsonError::Utf8);
        if (!take('"'))
            return failWith(JsonError::Syntax);
        return close(node);
    }

    bool array(int depth)
    {
        const quint32 node = open();
        ++m_p;
        skipSpace();
        if (take(']'))
            return close(node);
        while (true) {
            if (!value(depth + 1))
                return false;
            ++m_text.m_nodes[node].count;
            skipSpace();
            if (take(']'))
                return close(node);
            if (!take(','))
                return failWith(JsonError::Syntax);
            skipSpace();
        }
    }

    bool member(int depth)
    {
        if (m_p == m_end || *m_p != '"')
            return failWith(JsonError::Syntax);
        if (!string())
            return false;
        skipSpace();
        if (!take(':'))
            return failWith(JsonError::Syntax);
        skipSpace();
        return value(depth + 1);
    }

    bool object(int depth)
    {
        const quint32 node = open();
        ++m_p;
        skipSpace();
        if (take('}'))
            return close(node);
        while (true) {
            if (!member(depth))
                return false;
            ++m_text.m_nodes[node].count;
            skipSpace();
            if (take('}')) {
                close(node);
                return keysDiffer(node) || failWith(JsonError::DuplicateKey);
            }
            if (!take(','))
                return failWith(JsonError::Syntax);
            skipSpace();
        }
    }

    bool sameKey(const JsonText::Node& a, const JsonText::Node& b) const
    {
        const QByteArrayView left(m_begin + a.begin, m_begin + a.end);
        const QByteArrayView right(m_begin + b.begin, m_begin + b.end);
        if (!a.escaped && !b.escaped)
            return left == right;
        return unescape(left.sliced(1).chopped(1)) == unescape(right.sliced(1).chopped(1));
    }

    /// Quadratic on purpose: objects here have a handful of members, and the
    /// limit on values bounds the worst case to some ten milliseconds.
    bool keysDiffer(quint32 object) const
    {
        const auto& nodes = m_text.m_nodes;
        for (quint32 i = object + 1; i < nodes[object].after; i = nodes[i + 1].after)
            for (quint32 j = nodes[i + 1].after; j < nodes[object].after; j = nodes[j + 1].after)
                if (sameKey(nodes[i], nodes[j]))
                    return false;
        return true;
    }

    JsonText& m_text;
    const char* m_begin;
    const char* m_p;
    const char* m_end;
    JsonError m_error = JsonError::Syntax;
};

JsonText::Parsed JsonText::parse(QByteArray bytes)
{
    auto text = std::make_shared<JsonText>();
    text->m_bytes = std::move(bytes);
    const JsonError error = JsonParser(*text).run();
    if (error != JsonError::None)
        return {nullptr, error};
    return {std::move(text), error};
}

char JsonValue::first() const
{
    return m_text->m_bytes.constData()[m_text->m_nodes[m_node].begin];
}

QByteArrayView JsonValue::raw() const
{
    if (!valid())
        return {};
    const auto& node = m_text->m_nodes[m_node];
    return QByteArrayView(m_text->m_bytes).sliced(node.begin, node.end - node.begin);
}

std::optional<QByteArray> JsonValue::string() const
{
    if (!isString())
        return std::nullopt;
    const QByteArrayView inside = raw().sliced(1).chopped(1);
    return m_text->m_nodes[m_node].escaped ? unescape(inside) : inside.toByteArray();
}

std::optional<qint64> JsonValue::integer() const
{
    if (!isNumber())
        return std::nullopt;
    bool ok = false;
    // toLongLong takes neither points nor exponents.
    const qint64 number = raw().toByteArray().toLongLong(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

JsonValue JsonValue::member(QByteArrayView key) const
{
    if (!isObject())
        return {};
    const auto& nodes = m_text->m_nodes;
    for (quint32 i = m_node + 1; i < nodes[m_node].after; i = nodes[i + 1].after) {
        const JsonValue name(m_text, i);
        const bool match = nodes[i].escaped ? name.string() == key : name.raw().sliced(1).chopped(1) == key;
        if (match)
            return {m_text, i + 1};
    }
    return {};
}

int JsonValue::size() const
{
    return isArray() || isObject() ? int(m_text->m_nodes[m_node].count) : 0;
}

std::vector<JsonValue> JsonValue::entries() const
{
    std::vector<JsonValue> out;
    if (!isArray())
        return out;
    const auto& nodes = m_text->m_nodes;
    for (quint32 i = m_node + 1; i < nodes[m_node].after; i = nodes[i].after)
        out.push_back({m_text, i});
    return out;
}

/// How a byte is written that cannot stand for itself.
static void appendEscaped(QByteArray& out, char c)
{
    static constexpr std::pair<char, char> shorts[] = {{'"', '"'}, {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}};
    for (const auto& [byte, letter] : shorts) {
        if (byte == c) {
            out += '\\';
            out += letter;
            return;
        }
    }
    out += "\\u00";
    const auto byte = quint8(c);
    appendHex(out, {&byte, 1});
}

void appendJsonString(QByteArray& out, QByteArrayView utf8)
{
    out += '"';
    qsizetype from = 0; // of what stands for itself
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        if (quint8(c) >= 0x20 && c != '"' && c != '\\')
            continue;
        out += utf8.sliced(from, i - from);
        appendEscaped(out, c);
        from = i + 1;
    }
    out += utf8.sliced(from);
    out += '"';
}

} // namespace run402::x402
