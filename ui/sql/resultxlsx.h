// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/resultexport.h"

namespace run402 {

/// An Excel workbook through libxlsxwriter, row by row (its constant memory mode). Numbers of up to 15 digits are numbers,
/// longer ones text, so that none is rounded; dates and times from 1900 on are dates in UTC, others text; booleans are
/// booleans; NULL is an empty cell. A sheet takes 1,048,575 rows below its head, more go to further sheets; more than
/// 16,384 columns are refused. Texts over 32,767 letters are cut and counted. Thread: any.
ExportOutcome writeXlsx(const QString& file, const ResultSet& set, const ResultTextOptions& options, const Going& going);

} // namespace run402
