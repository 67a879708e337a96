// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace run402 {

/// One line of a comparison of two texts.
struct DiffLine
{
    enum class Kind { Same, Added, Removed };
    Kind kind = Kind::Same;
    int before = -1; ///< line in the old text, from 0; -1 = not there
    int after = -1;  ///< line in the new text
    QString text;
};

/// The fewest lines added and removed that make `after` out of `before` (Myers 1986, O(ND)). Texts that differ in
/// more than `mostEdits` lines come out as one block removed and one added, so that the cost stays bounded.
/// Line ends "\r\n" count as "\n". Thread: any.
QList<DiffLine> lineDiff(const QString& before, const QString& after, int mostEdits = 1500);

struct DiffCounts
{
    int added = 0, removed = 0;
};
DiffCounts countDiff(const QList<DiffLine>& lines);

} // namespace run402
