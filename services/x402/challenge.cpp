// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/challenge.h"

#include "services/x402/bytes.h"

namespace run402::x402 {

namespace {

Reason reasonOf(JsonError error)
{
    switch (error) {
    case JsonError::None:
        return Reason::None;
    case JsonError::Syntax:
        return Reason::HeaderJson;
    case JsonError::Depth:
    case JsonError::TooMany:
        return Reason::HeaderTooDeep;
    case JsonError::DuplicateKey:
        return Reason::HeaderDuplicateKey;
    case JsonError::Utf8:
        return Reason::HeaderUtf8;
    }
    return Reason::HeaderJson;
}

Result<Challenge> readChallenge(QByteArray bytes, int expectedVersion)
{
    auto parsed = JsonText::parse(std::move(bytes));
    if (!parsed.text)
        return problemOf(reasonOf(parsed.error));
    const JsonValue root = parsed.text->root();
    if (!root.isObject())
        return problemOf(Reason::HeaderNotObject);
    if (root.member("x402Version").integer() != expectedVersion)
        return problemOf(Reason::VersionUnknown);
    const JsonValue accepts = root.member("accepts");
    if (!accepts.valid())
        return problemOf(Reason::AcceptsMissing);
    if (!accepts.isArray())
        return problemOf(Reason::AcceptsNotList);
    if (size_t(accepts.size()) > offerLimit)
        return problemOf(Reason::TooManyOffers);
    Challenge out;
    out.version = expectedVersion;
    out.error = root.member("error").text();
    out.resource = root.member("resource");
    out.extensions = root.member("extensions");
    out.offers = accepts.entries();
    out.json = std::move(parsed.text);
    return out;
}

int effectivePort(const QUrl& url)
{
    return url.port(url.scheme() == u"https" ? 443 : 80);
}

bool hasDefaultPort(const QUrl& url)
{
    return effectivePort(url) == (url.scheme() == u"https" ? 443 : 80);
}

} // namespace

Result<Challenge> decodeChallenge(QByteArrayView headerValue)
{
    if (headerValue.size() > headerLimit)
        return problemOf(Reason::HeaderTooLarge);
    auto bytes = fromBase64(headerValue.trimmed());
    if (!bytes || bytes->isEmpty())
        return problemOf(Reason::HeaderBase64);
    return readChallenge(*std::move(bytes), 2);
}

Result<Challenge> decodeChallengeBody(const QByteArray& body)
{
    if (body.size() > bodyLimit)
        return problemOf(Reason::NoOffer);
    // A body without x402Version is an ordinary 402, not a broken offer.
    const auto parsed = JsonText::parse(body);
    if (!parsed.text || !parsed.text->root().member("x402Version").valid())
        return problemOf(Reason::NoOffer);
    return readChallenge(body, 1);
}

Result<Challenge> decodeChallenge(const std::optional<QByteArray>& headerValue, const QByteArray& body)
{
    return headerValue ? decodeChallenge(QByteArrayView(*headerValue)) : decodeChallengeBody(body);
}

Reason checkResource(const JsonValue& resource, const QUrl& request)
{
    if (!resource.valid())
        return Reason::ResourceMissing;
    const auto text = resource.string();
    if (!text)
        return Reason::ResourceMalformed;
    const QUrl url(QString::fromUtf8(*text), QUrl::StrictMode);
    const bool web = url.scheme() == u"https" || url.scheme() == u"http";
    if (!url.isValid() || !web || url.host().isEmpty() || !url.userInfo().isEmpty())
        return Reason::ResourceMalformed;
    const bool samePort =
        effectivePort(url) == effectivePort(request) || (hasDefaultPort(url) && hasDefaultPort(request));
    return url.host() == request.host() && samePort ? Reason::None : Reason::ResourceHost;
}

} // namespace run402::x402
