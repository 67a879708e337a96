// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/siwx.h"
#include "services/x402/siwxinternal.h"

#include <algorithm>

namespace run402::x402 {

namespace {

constexpr qint64 oldestMs = 300'000;
constexpr QByteArrayView evmPrefix("eip155:");

std::optional<quint64> evmChain(const JsonValue& chainId)
{
    const auto text = chainId.string();
    if (!text || !text->startsWith(evmPrefix))
        return std::nullopt;
    bool ok = false;
    const quint64 id = text->mid(evmPrefix.size()).toULongLong(&ok);
    return ok && id > 0 && QByteArray::number(id) == text->mid(evmPrefix.size()) ? std::optional(id)
                                                                                 : std::nullopt;
}

/// Reads the optional members; false when one has the wrong type.
bool readOptional(const JsonValue& from, SiwxMessage& out)
{
    const auto text = [&](const char* name, std::optional<QByteArray>& to) {
        const JsonValue value = from.member(name);
        if (value.valid())
            to = value.string();
        return !value.valid() || to.has_value();
    };
    const JsonValue resources = from.member("resources");
    if (!text("statement", out.statement) || !text("expirationTime", out.expirationTime) ||
        !text("notBefore", out.notBefore) || !text("requestId", out.requestId) ||
        (resources.valid() && !resources.isArray()))
        return false;
    for (const JsonValue& entry : resources.entries()) {
        const auto resource = entry.string();
        if (!resource)
            return false;
        out.resources.push_back(*resource);
    }
    return true;
}

/// Members a challenge and a header have in common.
bool readCommon(const JsonValue& from, SiwxMessage& out)
{
    const auto domain = from.member("domain").string();
    const auto uri = from.member("uri").string();
    const auto nonce = from.member("nonce").string();
    const auto issuedAt = from.member("issuedAt").string();
    if (!domain || !uri || !nonce || !issuedAt || from.member("version").string() != "1" ||
        !readOptional(from, out))
        return false;
    out.domain = *domain;
    out.uri = *uri;
    out.nonce = *nonce;
    out.issuedAt = *issuedAt;
    return true;
}

bool sameOrigin(const QByteArray& uri, const QUrl& request)
{
    const QUrl url(QString::fromUtf8(uri), QUrl::StrictMode);
    return url.isValid() && url.userInfo().isEmpty() && originOf(url) == originOf(request);
}

std::optional<quint64> firstChain(const JsonValue& chains)
{
    for (const JsonValue& entry : chains.entries())
        if (entry.member("type").string() == "eip191")
            if (const auto id = evmChain(entry.member("chainId")))
                return id;
    return std::nullopt;
}

Result<Done> checkTimes(const SiwxMessage& message, qint64 now)
{
    const qint64 issued = parseIsoTime(message.issuedAt).value_or(0);
    if (now - issued > oldestMs)
        return siwxProblem("siwx.too_old", "The sign-in is more than five minutes old");
    if (issued > now)
        return siwxProblem("siwx.future", "The sign-in is dated in the future: the clocks differ");
    if (message.expirationTime && parseIsoTime(*message.expirationTime).value_or(0) < now)
        return siwxProblem("siwx.expired", "The sign-in has expired");
    if (message.notBefore && parseIsoTime(*message.notBefore).value_or(0) > now)
        return siwxProblem("siwx.not_before", "The sign-in is not valid yet");
    return Done{};
}

struct ReceivedHeader
{
    SiwxMessage message;
    Signature signature{};
};

Result<ReceivedHeader> readHeader(QByteArrayView headerValue)
{
    auto bytes = headerValue.size() > headerLimit ? std::nullopt : fromBase64(headerValue);
    if (!bytes)
        return siwxProblem("siwx.header_base64", "The sign-in header is not standard base64");
    const auto parsed = JsonText::parse(*std::move(bytes));
    if (!parsed.text)
        return siwxProblem("siwx.header_json", "The sign-in header is not JSON");
    const JsonValue root = parsed.text->root();
    ReceivedHeader out;
    const auto chain = evmChain(root.member("chainId"));
    const auto address = root.member("address").string();
    const auto signature = root.member("signature").string();
    if (!readCommon(root, out.message) || !chain || root.member("type").string() != "eip191" || !address ||
        !signature)
        return siwxProblem("siwx.field", "A field of the sign-in header is missing or of the wrong type");
    out.message.chainId = *chain;
    if (Address::parse(QByteArrayView(*address), out.message.address) != AddressError::None ||
        out.message.address.toEip55() != *address)
        return siwxProblem("siwx.address", "The address of the sign-in lacks its checksum");
    if (!signature->startsWith("0x") || !decodeHexDigits(QByteArrayView(*signature).sliced(2), out.signature))
        return siwxProblem("siwx.signature", "The signature of the sign-in is malformed");
    return out;
}

} // namespace

Result<SiwxMessage> siwxFromChallenge(const Challenge& challenge, const QUrl& request, const Address& address)
{
    const JsonValue extension = challenge.extensions.member("sign-in-with-x");
    SiwxMessage out;
    if (!readCommon(extension.member("info"), out))
        return siwxProblem("siwx.no_challenge", "The answer carries no complete sign-in challenge");
    const QByteArray host = request.host(QUrl::FullyEncoded).toLatin1();
    const QByteArray hostAndPort = request.authority(QUrl::FullyEncoded).toLatin1();
    if (out.domain != host && out.domain != hostAndPort)
        return siwxProblem("siwx.domain", "The sign-in challenge is for another host than the one asked");
    if (!sameOrigin(out.uri, request))
        return siwxProblem("siwx.uri", "The sign-in challenge is for another address than the one asked");
    for (const QByteArray& resource : out.resources)
        if (!sameOrigin(resource, request))
            return siwxProblem("siwx.resource", "The sign-in challenge names a resource elsewhere");
    const auto chain = firstChain(extension.member("supportedChains"));
    if (!chain)
        return siwxProblem("siwx.chain", "The sign-in challenge names no chain a wallet can sign for");
    out.chainId = *chain;
    out.address = address;
    if (const auto checked = checkSiwx(out); !checked)
        return checked.error();
    return out;
}

Result<Address> verifySiwx(QByteArrayView headerValue, const QUrl& request, qint64 serverNowMs)
{
    const auto received = readHeader(headerValue);
    if (!received)
        return received.error();
    const SiwxMessage& message = received->message;
    if (const auto checked = checkSiwx(message); !checked)
        return checked.error();
    if (message.domain != request.host(QUrl::FullyEncoded).toLatin1())
        return siwxProblem("siwx.domain", "The sign-in is for another host");
    if (!sameOrigin(message.uri, request))
        return siwxProblem("siwx.uri", "The sign-in is for another address");
    if (const auto times = checkTimes(message, serverNowMs); !times)
        return times.error();
    const auto signer = Signer::recover(received->signature, personalMessageDigest(siwxText(message)));
    if (!signer || *signer != message.address)
        return siwxProblem("siwx.signature", "The sign-in was not signed by its address");
    return *signer;
}

} // namespace run402::x402
