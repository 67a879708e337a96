// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/siwx.h"

#include "services/x402/siwxinternal.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace run402::x402 {

namespace {

constexpr qsizetype textLimit = 1024;
constexpr size_t resourceLimit = 16;

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// One line of printable text. DEL and the C1 controls (c2 80 to c2 9f) are
/// refused with the rest: some viewers break lines at them.
bool isOneLine(QByteArrayView text)
{
    if (text.size() > textLimit || !isUtf8(text))
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto c = quint8(text[i]);
        if (c < 0x20 || c == 0x7f || (c == 0xc2 && quint8(text[i + 1]) < 0xa0))
            return false;
    }
    return true;
}

bool isDomain(QByteArrayView domain)
{
    return !domain.isEmpty() && domain.size() <= 255 && std::all_of(domain.begin(), domain.end(), [](char c) {
        return isAlphanumeric(c) || QByteArrayView(".-:[]_").contains(c);
    });
}

bool isUri(QByteArrayView uri)
{
    const bool plain = std::all_of(uri.begin(), uri.end(), [](char c) {
        return c > 0x20 && c < 0x7f && !QByteArrayView("<>\"{}|\\^`").contains(c);
    });
    const QUrl url(QString::fromLatin1(uri), QUrl::StrictMode);
    return plain && uri.size() <= textLimit && url.isValid() && !url.scheme().isEmpty() &&
           !url.host().isEmpty();
}

bool isNonce(QByteArrayView nonce)
{
    return nonce.size() >= 8 && nonce.size() <= 256 &&
           std::all_of(nonce.begin(), nonce.end(), isAlphanumeric);
}

bool isTime(const std::optional<QByteArray>& text)
{
    return !text || parseIsoTime(*text);
}

void appendJsonMember(QByteArray& out, const char* name, QByteArrayView value)
{
    out.append(out.isEmpty() ? '{' : ',').append('"').append(name).append("\":");
    appendJsonString(out, value);
}

QByteArray payloadJson(const SiwxMessage& message, const Signature& signature)
{
    QByteArray out;
    appendJsonMember(out, "domain", message.domain);
    appendJsonMember(out, "address", message.address.toEip55());
    if (message.statement)
        appendJsonMember(out, "statement", *message.statement);
    appendJsonMember(out, "uri", message.uri);
    appendJsonMember(out, "version", "1");
    appendJsonMember(out, "chainId", "eip155:" + QByteArray::number(message.chainId));
    appendJsonMember(out, "type", "eip191");
    appendJsonMember(out, "nonce", message.nonce);
    appendJsonMember(out, "issuedAt", message.issuedAt);
    if (message.expirationTime)
        appendJsonMember(out, "expirationTime", *message.expirationTime);
    if (message.notBefore)
        appendJsonMember(out, "notBefore", *message.notBefore);
    if (message.requestId)
        appendJsonMember(out, "requestId", *message.requestId);
    for (size_t i = 0; i < message.resources.size(); ++i) {
        out.append(i == 0 ? ",\"resources\":[" : ",");
        appendJsonString(out, message.resources[i]);
    }
    if (!message.resources.empty())
        out.append(']');
    appendJsonMember(out, "signature", toHex(signature));
    return out.append('}');
}

QByteArray isoTime(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
}

} // namespace

std::optional<qint64> parseIsoTime(QByteArrayView text)
{
    constexpr QByteArrayView shape("dddd-dd-ddTdd:dd:dd");
    if (text.size() <= shape.size() || text.size() > 35)
        return std::nullopt;
    for (qsizetype i = 0; i < shape.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i])
            return std::nullopt;
    }
    const QDateTime time = QDateTime::fromString(QString::fromLatin1(text), Qt::ISODateWithMs);
    // Without a zone it would be local time, another moment for the server.
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return std::nullopt;
    return time.toMSecsSinceEpoch();
}

SiwxMessage siwxForRequest(const QUrl& request, const Address& address, const QByteArray& nonce,
                           qint64 issuedMs, qint64 lifetimeMs)
{
    SiwxMessage out;
    out.domain = request.host(QUrl::FullyEncoded).toLatin1();
    out.address = address;
    out.statement = QByteArrayLiteral("Sign in to Run402");
    out.uri = request.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo | QUrl::RemoveFragment).toLatin1();
    out.nonce = nonce;
    out.issuedAt = isoTime(issuedMs);
    if (lifetimeMs > 0)
        out.expirationTime = isoTime(issuedMs + lifetimeMs);
    return out;
}

QByteArray siwxText(const SiwxMessage& message)
{
    QByteArray out = message.domain + " wants you to sign in with your Ethereum account:\n" +
                     message.address.toEip55() + "\n\n";
    if (message.statement)
        out += *message.statement + '\n';
    out += "\nURI: " + message.uri + "\nVersion: 1\nChain ID: " + QByteArray::number(message.chainId) +
           "\nNonce: " + message.nonce + "\nIssued At: " + message.issuedAt;
    if (message.expirationTime)
        out += "\nExpiration Time: " + *message.expirationTime;
    if (message.notBefore)
        out += "\nNot Before: " + *message.notBefore;
    if (message.requestId)
        out += "\nRequest ID: " + *message.requestId;
    if (!message.resources.empty())
        out += "\nResources:";
    for (const QByteArray& resource : message.resources)
        out += "\n- " + resource;
    return out;
}

Result<Done> checkSiwx(const SiwxMessage& message)
{
    if (!isDomain(message.domain))
        return siwxProblem("siwx.domain", "The domain of the sign-in is no host name");
    if (!isUri(message.uri))
        return siwxProblem("siwx.uri", "The address of the sign-in is no absolute URI");
    if (!isNonce(message.nonce))
        return siwxProblem("siwx.nonce", "The nonce of the sign-in must be 8 or more letters and digits");
    if (!parseIsoTime(message.issuedAt) || !isTime(message.expirationTime) || !isTime(message.notBefore))
        return siwxProblem("siwx.time", "A time of the sign-in is not ISO 8601");
    if ((message.statement && !isOneLine(*message.statement)) ||
        (message.requestId && !isOneLine(*message.requestId)))
        return siwxProblem("siwx.text", "A text of the sign-in is not a single line");
    if (message.resources.size() > resourceLimit ||
        !std::all_of(message.resources.begin(), message.resources.end(),
                     [](const auto& r) { return isUri(r); }))
        return siwxProblem("siwx.resource", "A resource of the sign-in is no absolute URI");
    return Done{};
}

Result<SiwxHeader> signSiwx(const SiwxMessage& message, const SecretKey& key)
{
    if (const auto checked = checkSiwx(message); !checked)
        return checked.error();
    if (!key.isValid() || key.address() != message.address)
        return siwxProblem("siwx.key", "The key does not belong to the address that signs in");
    SiwxHeader out;
    out.text = siwxText(message);
    const auto signature = Signer::sign(key, personalMessageDigest(out.text));
    if (!signature)
        return signature.error();
    out.signature = *signature;
    out.payloadJson = payloadJson(message, *signature);
    out.headerValue = toBase64(out.payloadJson);
    return out;
}

} // namespace run402::x402
