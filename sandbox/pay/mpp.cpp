// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pay/mpp.h"

#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/idempotency.h"
#include "sandbox/pay/tempo.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

constexpr std::string_view kScheme = "payment ";
constexpr const char* kRealm = "MPP Payment"; // what the library falls back to where nothing is set
constexpr std::int64_t kGoodMs = 5 * 60'000;

/// Thrown when a credential does not pay.
struct Unpaid
{
    const char* slug;
    const char* title;
    std::string detail;
};

[[noreturn]] void malformed(const std::string& why)
{
    throw Unpaid{"malformed-credential", "Malformed Credential", "Credential is malformed: " + why + "."};
}

[[noreturn]] void unverified(const std::string& why)
{
    throw Unpaid{"verification-failed", "Verification Failed", "Payment verification failed: " + why};
}

Json chargeOf(const Price& price)
{
    return {{"amount", std::to_string(price.micros)},
            {"currency", kTempo.address},
            {"methodDetails", {{"chainId", kTempo.chain}}},
            {"recipient", sellerAddress()}};
}

std::string challengeId(const App& app, const std::string& realm, const std::string& method, const std::string& intent,
                        const std::string& request, const std::string& expires)
{
    const std::string fields = realm + '|' + method + '|' + intent + '|' + request + '|' + expires + "||";
    return base64Url(hmacSha256(hmacSha256(app.secrets.jwt, "machine payments"), fields));
}

struct Issued
{
    std::string id;
    std::string header;
};

Issued issue(const App& app, const Price& price)
{
    const std::string request = base64Url(dump(chargeOf(price)));
    const std::string expires = isoTime(nowMs() + kGoodMs);
    Issued out;
    out.id = challengeId(app, kRealm, "tempo", "charge", request, expires);
    out.header = "Payment id=\"" + out.id + "\", realm=\"" + kRealm + "\", method=\"tempo\", intent=\"charge\", request=\"" +
                 request + "\", expires=\"" + expires + '"';
    return out;
}

Response problem(const App& app, const Price& price, const Unpaid& why)
{
    const Issued fresh = issue(app, price);
    const Json body{{"type", std::string("https://paymentauth.org/problems/") + why.slug},
                    {"title", why.title},
                    {"status", 402},
                    {"detail", why.detail},
                    {"challengeId", fresh.id}};
    Response response = Response::text(402, "application/problem+json; charset=utf-8", dump(body));
    return response.set("WWW-Authenticate", fresh.header).set("Cache-Control", "no-store");
}

std::string need(const Json& object, const char* name)
{
    auto text = textMember(object, name);
    if (!text) {
        malformed(std::string("challenge.") + name + " is missing");
    }
    return *text;
}

/// The credential's JSON after its challenge was found to be ours, fresh and for this price.
Json readCredential(const App& app, const Request& request, const Price& price)
{
    const auto text = base64UrlDecode(trim(std::string_view(request.header("authorization")).substr(kScheme.size())));
    const auto json = text ? parseJson(*text) : std::nullopt;
    if (!json || !json->is_object()) {
        malformed("Invalid base64url or JSON");
    }
    const Json* challenge = member(*json, "challenge");
    const Json* payload = member(*json, "payload");
    if (challenge == nullptr || payload == nullptr) {
        malformed("challenge or payload is missing");
    }
    const std::string id = need(*challenge, "id"), asked = need(*challenge, "request");
    const std::string expires = textMember(*challenge, "expires").value_or("");
    const std::string ours = challengeId(app, need(*challenge, "realm"), need(*challenge, "method"),
                                         need(*challenge, "intent"), asked, expires);
    const auto invalid = [&id](const char* why) {
        throw Unpaid{"invalid-challenge", "Invalid Challenge", "Challenge \"" + id + "\" is invalid: " + why + "."};
    };
    if (!constantTimeEqual(id, ours)) {
        invalid("challenge was not issued by this server");
    }
    const auto decoded = base64UrlDecode(asked);
    const auto charge = decoded ? parseJson(*decoded) : std::nullopt;
    if (!charge || nlohmann::json(*charge) != nlohmann::json(chargeOf(price))) {
        invalid("it was made for another price");
    }
    if (const auto until = parseIsoTime(expires); !until || *until <= nowMs()) {
        throw Unpaid{"payment-expired", "Payment Expired", "Payment expired at " + expires + "."};
    }
    return *json;
}

std::string walletOf(const Json& credential)
{
    const std::string source = textMember(credential, "source").value_or("");
    const std::string wallet = source.substr(source.rfind(':') + 1);
    return isAddress(wallet) ? lower(wallet) : std::string();
}

[[noreturn]] void noTransfer(const Price& price)
{
    unverified("Payment verification failed: no matching transfer found.\n  - amount: " + std::to_string(price.micros) +
               "\n  - currency: " + kTempo.address + "\n  - recipient: " + sellerAddress() + ".");
}

/// Moves the money in `tx` and returns the transaction's hash.
std::string settle(PgTransaction& tx, const Json& payload, const Price& price, const std::string& wallet)
{
    const std::string type = textMember(payload, "type").value_or("");
    const std::string amount = std::to_string(price.micros);
    std::string hash;
    if (type == "transaction") {
        const TempoTransaction sent = readTempo(textMember(payload, "signature").value_or(""));
        if (!sent.error.empty()) {
            unverified(sent.error);
        }
        const bool pays = sent.transfers.size() == 1 && sent.transfers[0].token == lower(kTempo.address) &&
                          sent.transfers[0].to == lower(sellerAddress()) && sent.transfers[0].amount == amount;
        if (!pays) {
            noTransfer(price);
        }
        if (sent.sender != wallet) {
            unverified("the source is not who signed."); // FIX: the gateway takes the wallet unverified
        }
        if (const std::string why = sendTempo(tx, sent); !why.empty()) {
            unverified(why + '.');
        }
        hash = sent.hash;
    } else if (type == "hash") {
        hash = lower(textMember(payload, "hash").value_or(""));
        if (tx.query("SELECT 1 FROM internal.chain_transfers WHERE hash = $1 AND chain = $2 AND token = $3 AND sender = $4 "
                     "AND recipient = $5 AND amount = $6::numeric",
                     {hash, static_cast<std::int64_t>(kTempo.chain), lower(kTempo.address), wallet, lower(sellerAddress()),
                      amount})
                .empty()) {
            noTransfer(price);
        }
    } else {
        throw Unpaid{"invalid-payload", "Invalid Payload", "Credential payload is invalid."};
    }
    if (!useAuthorization(tx, kTempo, wallet, hash, "mpp")) {
        unverified("this transfer has paid already."); // FIX: the gateway lets one transfer pay twice
    }
    return hash;
}

} // namespace

bool hasMachinePayment(const App& app, const Request& request)
{
    return app.options.machinePayments.value_or(false) && startsWith(lower(request.header("authorization")), kScheme);
}

std::string machinePayer(const App& app, const Request& request)
{
    if (!hasMachinePayment(app, request)) {
        return {};
    }
    const auto text = base64UrlDecode(trim(std::string_view(request.header("authorization")).substr(kScheme.size())));
    const auto credential = text ? parseJson(*text) : std::nullopt;
    const Json* payload = credential && credential->is_object() ? member(*credential, "payload") : nullptr;
    if (payload == nullptr || textMember(*payload, "type").value_or("") != "transaction") {
        return {};
    }
    const TempoTransaction sent = readTempo(textMember(*payload, "signature").value_or(""));
    return sent.error.empty() && sent.sender == walletOf(*credential) ? sent.sender : std::string();
}

void addMachineChallenge(App& app, const Price& price, Response& response)
{
    if (app.options.machinePayments.value_or(false)) {
        response.set("WWW-Authenticate", issue(app, price).header);
    }
}

Response payByMachine(App& app, Request& request, const Price& price, const PaidWork& work)
{
    try {
        const Json credential = readCredential(app, request, price);
        const Json& payload = *member(credential, "payload");
        const std::string wallet = walletOf(credential);
        std::string hash;
        Response response = [&] {
            PgTransaction tx(app.db);
            hash = settle(tx, payload, price, wallet);
            Response done = work(tx, wallet);
            if (done.status < 400) {
                storeIdempotent(tx, request, done);
                tx.commit();
            }
            return done;
        }();
        if (response.status >= 400) {
            PgTransaction paid(app.db); // the chain does not take a transfer back
            settle(paid, payload, price, wallet);
            paid.commit();
        }
        const Json receipt{{"method", "tempo"}, {"status", "success"}, {"timestamp", isoTime(nowMs())}, {"reference", hash}};
        response.set("Payment-Receipt", base64Url(dump(receipt)));
        response.set("X-Run402-Settlement-Rail", "mpp");
        return response;
    } catch (const Unpaid& why) {
        return problem(app, price, why);
    }
}

} // namespace run402::sandbox
