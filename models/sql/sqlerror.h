// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <QString>

namespace run402 {

/// Where in a text the server's complaint belongs, and what was probably meant. The service sends the
/// message only (contract.md §3.5), so the place is worked out from it: of several statements the first it can be about.
struct SqlErrorSpot
{
    enum class What { Unknown, Syntax, NoColumn, NoTable, NoFunction, Value };
    What what = What::Unknown;
    qsizetype start = -1;  ///< UTF-16 units in the text that was sent; -1 = not derivable
    qsizetype length = 0;
    int line = -1;         ///< from 0; -1 = not derivable
    QString name;          ///< what was not found, as the message has it
    QString suggestion;    ///< replacement for [start, start+length), empty = none
};

/// `message` is PostgreSQL's own, without "SQL error: ". Thread: any.
SqlErrorSpot locateSqlError(const QString& sql, const QString& message, const Schema& schema);

/// Nearest of `candidates` to `word` that is close enough to be a slip; empty = none.
QString nearestName(const QString& word, const QStringList& candidates);

/// Edit distance with swapped neighbours counting once; `most` + 1 when it is larger than that.
int editDistance(QStringView a, QStringView b, int most);

} // namespace run402
