// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QUrl>

/// Internal to run402_x402: shared by siwx.cpp and siwxcheck.cpp.
namespace run402::x402 {

inline Unexpected siwxProblem(const char* code, const char* message)
{
    return fail(Problem::Kind::Protocol, QString::fromLatin1(code), QString::fromLatin1(message));
}

/// "scheme://host[:port]" without a default port.
inline QString originOf(const QUrl& url)
{
    QUrl origin;
    origin.setScheme(url.scheme());
    origin.setHost(url.host());
    if (url.port() != (url.scheme() == u"https" ? 443 : 80))
        origin.setPort(url.port());
    return origin.toString(QUrl::FullyEncoded);
}

} // namespace run402::x402
