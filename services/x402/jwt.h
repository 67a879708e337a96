// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QJsonObject>

#include <optional>

namespace run402::x402 {

/// What a project key says about itself, for display only: the secret is the
/// server's, so nothing here is verified and nothing may be decided by it.
struct JwtClaims
{
    QJsonObject header;
    QJsonObject payload;
    QString role;                    ///< "" when absent
    QString projectId;               ///< "" when absent
    std::optional<qint64> issuedAt;  ///< Unix seconds
    std::optional<qint64> expiresAt; ///< Unix seconds; absent: never

    bool isExpired(qint64 nowSeconds) const { return expiresAt && *expiresAt <= nowSeconds; }
};

/// Fails: jwt.empty, jwt.too_large, jwt.parts, jwt.empty_part, jwt.base64,
/// jwt.json, jwt.not_object. Messages never contain the token.
Result<JwtClaims> decodeJwt(QByteArrayView token);

} // namespace run402::x402
