// SPDX-License-Identifier: GPL-3.0-or-later
// What the sandbox's HTTP server understands of a request, and what it refuses to guess.
#include "sandbox/http/connection.h"
#include "sandbox/http/requesthead.h"
#include "sandbox/sites.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <thread>

using namespace run402::sandbox;
using Outcome = Connection::Outcome;

namespace {

/// Both ends of a connection; what `sent` is arrives in pieces of `piece` bytes.
struct Wire
{
    int ends[2] = {-1, -1};
    std::thread sender;

    Wire(std::string sent, std::size_t piece)
    {
        socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
        sender = std::thread([fd = ends[1], bytes = std::move(sent), piece] {
            for (std::size_t at = 0; at < bytes.size(); at += piece) {
                const std::string_view part = std::string_view(bytes).substr(at, piece);
                if (send(fd, part.data(), part.size(), MSG_NOSIGNAL) < 0) {
                    break;
                }
            }
            shutdown(fd, SHUT_WR);
        });
    }
    ~Wire()
    {
        close(ends[0]); // wakes a sender nobody reads from
        sender.join();
        close(ends[1]);
    }
};

/// Method, path and body of every request understood, then the outcome that ended it.
std::string read(const std::string& sent, std::size_t piece, std::size_t limit = 1000)
{
    Wire wire(sent, piece);
    Connection connection(wire.ends[0]);
    std::string seen;
    for (;;) {
        Request request;
        Outcome outcome = connection.readHead(request, 5000);
        if (outcome == Outcome::Ok) {
            outcome = connection.readBody(request, limit);
        }
        if (outcome != Outcome::Ok) {
            static const char* const names[] = {"ok", "closed", "malformed", "large", "headlarge", "slow"};
            return seen + names[static_cast<int>(outcome)];
        }
        seen += request.method + ' ' + request.path + ' ' + request.body + '|';
    }
}

} // namespace

class SandboxHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void understands_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("seen");
        const auto row = [](const char* name, const char* sent, const char* seen) {
            QTest::newRow(name) << QByteArray(sent) << QByteArray(seen);
        };
        row("one", "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a |closed");
        row("two in a row", "POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiGET /b HTTP/1.1\r\n\r\n",
            "POST /a hi|GET /b |closed");
        row("chunks", "PUT /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n"
                      "0\r\nTrailer: t\r\n\r\nGET /d HTTP/1.1\r\n\r\n",
            "PUT /c abc0123456789|GET /d |closed");
        row("absolute form", "GET http://host:1/p?q HTTP/1.1\r\n\r\n", "GET /p |closed");
        row("stray line end", "\r\nGET / HTTP/1.0\r\n\r\n", "GET / |closed");
        row("empty query path", "GET http://host HTTP/1.1\r\n\r\n", "GET / |closed");
    }
    void understands()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, seen);
        for (const std::size_t piece : {std::size_t(1), std::size_t(7), std::size_t(4096)}) {
            QCOMPARE(QByteArray::fromStdString(read(sent.toStdString(), piece)), seen);
        }
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("outcome");
        const auto row = [](const char* name, const QByteArray& sent, const char* outcome = "malformed") {
            QTest::newRow(name) << sent << QByteArray(outcome);
        };
        const auto with = [](const char* header) {
            return QByteArray("POST / HTTP/1.1\r\n") + header + "\r\n\r\nabcde";
        };
        row("no version", "GET /\r\n\r\n");
        row("other version", "GET / HTTP/2.0\r\n\r\n");
        row("space in target", "GET /a b HTTP/1.1\r\n\r\n");
        row("NUL in target", QByteArray("GET /a\0b HTTP/1.1\r\n\r\n", 22));
        row("method with a space", "GE\tT / HTTP/1.1\r\n\r\n");
        row("folded header", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n");
        row("space before colon", with("Content-Length : 5"));
        row("bare line feed hides a header", with("A: b\nContent-Length: 5"));
        row("NUL in a value", QByteArray("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 26));
        row("nameless header", with(": b"));
        row("two hosts", with("Host: a\r\nHost: b"));
        row("two lengths", with("Content-Length: 5\r\nContent-Length: 4"));
        row("negative length", with("Content-Length: -5"));
        row("length with a plus", with("Content-Length: +5"));
        row("empty length", with("Content-Length:"));
        row("length beyond any number", with("Content-Length: 99999999999999999999999"));
        row("length and chunks", with("Content-Length: 5\r\nTransfer-Encoding: chunked"));
        row("chunks twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"));
        row("unknown coding", with("Transfer-Encoding: gzip, chunked"));
        row("too long", with("Content-Length: 1001"), "large");
        const QByteArray chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        row("chunk size is no number", chunked + "xyz\r\n");
        row("chunk size with a tail", chunked + "5xyz\r\nabcde\r\n0\r\n\r\n");
        row("chunk longer than it says", chunked + "2\r\nabc\r\n0\r\n\r\n");
        row("chunk of nearly everything", chunked + "ffffffffffffffff\r\nabc", "large");
        row("chunks beyond the limit", chunked + "200\r\n" + QByteArray(512, 'x') + "\r\n200\r\n", "large");
        row("endless extension", chunked + "1;" + QByteArray(10'000, 'x'));
        row("endless trailers", chunked + "0\r\n" + QByteArray("T: t\r\n").repeated(40'000), "headlarge");
        row("endless head", "GET / HTTP/1.1\r\n" + QByteArray("A: b\r\n").repeated(40'000), "headlarge");
        row("cut in the head", "GET / HTTP/1.1\r\nHo", "closed");
        row("cut in the body", with("Content-Length: 500"), "closed");
        row("cut in a chunk", chunked + "5\r\nab", "closed");
    }
    void refuses()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, outcome);
        QCOMPARE(QByteArray::fromStdString(read(sent.toStdString(), 4096)), outcome);
    }

    void manyTinyChunksTakeLinearTime()
    {
        std::string sent = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        const std::size_t count = 1'000'000;
        for (std::size_t i = 0; i < count; ++i) {
            sent += "1\r\nx\r\n";
        }
        sent += "0\r\n\r\n";
        QBENCHMARK_ONCE {
            // quadratic work would take minutes
            const std::string seen = read(sent, 65536, 50u * 1024 * 1024);
            QCOMPARE(seen.size(), std::string("POST / |closed").size() + count);
        }
    }

    void survivesNoise()
    {
        std::mt19937 dice(402);
        const std::string words[] = {"GET", " ", "/", "HTTP/1.1", "\r\n", "\r\n\r\n", ":", "Content-Length: 3", "chunked",
                                     "Transfer-Encoding: chunked", "0", "ffff", std::string(1, '\0'), "\xff\xfe", "x"};
        for (int round = 0; round < 400; ++round) {
            std::string sent;
            for (unsigned i = dice() % 40; i > 0; --i) {
                sent += words[dice() % std::size(words)];
            }
            QVERIFY(!read(sent, 1 + dice() % 50).empty()); // ends, whatever it says
        }
    }

    void ranges_data()
    {
        QTest::addColumn<QByteArray>("range");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char* range, int status, const char* body) {
            QTest::newRow(range) << QByteArray(range) << status << QByteArray(body);
        };
        row("bytes=0-0", 206, "0");
        row("bytes=2-5", 206, "2345");
        row("bytes=7-", 206, "789");
        row("bytes=-3", 206, "789");
        row("bytes=-99", 206, "0123456789");
        row("bytes=5-99", 206, "56789");
        row("bytes=10-", 416, "");
        row("bytes=5-2", 416, "");
        row("bytes=-0", 416, "");
        for (const char* whole : {"bytes=", "bytes=-", "bytes=a-b", "bytes=1-2,4-5", "items=0-1", "bytes=0x1-2", "bytes=--1",
                                  "bytes=99999999999999999999999-", "bytes= 1-2"}) {
            row(whole, 200, "0123456789");
        }
    }
    void ranges()
    {
        QFETCH(QByteArray, range);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        Request request;
        request.method = "GET";
        request.headers = {{"range", range.toStdString()}};
        Response response = Response::text(200, "text/plain", "0123456789");
        response.set("Accept-Ranges", "bytes");
        applyConditions(request, response);
        QCOMPARE(response.status, status);
        QCOMPARE(QByteArray::fromStdString(response.body), body);
    }
};

QTEST_GUILESS_MAIN(SandboxHttp)
#include "tst_sandbox_http.moc"
