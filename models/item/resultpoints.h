// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultorder.h"

#include <QPointF>

namespace run402 {

/// What a chart draws of two columns of a result.
struct ResultPoints
{
    QList<QPointF> points;  ///< bars: x counts from 0; times: milliseconds since 1970 in UTC
    QStringList categories; ///< bars: the text of each
    bool time = false;
    qint64 rows = 0;    ///< looked at
    qint64 skipped = 0; ///< without a number to draw
    qint64 step = 1;    ///< every how many rows one is drawn; more than 1 = thinned
};

/// Columns that can stand at the side (numbers), and along the bottom of a line or of points (numbers and times).
bool canStandUp(const ResultSet& set, int column);
bool canLieAcross(const ResultSet& set, int column);

/// `across` -1 = the number of the row. At most `most` points: of more rows every n-th is taken, which `step` tells.
/// Numbers become doubles here. Thread: any; reads no more rows than it draws.
ResultPoints pointsOf(const ResultSet& set, const ResultOrder& order, int across, int up, bool bars, int most);

} // namespace run402
