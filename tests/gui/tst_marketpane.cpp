// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/common/inputs.h"
#include "ui/common/theme.h"
#include "ui/market/cardgrid.h"
#include "ui/market/marketpane.h"
#include "ui/market/publishdialog.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QAbstractButton>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Publishing, finding, forking and withdrawing an app, and starting from a starter: the window on a real server.
class MarketPaneTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup();
    void aViewStandsInTheWay();
    void badTagsCannotBePublished();
    void publishes();
    void isFoundBySearchAndTag();
    void forksAndSetsUp();
    void takenAddressIsSaid();
    void failedSetupRunsAgain();
    void changesWhatIsTold();
    void withdrawsByTyping();
    void starterGoesLive();
    void foundByCommandName();

private:
    bool sql(const QString& text);
    void fillJson(const QString& json);
    bool useJson();
    bool openMarket(const QString& page, const QString& until);
    bool openForkDialog();
    bool choose(const QString& grid, const QString& name);
    QString m_source;
    std::unique_ptr<AppWorld> m_world;
};

void MarketPaneTest::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"card-box"_s), QString());
    m_source = m_world->workspace().currentProjectId();
    ReleaseSpec spec;
    spec.projectId = m_source;
    spec.migrations = u"create table cards (id bigint generated always as identity primary key, front text not null);"
                      "create table settings (key text primary key, value text not null);"
                      "insert into cards (front) values ('bom dia'), ('obrigado');"_s;
    spec.functions << ReleaseSpec::Function{u"bootstrap"_s, uR"(import { db } from '@run402/functions';
export default async (req) => {
  const v = await req.json();
  if (v.TITLE === 'bad') return new Response(JSON.stringify({ error: 'TITLE is bad' }), { status: 400 });
  await db.from('settings').insert({ key: 'TITLE', value: v.TITLE });
  return new Response(JSON.stringify({ ok: true, title: v.TITLE }), { headers: { 'content-type': 'application/json' } });
};)"_s, 10, 128};
    SiteFile page;
    page.path = u"index.html"_s;
    page.data = "<!doctype html><title>Cards</title><h1>Cards</h1>";
    page.size = page.data.size();
    spec.files << page;
    spec.subdomain = u"card-box"_s;
    const auto release = await(m_world->services().releases().commit(spec, {}), 60'000);
    QVERIFY2(release.ok(), qPrintable(codeOf(release)));
    m_world->workspace().refreshAll();
    QVERIFY(eventually([&] { return m_world->workspace().schema().value && m_world->workspace().schema().value->tables.size() == 2 && m_world->workspace().functions().value && !m_world->workspace().functions().value->isEmpty(); }));
}

void MarketPaneTest::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void MarketPaneTest::cleanup()
{
    tellFailure(m_world.get());
}

bool MarketPaneTest::sql(const QString& text)
{
    return await(m_world->services().database().run(m_source, text)).ok();
}

bool MarketPaneTest::choose(const QString& objectName, const QString& name)
{
    auto* grid = m_world->find<CardGrid>(objectName);
    if (!grid)
        return false;
    for (int row = 0; row < grid->model()->rowCount(); ++row) {
        const QModelIndex at = grid->model()->index(row, 0);
        if (at.data().toString() != name)
            continue;
        grid->scrollTo(at);
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(at).center());
        return grid->currentIndex() == at;
    }
    return false;
}

void MarketPaneTest::fillJson(const QString& json)
{
    auto* edit = m_world->find<QPlainTextEdit>(u"fork.json"_s);
    QVERIFY(edit);
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(edit, Qt::Key_Delete);
    for (const QChar c : json)
        QTest::sendKeyEvent(QTest::Click, edit, Qt::Key_unknown, QString(c), Qt::NoModifier);
}

/// Opens the pane, also again when the switch to another project takes its tabs away.
bool MarketPaneTest::openMarket(const QString& page, const QString& until)
{
    return eventually([&] {
        const auto* shown = qobject_cast<MarketPane*>(m_world->window().documents()->find(u"market"_s));
        if (!shown || (shown->page() == MarketPane::Page::Mine) != (page == "mine"_L1))
            m_world->app().open("market:"_L1 + page);
        return m_world->find(until) != nullptr;
    });
}

bool MarketPaneTest::openForkDialog()
{
    return openMarket(u"apps"_s, u"market.grid"_s) && eventually([&] { return choose(u"market.grid"_s, u"card-box"_s); })
           && m_world->click(u"market.main"_s) && eventually([&] { return m_world->find(u"fork.dialog"_s) != nullptr; });
}

bool MarketPaneTest::useJson()
{
    auto* mode = m_world->find(u"fork.mode"_s);
    if (!mode)
        return false;
    const auto segments = mode->findChildren<QAbstractButton*>();
    QTest::mouseClick(segments.last(), Qt::LeftButton);
    return m_world->find(u"fork.json"_s) != nullptr;
}

void MarketPaneTest::aViewStandsInTheWay()
{
    QVERIFY(sql(u"create view front_only as select front from cards; create type mood as enum ('a')"_s));
    m_world->app().open(u"market"_s);
    QVERIFY(m_world->click(u"market.publish"_s));
    QVERIFY(eventually([&] { return m_world->find(u"publish.obstacle"_s) != nullptr; }));
    QVERIFY(m_world->reads(u"front_only"_s));
    QVERIFY(m_world->reads(u"mood"_s));
    QVERIFY(!m_world->find(u"publish.submit"_s)->isEnabled());
    m_world->shoot(u"publish-blocked"_s);
    QVERIFY(m_world->click(u"publish.cancel"_s));
    QVERIFY(sql(u"drop view front_only; drop type mood"_s));
}

void MarketPaneTest::badTagsCannotBePublished()
{
    QVERIFY(m_world->click(u"market.publish"_s));
    QVERIFY(eventually([&] { return m_world->find(u"publish.fine"_s) != nullptr; }));
    QVERIFY(m_world->find(u"publish.submit"_s)->isEnabled());
    QVERIFY(m_world->type(u"publish.tags"_s, u"Learning"_s));
    QVERIFY(!m_world->find(u"publish.submit"_s)->isEnabled());
    QVERIFY(m_world->reads(u"must be lowercase"_s));
    QVERIFY(m_world->click(u"publish.cancel"_s));
}

void MarketPaneTest::publishes()
{
    QVERIFY(m_world->click(u"market.publish"_s));
    QVERIFY(eventually([&] { return m_world->find(u"publish.fine"_s) != nullptr; }));
    QVERIFY(m_world->type(u"publish.description"_s, u"Cards <b>come</b> back just before you forget them."_s));
    QVERIFY(m_world->type(u"publish.tags"_s, u"learning, spaced-repetition"_s));
    QVERIFY(m_world->type(u"publish.secrets"_s, u"VOICE_KEY: reads the cards aloud"_s));
    QVERIFY(m_world->type(u"publish.variables"_s, u"TITLE*: Name of the deck\nOWNER_EMAIL: Who owns it"_s));
    QVERIFY(m_world->click(u"publish.seed.cards"_s));
    m_world->shoot(u"publish"_s);
    QVERIFY(m_world->click(u"publish.submit"_s));
    QVERIFY(eventually([&] { return m_world->find(u"market.mine.card-box"_s) != nullptr; }));
    QVERIFY(m_world->reads(u"v1"_s));
    m_world->shoot(u"my-apps"_s);
}

void MarketPaneTest::isFoundBySearchAndTag()
{
    m_world->app().open(u"market:apps"_s);
    QVERIFY(eventually([&] { return choose(u"market.grid"_s, u"card-box"_s); }));
    QVERIFY(eventually([&] { return m_world->find(u"market.details"_s) != nullptr; }));
    // What a publisher wrote is text, not markup.
    QVERIFY(m_world->reads(u"Cards <b>come</b> back"_s));
    QVERIFY(m_world->reads(u"VOICE_KEY"_s));
    m_world->shoot(u"marketplace"_s);
    auto* grid = m_world->find<CardGrid>(u"market.grid"_s);
    QVERIFY(m_world->type(u"market.search"_s, u"forget"_s));
    QVERIFY(eventually([&] { return grid->model()->rowCount() == 1; }));
    QVERIFY(m_world->type(u"market.search"_s, u" nowhere"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"No app fits"_s); }));
    QVERIFY(m_world->click(u"market.empty"_s));
    QVERIFY(eventually([&] { return choose(u"market.grid"_s, u"card-box"_s); }));
}

void MarketPaneTest::forksAndSetsUp()
{
    QVERIFY(m_world->click(u"market.main"_s));
    QVERIFY(eventually([&] { return m_world->find(u"fork.dialog"_s) != nullptr; }));
    QVERIFY(m_world->type(u"fork.name"_s, u"Portuguese with Maya"_s));
    QCOMPARE(m_world->find<LineEdit>(u"fork.subdomain"_s)->text(), u"portuguese-with-maya"_s);
    QVERIFY(eventually([&] { return m_world->reads(u"Free to take"_s); }));
    // The form is made of what the publisher asked for, and the JSON mirrors it.
    QVERIFY(m_world->click(u"fork.submit"_s));
    QVERIFY(m_world->reads(u"The app needs this"_s));
    QVERIFY(m_world->type(u"fork.var.TITLE"_s, u"Deck"_s));
    QVERIFY(m_world->type(u"fork.var.OWNER_EMAIL"_s, u"nobody"_s));
    QVERIFY(m_world->click(u"fork.submit"_s));
    QVERIFY(m_world->reads(u"This is no e-mail address"_s));
    m_world->shoot(u"fork-form"_s);
    QVERIFY(useJson());
    QVERIFY(m_world->find<QPlainTextEdit>(u"fork.json"_s)->toPlainText().contains(u"\"TITLE\": \"Deck\""_s));
    fillJson(u"{\"TITLE\":"_s);
    QVERIFY(m_world->reads(u"Not JSON"_s));
    fillJson(u"{\"TITLE\": \"Cards\"}"_s);
    m_world->shoot(u"fork"_s);
    QVERIFY(m_world->click(u"fork.submit"_s));
    QVERIFY(eventually([&] { return m_world->find(u"fork.result"_s) != nullptr; }, 60'000));
    QVERIFY(eventually([&] { return m_world->workspace().currentProjectId() != m_source; }));
    QVERIFY(m_world->find(u"fork.secret.VOICE_KEY"_s));
    QVERIFY(m_world->find<QPlainTextEdit>(u"fork.bootstrapResult"_s)->toPlainText().contains(u"\"title\": \"Cards\""_s));
    QVERIFY(m_world->find<QLabel>(u"fork.result.address"_s)->text().contains(u"portuguese-with-maya"_s));
    m_world->shoot(u"fork-result"_s);
    const auto rows = await(m_world->services().database().run(m_world->workspace().currentProjectId(), u"select front from cards"_s));
    QCOMPARE(QJsonDocument::fromJson(rows->rowsJson).array().size(), 2);
    QVERIFY(m_world->click(u"fork.cancel"_s));
}

void MarketPaneTest::takenAddressIsSaid()
{
    QVERIFY(openForkDialog());
    QVERIFY(m_world->type(u"fork.name"_s, u"card box"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"Somebody has this name already"_s); }));
    QVERIFY(!m_world->find(u"fork.submit"_s)->isEnabled());
    auto* address = m_world->find<LineEdit>(u"fork.subdomain"_s);
    address->setFocus();
    address->selectAll();
    QVERIFY(m_world->type(u"fork.subdomain"_s, u"-"_s));
    QVERIFY(eventually([&] { return !address->error().isEmpty(); }));
    QVERIFY(m_world->click(u"fork.cancel"_s));
}

void MarketPaneTest::failedSetupRunsAgain()
{
    QVERIFY(openForkDialog());
    QVERIFY(m_world->type(u"fork.name"_s, u"second copy"_s));
    QVERIFY(useJson());
    fillJson(u"{\"TITLE\": \"bad\"}"_s);
    QVERIFY(m_world->click(u"fork.submit"_s));
    QVERIFY(eventually([&] { return m_world->find(u"fork.bootstrapError"_s) != nullptr; }, 60'000));
    QVERIFY(m_world->find<QPlainTextEdit>(u"fork.bootstrapError"_s)->toPlainText().contains(u"TITLE is bad"_s));
    QVERIFY(m_world->reads(u"The project itself is made"_s));
    m_world->shoot(u"fork-bootstrap-error"_s);
    QVERIFY(m_world->click(u"fork.bootstrap"_s)); // the same values: it fails again, and says so
    QVERIFY(eventually([&] {
        auto* again = m_world->find(u"fork.bootstrap"_s);
        return again && m_world->find(u"fork.bootstrapError"_s) && m_world->reads(u"bootstrap answered 400"_s);
    }));
    QVERIFY(m_world->click(u"fork.cancel"_s));
}

void MarketPaneTest::changesWhatIsTold()
{
    m_world->workspace().setCurrentProject(m_source);
    QVERIFY(openMarket(u"mine"_s, u"market.edit.card-box"_s));
    QVERIFY(m_world->click(u"market.edit.card-box"_s));
    auto* tags = m_world->find<LineEdit>(u"publish.tags"_s);
    QVERIFY(tags);
    QCOMPARE(tags->text(), u"learning, spaced-repetition"_s);
    QVERIFY(m_world->click(u"publish.fork"_s)); // no more copies
    QVERIFY(m_world->click(u"publish.submit"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"No copies"_s); }));
    m_world->app().open(u"market:apps"_s);
    QVERIFY(eventually([&] { return choose(u"market.grid"_s, u"card-box"_s) && !m_world->find(u"market.main"_s)->isEnabled(); }));
    QCOMPARE(PublishDialog::needsFrom(u"A: b: c\n\n B \n:x"_s).size(), 2);
    QCOMPARE(PublishDialog::needsFrom(u"A: b: c"_s).first().description, u"b: c"_s);
}

void MarketPaneTest::withdrawsByTyping()
{
    QVERIFY(openMarket(u"mine"_s, u"market.withdraw.card-box"_s));
    QVERIFY(m_world->click(u"market.withdraw.card-box"_s));
    QVERIFY(eventually([&] { return m_world->find(u"confirmAccept"_s) != nullptr; }));
    QVERIFY(!m_world->find(u"confirmAccept"_s)->isEnabled());
    QVERIFY(m_world->type(u"confirmName"_s, u"card-box"_s));
    QVERIFY(m_world->click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return !m_world->find(u"market.mine.card-box"_s); }));
    QVERIFY(eventually([&] {
        const auto apps = await(m_world->services().market().browse({}));
        return apps.ok() && std::none_of(apps->cbegin(), apps->cend(), [](const AppVersion& a) { return a.name == u"card-box"_s; });
    }));
}

void MarketPaneTest::starterGoesLive()
{
    m_world->app().open(u"market:starters"_s);
    QVERIFY(eventually([&] {
        auto* grid = m_world->find<CardGrid>(u"market.starters"_s);
        return grid && grid->model()->rowCount() > 0;
    }));
    m_world->shoot(u"starters"_s);
    m_world->app().open(u"starter:todo-list"_s);
    QVERIFY(eventually([&] { return m_world->find(u"starter.dialog"_s) != nullptr; }));
    auto* title = m_world->find<LineEdit>(u"starter.var.TITLE"_s);
    QVERIFY(title);
    title->selectAll();
    QVERIFY(m_world->find(u"starter.swatch.ACCENT"_s));
    auto* address = m_world->find<LineEdit>(u"starter.subdomain"_s);
    QTest::mouseClick(address, Qt::LeftButton);
    address->selectAll();
    for (const QChar c : u"noa-todo"_s)
        QTest::sendKeyEvent(QTest::Click, address, Qt::Key_unknown, QString(c), Qt::NoModifier);
    m_world->shoot(u"starter"_s);
    QVERIFY(m_world->click(u"starter.go"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"Live at http"_s); }, 60'000));
    m_world->shoot(u"starter-live"_s);
    const auto settings = await(m_world->services().database().run(m_world->workspace().currentProjectId(), u"select value from settings where key = 'title'"_s));
    QCOMPARE(QJsonDocument::fromJson(settings->rowsJson).array().size(), 1);
    const auto held = await(m_world->services().addresses().holder(u"noa-todo"_s));
    QVERIFY(held.ok() && held->has_value());
    QCOMPARE((*held)->projectId, m_world->workspace().currentProjectId());
    QVERIFY(m_world->click(u"starter.cancel"_s));
}

void MarketPaneTest::foundByCommandName()
{
    m_world->window().openPalette({});
    auto* palette = m_world->window().findChild<CommandPalette*>();
    QVERIFY(palette);
    const QList<std::pair<const char*, const char*>> places{
        {"apps browse", "market"}, {"apps inspect", "apps.inspect"}, {"apps fork", "apps.fork"}, {"apps publish", "market.publish"},
        {"apps versions", "market:mine"}, {"apps update", "apps.update"}, {"apps delete", "apps.delete"}, {"todo list", "starter:todo-list"}};
    for (const auto& [command, place] : places) {
        palette->setQuery(QString::fromLatin1(command));
        QVERIFY2(palette->shownIds().contains(QLatin1StringView(place)), command);
    }
    m_world->key(Qt::Key_Escape);
}

QTEST_MAIN(MarketPaneTest)
#include "tst_marketpane.moc"
