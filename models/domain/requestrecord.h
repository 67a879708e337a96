// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QUrl>

namespace run402 {

/// What the Requests dock shows of one exchange. Holds no secret: headers pass an allow-list,
/// bodies are not kept.
struct RequestRecord
{
    QString traceId;
    QDateTime startedAt;     ///< UTC
    QByteArray method;
    QUrl url;                ///< without user info; secret-looking query values masked
    int status = 0;          ///< 0 while running or without an answer
    qint64 elapsedMs = -1;   ///< -1 while running
    qint64 sentBytes = 0;
    qint64 receivedBytes = 0;
    QString label;
    QString cliEquivalent;
    QString projectId;
    bool background = false; ///< nobody asked for it just now: polling, pictures of a list
    QString problemCode;     ///< empty = answered
    /// The 402 that named a price, when it was paid: half of a payment, and nothing that failed.
    bool paidQuote = false;
    qint64 costMicros = 0;   ///< what this exchange cost, once settled
    QString curl;            ///< copyable; secrets replaced by shell variable names
};

} // namespace run402
