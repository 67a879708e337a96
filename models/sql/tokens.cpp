// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/tokens.h"

#include <QByteArray>

#include <pg_query.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

namespace run402 {

namespace {

constexpr qsizetype firstWindow = 256 * 1024; // bytes; libpg_query's token list costs about 20 times the text
constexpr int mostRepairs = 200;
constexpr int longestOperatorRun = 2048;

struct RawToken { qsizetype start; int type; bool keyword; };

enum class Trouble { None, Unterminated, Malformed };
struct Scan
{
    std::vector<RawToken> tokens;
    Trouble trouble = Trouble::None;
    qsizetype errorChar = 0; ///< code points from the start of the window
};

/// UTF-8 with every lone surrogate as U+FFFD and NUL as a blank, so that byte offsets stay predictable.
QByteArray encoded(QStringView text)
{
    QByteArray out;
    out.reserve(text.size() + text.size() / 8 + 1);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c < 0x80) {
            out += c ? char(c) : ' ';
        } else if (QChar::isHighSurrogate(c) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            out += text.mid(i++, 2).toUtf8();
        } else if (QChar::isSurrogate(c)) {
            out += "\xEF\xBF\xBD";
        } else if (c < 0x800) {
            out += char(0xC0 | (c >> 6));
            out += char(0x80 | (c & 0x3F));
        } else {
            out += char(0xE0 | (c >> 12));
            out += char(0x80 | ((c >> 6) & 0x3F));
            out += char(0x80 | (c & 0x3F));
        }
    }
    return out;
}

/// Where a run of operator characters begins that is so long that PostgreSQL's scanner, which looks to the
/// end of the run for every comment opener in it, would take quadratic time; the text's size when there is none.
qsizetype scannableSize(const QByteArray& sql)
{
    constexpr std::string_view operators = "~!@#^&|`?+-*/%<>=";
    qsizetype begin = 0;
    for (qsizetype i = 0; i < sql.size(); ++i) {
        if (operators.find(sql[i]) == std::string_view::npos)
            begin = i + 1;
        else if (i - begin >= longestOperatorRun)
            return begin;
    }
    return sql.size();
}

/// Byte offsets in rising order to UTF-16 offsets.
class OffsetMap
{
public:
    explicit OffsetMap(QStringView text) : m_text(text) {}
    qsizetype unit(qsizetype byte)
    {
        while (m_byte < byte && m_unit < m_text.size()) {
            const char16_t c = m_text[m_unit].unicode();
            if (QChar::isHighSurrogate(c) && m_unit + 1 < m_text.size() && m_text[m_unit + 1].isLowSurrogate()) {
                m_byte += 4;
                m_unit += 2;
                continue;
            }
            m_byte += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            ++m_unit;
        }
        return m_unit;
    }

private:
    QStringView m_text;
    qsizetype m_byte = 0, m_unit = 0;
};

/// Reads the protobuf message ScanResult {int32 version=1; repeated ScanToken tokens=2}, whose tokens are
/// {int32 start=1; int32 end=2; Token token=4; KeywordKind keyword_kind=5}: varints throughout
/// (pg_query.proto of libpg_query 15).
class ScanReader
{
public:
    ScanReader(const char* data, size_t size) : m_at(data), m_end(data + size) {}

    std::vector<RawToken> read()
    {
        std::vector<RawToken> tokens;
        while (m_at < m_end) {
            const quint64 tag = varint();
            const quint64 value = varint();
            if ((tag & 7) != 2)
                continue;
            const char* end = m_at + std::min<quint64>(value, quint64(m_end - m_at));
            RawToken token{0, 0, false};
            while (m_at < end) {
                const quint64 field = varint() >> 3;
                const quint64 number = varint();
                if (field == 1)
                    token.start = qsizetype(number);
                else if (field == 4)
                    token.type = int(number);
                else if (field == 5)
                    token.keyword = number != 0;
            }
            tokens.push_back(token);
        }
        return tokens;
    }

private:
    quint64 varint()
    {
        quint64 value = 0;
        for (int shift = 0; m_at < m_end && shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(*m_at++);
            value |= quint64(byte & 0x7F) << shift;
            if (byte < 0x80)
                break;
        }
        return value;
    }
    const char* m_at;
    const char* m_end;
};

/// Scans bytes [from, to) of `sql`, which is changed for the time of the call.
Scan scanRange(QByteArray& sql, qsizetype from, qsizetype to)
{
    char* data = sql.data();
    const char kept = data[to];
    data[to] = '\0';
    const PgQueryScanResult result = pg_query_scan(data + from);
    data[to] = kept;

    Scan scan;
    if (result.error) {
        const std::string_view message(result.error->message ? result.error->message : "");
        scan.trouble = message.substr(0, 12) == "unterminated" ? Trouble::Unterminated : Trouble::Malformed;
        scan.errorChar = std::max(0, result.error->cursorpos - 1);
    } else {
        scan.tokens = ScanReader(result.pbuf.data, result.pbuf.len).read();
        for (RawToken& token : scan.tokens)
            token.start += from;
    }
    pg_query_free_scan_result(result);
    return scan;
}

qsizetype byteOfChar(const QByteArray& sql, qsizetype from, qsizetype to, qsizetype chars)
{
    while (from < to && chars > 0) {
        ++from;
        while (from < to && (sql[from] & 0xC0) == 0x80)
            ++from;
        --chars;
    }
    return from;
}

class Scanner
{
public:
    explicit Scanner(QByteArray sql) : m_sql(std::move(sql)) {}

    void run()
    {
        const qsizetype whole = m_sql.size();
        m_sql.truncate(scannableSize(m_sql));
        scan();
        if (m_sql.size() < whole && complete) {
            complete = false;
            tokens.push_back({m_sql.size(), SqlToken::Unfinished, false});
        }
    }

    std::vector<RawToken> tokens;
    bool complete = true;

private:
    void scan()
    {
        const qsizetype size = m_sql.size();
        qsizetype window = firstWindow;
        for (qsizetype at = 0; at < size;) {
            const qsizetype to = windowEnd(at, window);
            Scan scan = scanRange(m_sql, at, to);
            const qsizetype error = byteOfChar(m_sql, at, to, scan.errorChar);
            if (scan.trouble == Trouble::Malformed) {
                complete = false;
                if (++m_repairs > mostRepairs || !repair(error, to)) {
                    tokens.push_back({at, SqlToken::Unfinished, false});
                    return;
                }
                continue;
            }
            if (scan.trouble == Trouble::Unterminated) {
                const bool last = to == size;
                if (error == at && !last) {
                    window *= 2;
                    continue;
                }
                append(scanRange(m_sql, at, error).tokens);
                at = error;
                if (last) {
                    complete = false;
                    tokens.push_back({error, SqlToken::Unfinished, false});
                    return;
                }
                continue;
            }
            if (to == size) {
                append(scan.tokens);
                return;
            }
            // The window's end may have cut a token ("U" "&" of U&'…'): the last two are scanned again.
            if (scan.tokens.size() < 3) {
                window *= 2;
                continue;
            }
            at = scan.tokens[scan.tokens.size() - 2].start;
            scan.tokens.resize(scan.tokens.size() - 2);
            append(scan.tokens);
            window = firstWindow;
        }
    }

    qsizetype windowEnd(qsizetype from, qsizetype window) const
    {
        if (m_sql.size() - from <= window)
            return m_sql.size();
        const qsizetype line = m_sql.indexOf('\n', from + window);
        return line < 0 ? m_sql.size() : line + 1;
    }
    void append(const std::vector<RawToken>& more) { tokens.insert(tokens.end(), more.begin(), more.end()); }

    /// Makes the malformed spot harmless without moving anything: "1abc" → "aabc", \u00 → x u00, "" → aa.
    bool repair(qsizetype at, qsizetype to)
    {
        if (at >= to)
            return false;
        if (m_sql[at] == '\'') { // a bad escape noticed at the closing quote: change the escape, keep the quote
            const qsizetype escape = m_sql.lastIndexOf('\\', at);
            if (escape < 0 || at - escape > 12)
                return false;
            m_sql[escape] = 'a';
            return true;
        }
        if (m_sql[at] == 'a')
            return false;
        const bool empty = m_sql[at] == '"' && at + 1 < to && m_sql[at + 1] == '"';
        m_sql[at] = 'a';
        if (empty)
            m_sql[at + 1] = 'a';
        for (qsizetype i = at + 1; i < to && (m_sql[i] & 0xC0) == 0x80; ++i)
            m_sql[i] = 'a';
        return true;
    }

    QByteArray m_sql;
    int m_repairs = 0;
};

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\n' || c == u'\t' || c == u'\r' || c == u'\f' || c == u'\v' || c.isNull();
}

} // namespace

SqlTokens scanSql(QStringView text)
{
    Scanner scanner(encoded(text));
    scanner.run();

    SqlTokens out;
    out.complete = scanner.complete;
    out.list.reserve(qsizetype(scanner.tokens.size()));
    OffsetMap map(text);
    for (const RawToken& raw : scanner.tokens)
        out.list.push_back({map.unit(raw.start), 0, raw.type, raw.keyword});
    // The scanner's own ends are wrong for U&'…' and continued strings; only blanks stand between tokens.
    for (qsizetype i = 0; i < out.list.size(); ++i) {
        qsizetype end = i + 1 < out.list.size() ? out.list[i + 1].start : text.size();
        while (end > out.list[i].start && isBlank(text[end - 1]))
            --end;
        out.list[i].length = end - out.list[i].start;
    }
    return out;
}

} // namespace run402
