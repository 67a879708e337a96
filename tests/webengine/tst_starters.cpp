// SPDX-License-Identifier: GPL-3.0-or-later
// Every starter app in a real browser, two people at once, from the marketplace a fresh local server fills by itself.
#include "tests/support/sandboxworld.h"
#include "tests/support/webenginemain.h"
#include "ui/browser/browserpage.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QWebEngineSettings>
#include <QWebEngineView>

#include <functional>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

/// What every page gets beside its scenario: waiting there, so that nothing has to ask it again and again.
const QString helpers = uR"js(
  window.until = async (check) => {
    for (const end = performance.now() + %1; performance.now() < end;) {
      if (check()) return true;
      await new Promise((next) => setTimeout(next, 40));
    }
    return false;
  };
  // What the REST API answers this visitor: "status body".
  window.ask = async (method, path, body) => {
    const answer = await fetch(`${location.protocol}//127.0.0.1:${location.port}/rest/v1/${path}`, { method,
      headers: { apikey: RUN402.anonKey, "Content-Type": "application/json", Prefer: "return=minimal" },
      body: body && JSON.stringify(body) });
    return `${answer.status} ${await answer.text()}`;
  };
)js"_s;

/// A page in one person's browser: different profiles share nothing.
class Visitor
{
public:
    Visitor(QWebEngineProfile* profile, int x) : m_page(std::make_unique<BrowserPage>(profile, nullptr))
    {
        QObject::connect(m_page.get(), &BrowserPage::messageWritten, m_page.get(), [this](const ConsoleMessage& m) { hear(m); });
        QObject::connect(m_page.get(), &QWebEnginePage::loadFinished, m_page.get(), [this](bool ok) { m_loaded = ok; });
        m_page->settings()->setAttribute(QWebEngineSettings::ShowScrollBars, !qEnvironmentVariableIsSet("RUN402_SHOTS"));
        m_view.setPage(m_page.get());
        m_view.setGeometry(x, 0, 700, 880);
        m_view.show();
    }
    ~Visitor() { m_view.setPage(nullptr); }

    void open(const QUrl& url)
    {
        m_loaded.reset();
        m_page->load(url);
    }
    void reload()
    {
        m_loaded.reset();
        m_page->triggerAction(QWebEnginePage::ReloadAndBypassCache);
    }
    std::optional<bool> loaded() const { return m_loaded; }

    /// Starts a step in the page; outcome() has its value as JSON, or "failed: why", once it is done.
    void begin(const QString& expression)
    {
        m_outcome.reset();
        m_page->runJavaScript(u"(async () => %1)().then((v) => JSON.stringify(v ?? null), (e) => `failed: ${e?.stack ?? e}`)"
                              u".then((o) => console.info('outcome %2 ' + o)); undefined"_s.arg(expression).arg(++m_turn));
    }
    std::optional<QString> outcome() const { return m_outcome; }
    /// The same, waited for.
    QString answer(const QString& expression)
    {
        begin(expression);
        return waitFor([this] { return m_outcome.has_value(); }) ? *m_outcome : u"no outcome"_s;
    }
    /// Injects the scenario, then waits for its data.
    void inject(const QString& scenario)
    {
        m_page->runJavaScript(helpers.arg(browserMs / 2) + scenario);
        begin(u"until(() => scenario.ready ? scenario.ready() : true)"_s);
    }
    QString text()
    {
        return answer(u"document.body.innerText"_s);
    }
    QUrl url() const { return m_page->url(); }

    void resize(const QSize& size) { m_view.resize(size); }
    void shoot(const QString& file, const QSize& size, const QSize& scaled = {})
    {
        m_view.raise();
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
    void hear(const ConsoleMessage& m)
    {
        const QString ours = u"outcome %1 "_s.arg(m_turn);
        if (m.text.startsWith(ours))
            m_outcome = m.text.mid(ours.size());
        else if (m.level == ConsoleMessage::Level::Error)
            errors << u"%1 (%2:%3)"_s.arg(m.text, m.source).arg(m.line);
    }

    std::unique_ptr<BrowserPage> m_page;
    QWebEngineView m_view;
    std::optional<bool> m_loaded;
    std::optional<QString> m_outcome;
    int m_turn = 0;
};

/// Two people at one app, and what went wrong first.
struct Pair
{
    QString slug, scenario, problem;
    std::unique_ptr<Visitor> a, b;

    void blame(const QString& what, Visitor& at)
    {
        if (problem.isEmpty())
            problem = what + u"\nA: "_s + a->text() + u"\nB: "_s + b->text() + u'\n' + at.errors.join(u'\n');
    }
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
    void blogIsOwnedThroughGoogle();
    void cleanupTestCase();

private:
    enum class Who { Both, A, B };

    void rehearse(const QStringList& slugs);
    void forVisitors(Who who, const std::function<void(Pair&, Visitor&)>& act);
    void loadEach(const QString& what, const std::function<void(Pair&, Visitor&)>& start);
    void each(Who who, const QString& what, const QString& expression, const QString& wanted);
    void outcomes(Who who, const QString& what, const QString& wanted);
    void refusesWhatNoVisitorMayDo();
    /// The first two people at an app each, the scenario in their pages.
    QString openTwo(const QUrl& first, const QUrl& second, const QString& slug);
    QUrl forkOf(const QString& slug, const QString& subdomain, const QJsonObject& variables);
    QStringList slugs() const
    {
        QStringList found = QDir(m_root + u"/resources/starters"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
        found.removeIf([this](const QString& slug) { return manifest(slug).isEmpty(); }); // what they share is no starter
        return found;
    }
    QString scenarioOf(const QString& slug) const
    {
        return QString::fromUtf8(fileText(m_root + u"/tests/webengine/starters/%1.js"_s.arg(slug)));
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
    std::unique_ptr<QWebEngineProfile> m_people[2]; // the same two for all: each app has an origin of its own
    std::vector<Pair> m_pairs;
    QHash<QString, QString> m_problems; ///< by slug; empty = everything went well
    QElapsedTimer m_since;
};

void StartersTest::initTestCase()
{
    m_since.start();
    m_world = std::make_unique<SandboxWorld>(QStringList());
    QVERIFY2(m_world->isRunning(), qPrintable(m_world->sandbox.error()));
    QVERIFY(!slugs().isEmpty());
    for (auto& person : m_people)
        person.reset(BrowserPage::createProfile(nullptr));
    const auto count = [this] {
        const auto apps = await(m_world->session.market.browse({}));
        return apps.ok() ? apps->size() : 0;
    };
    QTRY_COMPARE_WITH_TIMEOUT(count(), slugs().size(), 60'000);
    qInfo("%d starters %lld ms after the server was asked to start", int(slugs().size()), m_since.elapsed());
}

void StartersTest::cleanupTestCase()
{
    m_pairs.clear();
    for (auto& person : m_people)
        person.reset();
}

void StartersTest::offersEveryStarter()
{
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

/// All apps of a group go through each step together, so that their waiting for one another's changes is one waiting.
void StartersTest::servesTwoAtOnce()
{
    QFETCH(QString, slug);
    if (!m_problems.contains(slug)) {
        constexpr int group = 5; // two pages each: as many as a small computer draws at once
        const QStringList all = slugs();
        rehearse(all.mid(all.indexOf(slug) / group * group, group));
    }
    QVERIFY(m_problems.contains(slug));
    QVERIFY2(m_problems.value(slug).isEmpty(), qPrintable(m_problems.value(slug)));
}

void StartersTest::forVisitors(Who who, const std::function<void(Pair&, Visitor&)>& act)
{
    for (Pair& pair : m_pairs) {
        if (!pair.problem.isEmpty())
            continue;
        if (who != Who::B)
            act(pair, *pair.a);
        if (who != Who::A)
            act(pair, *pair.b);
    }
}

/// Loads every page, then injects the scenarios and waits for the apps' data.
void StartersTest::loadEach(const QString& what, const std::function<void(Pair&, Visitor&)>& start)
{
    forVisitors(Who::Both, start);
    forVisitors(Who::Both, [&](Pair& pair, Visitor& visitor) {
        if (!waitFor([&] { return visitor.loaded().has_value(); }) || !*visitor.loaded())
            pair.blame(what, visitor);
    });
    forVisitors(Who::Both, [](Pair& pair, Visitor& visitor) { visitor.inject(pair.scenario); });
    outcomes(Who::Both, what, u"true"_s);
}

void StartersTest::each(Who who, const QString& what, const QString& expression, const QString& wanted)
{
    forVisitors(who, [&](Pair&, Visitor& visitor) { visitor.begin(expression); });
    outcomes(who, what, wanted);
}

void StartersTest::outcomes(Who who, const QString& what, const QString& wanted)
{
    forVisitors(who, [&](Pair& pair, Visitor& visitor) {
        const bool answered = waitFor([&] { return visitor.outcome().has_value(); });
        if (const QString got = answered ? *visitor.outcome() : u"no answer"_s; got != wanted)
            pair.blame(u"%1: %2"_s.arg(what, got), visitor);
    });
}

void StartersTest::rehearse(const QStringList& slugs)
{
    m_pairs.clear();
    for (const QString& slug : slugs) {
        m_pairs.push_back({slug, scenarioOf(slug), {}, std::make_unique<Visitor>(m_people[0].get(), 0),
                           std::make_unique<Visitor>(m_people[1].get(), 720)});
        if (m_pairs.back().scenario.isEmpty())
            m_pairs.back().problem = u"has no scenario"_s;
    }
    loadEach(u"first visit"_s, [this](Pair& pair, Visitor& visitor) { visitor.open(QUrl(offered(pair.slug).liveUrl)); });
    forVisitors(Who::A, [](Pair& pair, Visitor& a) { takePictures(a, pair.slug, QString()); });
    each(Who::B, u"B must not see it before it was added"_s, u"scenario.sees()"_s, u"false"_s);
    each(Who::A, u"A adds"_s, u"scenario.add()"_s, u"null"_s);
    each(Who::B, u"B sees it"_s, u"until(() => scenario.sees())"_s, u"true"_s);
    each(Who::A, u"A must not see the change before it was made"_s, u"scenario.seesEdit()"_s, u"false"_s);
    each(Who::B, u"B edits"_s, u"scenario.edit()"_s, u"null"_s);
    each(Who::A, u"A sees the change"_s, u"until(() => scenario.seesEdit())"_s, u"true"_s);
    forVisitors(Who::B, [](Pair& pair, Visitor& b) { takePictures(b, pair.slug, u"-used"_s); });
    loadEach(u"reload"_s, [](Pair&, Visitor& visitor) { visitor.reload(); });
    each(Who::Both, u"still there after a reload"_s, u"until(() => scenario.seesEdit())"_s, u"true"_s);
    for (const auto& [who, width] : {std::pair{Who::A, 390}, std::pair{Who::B, 1200}}) {
        forVisitors(who, [width = width](Pair&, Visitor& visitor) { visitor.resize({width, 844}); });
        each(who, u"drawn %1 px wide"_s.arg(width), u"until(() => outerWidth === %1)"_s.arg(width), u"true"_s);
    }
    each(Who::Both, u"the page scrolls sideways"_s,
         u"document.documentElement.scrollWidth > document.documentElement.clientWidth"_s, u"false"_s);
    refusesWhatNoVisitorMayDo();
    forVisitors(Who::Both, [](Pair& pair, Visitor& visitor) {
        if (!visitor.errors.isEmpty())
            pair.blame(u"errors in the console"_s, visitor);
    });
    for (const Pair& pair : m_pairs)
        m_problems.insert(pair.slug, pair.problem);
    m_pairs.clear();
}

/// A visitor holds the anon key, so what it may not do must be refused by the server.
void StartersTest::refusesWhatNoVisitorMayDo()
{
    const QString settings = u"ask('GET', 'settings?select=key,value&order=key')"_s;
    QHash<QString, QString> before;
    forVisitors(Who::A, [&](Pair& pair, Visitor& visitor) {
        before[pair.slug] = visitor.answer(settings);
        if (!before[pair.slug].startsWith(u"\"200 [{"_s))
            pair.blame(u"the settings are not readable: "_s + before[pair.slug], visitor);
    });
    // Written without looking at the answers: only what is there afterwards counts. Their errors are not the app's.
    forVisitors(Who::A, [&](Pair& pair, Visitor& visitor) {
        const QStringList own = visitor.errors;
        visitor.answer(u"ask('PATCH', 'settings?key=eq.title', { value: 'taken over' })"_s);
        visitor.answer(u"ask('DELETE', 'settings?key=eq.title')"_s);
        visitor.answer(u"ask('POST', 'settings', { key: 'mine', value: 'now' })"_s);
        if (visitor.answer(settings) != before[pair.slug])
            pair.blame(u"a visitor changed the settings"_s, visitor);
        if (pair.slug == u"waitlist"_s
            && (visitor.answer(u"ask('GET', 'signups?select=email')"_s) != u"\"200 []\""_s
                || visitor.answer(u"ask('GET', 'vault')"_s) != u"\"200 []\""_s
                || !visitor.answer(u"ask('POST', 'signups', { email: 'x@example.com', token_hash: 'x' })"_s).startsWith(u"\"4"_s)))
            pair.blame(u"the list of people is open"_s, visitor);
        visitor.errors = own;
    });
}

QString StartersTest::openTwo(const QUrl& first, const QUrl& second, const QString& slug)
{
    m_pairs.clear();
    m_pairs.push_back({slug, scenarioOf(slug), {}, std::make_unique<Visitor>(m_people[0].get(), 0),
                       std::make_unique<Visitor>(m_people[1].get(), 720)});
    loadEach(u"first visit"_s, [&](Pair& pair, Visitor& visitor) { visitor.open(&visitor == pair.a.get() ? first : second); });
    return m_pairs.front().problem;
}

QUrl StartersTest::forkOf(const QString& slug, const QString& subdomain, const QJsonObject& variables)
{
    const auto fork = await(m_world->session.market.fork({offered(slug).id, u"Ours"_s, subdomain, variables}));
    if (!fork.ok())
        return {};
    QUrl url = m_world->sandbox.url();
    url.setHost(subdomain + u".localhost"_s);
    return url;
}

void StartersTest::forkIsPersonalAndApart()
{
    QCOMPARE(m_world->subscribe(), u"ok"_s);
    const QUrl ours = forkOf(u"todo-list"_s, u"our-list"_s,
                             {{u"TITLE"_s, u"The Okafor list"_s}, {u"OWNER"_s, u"Adaeze"_s}, {u"ACCENT"_s, u"#F97316"_s}});
    QVERIFY(ours.isValid());
    QCOMPARE(openTwo(ours, QUrl(offered(u"todo-list"_s).liveUrl), u"todo-list"_s), QString());
    Visitor &inFork = *m_pairs.front().a, &inSource = *m_pairs.front().b;
    QCOMPARE(inFork.answer(u"until(() => document.body.innerText.includes('The Okafor list'))"_s), u"true"_s);
    QVERIFY(inFork.text().contains(u"Adaeze"_s));
    QVERIFY(!inSource.text().contains(u"The Okafor list"_s));
    // What is written in the one stays there, also after the other has read again.
    QCOMPARE(inFork.answer(u"scenario.add()"_s), u"null"_s);
    QCOMPARE(inFork.answer(u"until(() => scenario.sees())"_s), u"true"_s);
    loadEach(u"reload"_s, [](Pair&, Visitor& visitor) { visitor.reload(); });
    QCOMPARE(m_pairs.front().problem, QString());
    QCOMPARE(inSource.answer(u"scenario.sees()"_s), u"false"_s);
    QCOMPARE(inFork.answer(u"until(() => scenario.sees())"_s), u"true"_s);
    QCOMPARE((inFork.errors + inSource.errors).join(u'\n'), QString());
}

/// Through the consent page and back: the page exchanges the code with its verifier and the account owns the blog.
void StartersTest::blogIsOwnedThroughGoogle()
{
    const QUrl blog = forkOf(u"micro-blog"_s, u"our-blog"_s,
                             {{u"TITLE"_s, u"Ink"_s}, {u"OWNER"_s, u"Adaeze"_s}, {u"ACCENT"_s, u"#1b57bf"_s}});
    QVERIFY(blog.isValid());
    QCOMPARE(openTwo(blog, blog, u"micro-blog"_s), QString());
    Visitor &writer = *m_pairs.front().a, &reader = *m_pairs.front().b;
    const auto shows = [](const QString& test) { return u"until(() => !(document.querySelector('[data-test=\"%1\"]')?.hidden ?? true))"_s.arg(test); };
    const auto press = [](const QString& test) { return u"document.querySelector('[data-test=\"%1\"]').click()"_s.arg(test); };
    writer.answer(press(u"sign-in"_s));
    QCOMPARE(writer.answer(shows(u"google"_s)), u"true"_s);
    writer.answer(press(u"google"_s));
    QVERIFY(waitFor([&] { return writer.url().path() == u"/sandbox/google"_s; }));
    QVERIFY(waitFor([&] { return writer.answer(u"document.querySelectorAll('button[data-email]').length > 0"_s) == u"true"_s; }));
    writer.begin(u"document.querySelector('button[data-email]').click()"_s);
    QVERIFY(waitFor([&] { return writer.url().host() == blog.host(); }));
    QVERIFY(waitFor([&] { return writer.answer(u"Boolean(document.querySelector('[data-test=\"note\"]'))"_s) == u"true"_s; }));
    writer.inject(scenarioOf(u"micro-blog"_s));
    QVERIFY(waitFor([&] { return writer.outcome().value_or(QString()) == u"true"_s; }));
    QVERIFY(!writer.url().hasFragment() || writer.url().fragment().isEmpty()); // the code is gone from the address
    QCOMPARE(writer.answer(shows(u"claim"_s)), u"true"_s);
    QCOMPARE(reader.answer(u"document.querySelector('[data-test=\"compose\"]').hidden"_s), u"true"_s);
    writer.answer(press(u"claim-go"_s));
    QCOMPARE(writer.answer(shows(u"compose"_s)), u"true"_s);
    QCOMPARE(writer.answer(u"(async () => { const q = (t) => document.querySelector(`[data-test=\"${t}\"]`); q('body').value = 'By the Google account'; "
                           u"q('body').dispatchEvent(new Event('input', { bubbles: true })); q('post').click(); })()"_s), u"null"_s);
    QCOMPARE(reader.answer(u"until(() => document.body.innerText.includes('By the Google account'))"_s), u"true"_s);
    QCOMPARE((writer.errors + reader.errors).join(u'\n'), QString());
}

/// The pages' own animations only cost time here; they promise to do without.
RUN402_WEBENGINE_MAIN(StartersTest,
                      QByteArrayLiteral("--force-prefers-reduced-motion --blink-settings=preferredColorScheme=")
                          + (qEnvironmentVariable("RUN402_SCHEME") == "light"_L1 ? '1' : '0'), )
#include "tst_starters.moc"
