// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pay/payment.h"

#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/idempotency.h"
#include "sandbox/pay/billing.h"
#include "sandbox/pay/checkout.h"
#include "sandbox/pay/mpp.h"
#include "sandbox/pay/siwx.h"
#include "sandbox/text.h"

#include <algorithm>

namespace run402::sandbox {
namespace {

constexpr const Token* kTokens[] = {&kBase, &kBaseSepolia}; // mainnet first, as the gateway

Json requirement(const Token& token, const Price& price)
{
    return {{"scheme", "exact"},
            {"network", token.network},
            {"amount", std::to_string(price.micros)},
            {"asset", token.address},
            {"payTo", sellerAddress()},
            {"maxTimeoutSeconds", 300},
            {"extra", {{"name", token.name}, {"version", token.version}}}};
}

bool wantsHtml(const Request& request)
{
    return request.header("accept").find("text/html") != std::string::npos &&
           request.header("user-agent").find("Mozilla") != std::string::npos;
}

Response htmlPaywall(const std::string& description)
{
    return Response::text(402, "text/html; charset=utf-8",
                          "<!DOCTYPE html>\n<html>\n<head>\n<title>Payment Required</title>\n"
                          "<meta charset=\"UTF-8\">\n</head>\n<body>\n<h1>Payment Required</h1>\n<p>" +
                              htmlEscape(description) + "</p>\n</body>\n</html>\n");
}

Response challenge(const Request& request, const Price& price, const std::string& error, const Json& body)
{
    if (wantsHtml(request)) {
        return htmlPaywall(price.description);
    }
    Json document{{"x402Version", 2}, {"error", error}};
    document["resource"] = {
        {"url", request.url()}, {"description", price.description}, {"mimeType", "application/json"}};
    document["accepts"] = Json::array();
    for (const Token* token : kTokens) {
        document["accepts"].push_back(requirement(*token, price));
    }
    document["extensions"]["bazaar"] = price.bazaar;
    if (price.signIn) {
        document["extensions"]["sign-in-with-x"] = signInExtension(request);
    }
    return Response::json(402, body).set("PAYMENT-REQUIRED", base64(dump(document)));
}

std::optional<TransferAuthorization> authorization(const Json& payment)
{
    const Json* payload = member(payment, "payload");
    const Json* fields = payload != nullptr ? member(*payload, "authorization") : nullptr;
    if (fields == nullptr) {
        return std::nullopt;
    }
    TransferAuthorization a;
    const std::pair<const char*, std::string*> wanted[] = {{"from", &a.from},
                                                           {"to", &a.to},
                                                           {"value", &a.value},
                                                           {"validAfter", &a.validAfter},
                                                           {"validBefore", &a.validBefore},
                                                           {"nonce", &a.nonce}};
    for (const auto& [name, target] : wanted) {
        auto value = textMember(*fields, name);
        if (!value) {
            return std::nullopt;
        }
        *target = std::move(*value);
    }
    return a;
}

bool signatureFits(const Json& payment, const TransferAuthorization& a, const Token& token)
{
    const Json* payload = member(payment, "payload");
    const auto signature = payload != nullptr ? textMember(*payload, "signature") : std::nullopt;
    const auto digest = transferDigest(a, token.name, token.version, token.chain, token.address);
    if (!signature || !digest) {
        return false;
    }
    const auto signer = recoverAddress(*digest, *signature);
    return signer && lower(*signer) == lower(a.from);
}

/// Token the payment is signed for; nullptr when the signature fits none.
const Token* signedToken(const Json& payment, const TransferAuthorization& a)
{
    for (const Token* token : kTokens) {
        if (signatureFits(payment, a, *token)) {
            return token;
        }
    }
    return nullptr;
}

/// a < b for decimal strings without sign.
bool lessDecimal(std::string a, std::string b)
{
    const auto strip = [](std::string& text) {
        text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
    };
    strip(a);
    strip(b);
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

/// Rejection reason by the facilitator's rules in their order; empty = good.
std::string verifyNative(App& app, const Json& payment, const Price& price, const Token*& token)
{
    const Json* version = member(payment, "x402Version");
    if (version == nullptr || !version->is_number() || version->get<double>() != 2) {
        return "Unsupported x402 version: " + (version == nullptr ? "undefined" : dump(*version));
    }
    const Json* accepted = member(payment, "accepted");
    for (const Token* candidate : kTokens) {
        // equality must ignore key order, so compare in the sorting json type
        if (accepted != nullptr &&
            nlohmann::json(*accepted) == nlohmann::json(requirement(*candidate, price))) {
            token = candidate;
        }
    }
    if (token == nullptr) {
        return "No matching payment requirements";
    }
    const auto a = authorization(payment);
    if (!a) {
        return "invalid_payload";
    }
    if (!signatureFits(payment, *a, *token)) {
        return "invalid_exact_evm_payload_signature";
    }
    if (lower(a->to) != lower(sellerAddress())) {
        return "invalid_exact_evm_payload_recipient_mismatch";
    }
    const std::int64_t now = nowMs() / 1000;
    if (lessDecimal(a->validBefore, std::to_string(now + 6))) {
        return "invalid_exact_evm_payload_authorization_valid_before";
    }
    if (lessDecimal(std::to_string(now), a->validAfter)) {
        return "invalid_exact_evm_payload_authorization_valid_after";
    }
    const std::string amount = std::to_string(price.micros);
    if (lessDecimal(chainBalance(app, *token, a->from), amount)) {
        return "insufficient_funds";
    }
    return lessDecimal(a->value, amount) ? "invalid_exact_evm_payload_authorization_value" : std::string();
}

Response settlementFailed(const RefusalBody& refusalBody, const PaymentHeader& payment, const char* details)
{
    Json body{{"error", "Settlement failed"}, {"details", details}};
    const Json context = refusalBody(payment);
    for (const auto& item : context.items()) {
        if (item.key() != "error") {
            body[item.key()] = item.value();
        }
    }
    return Response::json(402, body);
}

/// Pays from prepaid credit; nullopt when that rail does not apply.
std::optional<Response> payFromAllowance(App& app, Request& request, const Price& price,
                                         const PaymentHeader& payment, const PaidWork& work)
{
    const auto a = payment.json ? authorization(*payment.json) : std::nullopt;
    const Token* token = a ? signedToken(*payment.json, *a) : nullptr;
    if (token == nullptr || lower(a->to) != lower(sellerAddress()) ||
        lessDecimal(a->value, std::to_string(price.micros)) ||
        lessDecimal(a->validBefore, std::to_string(nowMs() / 1000))) {
        return std::nullopt;
    }
    creditDueTopups(app, payment.payer);
    PgTransaction tx(app.db);
    Account account = lockAccount(tx, payment.payer, false);
    if (account.id.empty() || account.status != "active" || account.available < price.micros) {
        return std::nullopt;
    }
    if (!useAuthorization(tx, *token, a->from, a->nonce, "allowance")) {
        return Response::json(409, {{"error", "Payment header already used"},
                                    {"message", "Sign a fresh authorization for each attempt."}});
    }
    postLedger(tx, account,
               {"debit",
                "purchase_debit",
                price.micros,
                "charge",
                price.sku,
                {{"sku", price.sku}},
                sha256Hex(payment.text)});
    Response response = work(tx, payment.payer);
    if (response.status >= 400) {
        return response; // the transaction and with it the debit is undone
    }
    storeIdempotent(tx, request, response);
    tx.commit();
    response.set("X-Run402-Settlement-Rail", "allowance");
    response.set("X-Run402-Allowance-Remaining", std::to_string(account.available));
    return response;
}

Response payNative(App& app, Request& request, const Token& token, const PaymentHeader& payment,
                   const RefusalBody& refusalBody, const PaidWork& work)
{
    const TransferAuthorization a = *authorization(*payment.json);
    switch (app.fakes.settling.exchange(Fakes::Works)) {
    case Fakes::Reverts:
        return settlementFailed(refusalBody, payment, "invalid_transaction_state");
    case Fakes::Throws:
        return settlementFailed(refusalBody, payment, "transaction_failed");
    case Fakes::Works:
        break;
    }
    PgTransaction tx(app.db);
    if (!useAuthorization(tx, token, a.from, a.nonce, "x402")) {
        return settlementFailed(refusalBody, payment, "transaction_failed");
    }
    const std::string hash = moveTokens(tx, token, {a.from, a.to, a.value});
    if (hash.empty()) {
        return settlementFailed(refusalBody, payment, "transaction_failed");
    }
    nameAuthorization(tx, token, a.from, a.nonce, hash);
    Response response = work(tx, payment.payer);
    if (response.status >= 400) {
        return response; // not charged
    }
    storeIdempotent(tx, request, response);
    tx.commit();
    const Json settled{{"success", true},
                       {"transaction", hash},
                       {"network", token.network},
                       {"payer", checksumAddress(a.from)}};
    response.set("PAYMENT-RESPONSE", base64(dump(settled)));
    response.set("X-Run402-Settlement-Rail", "x402");
    return response;
}

} // namespace

std::string sellerAddress()
{
    // nobody holds a key for it: an address from a hash, not from a key
    static const std::string address =
        checksumAddress("0x" + toHex(keccak256("run402-sandbox seller").data() + 12, 20));
    return address;
}

PaymentHeader readPayment(const Request& request)
{
    PaymentHeader payment;
    const std::string& native = request.header("payment-signature");
    payment.native = !native.empty();
    payment.text = payment.native ? native : request.header("x-payment");
    payment.present = !payment.text.empty() || !request.header("x-402-payment").empty();
    const auto decoded = payment.text.empty() ? std::nullopt : base64Decode(payment.text);
    payment.json = decoded ? parseJson(*decoded) : std::nullopt;
    if (payment.json && !payment.json->is_object()) {
        payment.json.reset();
    }
    if (payment.json) {
        const Json* payload = member(*payment.json, "payload");
        const Json* fields = payload != nullptr ? member(*payload, "authorization") : nullptr;
        const auto from = fields != nullptr ? textMember(*fields, "from") : std::nullopt;
        if (from && isAddress(*from)) {
            payment.payer = lower(*from);
        }
    }
    return payment;
}

std::string verifiedPayer(const PaymentHeader& payment)
{
    const auto a = payment.json ? authorization(*payment.json) : std::nullopt;
    return a && signedToken(*payment.json, *a) != nullptr ? payment.payer : std::string();
}

void addContactHint(App& app, const PaymentHeader& payment, Response& response)
{
    if (payment.payer.empty()) {
        return;
    }
    PgLease db(app.db);
    if (db.query("SELECT 1 FROM internal.agent_contacts WHERE wallet = $1", {payment.payer}).empty()) {
        response.set("X-Run402-Hint", "set-contact");
    }
}

Response payAndRun(App& app, Request& request, const Price& price, const RefusalBody& refusalBody,
                   const PaidWork& work)
{
    if (hasMachinePayment(app, request)) {
        return payByMachine(app, request, price, work);
    }
    const PaymentHeader payment = readPayment(request);
    Response response = [&] {
        if (auto paid = payFromAllowance(app, request, price, payment, work)) {
            return std::move(*paid);
        }
        if (!payment.native || !payment.json) {
            Response asked = challenge(request, price, "Payment required", refusalBody(payment));
            if (!payment.present) {
                addMachineChallenge(app, price, asked);
            }
            return asked;
        }
        if (app.fakes.verifying.exchange(false)) { // the middleware's words for a facilitator that fails
            return challenge(request, price, "Facilitator verify failed (500): Internal Server Error", refusalBody(payment));
        }
        const Token* token = nullptr;
        const std::string reason = verifyNative(app, *payment.json, price, token);
        if (!reason.empty()) {
            return challenge(request, price, reason, refusalBody(payment));
        }
        return payNative(app, request, *token, payment, refusalBody, work);
    }();
    addContactHint(app, payment, response);
    return response;
}

Response signInChallenge(App& app, const Request& request, const char* description, const std::string& reason)
{
    if (wantsHtml(request)) {
        return htmlPaywall(description);
    }
    const PaymentHeader payment = readPayment(request);
    std::string error = "Payment required";
    Json body = Json::object(); // a missing header explains itself
    if (request.has("sign-in-with-x")) {
        body["error"] = reason;
    }
    if (payment.native && payment.json) {
        const Json* version = member(*payment.json, "x402Version");
        error = version != nullptr && version->is_number() && version->get<double>() == 2
                    ? "No matching payment requirements"
                    : "Unsupported x402 version: " + (version == nullptr ? "undefined" : dump(*version));
        body = Json::object();
    }
    Json document{{"x402Version", 2}, {"error", error}};
    document["resource"] = {{"url", request.url()}, {"description", description}, {"mimeType", ""}};
    document["accepts"] = Json::array();
    document["extensions"]["sign-in-with-x"] = signInExtension(request);
    Response response = Response::json(402, body).set("PAYMENT-REQUIRED", base64(dump(document)));
    addContactHint(app, payment, response);
    return response;
}

} // namespace run402::sandbox
