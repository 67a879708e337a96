// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace run402::sandbox {

/// The server's clock, Unix milliseconds: the computer's plus an offset that
/// only the control endpoints change. Everything the API dates or lets expire
/// goes by it; time limits of connections and processes do not. Thread: any.
std::int64_t nowMs();

std::int64_t clockOffsetMs();
/// The database's metadata connections have a clock of their own: see
/// setDatabaseClock() in db/bootstrap.h.
void setClockOffsetMs(std::int64_t offset);

/// "90s", "15m", "2h", "7d", "-1d", "250ms"; milliseconds, nullopt for
/// anything else and beyond a thousand years.
std::optional<std::int64_t> parseDurationMs(std::string_view text);

} // namespace run402::sandbox
