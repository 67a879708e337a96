// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/json/jsonslice.h"

namespace run402::json {

namespace {

class Scanner
{
public:
    explicit Scanner(QByteArrayView text) : m_text(text) {}

    void skipSpace()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\r'
                                        || m_text[m_at] == '\t'))
            ++m_at;
    }
    bool take(char c)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    bool atEnd()
    {
        skipSpace();
        return m_at == m_text.size();
    }
    /// With its quotes; empty = broken.
    QByteArrayView string()
    {
        skipSpace();
        const qsizetype start = m_at;
        if (m_at >= m_text.size() || m_text[m_at] != '"')
            return {};
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\\')
                ++m_at;
            else if (m_text[m_at] == '"')
                return m_text.sliced(start, ++m_at - start);
        }
        return {};
    }
    /// Any value; empty = broken. Brackets are counted, not matched by kind: a reader follows.
    QByteArrayView value()
    {
        skipSpace();
        const qsizetype start = m_at;
        if (m_at < m_text.size() && m_text[m_at] == '"')
            return string();
        int depth = 0;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"') {
                if (string().isEmpty())
                    return {};
                continue;
            }
            if (c == '[' || c == '{')
                ++depth;
            else if ((c == ']' || c == '}') && depth-- == 0)
                break;
            else if (c == ',' && depth == 0)
                break;
            ++m_at;
            if (depth == 0 && (c == ']' || c == '}'))
                break;
        }
        return depth > 0 ? QByteArrayView() : m_text.sliced(start, m_at - start).trimmed();
    }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
};

} // namespace

std::optional<QHash<QByteArray, QByteArrayView>> memberTexts(QByteArrayView text)
{
    Scanner scan(text);
    QHash<QByteArray, QByteArrayView> members;
    if (!scan.take('{'))
        return std::nullopt;
    if (scan.take('}'))
        return scan.atEnd() ? std::optional(members) : std::nullopt;
    do {
        const QByteArrayView key = scan.string();
        if (key.size() < 2 || !scan.take(':'))
            return std::nullopt;
        const QByteArrayView value = scan.value();
        if (value.isEmpty())
            return std::nullopt;
        members.insert(key.sliced(1, key.size() - 2).toByteArray(), value);
    } while (scan.take(','));
    if (!scan.take('}') || !scan.atEnd())
        return std::nullopt;
    return members;
}

QByteArray sharedPiece(const QByteArray& whole, QByteArrayView piece)
{
    QByteArray owner = whole;
    QByteArray::DataPointer& data = owner.data_ptr();
    if (!data.d_ptr()) // a literal: nothing that could be shared
        return piece.toByteArray();
    data.d_ptr()->ref();
    return QByteArray(QByteArray::DataPointer(data.d_ptr(), const_cast<char*>(piece.data()), piece.size()));
}

} // namespace run402::json
