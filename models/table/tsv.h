// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resulttext.h"
#include "models/item/tablemodel.h"

namespace run402 {

/// A block as spreadsheets copy it: tabs between cells, a quoted cell may hold tabs, line breaks and doubled quotes.
/// The last line break ends the last row and begins no other.
QList<QStringList> readTsv(const QString& text);

/// The cells as they are shown with what is staged, in any of the console's formats. Cells of a new row that are left
/// to the database count as NULL.
QByteArray tableText(const TableModel& model, const QList<int>& rows, const QList<int>& columns, ResultFormat format);

} // namespace run402
