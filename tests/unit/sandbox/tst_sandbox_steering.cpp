// SPDX-License-Identifier: GPL-3.0-or-later
// The sandbox's clock, fault rules and file access.
#include "sandbox/clock.h"
#include "sandbox/faults.h"
#include "sandbox/files.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

using namespace run402::sandbox;

namespace {

Request get(const char* path)
{
    Request request;
    request.method = "GET";
    request.path = path;
    request.headers = {{"host", "Site.localhost:4022"}};
    return request;
}

Json parsed(const char* text)
{
    return parseJson(text).value();
}

} // namespace

class SandboxSteering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void durations()
    {
        QCOMPARE(parseDurationMs("250ms").value(), 250);
        QCOMPARE(parseDurationMs("90s").value(), 90'000);
        QCOMPARE(parseDurationMs("-2h").value(), -7'200'000);
        QCOMPARE(parseDurationMs("7d").value(), 604'800'000);
        for (const char* wrong : {"", "s", "5", "5 s", "1.5h", "5y", "5ss", "+5s", "999999999d", "99999999999999999999s"}) {
            QVERIFY2(!parseDurationMs(wrong), wrong);
        }
    }

    void clockMoves()
    {
        const std::int64_t before = nowMs();
        setClockOffsetMs(3'600'000);
        QVERIFY(nowMs() - before >= 3'600'000 && nowMs() - before < 3'660'000);
        setClockOffsetMs(0);
        QVERIFY(nowMs() - before < 60'000);
    }

    void wildcards()
    {
        QVERIFY(wildcardMatch("*", ""));
        QVERIFY(wildcardMatch("/rest/v1/*", "/rest/v1/a/b"));
        QVERIFY(!wildcardMatch("/rest/v1/*", "/rest/v1"));
        QVERIFY(wildcardMatch("*/sql", "/projects/v1/admin/x/sql"));
        QVERIFY(wildcardMatch("a*b*c", "a-b-b-c"));
        QVERIFY(!wildcardMatch("a*b*c", "a-c-b"));
        QVERIFY(!wildcardMatch("", "x"));
        // backtracking must not explode
        std::string pattern(50, '*');
        pattern += 'b';
        QVERIFY(!wildcardMatch(pattern, std::string(20'000, 'a')));
    }

    void rulesStrikeInTurn()
    {
        Faults faults;
        QVERIFY(!faults.strike(get("/a")));
        faults.add(parseFaultRule(parsed(R"({"path":"/a","status":500,"skip":1,"count":1})")), {});
        const int second = faults.add(parseFaultRule(parsed(R"({"host":"site.localhost","status":502})")), {});
        QCOMPARE(faults.strike(get("/a"))->status, 502); // the first one lets one through
        QCOMPARE(faults.strike(get("/a"))->status, 500);
        QCOMPARE(faults.strike(get("/a"))->status, 502); // and is spent now
        QVERIFY(faults.remove(second));
        QVERIFY(!faults.remove(second));
        QVERIFY(!faults.strike(get("/a")));
        faults.clear();
        QCOMPARE(faults.list().size(), std::size_t(0));
    }

    void whatRunsTheHandler()
    {
        const auto runs = [](const char* rule) { return parseFaultRule(parsed(rule)).runsHandler(); };
        QVERIFY(!runs(R"({"status":500})"));
        QVERIFY(!runs(R"({"reset":true})"));
        QVERIFY(!runs(R"({"hang":true})"));
        QVERIFY(runs(R"({"status":500,"when":"after"})"));
        QVERIFY(runs(R"({"latency_ms":5})"));
        QVERIFY(runs(R"({"cut_body":5})"));
    }

    void spoiling()
    {
        Response good = Response::json(200, {{"a", 1}});
        Response kept = spoiled(parseFaultRule(parsed(R"({"cut_body":3})")), good);
        QCOMPARE(kept.status, 200);
        QCOMPARE(*kept.delivery.cutBodyAt, std::size_t(3));
        Response limited = spoiled(parseFaultRule(parsed(R"({"status":429,"retry_after":9})")), good);
        QCOMPARE(limited.status, 429);
        QVERIFY(limited.has("retry-after"));
        QVERIFY(limited.body.find("\"a\"") == std::string::npos);
    }

    void pathsStayBelow()
    {
        QCOMPARE(decodedFilePath("/a//./b.txt").value(), std::string("a/b.txt"));
        QCOMPARE(decodedFilePath("/%2e/x").value(), std::string("x"));
        QCOMPARE(decodedFilePath("/%252e%252e/x").value(), std::string("%2e%2e/x")); // decoded once only
        for (const char* out : {"/../x", "/a/../../x", "/%2e%2e/x", "/..%2fx", "/a%2f..%2f..%2fx", "/..%5cx", "/a\\..\\x",
                                "/a%00.html", "/%zz", "/%"}) {
            QVERIFY2(!decodedFilePath(out), out);
        }
    }

    void readsNothingThroughLinks()
    {
        QTemporaryDir folder;
        const std::string root = folder.path().toStdString();
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("site/sub")));
        writeNewFile(root + "/secret.txt", "secret");
        writeNewFile(root + "/site/sub/a.txt", "inside");
        QCOMPARE(symlink("../secret.txt", (root + "/site/link.txt").c_str()), 0);
        QCOMPARE(symlink("..", (root + "/site/up").c_str()), 0);
        QCOMPARE(symlink("sub/a.txt", (root + "/site/inner.txt").c_str()), 0);
        QCOMPARE(mkfifo((root + "/site/pipe").c_str(), 0600), 0);
        QCOMPARE(readBelow(root + "/site", "sub/a.txt").value(), std::string("inside"));
        for (const char* out : {"link.txt", "up/secret.txt", "inner.txt", "../secret.txt", "sub/../../secret.txt", "sub",
                                "pipe", "", "/etc/passwd", "none.txt", "sub/a.txt/x"}) {
            QVERIFY2(!readBelow(root + "/site", out), out);
        }
        QVERIFY(!readBelow(root + "/site", std::string_view("sub/a.txt\0x", 11)));
    }

    void fullDiskLeavesNothing()
    {
        QTemporaryDir folder;
        const std::string path = folder.path().toStdString() + "/big";
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{100'000, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        bool refused = false;
        try {
            writeNewFile(path, std::string(200'000, 'x'));
        } catch (const NoSpace&) {
            refused = true;
        }
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(refused);
        QVERIFY(!QFile::exists(QString::fromStdString(path)));
    }
};

QTEST_GUILESS_MAIN(SandboxSteering)
#include "tst_sandbox_steering.moc"
