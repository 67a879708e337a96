// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/webenginemain.h"
#include "ui/browser/browserpage.h"
#include "ui/browser/browsersurface.h"
#include "ui/browser/webpreviewfactory.h"
#include "ui/common/theme.h"
#include "ui/common/stallwatch.h"
#include "ui/preview/consolepage.h"
#include "ui/preview/previewview.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QSet>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QWebEngineHistory>
#include <QWebEngineProfile>

#include <algorithm>
#include <csignal>
#include <unistd.h>

using namespace run402;
using run402::test::browserMs;
using namespace Qt::StringLiterals;

/// A window that does not answer for as long does not answer; less can be the other programs of a busy computer.
constexpr int stallMs = 1000;

/// Serves the pages it was given and remembers what was asked for.
class PageServer : public QTcpServer
{
    Q_OBJECT
public:
    PageServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* s = nextPendingConnection();
            connect(s, &QTcpSocket::disconnected, s, &QObject::deleteLater);
            connect(s, &QTcpSocket::readyRead, s, [this, s] {
                const QByteArray head = s->readAll();
                const QByteArray path = head.split(' ').value(1);
                asked << path;
                cookies = head.contains("ookie: seen=1");
                const bool known = pages.contains(path);
                const QByteArray body = known ? pages.value(path) : QByteArray("nothing here");
                s->write("HTTP/1.1 " + QByteArray(known ? "200 OK" : "404 Not Found")
                         + "\r\nContent-Type: " + (path.endsWith(".zip") ? "application/zip" : "text/html")
                         + "\r\nSet-Cookie: seen=1\r\nConnection: close\r\nContent-Length: "
                         + QByteArray::number(body.size()) + "\r\n\r\n" + body);
                s->disconnectFromHost();
            });
        });
    }
    QUrl url(const QString& path) const { return QUrl(u"http://site.localhost:%1%2"_s.arg(serverPort()).arg(path)); }

    QHash<QByteArray, QByteArray> pages;
    QList<QByteArray> asked;
    bool cookies = false;
};

class BrowserTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_surface = std::make_unique<BrowserSurface>(nullptr);
        m_surface->resize(400, 300);
        m_surface->show();
    }
    void cleanup() { m_surface.reset(); }

    void loadsAndDraws();
    void tellsFailures();
    void countsConsoleMessages();
    void reachesNoFiles();
    void opensNoWindows();
    void savesNothing();
    void survivesAlerts();
    void endsAFlood();
    void sharesNoCookies();
    void startsNothingBeforeItIsShown();
    void drawsThumbnails();
    void drawsBesideAnOpenPage();
    void survivesAPageThatNeverEnds();
    void reloadsAfterACrash();
    void staysQuickWhenAPageWritesWithoutEnd();
    void crossesNoSchemeByLink();

private:
    bool load(const QString& path)
    {
        QSignalSpy done(m_surface.get(), &PreviewSurface::loadFinished);
        m_surface->load(m_server.url(path));
        // What was loading before may tell its end only now, as a failure.
        return test::waitFor([&] { return std::any_of(done.cbegin(), done.cend(), [](const auto& end) { return end.first().toBool(); }); });
    }
    QVariant run(const QString& script)
    {
        std::optional<QVariant> answer;
        m_surface->page()->runJavaScript(script, [&](const QVariant& v) { answer = v; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, browserMs))
            return {};
        return *answer;
    }
    static bool isBlank(const QPixmap& picture)
    {
        const QImage image = picture.toImage();
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); y += 5) {
            for (int x = 0; x < image.width(); x += 5)
                colours.insert(image.pixel(x, y));
        }
        return colours.size() < 2;
    }
    PageServer m_server;
    std::unique_ptr<BrowserSurface> m_surface;
};

void BrowserTest::loadsAndDraws()
{
    m_server.pages["/"] = "<body style='margin:0;background:#fff'><div style='width:100px;height:100px;background:#c00'>";
    QVERIFY(load(u"/"_s));
    QTRY_VERIFY(!isBlank(m_surface->picture()));
    QVERIFY(m_surface->page()->profile()->isOffTheRecord());
    m_server.pages["/two"] = "two";
    QVERIFY(load(u"/two"_s));
    QTRY_VERIFY(m_surface->canGoBack());
    QSignalSpy moved(m_surface.get(), &PreviewSurface::addressChanged);
    m_surface->back();
    QTRY_VERIFY(!moved.isEmpty());
    QCOMPARE(moved.last().first().toUrl().path(), u"/"_s);
}

void BrowserTest::tellsFailures()
{
    QSignalSpy done(m_surface.get(), &PreviewSurface::loadFinished);
    QTcpServer closed;
    closed.listen(QHostAddress::LocalHost);
    const QUrl dead(u"http://127.0.0.1:%1/"_s.arg(closed.serverPort()));
    closed.close();
    m_surface->load(dead);
    QVERIFY(done.wait(browserMs));
    QVERIFY(!done.first().first().toBool());
}

void BrowserTest::countsConsoleMessages()
{
    m_server.pages["/log"] = "<script>console.log('one');console.warn('two');console.error('three');"
                             "console.log('x'.repeat(100000))</script>";
    ConsoleModel model;
    connect(m_surface.get(), &PreviewSurface::consoleMessage, &model, &ConsoleModel::add);
    QVERIFY(load(u"/log"_s));
    QTRY_COMPARE(model.counts().all(), 4);
    QCOMPARE(model.counts().errors, 1);
    QCOMPARE(model.counts().warnings, 1);
    QCOMPARE(model.index(3).data().toString().size(), 4000);
    QVERIFY(model.index(0).data(ConsoleModel::SourceRole).toString().endsWith(":1"_L1));
}

void BrowserTest::reachesNoFiles()
{
    QTemporaryDir dir;
    QFile secret(dir.filePath(u"secret.html"_s));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    secret.write("<title>secret</title>");
    secret.close();
    const QUrl file = QUrl::fromLocalFile(secret.fileName());
    QSignalSpy refused(m_surface.get(), &PreviewSurface::refused);
    m_surface->load(file);
    QCOMPARE(refused.count(), 1);
    m_server.pages["/file"] = "<iframe src='" + file.toEncoded() + "'></iframe><script>fetch('" + file.toEncoded()
                              + "').then(()=>document.title='read').catch(()=>document.title='blocked');</script>";
    QVERIFY(load(u"/file"_s));
    QTRY_COMPARE(m_surface->page()->title(), u"blocked"_s);
    // A page that goes there by itself stays where it is.
    run(u"location.href='"_s + file.toString() + u"'"_s);
    QCOMPARE(run(u"location.protocol"_s).toString(), u"http:"_s);
    QVERIFY(!WebOnlyInterceptor::allows(file));
    QVERIFY(!WebOnlyInterceptor::allows(QUrl(u"chrome://gpu"_s)));
    QVERIFY(!WebOnlyInterceptor::allows(QUrl(u"qrc:/icons"_s)));
}

void BrowserTest::opensNoWindows()
{
    m_server.pages["/pop"] = "<script>document.title = window.open('/other') === null ? 'none' : 'opened'</script>";
    const auto before = QApplication::topLevelWidgets().size();
    QVERIFY(load(u"/pop"_s));
    QTRY_COMPARE(m_surface->page()->title(), u"none"_s);
    QCOMPARE(QApplication::topLevelWidgets().size(), before);
    QVERIFY(!m_server.asked.contains("/other"));
}

void BrowserTest::savesNothing()
{
    m_server.pages["/a.zip"] = "PK";
    m_server.pages["/save"] = "<a id=a href='/a.zip' download>save</a>";
    QVERIFY(load(u"/save"_s));
    QSignalSpy refused(m_surface.get(), &PreviewSurface::refused);
    run(u"document.getElementById('a').click()"_s);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(refused.first().at(1).toUrl().path(), u"/a.zip"_s);
}

void BrowserTest::survivesAlerts()
{
    m_server.pages["/alert"] = "<script>for(let i=0;i<20;i++)alert(i);document.title=confirm('sure?')?'yes':'no'</script>";
    ConsoleModel model;
    connect(m_surface.get(), &PreviewSurface::consoleMessage, &model, &ConsoleModel::add);
    QVERIFY(load(u"/alert"_s));
    QTRY_COMPARE(m_surface->page()->title(), u"no"_s);
    QTRY_COMPARE(model.counts().infos, 21);
}

void BrowserTest::endsAFlood()
{
    m_server.pages["/flood"] = "<script>for(;;)alert('more')</script>";
    m_server.pages["/"] = "<title>fine</title>";
    QSignalSpy stopped(m_surface.get(), &PreviewSurface::stopped);
    m_surface->load(m_server.url(u"/flood"_s));
    QTRY_COMPARE(stopped.count(), 1);
    QVERIFY(!stopped.first().first().toString().isEmpty());
    // Another page loads in the same place.
    QVERIFY(load(u"/"_s));
    QTRY_COMPARE(m_surface->page()->title(), u"fine"_s);
}

void BrowserTest::sharesNoCookies()
{
    m_server.pages["/"] = "x";
    QVERIFY(load(u"/"_s));
    QVERIFY(load(u"/"_s));
    QTRY_VERIFY(m_server.cookies);
    BrowserSurface other(nullptr);
    QSignalSpy done(&other, &PreviewSurface::loadFinished);
    other.load(m_server.url(u"/"_s));
    QVERIFY(done.wait(browserMs));
    QVERIFY(!m_server.cookies);
}

void BrowserTest::startsNothingBeforeItIsShown()
{
    m_server.pages["/"] = "x";
    WebPreviewFactory factory;
    PreviewView view(factory);
    view.open(m_server.url(u"/"_s));
    QVERIFY(!view.hasSurface());
    view.resize(700, 600);
    view.show();
    QVERIFY(!view.hasSurface()); // the pane is drawn before the browser starts
    QTRY_VERIFY(view.hasSurface());
    QSignalSpy done(view.surface(), &PreviewSurface::loadFinished);
    QVERIFY(done.wait(browserMs));
}

void BrowserTest::drawsThumbnails()
{
    m_server.pages["/"] = "<body style='background:#fff'><h1>hello</h1>";
    WebPreviewFactory factory;
    std::optional<QPixmap> picture;
    factory.grab(m_server.url(u"/"_s), {640, 400}, this, [&](const QPixmap& p) { picture = p; });
    QTRY_VERIFY(picture.has_value());
    QCOMPARE(picture->size(), QSize(640, 400));
    QVERIFY(!isBlank(*picture));
    picture.reset();
    factory.grab(QUrl(u"http://127.0.0.1:1/"_s), {640, 400}, this, [&](const QPixmap& p) { picture = p; });
    QTRY_VERIFY(picture.has_value());
    QVERIFY(picture->isNull());
}

/// State and parent of a process, from proc(5): Linux only, as is the test.
struct ProcessFacts { QByteArray name; char state = 'X'; int parent = 0; };
static ProcessFacts factsOf(int pid)
{
    QFile stat(u"/proc/%1/stat"_s.arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = stat.readAll();
    const auto from = text.indexOf('('), to = text.lastIndexOf(')');
    return {text.mid(from + 1, to - from - 1), text.at(to + 2), text.mid(to + 4).split(' ').first().toInt()};
}

/// The browser's processes below this one.
static int browserProcesses()
{
    int count = 0;
    const auto entries = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& entry : entries) {
        int pid = entry.toInt();
        const ProcessFacts facts = factsOf(pid);
        if (!facts.name.startsWith("QtWebEngine") || facts.state == 'Z')
            continue;
        while (pid > 1 && pid != ::getpid())
            pid = factsOf(pid).parent;
        count += pid == ::getpid();
    }
    return count;
}

void BrowserTest::drawsBesideAnOpenPage()
{
    m_server.pages["/"] = "<body style='background:#fff'><h1>hello</h1>";
    QVERIFY(load(u"/"_s));
    const int before = browserProcesses();
    QVERIFY(before > 0);
    WebPreviewFactory factory;
    int drawn = 0, blank = 0;
    for (int i = 0; i < 3; ++i) {
        factory.grab(m_server.url(u"/"_s), {640, 400}, this, [&](const QPixmap& p) {
            ++drawn;
            blank += p.isNull() || isBlank(p);
        });
    }
    QTRY_COMPARE(drawn, 3);
    QCOMPARE(blank, 0);
    {
        QObject gone; // nobody waits any more
        factory.grab(m_server.url(u"/"_s), {640, 400}, &gone, [&](const QPixmap&) { ++drawn; });
    }
    QTRY_VERIFY_WITH_TIMEOUT(browserProcesses() <= before, 20000);
    QCOMPARE(drawn, 3);
    QCOMPARE(run(u"document.body.innerText"_s).toString(), u"hello"_s); // the open page is as it was
}

void BrowserTest::survivesAPageThatNeverEnds()
{
    m_server.pages["/"] = "<title>fine</title>";
    QTcpServer endless; // sends a beginning and holds the rest back
    QVERIFY(endless.listen(QHostAddress::LocalHost));
    connect(&endless, &QTcpServer::newConnection, this, [&endless] {
        endless.nextPendingConnection()->write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>");
    });
    QSignalSpy started(m_surface.get(), &PreviewSurface::loadStarted), done(m_surface.get(), &PreviewSurface::loadFinished);
    StallWatch watch(stallMs);
    m_surface->load(QUrl(u"http://127.0.0.1:%1/"_s.arg(endless.serverPort())));
    QTRY_COMPARE(started.count(), 1);
    QVERIFY(!done.wait(1500));
    // The application answers, and another page takes its place.
    QVERIFY(load(u"/"_s));
    QTRY_COMPARE(m_surface->page()->title(), u"fine"_s);
    QCOMPARE(watch.stalls(), 0);
}

void BrowserTest::reloadsAfterACrash()
{
    m_server.pages["/"] = "<title>fine</title>";
    WebPreviewFactory factory;
    PreviewView view(factory);
    view.resize(700, 600);
    view.open(m_server.url(u"/"_s));
    view.show();
    QTRY_VERIFY(view.hasSurface());
    auto* surface = static_cast<BrowserSurface*>(view.surface());
    QTRY_COMPARE(surface->page()->title(), u"fine"_s);
    auto* again = view.findChild<QAbstractButton*>(u"preview.restart"_s);
    QVERIFY(!again->isVisible());
    QSignalSpy stopped(surface, &PreviewSurface::stopped);
    QVERIFY(surface->page()->renderProcessPid() > 0);
    QCOMPARE(::kill(pid_t(surface->page()->renderProcessPid()), SIGKILL), 0);
    QTRY_COMPARE(stopped.count(), 1);
    QVERIFY(again->isVisible());
    m_server.pages["/"] = "<title>back again</title>";
    again->click();
    QTRY_COMPARE(surface->page()->title(), u"back again"_s);
    QVERIFY(!again->isVisible());
}

void BrowserTest::staysQuickWhenAPageWritesWithoutEnd()
{
    m_server.pages["/spam"] = "<script>for(let i=0;i<100000;i++)console.log('line '+i);console.error('the end')</script>";
    ConsolePage console;
    console.resize(600, 200);
    console.show();
    connect(m_surface.get(), &PreviewSurface::consoleMessage, console.model(), &ConsoleModel::add);
    StallWatch watch(stallMs);
    QVERIFY(load(u"/spam"_s));
    const auto last = [&] {
        const int rows = console.model()->rowCount();
        return rows > 0 ? console.model()->index(rows - 1).data().toString() : QString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(last(), u"the end"_s, browserMs);
    QCOMPARE(console.model()->rowCount(), ConsoleModel::kept);
    QCOMPARE(console.model()->counts().all(), ConsoleModel::kept);
    QVERIFY2(watch.stalls() == 0, qPrintable(u"%1 stalls, worst %2 ms"_s.arg(watch.stalls()).arg(watch.worstMs())));
}

void BrowserTest::crossesNoSchemeByLink()
{
    m_server.pages["/links"] = "<a id=f href='file:///etc/passwd'>f</a><a id=c href='chrome://crash'>c</a>"
                               "<a id=m href='mailto:a@b.c'>m</a>";
    QVERIFY(load(u"/links"_s));
    for (const QString& id : {u"f"_s, u"c"_s, u"m"_s}) {
        run(u"document.getElementById('%1').click()"_s.arg(id));
        QCOMPARE(run(u"location.pathname"_s).toString(), u"/links"_s);
    }
    QSignalSpy refused(m_surface.get(), &PreviewSurface::refused);
    m_surface->load(QUrl(u"chrome://crash"_s));
    QCOMPARE(refused.count(), 1);
}

RUN402_WEBENGINE_MAIN(BrowserTest, "", Theme theme; Theme::loadFonts(); theme.install(app);)
#include "tst_browser.moc"
