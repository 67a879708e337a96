// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>

#include <optional>

namespace run402::json {

/// The raw text of each member of a JSON object, found without parsing the values: what keeps a result
/// of a hundred thousand rows, its number formats and its column order, intact until the grid reads it.
/// Keys must be free of escapes to be found. nullopt: not one complete object. Views point into `text`.
/// Pure; thread: any; linear time, no recursion.
std::optional<QHash<QByteArray, QByteArrayView>> memberTexts(QByteArrayView text);

/// A piece of `whole` that shares its bytes and keeps them: what is taken out of a large answer is not in memory twice. No
/// zero stands behind it. Thread: any. Precondition: `piece` points into `whole`.
QByteArray sharedPiece(const QByteArray& whole, QByteArrayView piece);

} // namespace run402::json
