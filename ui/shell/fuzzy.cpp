// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/fuzzy.h"

#include <algorithm>
#include <limits>

namespace run402 {

namespace {

constexpr int kLetter = 16;
constexpr int kRun = 14;      // follows the letter before
constexpr int kWordStart = 20;
constexpr int kFirst = 12;    // the text's first letter
constexpr int kSameCase = 1;
constexpr int kGap = -1;      // per letter skipped inside the match
constexpr int kNone = std::numeric_limits<int>::min() / 2;

bool startsWord(const QString& text, int i)
{
    if (i == 0)
        return true;
    const QChar before = text.at(i - 1);
    const QChar here = text.at(i);
    if (!before.isLetterOrNumber())
        return here.isLetterOrNumber();
    return (before.isLower() && here.isUpper()) || (!before.isDigit() && here.isDigit());
}

int letterScore(const QString& text, int i, QChar wanted)
{
    int score = kLetter;
    if (startsWord(text, i))
        score += kWordStart;
    if (i == 0)
        score += kFirst;
    if (text.at(i) == wanted)
        score += kSameCase;
    return score;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& queryText, const QString& whole)
{
    QString query = queryText.left(64);
    query.remove(QLatin1Char(' '));
    const QString text = whole.left(512);
    const int n = int(text.size());
    const int m = int(query.size());
    if (m == 0)
        return FuzzyMatch{};
    if (m > n)
        return std::nullopt;

    // best[j][i]: best score with query letter j on text letter i; from[j][i]:
    // where letter j-1 stood then. m * n * 1 steps thanks to a running maximum.
    QVector<int> best(m * n, kNone);
    QVector<int> from(m * n, -1);
    for (int j = 0; j < m; ++j) {
        const QChar wanted = query.at(j);
        int carried = kNone; // best of row j-1 to the left, each step costs a gap
        int carriedAt = -1;
        for (int i = j; i < n; ++i) {
            if (j > 0 && i > 0) {
                if (carried > kNone)
                    carried += kGap;
                const int before = best.at((j - 1) * n + i - 1);
                if (before > carried) {
                    carried = before;
                    carriedAt = i - 1;
                }
            }
            if (text.at(i).toCaseFolded() != wanted.toCaseFolded())
                continue;
            const int here = letterScore(text, i, wanted);
            if (j == 0) {
                best[i] = here - std::min(i, 10);
                continue;
            }
            const int adjacent = i > 0 ? best.at((j - 1) * n + i - 1) : kNone;
            const int withRun = adjacent > kNone ? adjacent + kRun : kNone;
            if (withRun >= carried && withRun > kNone) {
                best[j * n + i] = withRun + here;
                from[j * n + i] = i - 1;
            } else if (carried > kNone) {
                best[j * n + i] = carried + here;
                from[j * n + i] = carriedAt;
            }
        }
    }
    const auto last = best.cbegin() + (m - 1) * n;
    const auto top = std::max_element(last, best.cend());
    if (*top <= kNone)
        return std::nullopt;
    FuzzyMatch match;
    match.score = *top - n / 8; // of two equal fits the shorter text is meant
    match.positions.resize(m);
    int i = int(top - last);
    for (int j = m - 1; j >= 0; --j) {
        match.positions[j] = i;
        i = from.at(j * n + i);
    }
    return match;
}

} // namespace run402
