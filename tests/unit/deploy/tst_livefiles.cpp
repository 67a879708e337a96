// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/livefiles.h"

#include <QCryptographicHash>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

class LiveFilesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_asked.clear();
        m_site.clear();
        m_answer = {};
        m_outcome.reset();
        m_hang = false;
        m_atOnce = m_most = 0;
    }
    void asksOnlyForWhatIsInTheFolder();
    void asksLargeFilesForTheirLengthFirst();
    void endsAsAWhole_data();
    void endsAsAWhole();
    void tooMuchAsksNothing();
    void cancels();
    void runsAFewAtOnce();

private:
    static SiteFile file(const QString& path, qint64 size)
    {
        SiteFile f;
        f.path = path;
        f.size = size;
        return f;
    }
    static QByteArray sha(const QByteArray& data) { return QCryptographicHash::hash(data, QCryptographicHash::Sha256); }

    Call<HttpReply>* answer(const QByteArray& method, const QUrl& url, qint64 maxBytes)
    {
        m_asked << method + ' ' + url.path(QUrl::FullyEncoded).toLatin1();
        auto* call = new Call<HttpReply>(&m_owner);
        m_most = qMax(m_most, ++m_atOnce);
        connect(call, &CallBase::settled, this, [this] { --m_atOnce; });
        if (m_hang)
            return call;
        if (m_answer)
            return call->resolve(*m_answer), call;
        HttpReply reply;
        const auto content = m_site.constFind(url.path());
        reply.status = content == m_site.cend() ? 404 : 200;
        if (reply.status == 200 && method == "HEAD")
            reply.headers = {{"content-length", QByteArray::number(content->size())}};
        else if (reply.status == 200 && content->size() > maxBytes)
            return call->resolve(fail(Problem::Kind::Protocol, u"net.reply_too_large"_s, u"long"_s)), call;
        else if (reply.status == 200)
            reply.body = *content;
        call->resolve(reply);
        return call;
    }
    Call<LiveState>* read(const QList<SiteFile>& files, const LiveFiles::Limits& limits = {})
    {
        auto* call = LiveFiles::read(
            &m_owner, [this](const QByteArray& m, const QUrl& u, qint64 max) { return answer(m, u, max); },
            QUrl(u"http://tals.localhost:4022"_s), files, limits);
        call->onDone(this, [this](const Result<LiveState>& r) { m_outcome = r; });
        return call;
    }
    QObject m_owner;
    QByteArrayList m_asked;
    QHash<QString, QByteArray> m_site;
    std::optional<Result<HttpReply>> m_answer;
    std::optional<Result<LiveState>> m_outcome;
    bool m_hang = false;
    int m_atOnce = 0, m_most = 0;
};

void LiveFilesTest::asksOnlyForWhatIsInTheFolder()
{
    m_site = {{u"/index.html"_s, "hello"}, {u"/img/a b.png"_s, "png"}, {u"/secret.txt"_s, "x"}};
    read({file(u"index.html"_s, 5), file(u"img/a b.png"_s, 9), file(u"new.js"_s, 3), file(u"LICENSE"_s, 3)});
    QTRY_VERIFY(m_outcome);
    QVERIFY(m_outcome->ok());
    std::sort(m_asked.begin(), m_asked.end());
    QCOMPARE(m_asked, (QByteArrayList{"GET /img/a%20b.png", "GET /index.html", "GET /new.js"}));
    const LiveState& live = **m_outcome;
    QCOMPARE(live.hashes.size(), 2);
    QCOMPARE(live.hashes.value(u"index.html"_s), sha("hello"));
    QCOMPARE(live.sizes.value(u"img/a b.png"_s), 3);
}

void LiveFilesTest::asksLargeFilesForTheirLengthFirst()
{
    const QByteArray same(100'000, 'a'), grown(300'000, 'b'), huge(3 << 20, 'c');
    m_site = {{u"/same.bin"_s, same}, {u"/grown.bin"_s, grown}, {u"/huge.js"_s, huge}};
    read({file(u"same.bin"_s, 100'000), file(u"grown.bin"_s, 200'000), file(u"huge.js"_s, 10)});
    QTRY_VERIFY(m_outcome);
    QVERIFY(m_outcome->ok());
    const LiveState& live = **m_outcome;
    QCOMPARE(live.hashes.value(u"same.bin"_s), sha(same));
    QVERIFY(live.hashes.contains(u"grown.bin"_s) && live.hashes.value(u"grown.bin"_s).isEmpty());
    QCOMPARE(live.sizes.value(u"grown.bin"_s), 300'000);
    QVERIFY(live.hashes.contains(u"huge.js"_s) && live.hashes.value(u"huge.js"_s).isEmpty());
    QVERIFY(m_asked.contains("GET /same.bin"));
    QVERIFY(!m_asked.contains("GET /grown.bin"));
}

void LiveFilesTest::endsAsAWhole_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("broken server") << 500 << u"deploy.live_unknown"_s;
    QTest::newRow("moved") << 301 << u"deploy.live_unknown"_s;
    QTest::newRow("offline") << 0 << u"net.refused"_s;
}

void LiveFilesTest::endsAsAWhole()
{
    QFETCH(int, status);
    HttpReply reply;
    reply.status = status;
    m_answer = status > 0 ? Result<HttpReply>(reply) : fail(Problem::Kind::Network, u"net.refused"_s, u"no"_s);
    QList<SiteFile> files;
    for (int i = 0; i < 50; ++i)
        files << file(u"f%1.js"_s.arg(i), 1);
    read(files);
    QTRY_VERIFY(m_outcome);
    QVERIFY(!m_outcome->ok());
    QTEST(m_outcome->error().code, "code");
    QVERIFY(m_asked.size() < 10); // the others are not asked for any more
}

void LiveFilesTest::tooMuchAsksNothing()
{
    LiveFiles::Limits limits;
    limits.maxFiles = 2;
    read({file(u"a.js"_s, 1), file(u"b.js"_s, 1), file(u"c.js"_s, 1)}, limits);
    QTRY_VERIFY(m_outcome);
    QCOMPARE(m_outcome->error().code, u"deploy.live_too_much"_s);
    m_outcome.reset();
    read({file(u"a.js"_s, 51 << 20)});
    QTRY_VERIFY(m_outcome);
    QCOMPARE(m_outcome->error().code, u"deploy.live_too_much"_s);
    QVERIFY(m_asked.isEmpty());
}

void LiveFilesTest::cancels()
{
    m_hang = true;
    auto* call = read({file(u"a.js"_s, 1), file(u"b.js"_s, 1)});
    QTRY_COMPARE(m_asked.size(), 2);
    call->cancel();
    QTRY_VERIFY(m_outcome);
    QCOMPARE(m_outcome->error().kind, Problem::Kind::Cancelled);
    QTRY_COMPARE(m_atOnce, 0); // what was under way was cancelled too
}

void LiveFilesTest::runsAFewAtOnce()
{
    QList<SiteFile> files;
    for (int i = 0; i < 40; ++i) {
        files << file(u"f%1.js"_s.arg(i), 1);
        m_site.insert(u"/f%1.js"_s.arg(i), "x");
    }
    read(files);
    QTRY_VERIFY(m_outcome);
    QCOMPARE((*m_outcome)->hashes.size(), 40);
    QVERIFY(m_most <= 4);
}

QTEST_GUILESS_MAIN(LiveFilesTest)
#include "tst_livefiles.moc"
