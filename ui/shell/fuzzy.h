// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVector>

#include <optional>

namespace run402 {

/// Where and how well a short query fits a text. Higher is better.
struct FuzzyMatch
{
    int score = 0;
    QVector<int> positions; ///< matched letters, ascending, as QString indexes
};

/// All letters of `query` must occur in `text` in order, case aside; blanks in
/// the query are skipped. Starts of words, runs of letters, an exact case and a
/// match near the front score higher, gaps lower. An empty query fits with 0.
/// Work is bounded: texts beyond 512 and queries beyond 64 letters are cut.
/// Thread: any.
std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text);

} // namespace run402
