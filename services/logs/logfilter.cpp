// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/logfilter.h"

#include <QElapsedTimer>
#include <QHash>

#include <algorithm>

namespace run402 {

namespace {

constexpr qsizetype longestSubject = 16'384;

QList<LogRow> grouped(const QList<LogRow>& rows)
{
    // Newest first, so that a group stands where its last occurrence is.
    QList<LogRow> out;
    QHash<QString, qsizetype> groups;
    for (auto it = rows.crbegin(); it != rows.crend(); ++it) {
        if (it->level != LogLevel::Error || it->gap) {
            out.append(*it);
            continue;
        }
        const QString key = it->function + u'\n' + errorShape(it->text);
        if (const auto at = groups.constFind(key); at != groups.cend()) {
            ++out[*at].same;
        } else {
            groups.insert(key, out.size());
            out.append(*it);
        }
    }
    std::reverse(out.begin(), out.end());
    return out;
}

} // namespace

QRegularExpression boundedExpression(const QString& pattern)
{
    // The lowest of several limits holds, so the pattern cannot raise it. Without JIT the steps are counted exactly.
    return QRegularExpression(QStringLiteral("(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=2000)(*NO_JIT)") + pattern,
                              QRegularExpression::CaseInsensitiveOption);
}

LogFiltered filterLog(const QList<LogRow>& rows, const LogFilter& filter, const std::shared_ptr<std::atomic_bool>& stop)
{
    LogFiltered result;
    QList<LogRow> kept = rows;
    if (!filter.pattern.isEmpty()) {
        const QRegularExpression expression = boundedExpression(filter.pattern);
        if (!expression.isValid()) {
            result.patternError = expression.errorString();
            return result;
        }
        kept.clear();
        QElapsedTimer clock;
        clock.start();
        for (auto it = rows.crbegin(); it != rows.crend(); ++it) {
            if ((stop && *stop) || clock.hasExpired(filter.budgetMs)) {
                result.outOfTime = true;
                break;
            }
            if (it->gap)
                continue;
            const auto match = expression.match(QStringView(it->text).left(longestSubject).toString());
            if (match.hasMatch())
                kept.append(*it);
            else if (!match.isValid())
                ++result.tooHard;
        }
        std::reverse(kept.begin(), kept.end());
    }
    result.rows = filter.groupErrors ? grouped(kept) : kept;
    return result;
}

} // namespace run402
