// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/parallel.h"
#include "models/item/resulttext.h"

#include <optional>

namespace run402 {

/// What the status line tells of the chosen cells.
struct ResultStats
{
    qint64 rows = 0;   ///< chosen
    qint64 values = 0; ///< not NULL
    bool numeric = false;
    QString sum;       ///< to the last digit; numeric columns only
    QString average;   ///< ten places; numeric columns only
    QString least, greatest; ///< by compareOf(); empty without values, and cut for long texts
};

/// Of several columns taken together, all of which must compare alike. Thread: any; uses what other threads are free.
/// `rows` count in `order`; nullopt = stopped.
std::optional<ResultStats> statsOf(const ResultSet& set, const QList<int>& columns, const QList<ResultTextOptions::Rows>& rows,
                                   const ResultOrder& order, const Going& going = {});

} // namespace run402
