// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/shelltext.h"
#include "services/net/apiclient.h"

namespace run402 {

inline bool mayWrite(const ApiRequest& request)
{
    return request.method != "GET" && request.method != "HEAD";
}

/// An answer that cannot be read came after the request was carried out.
inline Problem afterTheFact(Problem problem, bool wrote)
{
    if (wrote && problem.kind == Problem::Kind::Protocol) {
        problem.mutation = Problem::Mutation::Applied;
        problem.safeToRetry = false;
    }
    return problem;
}

/// Sends `request` and reads the JSON answer with `codec`.
template <typename T, typename Codec>
Call<T>* fetch(QObject* owner, ApiClient& api, const ApiRequest& request, Codec codec)
{
    return mapCall(owner, api.json(request),
                   [codec, wrote = mayWrite(request)](const QJsonDocument& document) -> Result<T> {
                       Result<T> value = codec(document);
                       if (!value.ok())
                           return afterTheFact(value.error(), wrote);
                       return value;
                   });
}

/// Sends `request`; any success will do.
inline Call<Done>* fetchDone(QObject* owner, ApiClient& api, const ApiRequest& request)
{
    return mapCall(owner, api.call(request), [](const HttpReply&) -> Result<Done> { return Done{}; });
}

/// One path segment, percent-encoded: a name from a person or a server never leaves its place.
inline QString segment(const QString& text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

/// "/projects/v1/admin/<id>/<tail>"
inline QString adminPath(const QString& projectId, const QString& tail)
{
    return QStringLiteral("/projects/v1/admin/%1/%2").arg(segment(projectId), tail);
}

} // namespace run402
