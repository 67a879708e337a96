// SPDX-License-Identifier: GPL-3.0-or-later
//
// Full handling of one 402, header text in to header text out, against the
// bare signature it cannot do without: x402, and MPP with what the chain's node
// says of fees. Both run alternately in one process, so that a busy machine slows
// both; the medians are compared. RUN402_NPM_BENCH names a command that prints the
// medians of npm's client for the same headers (x402_npm.mjs): it runs before and
// after, and its better run counts.
#include "services/mpp/plan.h"
#include "services/x402/payment.h"

#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

using namespace run402;
using namespace run402::x402;

namespace {

constexpr int warmUp = 300;
constexpr int rounds = 5000;

/// What the server sends for a tier: both networks, and the discovery
/// extensions that make up most of the header.
QByteArray offerHeader()
{
    return toBase64(
        R"({"x402Version":2,"error":"Payment required","resource":{"url":"https://api.run402.com/tiers/v1/prototype",)"
        R"("description":"Set prototype tier ($0.10 USDC) — auto-detects subscribe/renew/upgrade",)"
        R"("mimeType":"application/json"},"accepts":[{"scheme":"exact","network":"eip155:8453","amount":"100000",)"
        R"("asset":"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",)"
        R"("payTo":"0x4D53c2B6183DE066b278a57ED64882502403e09A","maxTimeoutSeconds":300,)"
        R"("extra":{"name":"USD Coin","version":"2"}},{"scheme":"exact","network":"eip155:84532","amount":"100000",)"
        R"("asset":"0x036CbD53842c5426634e7929541eC2318f3dCF7e",)"
        R"("payTo":"0x4D53c2B6183DE066b278a57ED64882502403e09A","maxTimeoutSeconds":300,)"
        R"("extra":{"name":"USDC","version":"2"}}],"extensions":{"bazaar":{"info":{"input":{"type":"http",)"
        R"("queryParams":{},"method":"POST"},"output":{"type":"json","example":{"wallet":"0x...","action":"subscribe",)"
        R"("tier":"prototype","lease_expires_at":"2026-04-08T00:00:00.000Z"}}},"schema":{)"
        R"("$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"input":{)"
        R"("type":"object","properties":{"type":{"type":"string","const":"http"},"method":{"type":"string",)"
        R"("enum":["POST"]},"queryParams":{"type":"object","properties":{}}},"required":["type","method"],)"
        R"("additionalProperties":false},"output":{"type":"object","properties":{"type":{"type":"string"},)"
        R"("example":{"type":"object"}},"required":["type"]}},"required":["input"]}},"sign-in-with-x":{"info":{)"
        R"("domain":"api.run402.com","uri":"https://api.run402.com/tiers/v1/prototype","version":"1",)"
        R"("nonce":"c81d7cb26098047e5f66908380cea14b","issuedAt":"2026-06-15T09:06:53.589Z",)"
        R"("resources":["https://api.run402.com/tiers/v1/prototype"],"statement":"Sign in to Run402"},)"
        R"("supportedChains":[{"chainId":"eip155:8453","type":"eip191"},{"chainId":"eip155:84532","type":"eip191"}],)"
        R"("schema":{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{)"
        R"("domain":{"type":"string"},"address":{"type":"string"},"statement":{"type":"string"},)"
        R"("uri":{"type":"string","format":"uri"},"version":{"type":"string"},"chainId":{"type":"string"},)"
        R"("type":{"type":"string"},"nonce":{"type":"string"},"issuedAt":{"type":"string","format":"date-time"},)"
        R"("expirationTime":{"type":"string","format":"date-time"},"notBefore":{"type":"string",)"
        R"("format":"date-time"},"requestId":{"type":"string"},"resources":{"type":"array","items":{"type":"string",)"
        R"("format":"uri"}},"signature":{"type":"string"}},"required":["domain","address","uri","version","chainId",)"
        R"("type","nonce","issuedAt","signature"]}}}})");
}

SpendPolicy makePolicy()
{
    SpendPolicy policy;
    policy.environment = Environment::Mainnet;
    policy.perPayment = Amount::fromMicros(20'000'000);
    policy.perDay = Amount::fromMicros(50'000'000);
    policy.perMonth = Amount::fromMicros(200'000'000);
    policy.askAbove = Amount::fromMicros(1'000'000);
    policy.hosts = QStringList{QStringLiteral("api.run402.com")};
    return policy;
}

struct Handler
{
    QByteArray header = offerHeader();
    QUrl url{QStringLiteral("https://api.run402.com/tiers/v1/prototype")};
    SpendPolicy policy = makePolicy();
    SpendState state;

    /// Empty on failure.
    QByteArray run(const SecretKey& key, const DraftInput& input) const
    {
        const auto challenge = decodeChallenge(QByteArrayView(header));
        if (!challenge)
            return {};
        const Decision decision = decide(*challenge, url, {key.address(), key.use()}, policy, state);
        const auto plan = draftPayment(*challenge, decision, input);
        if (!plan || plan->preview().typedDataJson.isEmpty())
            return {};
        const auto payment = signPayment(*plan, key);
        return payment ? payment->headerValue : QByteArray();
    }
};

/// A challenge of the gateway (payments.md §3.1).
QByteArray machineHeader()
{
    return "Payment id=\"3jqvmWVkj1dED2J4qkTc2tkx2d4QVYAlnYCBUfRX_QA\", realm=\"sandbox.local\", method=\"tempo\", intent=\"charge\", request=\""
        + toBase64Url(R"({"amount":"100000","currency":"0x20c0000000000000000000000000000000000000",)"
                      R"("methodDetails":{"chainId":42431},"recipient":"0x4D53c2B6183DE066b278a57ED64882502403e09A"})")
        + "\", expires=\"2026-06-15T09:11:53.589Z\"";
}

struct MachineHandler
{
    QByteArray header = machineHeader();
    mpp::ChargeFees fees{24'000'000'000, 0, 50'000};

    /// Empty on failure.
    QByteArray run(const SecretKey& key, const QDateTime& now) const
    {
        const quint64 chains[] = {chain::tempoModerato};
        const auto challenges = mpp::parseChallenges(QByteArrayView(header));
        if (!challenges.ok() || challenges->empty())
            return {};
        const mpp::Challenge& challenge = challenges->front();
        const auto charge = mpp::judgeCharge(challenge, {chains, Uint256::fromUint64(20'000'000)}, now);
        if (!charge.ok())
            return {};
        const auto plan = mpp::draftCharge(challenge, *charge, {key.address(), key.use()}, fees, now);
        if (!plan.ok() || plan->preview().json.isEmpty())
            return {};
        const auto paid = mpp::signCharge(*plan, key);
        return paid.ok() ? paid->authorization : QByteArray();
    }
};

/// Medians in microseconds by name, as "x402 1234.5" per line; empty where there is no such client.
std::map<std::string, double> npmMedians()
{
    std::map<std::string, double> medians;
    const char* command = std::getenv("RUN402_NPM_BENCH");
    FILE* pipe = command ? popen(command, "r") : nullptr;
    char name[32];
    double value = 0;
    while (pipe && std::fscanf(pipe, "%31s %lf", name, &value) == 2)
        medians[name] = value;
    if (pipe)
        pclose(pipe);
    return medians;
}

template <typename F>
double microseconds(F&& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + qptrdiff(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 2 && std::strcmp(argv[1], "--headers") == 0) { // for the other client
        std::printf("%s\n%s\n", offerHeader().constData(), machineHeader().constData());
        return 0;
    }
    const QByteArray keyText(64, '4');
    const auto key = SecretKey::parse(spanOf(keyText), SecretKey::Use::Wallet);
    secp256k1_context* context = secp256k1_context_create(SECP256K1_CONTEXT_SIGN);
    if (!key || !context)
        return 1;
    Bytes32 secret;
    secret.fill(0x44);
    Handler handler;
    MachineHandler machine;
    handler.state.funds = {{chain::baseSepolia, Amount::fromMicros(250'000)}, {chain::base, Amount()}};
    auto npm = npmMedians();

    std::vector<double> full, machineFull, bare;
    bool ok = true;
    DraftInput input;
    input.nowMs = 1'781'514'413'589;
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(input.nowMs, Qt::UTC);
    for (int i = 0; i < warmUp + rounds; ++i) {
        std::memcpy(input.nonce.data(), &i, sizeof i); // another digest each time
        const Bytes32 digest = keccak256(input.nonce);
        secp256k1_ecdsa_recoverable_signature signature;
        const double reference = microseconds([&] {
            ok = ok && secp256k1_ecdsa_sign_recoverable(context, &signature, digest.data(), secret.data(), nullptr,
                                                        nullptr);
        });
        const double value = microseconds([&] { ok = ok && !handler.run(*key, input).isEmpty(); });
        const double machineValue = microseconds([&] { ok = ok && !machine.run(*key, now.addSecs(i % 20)).isEmpty(); });
        if (i >= warmUp) {
            bare.push_back(reference);
            full.push_back(value);
            machineFull.push_back(machineValue);
        }
    }
    secp256k1_context_destroy(context);
    if (!ok)
        return 1;
    for (const auto& [name, again] : npmMedians())
        npm[name] = std::min(npm[name], again);
    const double reference = median(bare);
    const std::pair<std::string, double> ours[] = {{"x402", median(full)}, {"mpp", median(machineFull)}};
    const char* separator = "[";
    for (const auto& [name, value] : ours) {
        std::printf("%s{\"name\":\"%s handling of one 402\",\"value\":%.2f,\"unit\":\"us\","
                    "\"reference\":\"secp256k1_ecdsa_sign_recoverable\",\"reference_value\":%.2f,\"ratio\":%.3f}",
                    separator, name.c_str(), value, reference, value / reference);
        separator = ",\n";
        if (npm.count(name))
            std::printf("%s{\"name\":\"%s handling of one 402, against npm\",\"value\":%.2f,\"unit\":\"us\","
                        "\"reference\":\"npm: @x402/evm, viem\",\"reference_value\":%.2f,\"ratio\":%.4f}",
                        separator, name.c_str(), value, npm[name], value / npm[name]);
    }
    std::printf("]\n");
    return 0;
}
