// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tableedits.h"

#include <QJsonObject>

namespace run402 {

/// What is staged in a table, for the next start of the program: rows as they were read, what they are to become, and
/// which columns these are.
struct StagedKept
{
    TableEdits::Step step; ///< stages all of it
    QString snapshot;      ///< TablePage::snapshot of the page the rows came from
    bool sent = false;     ///< it was on its way when it was kept: it may have been written
};

/// Empty when nothing is staged, and when it is more than stagedKeptLimit characters.
QJsonObject stagedJson(const TableShape& shape, const TableEdits& edits, const QString& snapshot, bool sent);
constexpr qsizetype stagedKeptLimit = 2'000'000;

/// nullopt: it is not of a table with these columns and this key. Cut-short or foreign JSON too. Thread: any.
std::optional<StagedKept> readStaged(const TableShape& shape, const QJsonObject& json);

} // namespace run402
