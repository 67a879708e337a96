// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/browserpage.h"
#include "ui/browser/browsersurface.h"
#include "ui/browser/webpreviewfactory.h"
#include "ui/common/theme.h"
#include "ui/preview/consolemodel.h"
#include "ui/preview/previewview.h"

#include <QApplication>
#include <QFile>
#include <QSet>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QWebEngineHistory>
#include <QWebEngineProfile>

#include <unistd.h>

using namespace run402;
using namespace Qt::StringLiterals;

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

private:
    bool load(const QString& path)
    {
        QSignalSpy done(m_surface.get(), &PreviewSurface::loadFinished);
        m_surface->load(m_server.url(path));
        return done.wait(20000) && done.first().first().toBool();
    }
    QVariant run(const QString& script)
    {
        std::optional<QVariant> answer;
        m_surface->page()->runJavaScript(script, [&](const QVariant& v) { answer = v; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 10000))
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
    QVERIFY(done.wait(20000));
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
    QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 10000);
    QCOMPARE(refused.first().at(1).toUrl().path(), u"/a.zip"_s);
}

void BrowserTest::survivesAlerts()
{
    m_server.pages["/alert"] = "<script>for(let i=0;i<20;i++)alert(i);document.title=confirm('sure?')?'yes':'no'</script>";
    ConsoleModel model;
    connect(m_surface.get(), &PreviewSurface::consoleMessage, &model, &ConsoleModel::add);
    QVERIFY(load(u"/alert"_s));
    QTRY_COMPARE(m_surface->page()->title(), u"no"_s);
    QCOMPARE(model.counts().infos, 21);
}

void BrowserTest::endsAFlood()
{
    m_server.pages["/flood"] = "<script>for(;;)alert('more')</script>";
    m_server.pages["/"] = "<title>fine</title>";
    QSignalSpy stopped(m_surface.get(), &PreviewSurface::stopped);
    m_surface->load(m_server.url(u"/flood"_s));
    QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), 1, 20000);
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
    QVERIFY(done.wait(20000));
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
    QVERIFY(view.hasSurface());
    QSignalSpy done(view.surface(), &PreviewSurface::loadFinished);
    QVERIFY(done.wait(20000));
}

void BrowserTest::drawsThumbnails()
{
    m_server.pages["/"] = "<body style='background:#fff'><h1>hello</h1>";
    WebPreviewFactory factory;
    std::optional<QPixmap> picture;
    factory.grab(m_server.url(u"/"_s), {640, 400}, this, [&](const QPixmap& p) { picture = p; });
    QTRY_VERIFY_WITH_TIMEOUT(picture.has_value(), 20000);
    QCOMPARE(picture->size(), QSize(640, 400));
    QVERIFY(!isBlank(*picture));
    picture.reset();
    factory.grab(QUrl(u"http://127.0.0.1:1/"_s), {640, 400}, this, [&](const QPixmap& p) { picture = p; });
    QTRY_VERIFY_WITH_TIMEOUT(picture.has_value(), 20000);
    QVERIFY(picture->isNull());
}

int main(int argc, char** argv)
{
    QByteArray flags = "--disable-gpu";
    if (::geteuid() == 0)
        flags += " --no-sandbox";
    qputenv("QTWEBENGINE_CHROMIUM_FLAGS", flags);
    QApplication app(argc, argv);
    Theme theme;
    Theme::loadFonts();
    theme.install(app);
    BrowserTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_browser.moc"
