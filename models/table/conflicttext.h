// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace run402 {

/// A value beside another it shall be told from, in one line: what cannot be seen gets a sign (· blank at an end, ⏎ line break,
/// ⇥ tab, U+… for other characters without a shape), of a long one the part around the first difference. NULL and the empty text
/// are told apart by `isWord`: the text is a word about the value then.
struct ConflictText
{
    QString text;
    bool isWord = false;
    bool operator==(const ConflictText&) const = default;
};
/// `most`: characters. Translated. Thread: any.
ConflictText conflictText(const std::optional<QString>& value, const std::optional<QString>& other, int most = 200);

} // namespace run402
