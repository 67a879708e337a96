// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/linediff.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace run402 {

namespace {

QStringList linesOf(QString text)
{
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    return text.split(u'\n');
}

/// The steps between two trimmed ranges, last first.
class Myers
{
public:
    Myers(const QStringList& a, const QStringList& b, int from, int aEnd, int bEnd)
        : m_a(a), m_b(b), m_from(from), m_n(aEnd - from), m_m(bEnd - from)
    {
    }

    bool run(int mostEdits)
    {
        const int limit = std::min(mostEdits, m_n + m_m);
        std::vector<int> v(size_t(2 * limit + 3), 0);
        const auto at = [&](int k) -> int& { return v[size_t(k + limit + 1)]; };
        for (int d = 0; d <= limit; ++d) {
            m_trace.emplace_back(v.begin() + (limit + 1 - d), v.begin() + (limit + 1 + d) + 1);
            for (int k = -d; k <= d; k += 2) {
                int x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
                while (x < m_n && x - k < m_m && m_a[m_from + x] == m_b[m_from + x - k])
                    ++x;
                at(k) = x;
                if (x >= m_n && x - k >= m_m) {
                    walkBack(d);
                    return true;
                }
            }
        }
        return false;
    }
    QList<DiffLine> steps;

private:
    void walkBack(int d)
    {
        int x = m_n, y = m_m;
        for (; d > 0; --d) {
            // m_trace[d] holds the state before round d, diagonals -d … d.
            const auto at = [&](int k) { return m_trace[size_t(d)][size_t(k + d)]; };
            const int k = x - y;
            const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
            const int before = down ? k + 1 : k - 1;
            const int px = at(before), py = px - before;
            while (x > px && y > py && (down ? y - 1 > py : x - 1 > px))
                same(--x, --y);
            if (down)
                steps.append({DiffLine::Kind::Added, -1, m_from + py, m_b[m_from + py]});
            else
                steps.append({DiffLine::Kind::Removed, m_from + px, -1, m_a[m_from + px]});
            x = px;
            y = py;
        }
        while (x > 0 && y > 0)
            same(--x, --y);
        std::reverse(steps.begin(), steps.end());
    }
    void same(int x, int y) { steps.append({DiffLine::Kind::Same, m_from + x, m_from + y, m_a[m_from + x]}); }

    const QStringList& m_a;
    const QStringList& m_b;
    int m_from, m_n, m_m;
    std::vector<std::vector<int>> m_trace;
};

} // namespace

QList<DiffLine> lineDiff(const QString& before, const QString& after, int mostEdits)
{
    const QStringList a = linesOf(before), b = linesOf(after);
    int from = 0;
    while (from < a.size() && from < b.size() && a[from] == b[from])
        ++from;
    int aEnd = int(a.size()), bEnd = int(b.size());
    while (aEnd > from && bEnd > from && a[aEnd - 1] == b[bEnd - 1]) {
        --aEnd;
        --bEnd;
    }
    QList<DiffLine> lines;
    for (int i = 0; i < from; ++i)
        lines.append({DiffLine::Kind::Same, i, i, a[i]});
    Myers middle(a, b, from, aEnd, bEnd);
    if (middle.run(mostEdits)) {
        lines += middle.steps;
    } else {
        for (int i = from; i < aEnd; ++i)
            lines.append({DiffLine::Kind::Removed, i, -1, a[i]});
        for (int i = from; i < bEnd; ++i)
            lines.append({DiffLine::Kind::Added, -1, i, b[i]});
    }
    for (int i = aEnd; i < a.size(); ++i)
        lines.append({DiffLine::Kind::Same, i, i - aEnd + bEnd, a[i]});
    return lines;
}

DiffCounts countDiff(const QList<DiffLine>& lines)
{
    DiffCounts counts;
    for (const DiffLine& line : lines) {
        counts.added += line.kind == DiffLine::Kind::Added;
        counts.removed += line.kind == DiffLine::Kind::Removed;
    }
    return counts;
}

} // namespace run402
