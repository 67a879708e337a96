// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QUrl>

#include <functional>
#include <memory>

class QIODevice;

namespace run402 {

using HeaderList = QList<QPair<QByteArray, QByteArray>>;

/// One HTTP exchange to make. Value type.
struct HttpRequest
{
    QByteArray method = "GET";
    QUrl url;
    HeaderList headers;            ///< may hold secrets: never logged except by allow-list
    QByteArray body;
    QByteArray contentType;        ///< set only when there is a body
    /// For bodies too big for memory; wins over `body`. Called just before sending, on the thread that then reads the
    /// device (aheaddevice.h): open, of known size; nullptr = file.unreadable.
    std::function<std::unique_ptr<QIODevice>()> bodyDevice;
    int timeoutMs = 30'000;        ///< without any byte moving
    qint64 maxReplyBytes = 256ll << 20;
    /// Whether an identical request may be sent again without asking anybody.
    bool idempotent = false;
    /// A redirect is normally net.redirect; set where a 3xx is an answer to show (invoking a function).
    bool redirectIsAnswer = false;
    /// Takes the body of a successful (2xx) answer as it arrives, instead of HttpReply::body; progressed() then tells
    /// bytes received. False = cannot take more (file.unwritable).
    std::function<bool(const QByteArray&)> sink;
    QString label;                 ///< for the Requests dock, translated by nobody: "tier set prototype"
    QString cliEquivalent;         ///< "run402 tier set prototype"; without secrets
    QString projectId;             ///< for filtering the dock; may be empty
    bool background = false;       ///< nobody asked for it just now: polling, pictures of a list
};

struct HttpReply
{
    int status = 0;
    HeaderList headers;
    QByteArray body;
    qint64 elapsedMs = 0;
    QString traceId;

    /// First header of that name (case-insensitive); empty = absent.
    QByteArray header(const char* name) const;
    bool isJson() const;
};

} // namespace run402
