// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace run402 {

enum class LogLevel { Info, Warning, Error };

/// One line of a function's log as this computer keeps it, or the place where lines may be missing.
/// Owner: value. Thread: any.
struct LogRow
{
    qint64 id = 0;    ///< of the local store; later ids were seen later
    qint64 atMs = 0;  ///< ms since 1970 UTC, as the service tells
    LogLevel level = LogLevel::Info;
    bool gap = false; ///< not a line: what came before `atMs` may be incomplete; `text` says why
    QString function;
    QString text;
    int same = 1;     ///< how many equal errors this row stands for
};

/// The level a line states itself: a JSON "level" or "severity", a leading word such as "ERROR", or the name of an
/// exception. Looks at the first 400 characters only. Thread: any.
LogLevel logLevelOf(QStringView text);

/// `text` with everything that differs between two occurrences of one error taken out: numbers, ids, quoted values.
QString errorShape(const QString& text);

} // namespace run402
