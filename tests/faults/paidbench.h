// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/secrets/sandboxkeystore.h"
#include "tests/faults/faultproxy.h"
#include "tests/faults/paidworld.h"
#include "tests/support/await.h"
#include "tests/support/sandboxcontrol.h"
#include "tests/support/sandboxfixture.h"
#include "ui/common/problemtext.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTest>

namespace run402::test {

constexpr qint64 kDrip = 250'000, kPrice = 100'000;
constexpr qint64 kHourMs = 3'600'000;
inline const QString kUnknownTitle = QStringLiteral("It is not known whether the payment went through");

/// What the journal has, as "settled reconciled:chain".
inline QString stateOf(const Payment& p) { return (PaymentJournal::stateName(p.state) + u' ' + p.reason).trimmed(); }

/// A program with a wallet on a fresh folder, the real local server, and a proxy between them. The wallet has money on one
/// rail only. Rows of data name what happens (`way`), what the caller gets (`code`, `title`), what the journal holds at once
/// (`state`) and after everything works again (`afterwards`), and how often the server's own chain was paid (`settlements`).
class PaidBench : public QObject
{
protected:
    explicit PaidBench(Rail rail) : m_rail(rail) {}

    bool startServer(const QStringList& options)
    {
        m_sandbox = std::make_unique<SandboxFixture>(options);
        m_control = std::make_unique<SandboxControl>(m_sandbox->url());
        // It listens to us.
        return m_sandbox->isRunning() && m_control->fault({{QStringLiteral("path"), QStringLiteral("/never")}, {QStringLiteral("status"), 503}});
    }
    void makeFolder()
    {
        m_proxy = std::make_unique<FaultProxy>(quint16(m_sandbox->url().port()));
        m_folder.emplace();
        m_keys = std::make_unique<SandboxKeyStore>(m_folder->filePath(QStringLiteral("sandbox")));
    }
    bool endFolder()
    {
        m_world.reset();
        return m_control->resetClock();
    }
    /// A wallet with test money on a fresh folder.
    bool begin(SecretStore* keys = nullptr, qint64 skewMs = 0)
    {
        m_using = keys ? keys : m_keys.get();
        m_world = std::make_unique<PaidWorld>(m_folder->path(), m_proxy->base(), *m_using, skewMs);
        if (!await(m_world->wallets.create(QStringLiteral("Test"), true)).ok())
            return false;
        const bool given = m_rail == Rail::TempoPathUsd ? await(m_world->session.money.tempoFaucet()).ok() : await(m_world->session.money.faucet()).ok();
        m_funds = balance(m_rail);
        return given && m_funds >= kPrice;
    }
    void restart(qint64 skewMs = 0)
    {
        m_world.reset();
        m_world = std::make_unique<PaidWorld>(m_folder->path(), m_proxy->base(), *m_using, skewMs);
        QVERIFY(await(m_world->wallets.load()).ok());
        QVERIFY(await(m_world->journal.recover()).ok());
    }
    std::unique_ptr<QProcess> startChild(const QString& killAt, const QString& what)
    {
        auto process = std::make_unique<QProcess>();
        process->start(QCoreApplication::applicationFilePath(),
                       {QStringLiteral("--child"), m_folder->path(), m_proxy->base(), killAt, what});
        if (!process->waitForReadyRead(30'000) || process->readLine() != "ready\n")
            qWarning("the program does not start: %s", process->readAllStandardError().constData());
        return process;
    }
    QString address() const { return m_world->wallets.active(true)->address; }
    bool admin(const QString& path, const QJsonObject& body)
    {
        HttpRequest request;
        request.method = "POST";
        request.url = QUrl(m_sandbox->url().toString(QUrl::StripTrailingSlash) + path);
        request.headers = {{"X-Admin-Key", m_adminKey}};
        request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        request.contentType = "application/json";
        const auto reply = await(m_world->transport.send(request));
        return reply.ok() && reply->status / 100 == 2;
    }
    bool fund(const QString& amount)
    {
        return admin(QStringLiteral("/faucet/v1/admin"), {{QStringLiteral("address"), address()}, {QStringLiteral("amount"), amount}});
    }
    qint64 balance(Rail rail)
    {
        const auto balances = await(m_world->session.money.balances()).valueOr({});
        for (const RailBalance& b : balances) {
            if (b.rail == rail)
                return b.micros.value_or(-1);
        }
        return -1;
    }
    /// On the server's chain, since begin().
    int settlements() { return int((m_funds - balance(m_rail)) / kPrice); }
    /// Newest first.
    QStringList payments()
    {
        QStringList all;
        for (const Payment& p : await(m_world->journal.list({})).valueOr({}))
            all << stateOf(p);
        return all;
    }
    QStringList reconciled()
    {
        const auto r = await(m_world->reconciler.run());
        return r.ok() ? payments() : QStringList{r.error().code};
    }
    void compareOutcome(const std::optional<Problem>& problem)
    {
        QFETCH(QString, code);
        QFETCH(QString, title);
        QFETCH(QString, state);
        QFETCH(int, settlements);
        QCOMPARE(problem ? problem->code : QStringLiteral("ok"), code);
        if (problem) {
            QVERIFY(knowsProblem(code));
            QCOMPARE(problemWords(*problem).title, title);
        }
        QCOMPARE(payments(), QStringList{state});
        QCOMPARE(this->settlements(), settlements);
    }
    void compareAfterwards()
    {
        QFETCH(QString, afterwards);
        QFETCH(int, settlements);
        m_proxy->way = FaultProxy::Way::Pass;
        restart();
        (void)reconciled();
        QVERIFY(m_control->advanceClock(QStringLiteral("10m")));
        QCOMPARE(reconciled(), QStringList{afterwards});
        QCOMPARE(this->settlements(), settlements);
    }

    /// Buys and compares with the row, at once and afterwards.
    void compareRow()
    {
        QFETCH(FaultProxy::Way, way);
        QVERIFY(begin());
        m_proxy->way = way;
        const auto outcome = await(m_world->session.money.setTier(QStringLiteral("prototype")));
        QCOMPARE(m_proxy->paid, 1);
        compareOutcome(outcome.ok() ? std::nullopt : std::optional(outcome.error()));
        if (!QTest::currentTestFailed())
            compareAfterwards();
    }

    const QByteArray m_adminKey = "contract-admin-key"; // of every server with --control
    const Rail m_rail;
    qint64 m_funds = 0; ///< on it, to begin with
    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<SandboxControl> m_control;
    std::unique_ptr<FaultProxy> m_proxy;
    std::optional<QTemporaryDir> m_folder;
    std::unique_ptr<SandboxKeyStore> m_keys;
    SecretStore* m_using = nullptr;
    std::unique_ptr<PaidWorld> m_world;
};

/// Columns of a row.
/// What can happen to one paid request, and how it has to end, whatever the rail. `rejected`: what the journal says when the
/// server demands payment a second time.
inline void addFaultRows(const char* rejected)
{
    using Way = FaultProxy::Way;
    QTest::addColumn<Way>("way");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("settlements");
    QTest::addColumn<QString>("afterwards");
    const auto row = [](const char* name, Way way, const char* code, const QString& title, const char* state, int settlements,
                        const char* afterwards) {
        QTest::newRow(name) << way << QString::fromLatin1(code) << title << QString::fromLatin1(state) << settlements
                            << QString::fromLatin1(afterwards);
    };
    const auto unknown = [&](const char* name, Way way, const char* state, bool paid) {
        row(name, way, "payment.unknown", kUnknownTitle, state, paid ? 1 : 0,
            paid ? "settled reconciled:chain" : "refused reconciled:expired_unused");
    };
    row("nothing goes wrong", Way::Pass, "ok", {}, "settled", 1, "settled");
    unknown("dropped after sending", Way::ResetOnArrival, "unknown no_answer:net.reset", false);
    unknown("dropped after settlement", Way::LoseAnswer, "unknown no_answer:net.reset", true);
    unknown("headers cut", Way::CutHead, "unknown no_answer:net.reset", true);
    unknown("body cut", Way::CutBody, "unknown no_answer:net.cut_short", true);
    unknown("5xx before it is carried out", Way::ErrorBefore, "unknown http_502", false);
    unknown("5xx after it was carried out", Way::ErrorAfter, "unknown http_502", true);
    unknown("hangs before it is carried out", Way::HangBefore, "unknown no_answer:net.timeout", false);
    unknown("hangs after it was carried out", Way::HangAfter, "unknown no_answer:net.timeout", true);
    row("second 402", Way::SecondDemand, "payment.refused", QStringLiteral("The payment was refused"), rejected, 0, rejected);
    row("answered from the store of idempotency keys", Way::Twice, "ok", {}, "unknown no_receipt", 1, "settled reconciled:chain");
}

} // namespace run402::test
