// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/fuzzy.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace run402::sandbox::rest {

namespace {

constexpr double minimumScore = 0.33;
constexpr std::size_t longestCompared = 200;

std::set<std::string> grams(const std::string &text, std::size_t size)
{
    const std::string padded = "-" + text + "-";
    std::set<std::string> result;
    for (std::size_t i = 0; i + size <= padded.size(); ++i)
        result.insert(padded.substr(i, size));
    return result;
}

bool shareGram(const std::string &a, const std::string &b, std::size_t size)
{
    const auto ofA = grams(a, size);
    const auto ofB = grams(b, size);
    return std::any_of(ofA.begin(), ofA.end(),
                       [&](const std::string &gram) { return ofB.count(gram) > 0; });
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

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

double similarity(const std::string &a, const std::string &b)
{
    const std::size_t longest = std::max<std::size_t>({a.size(), b.size(), 1});
    return 1.0 - static_cast<double>(distance(a, b)) / static_cast<double>(longest);
}

} // namespace

std::string closest(const std::vector<std::string> &candidates, const std::string &text)
{
    std::string best;
    if (text.size() > longestCompared)
        return best;
    const std::string wanted = lowered(text);
    // Like the service's fuzzy set: only what shares three letters in a row
    // comes into question, then two; the edit distance decides.
    for (const std::size_t size : {3, 2}) {
        double bestScore = minimumScore;
        for (const std::string &candidate : candidates) {
            const std::string other = lowered(candidate);
            if (other.size() > longestCompared || !shareGram(other, wanted, size))
                continue;
            const double score = similarity(other, wanted);
            if (score > bestScore || (score == bestScore && !best.empty() && candidate < best)) {
                best = candidate;
                bestScore = score;
            }
        }
        if (!best.empty())
            return best;
    }
    return best;
}

} // namespace run402::sandbox::rest
