// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/fuzzy.h"

#include <algorithm>
#include <numeric>

namespace run402::sandbox::rest {

namespace {

constexpr double minimumScore = 0.5;
constexpr std::size_t longestCompared = 200;

std::size_t distance(const std::string &a, const std::string &b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

} // namespace

std::string closest(const std::vector<std::string> &candidates, const std::string &text)
{
    std::string best;
    double bestScore = minimumScore;
    if (text.size() > longestCompared)
        return best;
    for (const std::string &candidate : candidates) {
        const std::size_t longest = std::max(candidate.size(), text.size());
        if (longest == 0 || longest > longestCompared)
            continue;
        const double score
            = 1.0 - static_cast<double>(distance(candidate, text)) / static_cast<double>(longest);
        if (score > bestScore || (score == bestScore && !best.empty() && candidate < best)) {
            best = candidate;
            bestScore = score;
        }
    }
    return best;
}

} // namespace run402::sandbox::rest
