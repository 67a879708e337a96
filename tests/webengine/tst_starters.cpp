// SPDX-License-Identifier: GPL-3.0-or-later
// Every starter app in a real browser, two people at once, from the marketplace a fresh local server fills by itself.
#include "tests/support/sandboxworld.h"
#include "ui/browser/browserpage.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>
#include <QWebEngineSettings>
#include <QWebEngineView>

#include <unistd.h>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int loadMs = 20'000;
constexpr int seenMs = 10'000;

/// One person's browser: nothing is shared with another one.
class Visitor
{
public:
    explicit Visitor(int x) : m_profile(BrowserPage::createProfile(nullptr))
    {
        m_page = std::make_unique<BrowserPage>(m_profile.get(), nullptr);
        QObject::connect(m_page.get(), &BrowserPage::messageWritten, m_page.get(), [this](const ConsoleMessage& m) {
            if (m.level == ConsoleMessage::Level::Error)
                errors << u"%1 (%2:%3)"_s.arg(m.text, m.source).arg(m.line);
        });
        m_page->settings()->setAttribute(QWebEngineSettings::ShowScrollBars, !qEnvironmentVariableIsSet("RUN402_SHOTS"));
        m_view.setPage(m_page.get());
        m_view.setGeometry(x, 0, 700, 880);
        m_view.show();
    }
    ~Visitor() { m_view.setPage(nullptr); }

    bool open(const QUrl& url)
    {
        errors.clear();
        m_view.resize(700, 880);
        QSignalSpy done(m_page.get(), &QWebEnginePage::loadFinished);
        m_page->load(url);
        return done.wait(loadMs) && done.first().first().toBool();
    }
    bool reload()
    {
        QSignalSpy done(m_page.get(), &QWebEnginePage::loadFinished);
        m_page->triggerAction(QWebEnginePage::ReloadAndBypassCache);
        return done.wait(loadMs) && done.first().first().toBool();
    }
    QVariant run(const QString& script)
    {
        std::optional<QVariant> answer;
        m_page->runJavaScript(script, [&](const QVariant& v) { answer = v; });
        return QTest::qWaitFor([&] { return answer.has_value(); }, loadMs) ? *answer : QVariant();
    }
    bool holds(const QString& expression) { return run(u"Boolean(%1)"_s.arg(expression)).toBool(); }
    /// Injects the scenario and waits until the page has its data.
    bool prepare(const QString& scenario)
    {
        run(scenario);
        return holds(u"window.scenario"_s)
               && QTest::qWaitFor([this] { return holds(u"scenario.ready ? scenario.ready() : true"_s); }, seenMs);
    }
    /// What the REST API answers this visitor: "status body".
    QString ask(const QString& method, const QString& path, const QString& json = {})
    {
        run(u"window.asked = undefined; fetch(`${location.protocol}//127.0.0.1:${location.port}/rest/v1/%1`, {method: '%2', "
            u"headers: {apikey: RUN402.anonKey, 'Content-Type': 'application/json', Prefer: 'return=minimal'}, "
            u"body: %3 || undefined}).then(async r => asked = r.status + ' ' + await r.text()); undefined"_s
                .arg(path, method, json.isEmpty() ? u"''"_s : u"JSON.stringify(%1)"_s.arg(json)));
        QVariant answer;
        return QTest::qWaitFor([&] { return (answer = run(u"window.asked"_s)).isValid(); }, seenMs) ? answer.toString()
                                                                                                    : QString();
    }
    /// Runs an asynchronous step; empty, or what went wrong in it.
    QString act(const QString& step)
    {
        run(u"window.stepDone = undefined; scenario.%1().then(() => stepDone = '', e => stepDone = String(e?.stack ?? e));"
            u"undefined"_s.arg(step));
        QVariant outcome;
        const bool ended = QTest::qWaitFor([&] { return (outcome = run(u"window.stepDone"_s)).isValid(); }, seenMs);
        return ended ? outcome.toString() : step + u" did not end"_s;
    }
    bool eventually(const QString& step)
    {
        return QTest::qWaitFor([&] { return holds(u"scenario.%1()"_s.arg(step)); }, seenMs);
    }
    QString text() { return run(u"document.body.innerText"_s).toString(); }

    void resize(const QSize& size) { m_view.resize(size); }
    void shoot(const QString& file, const QSize& size, const QSize& scaled = {})
    {
        m_view.resize(size);
        QTest::qWait(1200); // only with RUN402_SHOTS: lets animations end
        QImage image = m_view.grab().toImage();
        if (scaled.isValid())
            image = image.scaled(scaled, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        QVERIFY2(image.save(file), qPrintable(file));
        m_view.resize(700, 880);
    }

    QStringList errors;

private:
    std::unique_ptr<QWebEngineProfile> m_profile;
    std::unique_ptr<BrowserPage> m_page;
    QWebEngineView m_view;
};

QByteArray fileText(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class StartersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void offersEveryStarter();
    void servesTwoAtOnce_data();
    void servesTwoAtOnce();
    void forkIsPersonalAndApart();
    void cleanupTestCase();

private:
    void refusesWhatNoVisitorMayDo(Visitor& visitor, const QString& slug);
    QStringList slugs() const
    {
        return QDir(m_root + u"/resources/starters"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    }
    QJsonObject manifest(const QString& slug) const
    {
        return QJsonDocument::fromJson(fileText(m_root + u"/resources/starters/%1/starter.json"_s.arg(slug))).object();
    }
    /// The marketplace's entry of a starter; empty until it is there.
    AppVersion offered(const QString& slug)
    {
        const auto apps = await(m_world->session.market.browse({}));
        if (!apps.ok())
            return {};
        for (const AppVersion& app : *apps) {
            if (app.name == manifest(slug)["title"_L1].toString())
                return app;
        }
        return {};
    }
    static void takePictures(Visitor& visitor, const QString& slug, const QString& moment)
    {
        const QString folder = qEnvironmentVariable("RUN402_SHOTS");
        if (folder.isEmpty())
            return;
        const QString stem = folder + u'/' + slug + u'-' + qEnvironmentVariable("RUN402_SCHEME", u"dark"_s) + moment;
        visitor.shoot(stem + u"-desktop.png"_s, {1440, 900});
        visitor.shoot(stem + u"-phone.png"_s, {390, 844});
        if (moment.isEmpty())
            visitor.shoot(stem + u"-thumbnail.png"_s, {1440, 960}, {960, 640});
    }

    const QString m_root = QStringLiteral(RUN402_SOURCE_DIR);
    std::unique_ptr<SandboxWorld> m_world;
    std::unique_ptr<Visitor> m_first, m_second; // the same two for all: each app has an origin of its own
    QElapsedTimer m_since;
};

void StartersTest::initTestCase()
{
    m_since.start();
    m_world = std::make_unique<SandboxWorld>(QStringList());
    QVERIFY2(m_world->isRunning(), qPrintable(m_world->sandbox.error()));
    QVERIFY(!slugs().isEmpty());
    m_first = std::make_unique<Visitor>(0);
    m_second = std::make_unique<Visitor>(720);
}

void StartersTest::cleanupTestCase()
{
    m_first.reset();
    m_second.reset();
}

void StartersTest::offersEveryStarter()
{
    const auto count = [this] {
        const auto apps = await(m_world->session.market.browse({}));
        return apps.ok() ? apps->size() : 0;
    };
    QTRY_COMPARE_WITH_TIMEOUT(count(), slugs().size(), 60'000);
    qInfo("%d starters %lld ms after the server was asked to start", int(slugs().size()), m_since.elapsed());
    for (const QString& slug : slugs()) {
        const AppVersion app = offered(slug);
        const QJsonObject wanted = manifest(slug);
        QCOMPARE(app.description, wanted["description"_L1].toString());
        QCOMPARE(QJsonArray::fromStringList(app.tags), wanted["tags"_L1].toArray());
        QCOMPARE(app.variablesJson, wanted["variables"_L1].toArray());
        QVERIFY(app.forkAllowed);
        QCOMPARE(app.visibility, u"public"_s);
        QCOMPARE(app.tableCount, wanted["tables"_L1].toArray().size());
        QVERIFY(app.liveUrl.startsWith(u"http://"_s + wanted["subdomain"_L1].toString() + u"-demo"_s));
    }
}

void StartersTest::servesTwoAtOnce_data()
{
    QTest::addColumn<QString>("slug");
    for (const QString& slug : slugs())
        QTest::newRow(qPrintable(slug)) << slug;
}

void StartersTest::servesTwoAtOnce()
{
    QFETCH(QString, slug);
    const QUrl live(offered(slug).liveUrl);
    const QString scenario = QString::fromUtf8(fileText(m_root + u"/tests/webengine/starters/%1.js"_s.arg(slug)));
    QVERIFY(!scenario.isEmpty());
    Visitor &a = *m_first, &b = *m_second;
    QVERIFY(a.open(live));
    QVERIFY(b.open(live));
    QVERIFY2(a.prepare(scenario), qPrintable(a.text() + a.errors.join(u'\n')));
    QVERIFY2(b.prepare(scenario), qPrintable(b.text() + b.errors.join(u'\n')));
    takePictures(a, slug, QString());
    QVERIFY2(!b.holds(u"scenario.sees()"_s), "B must not see it before it was added");
    QCOMPARE(a.act(u"add"_s), QString());
    QVERIFY2(b.eventually(u"sees"_s), qPrintable(u"A:\n"_s + a.text() + u"\nB:\n"_s + b.text()));
    QVERIFY2(!a.holds(u"scenario.seesEdit()"_s), "A must not see the change before it was made");
    QCOMPARE(b.act(u"edit"_s), QString());
    QVERIFY2(a.eventually(u"seesEdit"_s), qPrintable(u"A:\n"_s + a.text() + u"\nB:\n"_s + b.text()));
    takePictures(b, slug, u"-used"_s);
    for (Visitor* visitor : {&a, &b}) {
        QVERIFY(visitor->reload());
        QVERIFY(visitor->prepare(scenario));
        QVERIFY2(visitor->eventually(u"seesEdit"_s), qPrintable(visitor->text()));
    }
    a.resize({390, 844});
    b.resize({1200, 844});
    for (Visitor* visitor : {&a, &b}) {
        QTRY_COMPARE(visitor->run(u"outerWidth"_s).toInt(), visitor == &a ? 390 : 1200);
        const int excess =
            visitor->run(u"document.documentElement.scrollWidth - document.documentElement.clientWidth"_s).toInt();
        QVERIFY2(excess <= 0, qPrintable(u"the page scrolls sideways by %1 px"_s.arg(excess)));
        QCOMPARE(visitor->errors.join(u'\n'), QString());
    }
    refusesWhatNoVisitorMayDo(a, slug);
}

/// A visitor holds the anon key, so what it may not do must be refused by the server.
void StartersTest::refusesWhatNoVisitorMayDo(Visitor& visitor, const QString& slug)
{
    const QString before = visitor.ask(u"GET"_s, u"settings?select=key,value&order=key"_s);
    QVERIFY2(before.startsWith(u"200 [{"_s), qPrintable(before));
    visitor.ask(u"PATCH"_s, u"settings?key=eq.title"_s, u"{value: 'taken over'}"_s);
    visitor.ask(u"DELETE"_s, u"settings?key=eq.title"_s);
    visitor.ask(u"POST"_s, u"settings"_s, u"{key: 'mine', value: 'now'}"_s);
    QCOMPARE(visitor.ask(u"GET"_s, u"settings?select=key,value&order=key"_s), before);
    if (slug == u"waitlist"_s) {
        QCOMPARE(visitor.ask(u"GET"_s, u"signups?select=email"_s), u"200 []"_s);
        QCOMPARE(visitor.ask(u"GET"_s, u"vault"_s), u"200 []"_s);
        QVERIFY(visitor.ask(u"POST"_s, u"signups"_s, u"{email: 'x@example.com', token_hash: 'x'}"_s).startsWith(u'4'));
    }
}

void StartersTest::forkIsPersonalAndApart()
{
    QCOMPARE(m_world->subscribe(), u"ok"_s);
    const AppVersion source = offered(u"todo-list"_s);
    const auto fork = await(m_world->session.market.fork(
        {source.id, u"Ours"_s, u"our-list"_s,
         {{u"TITLE"_s, u"The Okafor list"_s}, {u"OWNER"_s, u"Adaeze"_s}, {u"ACCENT"_s, u"#F97316"_s}}}));
    QVERIFY2(fork.ok(), qPrintable(codeOf(fork)));
    const QString scenario = QString::fromUtf8(fileText(m_root + u"/tests/webengine/starters/todo-list.js"_s));
    QUrl ours = m_world->sandbox.url();
    ours.setHost(u"our-list.localhost"_s);
    Visitor &inFork = *m_first, &inSource = *m_second;
    QVERIFY(inFork.open(ours));
    QVERIFY(inSource.open(QUrl(source.liveUrl)));
    QVERIFY(inFork.prepare(scenario));
    QVERIFY(inSource.prepare(scenario));
    QTRY_VERIFY(inFork.text().contains(u"The Okafor list"_s));
    QVERIFY(inFork.text().contains(u"Adaeze"_s));
    QVERIFY(!inSource.text().contains(u"The Okafor list"_s));
    // What is written in the one stays there, also after the other has read again.
    QCOMPARE(inFork.act(u"add"_s), QString());
    QVERIFY(inFork.eventually(u"sees"_s));
    QVERIFY(inSource.reload());
    QVERIFY(inSource.prepare(scenario));
    QVERIFY(!inSource.holds(u"scenario.sees()"_s));
    QVERIFY(inFork.reload());
    QVERIFY(inFork.prepare(scenario));
    QVERIFY(inFork.eventually(u"sees"_s));
    QCOMPARE((inFork.errors + inSource.errors).join(u'\n'), QString());
}

int main(int argc, char** argv)
{
    QByteArray flags = "--disable-gpu --blink-settings=preferredColorScheme=";
    flags += qEnvironmentVariable("RUN402_SCHEME") == "light"_L1 ? "1" : "0";
    if (::geteuid() == 0)
        flags += " --no-sandbox";
    qputenv("QTWEBENGINE_CHROMIUM_FLAGS", flags);
    QApplication app(argc, argv);
    StartersTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_starters.moc"
