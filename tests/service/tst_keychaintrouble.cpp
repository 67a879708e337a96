// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/keychainstore.h"
#include "services/secrets/wipe.h"
#include "services/x402/bytes.h"
#include "services/x402/secretkey.h"
#include "tests/support/payprogram.h"
#include "tests/support/secretservicestandin.h"
#include "tests/unit/x402/offertext.h"
#include "ui/common/problemtext.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using Person = SecretServiceStandIn::Person;
using State = Payment::State;

namespace {

constexpr int kProbeMs = 1'500, kOperationMs = 1'200;
/// No operation of these tests may take longer: the probe, the operation, and the look whether it is locked.
constexpr int kLongestMs = 2 * kProbeMs + kOperationMs + 2'000;
const QByteArray kUrl = "https://api.run402.com/tiers/v1/prototype";

} // namespace

/// What people and other programs do to a keychain while it is used, with a stand-in on a bus of our own
/// (tests/support/with-keyring.sh --no-keyring). Each time: a plain word for it, nothing lost, nothing signed or sent, and it
/// works again when the cause is gone.
class TestKeychainTrouble : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
            QSKIP("no session bus of our own");
    }

    void init()
    {
        m_service = std::make_unique<SecretServiceStandIn>();
        QVERIFY(m_service->appear());
        m_keychain = std::make_unique<KeychainStore>(u"run402-trouble"_s, KeychainStore::Timeouts{kProbeMs, kOperationMs});
        // libsecret may still hold on to the service of the test before; asked once more, it finds the new one.
        QTRY_COMPARE_WITH_TIMEOUT(await(m_keychain->probe()).valueOr(SecretStore::State::Unavailable), SecretStore::State::Ready, 10'000);
        m_dir.emplace();
        m_program = std::make_unique<PayProgram>(m_dir->path(), Environment::Testnet, *m_keychain);
        m_program->balances.set(Rail::BaseSepoliaUsdc, 50'000'000);
        m_program->person.answer = PaymentAnswer{true, false};
        m_program->network->answer = [](const SeenRequest&) { return settled(); };
        QVERIFY(await(m_program->wallets.load()).ok());
        const auto made = await(m_program->wallets.import(u"Main"_s, QByteArray(payerKeyHex)));
        QCOMPARE(codeOf(made), u"ok"_s);
        m_wallet = made->id;
        m_entry = u"wallet/"_s + m_wallet;
        QCOMPARE(m_service->entries.size(), 1);
        m_service->seen.clear();
    }

    /// Whatever was done: the wallet is in the list, its key where it was, and the person pays with it.
    void cleanup()
    {
        if (!m_service)
            return;
        if (!QTest::currentTestFailed() && !m_over) {
            m_service->before = nullptr;
            m_service->locked = false;
            QTRY_COMPARE_WITH_TIMEOUT(codeOf(use()), u"ok"_s, 10'000);
            m_program->network->seen.clear();
            QCOMPARE(codeOf(pay()), u"ok"_s);
            QCOMPARE(m_program->network->seen.size(), 1);
        }
        m_program.reset();
        m_keychain.reset();
        m_service.reset();
    }

    void worksWhereNothingIsWrong()
    {
        QCOMPARE(codeOf(use()), u"ok"_s);
        m_service->locked = true;
        QCOMPARE(codeOf(pay()), u"ok"_s); // the person types the password and pays
        QCOMPARE(m_service->prompts, 1);
    }

    void personDismissesTheQuestion()
    {
        m_service->locked = true;
        m_service->person = Person::Dismisses;
        refusesAndTells(u"secret.locked"_s, u"The keychain is locked"_s);
        QVERIFY(m_service->prompts >= 1);
        // A deletion that was not allowed deletes nothing, and nothing new is half there.
        QCOMPARE(codeOf(await(m_program->wallets.remove(m_wallet))), u"secret.locked"_s);
        QVERIFY(m_program->wallets.wallet(m_wallet));
        const int asked = m_service->prompts;
        const QString creating = codeOf(await(m_program->wallets.create(u"Second"_s, false)));
        QVERIFY2(creating == "secret.locked"_L1 || creating == "secret.denied"_L1, qPrintable(creating));
        QVERIFY2(m_service->prompts - asked <= 2, qPrintable(QString::number(m_service->prompts - asked)));
        QCOMPARE(m_program->wallets.wallets().size(), 1);
        QCOMPARE(m_service->entries.size(), 1);
        // Asked again, the person says yes.
        m_service->person = Person::Unlocks;
        QCOMPARE(codeOf(use()), u"ok"_s);
    }

    void serviceForbidsIt()
    {
        m_service->locked = true;
        m_service->person = Person::Refuses;
        const QString code = codeOf(use());
        QVERIFY2(code == "secret.denied"_L1 || code == "secret.locked"_L1, qPrintable(code));
        QCOMPARE(codeOf(pay()), code);
        nothingLeft();
    }

    void questionIsNeverAnswered()
    {
        m_service->locked = true;
        m_service->person = Person::Waits;
        refusesAndTells(u"secret.no_answer"_s, u"The keychain did not answer in time"_s);
        // It still waits behind that question, and says so again.
        QCOMPARE(codeOf(use()), u"secret.no_answer"_s);
        QCOMPARE(m_service->prompts, 1); // not one question on top of the other
        // The person comes back and answers: what was asked meanwhile is not paid after all.
        QVERIFY(m_service->answer(false));
        QTRY_COMPARE_WITH_TIMEOUT(codeOf(use()), u"ok"_s, 10'000);
        nothingLeft();
    }

    void answeredWhileItIsTriedAgain()
    {
        m_service->locked = true;
        m_service->person = Person::Waits;
        QCOMPARE(codeOf(use()), u"secret.no_answer"_s);
        auto* again = m_program->wallets.withKey(m_wallet, false, [](const x402::SecretKey&) {});
        QVERIFY(m_service->answer(false));
        QCOMPARE(codeOf(await(again)), u"ok"_s);
    }

    /// A key that was being written when its maker gave up is not written as something else later.
    void writingIsGivenUp()
    {
        m_service->locked = true;
        m_service->person = Person::Waits;
        QCOMPARE(codeOf(await(m_keychain->read(m_entry))), u"secret.no_answer"_s); // its question stays open
        QByteArray value = "precious";
        auto* write = m_keychain->write(u"other"_s, value);
        QCOMPARE(codeOf(await(write)), u"secret.no_answer"_s);
        wipeShared(value); // as whoever made it does
        QVERIFY(m_service->answer(false));
        QTRY_VERIFY(m_service->entries.contains(u"other"_s));
        QCOMPARE(await(m_keychain->read(u"other"_s)).valueOr({}), QByteArray("precious"));
        m_service->entries.remove(u"other"_s);
    }

    void cancelledWhileThePersonThinks()
    {
        m_service->locked = true;
        m_service->person = Person::Waits;
        auto* paying = start();
        QTRY_COMPARE(m_service->prompts, 1);
        QTRY_COMPARE(payments(), QStringList{u"drafted"_s});
        paying->cancel();
        QVERIFY(m_service->answer(false)); // the keychain opens afterwards
        QCOMPARE(codeOf(await(paying)), u"cancelled"_s);
        QTRY_COMPARE(payments(), QStringList{u"refused"_s});
        nothingLeft();
    }

    void serviceGoesAway_data()
    {
        QTest::addColumn<QString>("at");
        for (const char* method : {"OpenSession", "SearchItems", "GetSecret"})
            QTest::newRow(method) << QString::fromLatin1(method);
    }
    void serviceGoesAway()
    {
        QFETCH(QString, at);
        m_service->before = [this, at](const QString& method) {
            if (!method.startsWith(at))
                return true;
            QMetaObject::invokeMethod(m_service.get(), &SecretServiceStandIn::vanish, Qt::QueuedConnection);
            return false;
        };
        QElapsedTimer took;
        took.start();
        const QString code = codeOf(use());
        const bool reached = m_service->seen.filter(at).size() > 0;
        QVERIFY(reached || at == "OpenSession"_L1); // a session may be kept from before
        if (reached)
            QVERIFY2(code == "secret.unavailable"_L1 || code == "secret.no_answer"_L1, qPrintable(code));
        QVERIFY2(took.elapsed() < kLongestMs, qPrintable(QString::number(took.elapsed())));
        m_service->vanish();
        refusesAndTells(u"secret.unavailable"_s, u"The keychain cannot be reached"_s);
        m_service->before = nullptr;
        m_service->locked = false;
        QVERIFY(m_service->appear()); // started again by the person
    }

    void serviceIsAbsent()
    {
        m_service->vanish();
        refusesAndTells(u"secret.unavailable"_s, u"The keychain cannot be reached"_s);
        QCOMPARE(codeOf(await(m_program->wallets.remove(m_wallet))), u"secret.unavailable"_s);
        QCOMPARE(codeOf(await(m_program->wallets.create(u"Second"_s, false))), u"secret.unavailable"_s);
        QCOMPARE(m_program->wallets.wallets().size(), 1);
        QVERIFY(m_service->appear());
    }

    /// Another program puts a key of its own there between the search and the reading.
    void entryIsChangedInBetween()
    {
        const QByteArray good = m_service->entries[m_entry];
        const QByteArray other = QByteArray(32, '\x11').toBase64();
        m_service->before = [&](const QString& method) {
            if (method.startsWith("GetSecret"_L1))
                m_service->entries[m_entry] = other;
            return true;
        };
        refusesAndTells(u"wallet.key_mismatch"_s, {});
        QCOMPARE(m_service->entries[m_entry], other); // what others wrote is theirs
        m_service->before = nullptr;
        m_service->entries[m_entry] = good;
    }

    /// The key is gone when it is looked for, and somebody puts another one there while the backup is written back: the
    /// backup's wins, because the person asked for it last.
    void entryIsChangedBetweenReadingAndWriting()
    {
        m_service->entries.remove(m_entry);
        QCOMPARE(codeOf(use()), u"wallet.key_missing"_s);
        m_service->before = [&](const QString& method) {
            if (method == "CreateItem"_L1)
                m_service->entries[m_entry] = QByteArray(32, '\x11').toBase64();
            return true;
        };
        const auto back = await(m_program->wallets.import(u"Main"_s, QByteArray(payerKeyHex)));
        QCOMPARE(codeOf(back), u"ok"_s);
        QCOMPARE(back->id, m_wallet);
        QCOMPARE(codeOf(use()), u"ok"_s);
    }

    /// Last: libsecret 0.20 forgets such a call, so QtKeychain's queue waits for it until the program ends. It is told as a
    /// keychain that does not answer, again and again, and nothing is signed.
    void zServiceGoesAwayWhileItAsks()
    {
        m_service->locked = true;
        m_service->person = Person::Waits;
        m_service->before = [this](const QString& method) {
            if (method == "Prompt"_L1)
                QMetaObject::invokeMethod(m_service.get(), &SecretServiceStandIn::vanish, Qt::QueuedConnection);
            return method != "Prompt"_L1;
        };
        const QString code = codeOf(use());
        QVERIFY2(code == "secret.no_answer"_L1 || code == "secret.unavailable"_L1, qPrintable(code));
        QCOMPARE(codeOf(pay()).section(u'.', 0, 0), u"secret"_s);
        nothingLeft();
        QVERIFY(m_program->wallets.wallet(m_wallet));
        m_over = true;
    }

private:
    static Script settled()
    {
        const QJsonObject json{{u"success"_s, true}, {u"transaction"_s, u"0xfeed"_s}, {u"network"_s, u"eip155:84532"_s},
                               {u"payer"_s, payerText.toLower()}, {u"errorReason"_s, u""_s}};
        return withHeader(Script::json(R"({"action":"subscribe"})", 200), "PAYMENT-RESPONSE",
                          x402::toBase64(QJsonDocument(json).toJson(QJsonDocument::Compact)));
    }
    Result<Done> use() { return await(m_program->wallets.withKey(m_wallet, false, [](const x402::SecretKey&) {})); }
    Call<HttpReply>* start()
    {
        HttpRequest request;
        request.method = "POST";
        request.url = QUrl(QString::fromLatin1(kUrl));
        request.body = "{}";
        HttpReply demand;
        demand.status = 402;
        demand.headers = {{"payment-required", x402::toBase64(challengeText({testOffer()}, kUrl))}};
        demand.body = "{}";
        return m_program->flow->pay(request, demand, {u"tier:prototype"_s, u"Tier"_s, 100'000, u"You"_s});
    }
    Result<HttpReply> pay() { return await(start()); }
    QStringList payments()
    {
        QStringList list;
        for (const Payment& p : m_program->payments())
            list << PaymentJournal::stateName(p.state);
        return list;
    }

    void nothingLeft()
    {
        QVERIFY(m_program->network->seen.isEmpty());
        for (const Payment& p : m_program->payments()) {
            QCOMPARE(p.state, State::Refused);
            QCOMPARE(p.nonce, QString()); // never signed
        }
    }

    /// A payment now fails with `code` in words of this title, in time, with the window alive and nothing gone.
    void refusesAndTells(const QString& code, const QString& title)
    {
        int ticks = 0;
        QTimer window;
        connect(&window, &QTimer::timeout, this, [&] { ++ticks; });
        window.start(50);
        QElapsedTimer took;
        took.start();
        const auto outcome = pay();
        QVERIFY2(took.elapsed() < kLongestMs, qPrintable(QString::number(took.elapsed())));
        QVERIFY2(ticks >= took.elapsed() / 150, qPrintable(u"%1 of %2 ms"_s.arg(ticks).arg(took.elapsed())));
        QCOMPARE(codeOf(outcome), code);
        QVERIFY(knowsProblem(code));
        if (!title.isEmpty())
            QCOMPARE(problemWords(outcome.error()).title, title);
        nothingLeft();
        QVERIFY(m_program->wallets.wallet(m_wallet));
        QCOMPARE(m_program->payments().first().reason, code);
    }

    std::unique_ptr<SecretServiceStandIn> m_service;
    std::unique_ptr<KeychainStore> m_keychain;
    std::optional<QTemporaryDir> m_dir;
    std::unique_ptr<PayProgram> m_program;
    QString m_wallet, m_entry;
    bool m_over = false; ///< the queue waits for ever
};

QTEST_GUILESS_MAIN(TestKeychainTrouble)
#include "tst_keychaintrouble.moc"
