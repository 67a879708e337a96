// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/jwt.h"

#include "services/x402/bytes.h"
#include "services/x402/json.h"

#include <QJsonDocument>

namespace run402::x402 {

namespace {

constexpr qsizetype tokenLimit = 16 * 1024;

Unexpected jwtProblem(const char* code, const char* message)
{
    return fail(Problem::Kind::Local, QString::fromLatin1(code), QString::fromLatin1(message));
}

struct Part
{
    std::shared_ptr<const JsonText> text;
    QJsonObject object;
};

Result<Part> readPart(QByteArrayView encoded)
{
    if (encoded.isEmpty())
        return jwtProblem("jwt.empty_part", "A part of the token is empty");
    const auto bytes = fromBase64Url(encoded);
    if (!bytes)
        return jwtProblem("jwt.base64", "The token has characters that do not belong there");
    Part out;
    out.text = JsonText::parse(*bytes).text;
    if (!out.text)
        return jwtProblem("jwt.json", "A part of the token is not JSON");
    if (!out.text->root().isObject())
        return jwtProblem("jwt.not_object", "A part of the token is not a JSON object");
    out.object = QJsonDocument::fromJson(*bytes).object();
    return out;
}

} // namespace

Result<JwtClaims> decodeJwt(QByteArrayView token)
{
    if (token.isEmpty())
        return jwtProblem("jwt.empty", "No token was given");
    if (token.size() > tokenLimit)
        return jwtProblem("jwt.too_large", "The token is too large");
    const QList<QByteArray> parts = token.toByteArray().split('.');
    if (parts.size() != 3)
        return jwtProblem("jwt.parts", "This is no JWT: it does not have three parts");
    const auto header = readPart(parts[0]);
    if (!header)
        return header.error();
    const auto payload = readPart(parts[1]);
    if (!payload)
        return payload.error();
    if (parts[2].isEmpty())
        return jwtProblem("jwt.empty_part", "A part of the token is empty");
    if (!fromBase64Url(parts[2]))
        return jwtProblem("jwt.base64", "The token has characters that do not belong there");
    const JsonValue claims = payload->text->root();
    JwtClaims out;
    out.header = header->object;
    out.payload = payload->object;
    out.role = claims.member("role").text();
    out.projectId = claims.member("project_id").text();
    out.issuedAt = claims.member("iat").integer();
    out.expiresAt = claims.member("exp").integer();
    return out;
}

} // namespace run402::x402
