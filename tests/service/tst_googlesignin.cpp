// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/auth/googlesignin.h"
#include "tests/support/sandboxworld.h"

#include <QFileInfo>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QUrlQuery>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Google sign-in through a browser, as the local server's consent page plays it, and who else may knock meanwhile.
class TestGoogleSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m; }
    void signsInOnce();
    void strangersChangeNothing();
    void refusalIsTold();
    void ownTimeOut();
    void cancelEndsAtOnce();
    void passwordPeople();

private:
    QByteArray ask(const QUrl& address, const QByteArray& request) const;
    QByteArray post(const QUrl& address, const QByteArray& body, const QByteArray& more = {}) const;
    /// Walks the consent page like a browser; the fragment it ends with.
    QByteArray consent(const QUrl& page);
    SandboxWorld* m = nullptr;
    QNetworkAccessManager m_browser;
    QString m_project;
};

void TestGoogleSignIn::initTestCase()
{
    if (!QFileInfo(SandboxFixture::executable()).isExecutable())
        QSKIP("no sandbox executable: build run402-sandbox or set RUN402_SANDBOX");
    m = new SandboxWorld(QStringList()); // with test steering the consent page would be Google's own
    QVERIFY2(m->isRunning(), qPrintable(m->sandbox.error()));
    QCOMPARE(m->subscribe(), u"ok"_s);
    m_project = m->createProject();
    QVERIFY(!m_project.isEmpty());
}

QByteArray TestGoogleSignIn::ask(const QUrl& address, const QByteArray& request) const
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(address.port()));
    QByteArray answer;
    QObject::connect(&socket, &QTcpSocket::connected, &socket, [&] { socket.write(request); });
    QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&] { answer += socket.readAll(); });
    (void)QTest::qWaitFor([&] { return answer.contains("\r\n\r\n") || (socket.error() != QAbstractSocket::UnknownSocketError && socket.state() == QAbstractSocket::UnconnectedState); });
    return answer.left(answer.indexOf('\r'));
}

QByteArray TestGoogleSignIn::post(const QUrl& address, const QByteArray& body, const QByteArray& more) const
{
    return ask(address, "POST " + address.path().toLatin1() + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(address.port()) + "\r\n" + more
                            + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

QByteArray TestGoogleSignIn::consent(const QUrl& page)
{
    // The form's fields, then every redirect by hand: a fragment is for the browser alone.
    QUrl next = page.resolved(QUrl(u"/sandbox/google/done"_s));
    const QUrlQuery from(page);
    QUrlQuery form{{u"state"_s, from.queryItemValue(u"state"_s)}, {u"nonce"_s, from.queryItemValue(u"nonce"_s)}, {u"email"_s, u"maya@example.com"_s}, {u"name"_s, u"Maya"_s}};
    next.setQuery(form);
    for (int hops = 0; hops < 4; ++hops) {
        QNetworkRequest request(next);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        QNetworkReply* reply = m_browser.get(request);
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }))
            return {};
        const QUrl to = QUrl::fromEncoded(reply->rawHeader("Location"));
        reply->deleteLater();
        if (to.isEmpty())
            return {};
        next = next.resolved(to);
        if (next.hasFragment())
            return next.fragment(QUrl::FullyEncoded).toLatin1();
    }
    return {};
}

void TestGoogleSignIn::signsInOnce()
{
    GoogleSignIn sign(m->session.appAuth, m_project);
    QSignalSpy page(&sign, &GoogleSignIn::browserWanted);
    std::optional<Result<AppAuth::Tokens>> outcome;
    int ends = 0;
    connect(&sign, &GoogleSignIn::finished, this, [&](const Result<AppAuth::Tokens>& r) { outcome = r; ++ends; });
    sign.start();
    QTRY_COMPARE(page.size(), 1);
    const QUrl back = sign.returnAddress();
    const QByteArray fragment = consent(page.first().first().toUrl());
    QVERIFY(fragment.contains("code=") && fragment.contains("state="));
    QVERIFY(ask(back, "GET " + back.path().toLatin1() + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(back.port()) + "\r\n\r\n").contains(" 200 "));
    QVERIFY(post(back, fragment).contains(" 200 "));
    QTRY_VERIFY(outcome.has_value());
    QVERIFY2(outcome->ok(), outcome->ok() ? "" : qPrintable(outcome->error().message));
    QCOMPARE(outcome->value().person.email, u"maya@example.com"_s);
    QCOMPARE(outcome->value().provider, u"google"_s);
    QVERIFY(!post(back, fragment).contains(" 200 ")); // the port is closed
    QCOMPARE(ends, 1);
    const auto person = await(m->session.appAuth.person(m_project, outcome->value().access));
    QVERIFY(person.ok());
    QCOMPARE(person->identities.value(0).provider, u"google"_s);
}

void TestGoogleSignIn::strangersChangeNothing()
{
    GoogleSignIn sign(m->session.appAuth, m_project);
    QSignalSpy page(&sign, &GoogleSignIn::browserWanted);
    QSignalSpy finished(&sign, &GoogleSignIn::finished);
    sign.start();
    QTRY_COMPARE(page.size(), 1);
    const QUrl back = sign.returnAddress();
    const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(back.port()) + "\r\n";
    const QByteArray path = back.path().toLatin1();
    QVERIFY(ask(back, "GET / HTTP/1.1\r\n" + host + "\r\n").contains(" 404 "));
    QVERIFY(ask(back, "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n\r\n").contains(" 404 "));
    QVERIFY(ask(back, "GARBAGE\r\n\r\n").contains(" 404 "));
    QVERIFY(ask(back, "DELETE " + path + " HTTP/1.1\r\n" + host + "\r\n").contains(" 405 "));
    QVERIFY(ask(back, "POST " + path + " HTTP/1.1\r\n" + host + "Content-Length: -5\r\n\r\n").contains(" 400 "));
    QVERIFY(ask(back, QByteArray(20'000, 'x')).contains(" 413 "));
    QVERIFY(post(back, "code=stolen&state=x", "Origin: http://evil.example\r\n").contains(" 405 "));
    QVERIFY(post(back, "code=a&error=b&state=x").contains(" 400 "));
    QVERIFY(post(back, "code=stolen&state=wrong").contains(" 200 ")); // heard, and not believed
    QCOMPARE(sign.refused(), 9);
    QCOMPARE(finished.size(), 0);
    QVERIFY(post(back, consent(page.first().first().toUrl())).contains(" 200 ")); // the right one still works
    QTRY_COMPARE(finished.size(), 1);
}

void TestGoogleSignIn::refusalIsTold()
{
    GoogleSignIn sign(m->session.appAuth, m_project);
    QSignalSpy page(&sign, &GoogleSignIn::browserWanted);
    std::optional<Result<AppAuth::Tokens>> outcome;
    connect(&sign, &GoogleSignIn::finished, this, [&](const Result<AppAuth::Tokens>& r) { outcome = r; });
    sign.start();
    QTRY_COMPARE(page.size(), 1);
    const QByteArray fragment = consent(page.first().first().toUrl());
    const QByteArray state = QUrlQuery(QString::fromLatin1(fragment)).queryItemValue(u"state"_s).toLatin1();
    QVERIFY(post(sign.returnAddress(), "error=token_exchange_failed&state=" + state).contains(" 200 "));
    QTRY_VERIFY(outcome.has_value());
    QCOMPARE(outcome->error().code, u"auth.google_refused"_s);
}

void TestGoogleSignIn::ownTimeOut()
{
    GoogleSignIn sign(m->session.appAuth, m_project);
    std::optional<Result<AppAuth::Tokens>> outcome;
    connect(&sign, &GoogleSignIn::finished, this, [&](const Result<AppAuth::Tokens>& r) { outcome = r; });
    sign.start(50);
    QTRY_VERIFY(outcome.has_value());
    QCOMPARE(outcome->error().code, u"auth.return_timeout"_s);
}

void TestGoogleSignIn::cancelEndsAtOnce()
{
    GoogleSignIn sign(m->session.appAuth, m_project);
    QSignalSpy finished(&sign, &GoogleSignIn::finished);
    QSignalSpy page(&sign, &GoogleSignIn::browserWanted);
    sign.start();
    sign.cancel();
    sign.cancel();
    QCOMPARE(finished.size(), 1);
    QVERIFY(!page.wait(300)); // no browser for a sign-in that is over
}

void TestGoogleSignIn::passwordPeople()
{
    AppAuth& auth = m->session.appAuth;
    const auto made = await(auth.signUp(m_project, u"a@b.c"_s, u"secret"_s));
    QVERIFY(made.ok());
    QCOMPARE(codeOf(await(auth.signUp(m_project, u"a@b.c"_s, u"secret"_s))), u"auth.user_exists"_s);
    QCOMPARE(codeOf(await(auth.signIn(m_project, u"a@b.c"_s, u"wrong"_s))), u"auth.credentials"_s);
    const auto first = await(auth.signIn(m_project, u"a@b.c"_s, u"secret"_s));
    QVERIFY(first.ok());
    QCOMPARE(first->person.id, made->id);
    const auto second = await(auth.refresh(m_project, first->refresh));
    QVERIFY(second.ok());
    QVERIFY(!await(auth.refresh(m_project, first->refresh)).ok()); // works once
    QVERIFY(await(auth.signOut(m_project, second->refresh)).ok());
    QVERIFY(!await(auth.refresh(m_project, second->refresh)).ok());
    const auto providers = await(auth.providers(m_project));
    QCOMPARE(providers->size(), 2);
}

QTEST_GUILESS_MAIN(TestGoogleSignIn)
#include "tst_googlesignin.moc"
