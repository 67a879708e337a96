// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/bytes.h"
#include "services/x402/siwx.h"
#include "tests/fuzz/fuzz.h"

using namespace run402;
using namespace run402::x402;
using fuzz::must;

namespace {

constexpr qint64 kNow = 1'774'094'400'000;

const QUrl& request()
{
    static const QUrl url(QStringLiteral("https://api.run402.com/projects/v1"));
    return url;
}

const SecretKey& key()
{
    static const char text[] = "4646464646464646464646464646464646464646464646464646464646464646";
    static const SecretKey one = std::move(SecretKey::parse(spanOf(text), SecretKey::Use::Wallet)).value();
    return one;
}

/// A message that passed the checks has exactly the lines its fields make: no field can forge one.
void signIfSound(const SiwxMessage& message)
{
    if (!checkSiwx(message).ok()) {
        must(!signSiwx(message, key()).ok(), "what fails the checks is not signed");
        return;
    }
    qsizetype lines = message.statement ? 10 : 9; // domain, address, blank, [statement, blank,] uri … issuedAt
    lines = siwxText(SiwxMessage{message.domain, message.address, message.statement ? std::optional<QByteArray>("x") : std::nullopt,
                                 "u", 1, "n", "i", {}, {}, {}, {}}).count('\n');
    lines += message.expirationTime.has_value() + message.notBefore.has_value() + message.requestId.has_value();
    lines += message.resources.empty() ? 0 : 1 + qsizetype(message.resources.size());
    must(siwxText(message).count('\n') == lines, "no field writes a line of its own");
    const auto header = signSiwx(message, key());
    if (!header.ok())
        return;
    const auto signer = Signer::recover(header->signature, personalMessageDigest(header->text));
    must(signer && *signer == key().address(), "signed by the wallet");
}

void challenge(const QByteArray& text)
{
    const auto read = decodeChallenge(QByteArrayView(toBase64(text)));
    if (!read.ok())
        return;
    const auto message = siwxFromChallenge(*read, request(), key().address());
    if (!message.ok()) {
        must(!message.error().code.isEmpty(), "a failure has a code");
        return;
    }
    must(message->domain == "api.run402.com", "nothing is made for another host than the one asked");
    signIfSound(*message);
}

/// The fields of a message, one a line of the input, whatever they are.
void fields(const QByteArray& text)
{
    const QList<QByteArray> parts = text.split('\x1f');
    const auto at = [&](qsizetype i) { return i < parts.size() ? parts[i] : QByteArray(); };
    SiwxMessage message = siwxForRequest(request(), key().address(), "0123456789abcdef", kNow, 300'000);
    message.statement = at(0);
    if (parts.size() > 1)
        message.uri = at(1);
    if (parts.size() > 2)
        message.nonce = at(2);
    if (parts.size() > 3)
        message.requestId = at(3);
    for (qsizetype i = 4; i < parts.size(); ++i)
        message.resources.push_back(parts[i]);
    signIfSound(message);
}

} // namespace

/// SIGN-IN-WITH-X as text and as the JSON inside, the challenge for one, and the fields of a message.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text = fuzz::bytesOf(data, size);
    (void)verifySiwx(text, request(), kNow);
    (void)verifySiwx(toBase64(text), request(), kNow);
    challenge(text);
    fields(text);
    if (const auto ms = parseIsoTime(text))
        must(*ms > -62'200'000'000'000 && *ms < 253'500'000'000'000, "a time lies between the years 0 and 9999");
    return 0;
}
