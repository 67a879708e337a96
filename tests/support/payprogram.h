// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"
#include "services/pay/budgetstore.h"
#include "services/pay/paymentflow.h"
#include "services/pay/paymentjournal.h"
#include "services/pay/temponode.h"
#include "services/secrets/sandboxkeystore.h"
#include "services/store/localstore.h"
#include "services/wallets.h"
#include "tests/support/await.h"
#include "tests/support/keytraces.h"
#include "tests/support/memorystore.h"
#include "tests/support/payfakes.h"
#include "tests/support/scriptedmanager.h"

#include <QTemporaryDir>

namespace run402::test {

/// The key of the wallet of PayFolder::program(), and its address.
inline const char payerKeyHex[] = "4646464646464646464646464646464646464646464646464646464646464646";
inline const QString payerText = QStringLiteral("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");

inline Script withHeader(Script script, const QByteArray& name, const QByteArray& value)
{
    script.headers.append({name, value});
    return script;
}

/// The money side of one running program on a data folder, with a network that says what the test wants. No money on any
/// rail until the test sets it.
struct PayProgram
{
    /// `node`: where transactions of Tempo are prepared; empty = nowhere.
    PayProgram(const QString& folder, Environment environment, SecretStore& keys, const QUrl& node = {})
        : store(folder + QLatin1String("/local.sqlite")), journal(store, clock), budgets(store, clock),
          sandboxKeys(folder + QLatin1String("/sandbox")), wallets(keys, sandboxKeys, folder + QLatin1String("/wallets.json")),
          network(new ScriptedManager), tempo(transport, node),
          flow(std::make_unique<PaymentFlow>(PaymentTools{transport, wallets, journal, budgets, balances, clock, random, environment, 1000,
                                                          node.isEmpty() ? nullptr : &tempo}))
    {
        transport.setManager(network);
        flow->setApprover(&person);
        balances.set(Rail::Credit, 0);
    }

    QList<Payment> payments() { return await(journal.list({})).valueOr({}); }

    FixedClock clock;
    CountingRandom random;
    FakeBalances balances;
    FakePerson person;
    Transport transport;
    LocalStore store;
    PaymentJournal journal;
    BudgetStore budgets;
    SandboxKeyStore sandboxKeys;
    Wallets wallets;
    ScriptedManager* network;
    TempoNode tempo;
    std::unique_ptr<PaymentFlow> flow;
};

/// A data folder and a keychain for one test.
struct PayFolder
{
    QTemporaryDir dir;
    MemoryStore keys;

    /// A Program (a PayProgram) on it, with the wallet it had before or the one of payerKeyHex.
    template <typename Program>
    std::unique_ptr<Program> program(Environment environment)
    {
        auto p = std::make_unique<Program>(dir.path(), environment, keys);
        (void)await(p->wallets.load());
        if (!p->wallets.active(false))
            (void)await(p->wallets.import(QStringLiteral("Test"), QByteArray(payerKeyHex)));
        return p;
    }

    /// Where a key lies that must not, in any spelling: files of the folder, but for the sandbox's own, and `log`.
    QStringList traces(const QByteArray& log = {}) const
    {
        QList<QByteArray> all = keys.entries.values();
        const QString own = dir.filePath(QStringLiteral("sandbox/wallet.key"));
        QFile sandboxKey(own);
        if (sandboxKey.open(QIODevice::ReadOnly))
            all.append(sandboxKey.readAll());
        QStringList found;
        for (QByteArray& key : all) {
            if (key.size() != 32)
                continue;
            const KeyTraces looked(key);
            found << looked.inFolder(dir.path(), {own}) << looked.inBytes(log, QStringLiteral("log"));
        }
        return found;
    }
};

} // namespace run402::test
