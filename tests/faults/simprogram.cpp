// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/simprogram.h"

namespace run402::test {

namespace {
constexpr int kPaidTimeoutMs = 2; ///< the model answers at once or never
} // namespace

SimProgram::SimProgram(const QString& folder, SimServer& server, const SkewedClock& clock, MemoryStore& keys)
    : store(folder + QStringLiteral("/local.db")), journal(store, clock), budgets(store, clock),
      wallets(keys, sandboxKeys, folder + QStringLiteral("/wallets.json")), money(transport, server), balances(server),
      tempo(transport, QUrl(QStringLiteral("https://node.example/tempo"))),
      evidence(transport, money, {{84532, QUrl(QStringLiteral("https://node.example/rpc"))}, {42431, QUrl(QStringLiteral("https://node.example/tempo"))}}),
      reconciler(journal, evidence, clock, Environment::Testnet),
      flow(std::make_unique<PaymentFlow>(PaymentTools{transport, wallets, journal, budgets, balances, clock, random,
                                                      Environment::Testnet, kPaidTimeoutMs, &tempo}))
{
    transport.setClock([&clock] { return clock.now().toMSecsSinceEpoch(); });
    auto* network = new ScriptedManager;
    network->answer = [&server](const SeenRequest& request) { return server.answer(request); };
    transport.setManager(network);
    flow->setApprover(&person);
}

HttpRequest SimProgram::request(const QString& tier)
{
    HttpRequest request;
    request.method = "POST";
    request.url = QUrl(QStringLiteral("https://api.run402.com/tiers/v1/") + tier);
    request.body = "{}";
    request.contentType = "application/json";
    return request;
}

Call<HttpReply>* SimProgram::buy(const HttpReply& demand, qint64 quotedMicros, const QString& tier)
{
    return flow->pay(request(tier), demand, {QStringLiteral("tier:") + tier, QStringLiteral("Tier"), quotedMicros, QStringLiteral("You")});
}

} // namespace run402::test
