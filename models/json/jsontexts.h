// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonValue>
#include <QStringList>

namespace run402 {

/// The texts of an array: an empty one for each entry that is none, no entry at all where there is no array.
/// Thread: any. Never fails.
inline QStringList jsonTexts(const QJsonValue& value)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& entry : array)
        list << entry.toString();
    return list;
}

} // namespace run402
