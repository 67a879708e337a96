// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <functional>

namespace run402 {

/// Hears how many rows are done so far, from any thread; false = stop. May be empty.
using Going = std::function<bool(qsizetype done)>;

/// Does `work` for pieces of [0, total), on the caller's thread and on whatever threads of the global pool are free, and
/// waits. Never waits for a thread to become free, so it may run inside the pool. Pieces run in any order; `index`
/// counts them. False = stopped: some pieces were not done.
bool inChunks(qsizetype total, qsizetype chunk, const std::function<void(qsizetype index, qsizetype from, qsizetype to)>& work,
              const Going& going = {});

} // namespace run402
