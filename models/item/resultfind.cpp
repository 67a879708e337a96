// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultorder.h"

#include <algorithm>
#include <array>

namespace run402 {

namespace {

constexpr qsizetype chunkRows = 16 * 1024;

/// Letters, digits and signs that stand in a row's text exactly as they are shown.
bool standsForItself(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9') || u == u'-' || u == u'_' || u == u':' || u == u'.';
}

unsigned char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<unsigned char>(c | 0x20) : static_cast<unsigned char>(c);
}

/// Looks for ASCII text without regard to case (Horspool's way).
class Needle
{
public:
    explicit Needle(std::string text) : m_text(std::move(text))
    {
        m_skip.fill(m_text.size());
        for (size_t i = 0; i + 1 < m_text.size(); ++i) {
            m_skip[static_cast<unsigned char>(m_text[i])] = m_text.size() - 1 - i;
            if (m_text[i] >= 'a' && m_text[i] <= 'z')
                m_skip[static_cast<unsigned char>(m_text[i] & ~0x20)] = m_text.size() - 1 - i;
        }
    }
    bool isEmpty() const { return m_text.empty(); }
    bool isIn(std::string_view hay) const
    {
        const size_t n = m_text.size();
        for (size_t end = n; end <= hay.size(); end += m_skip[static_cast<unsigned char>(hay[end - 1])]) {
            size_t k = n;
            while (k > 0 && folded(hay[end - n + k - 1]) == static_cast<unsigned char>(m_text[k - 1]))
                --k;
            if (k == 0)
                return true;
        }
        return false;
    }

private:
    std::string m_text; ///< small letters
    std::array<size_t, 256> m_skip;
};

/// What every row with `text` in it must hold as it stands; empty = nothing can be said. "k" and "s" have relatives
/// outside ASCII that are equal to them without regard to case, so they end a run.
Needle firstSieve(const ResultSet& set, const QString& text)
{
    for (int c = 0; c < set.columns().size(); ++c) {
        const CellKind kind = set.columnKind(c);
        // Shown differently from what stands there: "t" as true, the service's lists of bytes as \x….
        const bool word = QStringLiteral("true").contains(text, Qt::CaseInsensitive) || QStringLiteral("false").contains(text, Qt::CaseInsensitive);
        if (set.isExact() ? kind == CellKind::Boolean && word : kind == CellKind::Bytes)
            return Needle({});
    }
    std::string best, run;
    for (const QChar c : text) {
        const char16_t lower = c.toLower().unicode();
        if (standsForItself(c) && lower != u'k' && lower != u's') {
            run += char(folded(char(c.unicode())));
            if (run.size() > best.size())
                best = run;
        } else {
            run.clear();
        }
    }
    return Needle(best);
}

} // namespace

std::optional<FoundCells> findInResult(const ResultSet& set, const ResultOrder& order, const QString& text, const Going& going)
{
    FoundCells all;
    if (text.isEmpty())
        return all;
    const qsizetype total = order ? qsizetype(order->size()) : set.rowCount();
    const Needle sieve = firstSieve(set, text);
    std::vector<FoundCells> parts(size_t((total + chunkRows - 1) / chunkRows));
    const bool done = inChunks(total, chunkRows, [&](qsizetype i, qsizetype from, qsizetype to) {
        FoundCells& part = parts[size_t(i)];
        for (qsizetype shown = from; shown < to; ++shown) {
            const qsizetype row = order ? qsizetype((*order)[size_t(shown)]) : shown;
            if (!sieve.isEmpty() && !sieve.isIn(set.rowBytes(row)))
                continue;
            const QList<Cell> cells = set.plainRow(row);
            for (int c = 0; c < cells.size(); ++c) {
                if (!cells[c].text.contains(text, Qt::CaseInsensitive))
                    continue;
                ++part.count;
                if (part.cells.size() < mostFound)
                    part.cells.push_back({quint32(shown), quint32(c)});
            }
        }
    }, going);
    if (!done)
        return std::nullopt;
    for (FoundCells& part : parts) {
        all.count += part.count;
        const size_t room = mostFound - std::min(mostFound, all.cells.size());
        all.cells.insert(all.cells.end(), part.cells.begin(), part.cells.begin() + ptrdiff_t(std::min(room, part.cells.size())));
    }
    return all;
}

} // namespace run402
