// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/challenge.h"
#include "services/x402/signer.h"

/// Sign-In-With-X: the SIGN-IN-WITH-X header. Pure.
/// Format: EIP-4361 text, signed by EIP-191, carried as base64 JSON.
namespace run402::x402 {

/// All texts are UTF-8 and are signed byte for byte as given here.
struct SiwxMessage
{
    QByteArray domain; ///< host name; no port (servers up to 2.14)
    Address address;
    std::optional<QByteArray> statement;
    QByteArray uri; ///< absolute, of the request's origin
    quint64 chainId = 84532;
    QByteArray nonce;    ///< 8 or more letters and digits
    QByteArray issuedAt; ///< ISO 8601
    std::optional<QByteArray> expirationTime;
    std::optional<QByteArray> notBefore;
    std::optional<QByteArray> requestId;
    std::vector<QByteArray> resources; ///< none: no such lines at all
};

struct SiwxHeader
{
    QByteArray text; ///< what was signed
    Signature signature{};
    QByteArray payloadJson;
    QByteArray headerValue;
};

inline constexpr char siwxHeaderName[] = "SIGN-IN-WITH-X";

/// A message of our own for one request. `issuedMs` and `lifetimeMs` are Unix
/// milliseconds; no expiry line when `lifetimeMs` is 0. `nonce`: random.
SiwxMessage siwxForRequest(const QUrl& request, const Address& address, const QByteArray& nonce,
                           qint64 issuedMs, qint64 lifetimeMs);

/// The message that answers a server's own challenge in `challenge`, for the
/// first EVM chain it names. Fails: siwx.no_challenge, siwx.domain,
/// siwx.uri, siwx.resource, siwx.chain and those of checkSiwx; whatever the
/// challenge says, nothing is made for another host than the one asked.
Result<SiwxMessage> siwxFromChallenge(const Challenge& challenge, const QUrl& request,
                                      const Address& address);

/// The exact EIP-4361 text: "\n" line ends, none at the end.
QByteArray siwxText(const SiwxMessage& message);

/// Fails: siwx.domain, siwx.uri, siwx.nonce, siwx.time, siwx.text (a line
/// break or control character, which could forge another line), siwx.resource.
Result<Done> checkSiwx(const SiwxMessage& message);

/// Checks, then signs. Fails as checkSiwx; siwx.key (not the key of
/// message.address), key.invalid.
Result<SiwxHeader> signSiwx(const SiwxMessage& message, const SecretKey& key);

/// Does what a server does with a header it gets: tells why a sign-in was
/// turned down, which the server itself does not. The signer's address, or:
/// siwx.header_base64, siwx.header_json, siwx.field, siwx.domain, siwx.uri,
/// siwx.future, siwx.too_old, siwx.expired, siwx.not_before,
/// siwx.address, siwx.signature and those of checkSiwx.
Result<Address> verifySiwx(QByteArrayView headerValue, const QUrl& request, qint64 serverNowMs);

/// Strict ISO 8601 with seconds and zone, as Unix milliseconds.
std::optional<qint64> parseIsoTime(QByteArrayView text);

} // namespace run402::x402
