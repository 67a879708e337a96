// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/policy.h"

#include <QStringList>

/// Offers as a server writes them, for the unit tests.
namespace run402::test {

inline constexpr char sellerText[] = "0x4D53c2B6183DE066b278a57ED64882502403e09A";
inline constexpr char otherSellerText[] = "0x221560ad9F15F4D0deFdC9dBac7666F24C2cf931";

inline QByteArray mainOffer(const char* amount = "100000", const char* payTo = sellerText)
{
    return QByteArray(R"({"scheme":"exact","network":"eip155:8453","amount":")") + amount +
           R"(","asset":"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913","payTo":")" + payTo +
           R"(","maxTimeoutSeconds":300,"extra":{"name":"USD Coin","version":"2"}})";
}

inline QByteArray testOffer(const char* amount = "100000", const char* payTo = sellerText)
{
    return QByteArray(R"({"scheme":"exact","network":"eip155:84532","amount":")") + amount +
           R"(","asset":"0x036CbD53842c5426634e7929541eC2318f3dCF7e","payTo":")" + payTo +
           R"(","maxTimeoutSeconds":300,"extra":{"name":"USDC","version":"2"}})";
}

inline QByteArray challengeText(const QByteArrayList& offers,
                                const QByteArray& url = "https://api.run402.com/x",
                                const QByteArray& more = {})
{
    return R"({"x402Version":2,"error":"Payment required","resource":{"url":")" + url + R"("},"accepts":[)" +
           offers.join(',') + ']' + more + '}';
}

inline x402::Challenge challengeOf(const QByteArrayList& offers,
                                   const QByteArray& url = "https://api.run402.com/x")
{
    auto challenge = x402::decodeChallenge(QByteArrayView(x402::toBase64(challengeText(offers, url))));
    return challenge.ok() ? std::move(challenge).value() : x402::Challenge();
}

inline x402::Address address(const char* text)
{
    x402::Address out;
    (void)x402::Address::parse(QByteArrayView(text), out);
    return out;
}

} // namespace run402::test
