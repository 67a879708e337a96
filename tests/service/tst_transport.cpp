// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/transport.h"
#include "tests/support/await.h"
#include "tests/support/scriptedmanager.h"

#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryFile>
#include <QThread>
#include <QTimer>

#include <atomic>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

/// A disk that takes its time, or breaks off.
class SlowFile : public QFile
{
public:
    SlowFile(const QString& name, int msPerRead, qint64 breaksAt = -1) : QFile(name), m_ms(msPerRead), m_breaksAt(breaksAt) { open(ReadOnly); }

protected:
    qint64 readData(char* data, qint64 most) override
    {
        QThread::msleep(m_ms);
        return m_breaksAt >= 0 && pos() >= m_breaksAt ? -1 : QFile::readData(data, most);
    }

private:
    int m_ms;
    qint64 m_breaksAt;
};

/// How long the event loop was away at the most, by a tick every 5 ms.
class LongestGap : public QTimer
{
public:
    LongestGap()
    {
        setTimerType(Qt::PreciseTimer);
        connect(this, &QTimer::timeout, this, [this] { worstMs = qMax(worstMs, m_since.restart()); });
        m_since.start();
        start(5);
    }
    qint64 worstMs = 0;

private:
    QElapsedTimer m_since;
};

/// A server that answers with the bytes it is given, byte for byte.
class RawServer : public QTcpServer
{
public:
    explicit RawServer(QByteArray answer, bool close = true) : m_answer(std::move(answer)), m_close(close)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection()) {
                ++connections;
                connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(socket); });
            }
        });
    }
    QUrl url(const QString& path = u"/x"_s) const { return QUrl(u"http://127.0.0.1:%1%2"_s.arg(serverPort()).arg(path)); }
    int connections = 0;
    int requests = 0;
    qint64 received = 0;
    QByteArray head;

private:
    void read(QTcpSocket* socket)
    {
        m_in += socket->readAll();
        const auto end = m_in.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        head = m_in.left(end).toLower();
        const auto at = head.indexOf("content-length: ");
        const qint64 length = at < 0 ? 0 : head.mid(at + 16).split('\r').first().toLongLong();
        received = m_in.size() - end - 4;
        if (received < length)
            return;
        ++requests;
        m_in.clear();
        socket->write(m_answer);
        if (m_close)
            socket->disconnectFromHost();
    }
    QByteArray m_answer, m_in;
    bool m_close;
};

HttpRequest get(const QUrl& url)
{
    HttpRequest r;
    r.url = url;
    r.idempotent = true;
    return r;
}

HttpRequest post(const QUrl& url, const QByteArray& body)
{
    HttpRequest r;
    r.method = "POST";
    r.url = url;
    r.body = body;
    r.contentType = "application/json";
    return r;
}

} // namespace

class TestTransport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sendsNoBrowserAgentAndKeepsNothing();
    void neverRepeatsAPost_data();
    void neverRepeatsAPost();
    void cutShortBodyIsNotAnAnswer_data();
    void cutShortBodyIsNotAnAnswer();
    void redirectIsNotFollowed();
    void hugeAnswersStop_data();
    void hugeAnswersStop();
    void silenceTimesOut();
    void refusedConnectionLeftNothing();
    void networkErrors_data();
    void networkErrors();
    void localhostNamesNeedNoLookUp_data();
    void localhostNamesNeedNoLookUp();
    void cancelTellsWhetherItLeft();
    void learnsTheClock();
    void streamsABigBody();
    void aSlowDiskHoldsUpNothing();
    void aFileThatBreaksOffIsAnError();
    void cancelDoesNotWaitForTheDisk();
    void everyExchangeIsRecorded();
    void reachabilityIsToldOnce();
    void unsendableAddresses_data();
    void unsendableAddresses();
    void dyingTransportIsQuiet();
    void tlsErrorsAreErrors();
};

void TestTransport::sendsNoBrowserAgentAndKeepsNothing()
{
    RawServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=b\r\n\r\n{}");
    Transport transport;
    QVERIFY(await(transport.send(get(server.url()))).ok());
    QVERIFY(!server.head.contains("mozilla"));
    QVERIFY(server.head.contains("accept: application/json"));
    QVERIFY(await(transport.send(get(server.url()))).ok());
    QVERIFY(!server.head.contains("cookie"));
    QVERIFY(!server.head.contains("x-request-id"));
}

void TestTransport::neverRepeatsAPost_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("with a body") << QByteArray("{\"a\":1}");
    QTest::newRow("without a body") << QByteArray();
}

void TestTransport::neverRepeatsAPost()
{
    QFETCH(QByteArray, body);
    RawServer server("", true); // reads the request, then hangs up
    Transport transport;
    const auto r = await(transport.send(post(server.url(), body)));
    QVERIFY(!r.ok());
    QCOMPARE(r.error().code, u"net.reset"_s);
    QCOMPARE(r.error().mutation, Problem::Mutation::Unknown);
    QVERIFY(!r.error().safeToRetry);
    QCOMPARE(server.requests, 1);
}

void TestTransport::cutShortBodyIsNotAnAnswer_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("content length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":");
    QTest::newRow("chunked") << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n");
}

void TestTransport::cutShortBodyIsNotAnAnswer()
{
    QFETCH(QByteArray, answer);
    RawServer server(answer);
    Transport transport;
    const auto r = await(transport.send(get(server.url())));
    QCOMPARE(codeOf(r), u"net.cut_short"_s);
    QVERIFY(r.error().retryable && r.error().safeToRetry);
    const auto written = await(transport.send(post(server.url(), "{}")));
    QCOMPARE(codeOf(written), u"net.cut_short"_s);
    QCOMPARE(written.error().mutation, Problem::Mutation::Unknown);
}

void TestTransport::redirectIsNotFollowed()
{
    RawServer target("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    RawServer server("HTTP/1.1 302 Found\r\nLocation: " + target.url(u"/?token=abc"_s).toEncoded()
                     + "\r\nContent-Length: 0\r\n\r\n");
    Transport transport;
    const auto r = await(transport.send(get(server.url())));
    QCOMPARE(codeOf(r), u"net.redirect"_s);
    QVERIFY(!r.error().message.contains("abc"_L1));
    QCOMPARE(target.connections, 0);

    HttpRequest shown = get(server.url());
    shown.redirectIsAnswer = true;
    const auto answer = await(transport.send(shown));
    QVERIFY(answer.ok());
    QCOMPARE(answer->status, 302);
    QCOMPARE(target.connections, 0);
}

void TestTransport::hugeAnswersStop_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("announced") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n");
    QTest::newRow("not announced") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
}

void TestTransport::hugeAnswersStop()
{
    QFETCH(QByteArray, head);
    RawServer server(head + QByteArray(5'000'000, 'x'));
    Transport transport;
    HttpRequest r = get(server.url());
    r.maxReplyBytes = 100'000;
    QSignalSpy changed(&transport, &Transport::requestChanged);
    QCOMPARE(codeOf(await(transport.send(r))), u"net.reply_too_large"_s);
    QVERIFY(changed.last().first().value<RequestRecord>().receivedBytes <= 100'000);
    r.maxReplyBytes = 6'000'000;
    QCOMPARE(await(transport.send(r)).value().body.size(), 5'000'000);
}

void TestTransport::silenceTimesOut()
{
    Transport transport;
    auto* manager = new ScriptedManager;
    transport.setManager(manager);
    manager->push(Script::hanging());
    HttpRequest r = post(QUrl(u"http://h/x"_s), "{}");
    r.timeoutMs = 50;
    const auto outcome = await(transport.send(r));
    QCOMPARE(codeOf(outcome), u"net.timeout"_s);
    QCOMPARE(outcome.error().mutation, Problem::Mutation::Unknown);
    QTRY_COMPARE(manager->aborted, 1);
}

void TestTransport::refusedConnectionLeftNothing()
{
    QTcpServer reserved; // a port nobody listens on
    reserved.listen(QHostAddress::LocalHost);
    const quint16 port = reserved.serverPort();
    reserved.close();
    Transport transport;
    const auto r = await(transport.send(post(QUrl(u"http://127.0.0.1:%1/"_s.arg(port)), "{}")));
    QCOMPARE(codeOf(r), u"net.refused"_s);
    QCOMPARE(r.error().mutation, Problem::Mutation::None);
    QVERIFY(r.error().safeToRetry);
    QCOMPARE(r.error().kind, Problem::Kind::Network);
}

void TestTransport::networkErrors_data()
{
    QTest::addColumn<int>("error");
    QTest::addColumn<QStringList>("codes");
    QTest::addColumn<bool>("nothingLeft");
    using R = QNetworkReply;
    QTest::newRow("dns") << int(R::HostNotFoundError) << QStringList{u"net.dns"_s, u"net.offline"_s} << true;
    QTest::newRow("tls") << int(R::SslHandshakeFailedError) << QStringList{u"net.tls"_s} << true;
    QTest::newRow("offline") << int(R::TemporaryNetworkFailureError) << QStringList{u"net.offline"_s} << true;
    QTest::newRow("resend") << int(R::ContentReSendError) << QStringList{u"net.reset"_s} << false;
    QTest::newRow("closed") << int(R::RemoteHostClosedError) << QStringList{u"net.reset"_s} << true;
    QTest::newRow("unknown") << int(R::UnknownNetworkError) << QStringList{u"net.failed"_s, u"net.offline"_s} << true;
    QTest::newRow("protocol") << int(R::ProtocolFailure) << QStringList{u"net.failed"_s, u"net.offline"_s} << true;
}

void TestTransport::networkErrors()
{
    QFETCH(int, error);
    QFETCH(QStringList, codes);
    QFETCH(bool, nothingLeft);
    Transport transport;
    auto* manager = new ScriptedManager;
    transport.setManager(manager);
    manager->push(Script::failing(QNetworkReply::NetworkError(error)));
    const auto r = await(transport.send(post(QUrl(u"http://h/x"_s), "{}")));
    QVERIFY2(codes.contains(codeOf(r)), qPrintable(codeOf(r)));
    QCOMPARE(r.error().mutation == Problem::Mutation::None, nothingLeft);
}

void TestTransport::localhostNamesNeedNoLookUp_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("loopback");
    QTest::newRow("deployment") << u"dpl-1778.sites.localhost"_s << true;
    QTest::newRow("capitals and dot") << u"Tals.LocalHost."_s << true;
    QTest::newRow("bare name") << u"xn--caf-dma.localhost"_s << true;
    QTest::newRow("only looks alike") << u"site.localhost.invalid"_s << false;
    QTest::newRow("no dot before") << u"evillocalhost"_s << false;
}

void TestTransport::localhostNamesNeedNoLookUp()
{
    QFETCH(QString, host);
    QFETCH(bool, loopback);
    RawServer server("HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2035 00:00:00 GMT\r\nContent-Length: 2\r\n\r\n{}");
    const QUrl url(u"http://%1:%2/a?b=c"_s.arg(host).arg(server.serverPort()));
    Transport transport;
    QSignalSpy records(&transport, &Transport::requestChanged);
    QSignalSpy reachable(&transport, &Transport::reachabilityChanged);
    const auto r = await(transport.send(get(url)));
    QCOMPARE(r.ok(), loopback);
    QCOMPARE(server.requests, loopback ? 1 : 0);
    QCOMPARE(records.last().first().value<RequestRecord>().url, url);
    QCOMPARE(reachable.last().first().toString(), url.authority());
    if (!loopback)
        return;
    // The server, the clock and the records know the site by its name, nobody by the address.
    QVERIFY(server.head.startsWith("get /a?b=c http/1.1\r\n"));
    const QByteArray named = "\r\nhost: " + url.authority().toLatin1().toLower() + "\r\n";
    QVERIFY2((server.head + "\r\n").contains(named), server.head.constData());
    QCOMPARE(server.head.count("\r\nhost:"), 1);
    QVERIFY(transport.clockOffsetMs(url.host()) != 0);
    QCOMPARE(transport.clockOffsetMs(u"127.0.0.1"_s), 0);
}

void TestTransport::cancelTellsWhetherItLeft()
{
    Transport transport;
    auto* manager = new ScriptedManager;
    transport.setManager(manager);
    Script late = Script::hanging();
    late.delayMs = 60'000;
    manager->push(late);
    auto* unsent = transport.send(post(QUrl(u"http://h/x"_s), "{}"));
    unsent->cancel();
    QCOMPARE(unsent->outcome()->error().mutation, Problem::Mutation::None);
    QCOMPARE(codeOf(await(unsent)), u"cancelled"_s);

    RawServer server("", false); // takes the request and says nothing
    Transport real;
    auto* sent = real.send(post(server.url(), "{}"));
    QTRY_COMPARE(server.requests, 1);
    sent->cancel();
    const auto r = await(sent);
    QCOMPARE(codeOf(r), u"cancelled"_s);
    QCOMPARE(r.error().mutation, Problem::Mutation::Unknown);
}

void TestTransport::learnsTheClock()
{
    const auto serverAt = [](qint64 offsetSeconds) {
        const QDateTime date = QDateTime::currentDateTimeUtc().addSecs(offsetSeconds);
        return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: "
               + QLocale::c().toString(date, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1() + "\r\n\r\n{}";
    };
    Transport transport;
    RawServer right(serverAt(0)), ahead(serverAt(3600)), behind(serverAt(-90)), broken("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: soon\r\n\r\n{}");
    QVERIFY(await(transport.send(get(right.url()))).ok());
    QCOMPARE(transport.clockOffsetMs(u"127.0.0.1"_s), 0);
    QVERIFY(await(transport.send(get(ahead.url()))).ok());
    QVERIFY(qAbs(transport.clockOffsetMs(u"127.0.0.1"_s) - 3'600'000) < 1500);
    QVERIFY(await(transport.send(get(broken.url()))).ok());
    QVERIFY(qAbs(transport.clockOffsetMs(u"127.0.0.1"_s) - 3'600'000) < 1500);
    QVERIFY(await(transport.send(get(behind.url()))).ok());
    QVERIFY(qAbs(transport.clockOffsetMs(u"127.0.0.1"_s) + 90'000) < 1500);
    QCOMPARE(transport.clockOffsetMs(u"other"_s), 0);
}

void TestTransport::streamsABigBody()
{
    constexpr qint64 size = 50ll << 20;
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(file.resize(size));
    file.close();
    RawServer server("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
    Transport transport;
    HttpRequest r = post(server.url(), {});
    r.bodyDevice = [name = file.fileName()]() -> std::unique_ptr<QIODevice> {
        auto device = std::make_unique<QFile>(name);
        device->open(QIODevice::ReadOnly);
        return device;
    };
    auto* call = transport.send(r);
    QSignalSpy progress(call, &CallBase::progressed);
    const auto answer = await(call, 60'000);
    QCOMPARE(codeOf(answer), u"ok"_s);
    QCOMPARE(server.received, size);
    QVERIFY(progress.size() > 3);
    bool sawEnd = false;
    for (const auto& p : progress)
        sawEnd = sawEnd || (p[0].toLongLong() == size && p[1].toLongLong() == size);
    QVERIFY(sawEnd);
}

void TestTransport::aSlowDiskHoldsUpNothing()
{
    constexpr qint64 size = 1 << 20;
    const int msPerRead = 200;
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(file.resize(size));
    file.close();
    RawServer server("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
    Transport transport;
    HttpRequest r = post(server.url(), {});
    r.bodyDevice = [name = file.fileName(), msPerRead]() -> std::unique_ptr<QIODevice> {
        QThread::msleep(2 * msPerRead); // opening takes its time, too
        return std::make_unique<SlowFile>(name, msPerRead);
    };
    LongestGap gap;
    QCOMPARE(codeOf(await(transport.send(r))), u"ok"_s);
    QCOMPARE(server.received, size);
    QVERIFY2(gap.worstMs < msPerRead * 3 / 4, qPrintable(QString::number(gap.worstMs)));
}

void TestTransport::aFileThatBreaksOffIsAnError()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(file.resize(1 << 20));
    file.close();
    RawServer server("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
    Transport transport;
    HttpRequest r = post(server.url(), {});
    r.bodyDevice = [name = file.fileName()]() -> std::unique_ptr<QIODevice> { return std::make_unique<SlowFile>(name, 0, 1 << 19); };
    QCOMPARE(codeOf(await(transport.send(r))), u"file.unreadable"_s);
    QCOMPARE(server.requests, 0);
    r.bodyDevice = []() -> std::unique_ptr<QIODevice> { return nullptr; };
    QCOMPARE(codeOf(await(transport.send(r))), u"file.unreadable"_s);
}

void TestTransport::cancelDoesNotWaitForTheDisk()
{
    RawServer server("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
    const auto gone = std::make_shared<std::atomic<bool>>(false);
    QSemaphore opening, release;
    QElapsedTimer clock;
    {
        Transport transport;
        HttpRequest r = post(server.url(), {});
        r.bodyDevice = [&opening, &release, gone]() -> std::unique_ptr<QIODevice> {
            opening.release();
            release.acquire(); // a disk that hangs
            *gone = true;
            return nullptr;
        };
        auto* call = transport.send(r);
        opening.acquire();
        clock.start();
        call->cancel();
        const auto outcome = await(call);
        QCOMPARE(codeOf(outcome), u"cancelled"_s);
        QCOMPARE(outcome.error().mutation, Problem::Mutation::None);
    }
    QVERIFY(clock.elapsed() < 2000);
    release.release();
    QTRY_VERIFY(gone->load());
    QCOMPARE(server.connections, 0);
}

void TestTransport::everyExchangeIsRecorded()
{
    Transport transport;
    auto* manager = new ScriptedManager;
    transport.setManager(manager);
    manager->push(Script::json("{\"ok\":true}", 201));
    QSignalSpy started(&transport, &Transport::requestStarted);
    QSignalSpy changed(&transport, &Transport::requestChanged);
    HttpRequest r = post(QUrl(u"http://me:pw@h/x?apikey=abc"_s), "{}");
    r.headers = {{"Authorization", "Bearer topsecret1"}};
    r.label = u"tier set prototype"_s;
    const auto answer = await(transport.send(r));
    QVERIFY(answer.ok());
    QCOMPARE(started.size(), 1);
    const auto record = changed.last().first().value<RequestRecord>();
    QCOMPARE(record.traceId, answer->traceId);
    QCOMPARE(record.status, 201);
    QCOMPARE(record.label, r.label);
    QVERIFY(record.elapsedMs >= 0);
    QCOMPARE(record.receivedBytes, 11);
    for (const QString& text : {record.url.toString(), record.curl}) {
        for (const char* secret : {"pw", "abc", "topsecret1"})
            QVERIFY2(!text.contains(QLatin1StringView(secret)), qPrintable(text));
    }
    transport.setCost(answer->traceId, 100'000);
    QCOMPARE(changed.last().first().value<RequestRecord>().costMicros, 100'000);
    const auto before = changed.size();
    transport.setCost(u"nobody"_s, 1);
    QCOMPARE(changed.size(), before);
}

void TestTransport::reachabilityIsToldOnce()
{
    Transport transport;
    auto* manager = new ScriptedManager;
    transport.setManager(manager);
    QSignalSpy spy(&transport, &Transport::reachabilityChanged);
    const auto once = [&](const Script& script) {
        manager->push(script);
        (void)await(transport.send(get(QUrl(u"http://u:p@h:1234/x"_s))));
    };
    once(Script::json("{}"));
    once(Script::json("{}", 500));
    once(Script::failing(QNetworkReply::ConnectionRefusedError));
    once(Script::failing(QNetworkReply::ConnectionRefusedError));
    once(Script::json("{}"));
    QCOMPARE(spy.size(), 3);
    QCOMPARE(spy[0][0].toString(), u"h:1234"_s);
    QCOMPARE(spy[0][1].toBool(), true);
    QCOMPARE(spy[1][1].toBool(), false);
    QCOMPARE(spy[2][1].toBool(), true);
}

void TestTransport::unsendableAddresses_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("file") << u"file:///etc/passwd"_s;
    QTest::newRow("empty") << QString();
    QTest::newRow("no host") << u"http:///x"_s;
    QTest::newRow("data") << u"data:text/plain,x"_s;
    QTest::newRow("ftp") << u"ftp://h/x"_s;
}

void TestTransport::unsendableAddresses()
{
    QFETCH(QString, url);
    Transport transport;
    auto* manager = new ScriptedManager;
    transport.setManager(manager);
    QCOMPARE(codeOf(await(transport.send(get(QUrl(url))))), u"net.failed"_s);
    QVERIFY(manager->seen.isEmpty());
}

void TestTransport::dyingTransportIsQuiet()
{
    RawServer server("", false);
    auto* transport = new Transport;
    bool called = false;
    QObject context;
    transport->send(post(server.url(), QByteArray(1 << 20, 'x')))->onDone(&context, [&](const auto&) { called = true; });
    transport->send(get(server.url()))->onDone(&context, [&](const auto&) { called = true; });
    QTRY_VERIFY(server.connections > 0);
    delete transport;
    QCoreApplication::sendPostedEvents();
    QVERIFY(!called);
}

void TestTransport::tlsErrorsAreErrors()
{
    QTcpServer server; // speaks no TLS
    server.listen(QHostAddress::LocalHost);
    connect(&server, &QTcpServer::newConnection, &server,
            [&] { server.nextPendingConnection()->write("220 this is not TLS at all, it is mail\r\n"); });
    Transport transport;
    HttpRequest r = post(QUrl(u"https://127.0.0.1:%1/"_s.arg(server.serverPort())), "{}");
    r.timeoutMs = 5000;
    const auto outcome = await(transport.send(r));
    QCOMPARE(codeOf(outcome), u"net.tls"_s);
    QCOMPARE(outcome.error().mutation, Problem::Mutation::None);
}

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
