// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pay/siwx.h"

#include "sandbox/crypto/crypto.h"
#include "sandbox/text.h"

#include <algorithm>
#include <cctype>

namespace run402::sandbox {
namespace {

constexpr std::int64_t kMaxAgeMs = 5 * 60 * 1000;

/// Members of the signed message; optional ones absent when not sent.
struct Message
{
    std::string domain, address, uri, version, chainId, type, nonce, issuedAt, signature;
    std::optional<std::string> statement, expirationTime, notBefore, requestId;
    std::optional<std::vector<std::string>> resources;
};

std::optional<Message> read(const Json& json)
{
    if (!json.is_object()) {
        return std::nullopt;
    }
    Message m;
    const std::pair<const char*, std::string*> required[] = {
        {"domain", &m.domain},   {"address", &m.address},   {"uri", &m.uri},
        {"version", &m.version}, {"chainId", &m.chainId},   {"type", &m.type},
        {"nonce", &m.nonce},     {"issuedAt", &m.issuedAt}, {"signature", &m.signature}};
    for (const auto& [name, target] : required) {
        auto value = textMember(json, name);
        if (!value) {
            return std::nullopt;
        }
        *target = std::move(*value);
    }
    m.statement = textMember(json, "statement");
    m.expirationTime = textMember(json, "expirationTime");
    m.notBefore = textMember(json, "notBefore");
    m.requestId = textMember(json, "requestId");
    if (const Json* list = member(json, "resources"); list != nullptr && list->is_array()) {
        m.resources.emplace();
        for (const Json& item : *list) {
            if (!item.is_string()) {
                return std::nullopt;
            }
            m.resources->push_back(item.get<std::string>());
        }
    }
    return m;
}

/// EIP-4361 text the wallet signed (payments.md §2.2).
std::string signedText(const Message& m, bool solana)
{
    std::string text = m.domain + " wants you to sign in with your " + (solana ? "Solana" : "Ethereum") +
                       " account:\n" + m.address + "\n\n";
    if (m.statement) {
        text += *m.statement + '\n';
    }
    text += "\nURI: " + m.uri + "\nVersion: " + m.version +
            "\nChain ID: " + m.chainId.substr(m.chainId.find(':') + 1) + "\nNonce: " + m.nonce +
            "\nIssued At: " + m.issuedAt;
    if (m.expirationTime) {
        text += "\nExpiration Time: " + *m.expirationTime;
    }
    if (m.notBefore) {
        text += "\nNot Before: " + *m.notBefore;
    }
    if (m.requestId) {
        text += "\nRequest ID: " + *m.requestId;
    }
    if (m.resources) {
        text += "\nResources:";
        for (const std::string& resource : *m.resources) {
            text += "\n- " + resource;
        }
    }
    return text;
}

/// Reason for refusing the times of the message; empty when they hold.
std::string checkTimes(const Message& m)
{
    const std::int64_t now = nowMs();
    const auto issued = parseIsoTime(m.issuedAt);
    if (!issued) {
        return "issuedAt is not a time";
    }
    if (*issued > now) {
        return "issuedAt is in the future; check this computer's clock";
    }
    if (now - *issued > kMaxAgeMs) {
        return "SIWX message too old";
    }
    if (m.expirationTime) {
        const auto expires = parseIsoTime(*m.expirationTime);
        if (!expires || *expires < now) {
            return "SIWX message expired";
        }
    }
    if (m.notBefore) {
        const auto from = parseIsoTime(*m.notBefore);
        if (!from || *from > now) {
            return "SIWX message is not valid yet";
        }
    }
    return {};
}

std::string checkShape(const Message& m, const Request& request)
{
    if (m.domain != request.hostname()) {
        return "SIWX domain mismatch: expected " + request.hostname();
    }
    const std::string origin = request.origin();
    if (!startsWith(m.uri, origin) ||
        (m.uri.size() > origin.size() && m.uri[origin.size()] != '/' && m.uri[origin.size()] != '?')) {
        return "SIWX uri mismatch: expected " + origin;
    }
    if (m.version != "1") {
        return "SIWX version must be 1";
    }
    const bool alphanumeric = std::all_of(m.nonce.begin(), m.nonce.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0;
    });
    if (m.nonce.size() < 8 || !alphanumeric) {
        return "SIWX nonce must be at least 8 letters or digits";
    }
    return {};
}

SignIn refused(std::string reason)
{
    return {{}, std::move(reason)};
}

} // namespace

SignIn checkSignIn(const Request& request)
{
    const std::string& header = request.header("sign-in-with-x");
    if (header.empty()) {
        return refused("Missing SIGN-IN-WITH-X header");
    }
    const auto decoded = base64Decode(header);
    const auto json = decoded ? parseJson(*decoded) : std::nullopt;
    const auto m = json ? read(*json) : std::nullopt;
    if (!m) {
        return refused("Invalid SIGN-IN-WITH-X header");
    }
    if (std::string reason = checkShape(*m, request); !reason.empty()) {
        return refused(std::move(reason));
    }
    if (std::string reason = checkTimes(*m); !reason.empty()) {
        return refused(std::move(reason));
    }
    const bool evm = startsWith(m->chainId, "eip155:") && m->type == "eip191";
    const bool solana = startsWith(m->chainId, "solana:") && m->type == "ed25519";
    if (evm && isAddress(m->address) && checksumAddress(m->address) == m->address) {
        const auto signer = recoverAddress(personalMessageHash(signedText(*m, false)), m->signature);
        return signer == m->address ? SignIn{lower(m->address), {}}
                                    : refused("SIWX signature verification failed");
    }
    if (solana) {
        return verifySolana(signedText(*m, true), m->address, m->signature)
                   ? SignIn{m->address, {}}
                   : refused("SIWX signature verification failed");
    }
    return refused(evm ? "SIWX address is not EIP-55 checksummed" : "SIWX chain or type is not supported");
}

Json signInExtension(const Request& request)
{
    static const Json schema = *parseJson(R"({"$schema":"https://json-schema.org/draft/2020-12/schema",
"type":"object","properties":{"domain":{"type":"string"},"address":{"type":"string"},
"statement":{"type":"string"},"uri":{"type":"string","format":"uri"},"version":{"type":"string"},
"chainId":{"type":"string"},"type":{"type":"string"},"nonce":{"type":"string"},
"issuedAt":{"type":"string","format":"date-time"},"expirationTime":{"type":"string","format":"date-time"},
"notBefore":{"type":"string","format":"date-time"},"requestId":{"type":"string"},
"resources":{"type":"array","items":{"type":"string","format":"uri"}},"signature":{"type":"string"}},
"required":["domain","address","uri","version","chainId","type","nonce","issuedAt","signature"]})");
    Json extension;
    extension["info"] = {{"domain", request.hostname()},
                         {"uri", request.url()},
                         {"version", "1"},
                         {"nonce", randomHex(16)},
                         {"issuedAt", isoTime(nowMs())},
                         {"resources", Json::array({request.url()})},
                         {"statement", "Sign in to Run402"}};
    extension["supportedChains"] = Json::array({{{"chainId", "eip155:8453"}, {"type", "eip191"}},
                                                {{"chainId", "eip155:84532"}, {"type", "eip191"}}});
    extension["schema"] = schema;
    return extension;
}

} // namespace run402::sandbox
