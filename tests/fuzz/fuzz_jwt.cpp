// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/jwt.h"
#include "tests/fuzz/fuzz.h"

using namespace run402;
using fuzz::must;

namespace {

void decode(const QByteArray& token)
{
    const auto claims = x402::decodeJwt(token);
    if (claims.ok()) {
        must(!claims->isExpired(0) || *claims->expiresAt <= 0, "expired means past its time");
        return;
    }
    must(!claims.error().code.isEmpty(), "a failure has a code");
    must(token.size() < 16 || !claims.error().message.contains(QString::fromLatin1(token)), "no message has the token");
}

} // namespace

/// A project key as text, and with the input as its payload.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text = fuzz::bytesOf(data, size);
    constexpr auto url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    decode(text);
    decode("eyJhbGciOiJIUzI1NiJ9." + text.toBase64(url) + ".c2ln");
    decode(text.toBase64(url) + ".e30.c2ln");
    return 0;
}
