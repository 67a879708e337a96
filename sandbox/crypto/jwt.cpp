// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/crypto/jwt.h"

#include "sandbox/crypto/crypto.h"
#include "sandbox/text.h"

namespace run402::sandbox {

std::string signJwt(const Json& claims, std::string_view secret)
{
    const std::string body = base64Url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64Url(dump(claims));
    return body + '.' + base64Url(hmacSha256(secret, body));
}

std::optional<Json> verifyJwt(std::string_view token, std::string_view secret)
{
    const std::size_t first = token.find('.');
    const std::size_t last = token.rfind('.');
    if (first == std::string_view::npos || last == first || token.size() > 8192) {
        return std::nullopt;
    }
    const auto headerText = base64UrlDecode(token.substr(0, first));
    const auto claimsText = base64UrlDecode(token.substr(first + 1, last - first - 1));
    if (!headerText || !claimsText) {
        return std::nullopt;
    }
    const auto header = parseJson(*headerText);
    if (!header || textMember(*header, "alg") != "HS256") {
        return std::nullopt;
    }
    const std::string expected = base64Url(hmacSha256(secret, token.substr(0, last)));
    if (!constantTimeEqual(expected, token.substr(last + 1))) {
        return std::nullopt;
    }
    auto claims = parseJson(*claimsText);
    if (!claims || !claims->is_object()) {
        return std::nullopt;
    }
    return claims;
}

bool hasExpired(const Json& claims, int leewaySeconds)
{
    const Json* exp = member(claims, "exp");
    return exp != nullptr &&
           (!exp->is_number() || exp->get<double>() + leewaySeconds <= static_cast<double>(nowMs() / 1000));
}

} // namespace run402::sandbox
