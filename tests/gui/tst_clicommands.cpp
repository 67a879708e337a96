// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/clicommands.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/common/dialogframe.h"
#include "ui/common/theme.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/projecttree.h"

#include <QFile>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Ctrl+K finds every command of the CLI by its name, and Enter leads to where the window does the same.
class CliCommandsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void namesAreUnique();
    void listOfTheReferenceIsWhole();
    void initLeadsToTheFirstStep();
    void getsSomethingOfEverything();
    void firstHitLeadsThere_data();
    void firstHitLeadsThere();
    void begunAndArgued();
    void schemaStandsInTheTree();
    void whatIsPointedAtGivesWay();

private:
    CommandPalette* palette(const QString& query);
    QWidget* shown(const QStringList& controls) const;
    void closeDialogs();
    std::unique_ptr<AppWorld> m_world;
};

namespace {

/// The pane that stands in front afterwards; the dialog's name where one opens over it.
const QHash<QString, QString>& fronts()
{
    static const QHash<QString, QString> list{
        {u"do:init"_s, u"status"_s}, {u"do:project.show"_s, u"projects"_s}, {u"do:project.delete"_s, u"projects"_s},
        {u"do:deploy.lookUp"_s, u"deploy"_s}, {u"do:deploy.claim"_s, u"deploy"_s}, {u"do:deploy.addresses"_s, u"deploy"_s},
        {u"do:secret.new"_s, u"secrets"_s}, {u"market:mine"_s, u"market"_s}, {u"market:apps"_s, u"market"_s},
        {u"market:publish"_s, u"market"_s}};
    return list;
}

} // namespace

CommandPalette* CliCommandsTest::palette(const QString& query)
{
    m_world->key(Qt::Key_K, Qt::ControlModifier);
    if (!eventually([&] { return m_world->find(u"paletteEdit"_s) && m_world->find(u"paletteEdit"_s)->hasFocus(); }))
        return nullptr;
    for (const QChar c : query)
        QTest::sendKeyEvent(QTest::Click, m_world->find(u"paletteEdit"_s), Qt::Key_unknown, QString(c), Qt::NoModifier);
    return m_world->window().findChild<CommandPalette*>();
}

QWidget* CliCommandsTest::shown(const QStringList& controls) const
{
    for (const QString& name : controls) {
        const auto all = m_world->window().findChildren<QWidget*>();
        for (QWidget* w : all) {
            const bool named = name.endsWith(u'*') ? w->objectName().startsWith(QStringView(name).chopped(1)) : w->objectName() == name;
            if (named && w->isVisible() && w->isEnabled())
                return w;
        }
    }
    return nullptr;
}

void CliCommandsTest::closeDialogs()
{
    const auto open = [this] {
        const auto dialogs = m_world->window().findChildren<DialogFrame*>();
        for (DialogFrame* dialog : dialogs) {
            if (dialog->isVisible())
                return dialog;
        }
        return static_cast<DialogFrame*>(nullptr);
    };
    for (DialogFrame* dialog = open(); dialog; dialog = open())
        dialog->reject();
}

void CliCommandsTest::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
}

void CliCommandsTest::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void CliCommandsTest::namesAreUnique()
{
    QSet<QString> ids, commands;
    for (const CliPlace& place : cliPlaces()) {
        QVERIFY2(!ids.contains(place.id), qPrintable(place.id));
        ids << place.id;
        QVERIFY2(!place.commands.isEmpty() && !place.controls.isEmpty() && !place.title.isEmpty(), qPrintable(place.id));
        for (const QString& command : place.commands) {
            QVERIFY2(!commands.contains(command), qPrintable(command));
            QCOMPARE(command, command.toLower());
            commands << command;
        }
    }
}

/// tests/commands.txt is written from the reference of the CLI; a command without a place fails here.
void CliCommandsTest::listOfTheReferenceIsWhole()
{
    QSet<QString> known;
    for (const CliPlace& place : cliPlaces()) {
        for (const QString& command : place.commands)
            known << command;
    }
    QFile file(QStringLiteral(RUN402_SOURCE_DIR "/tests/commands.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    int commands = 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray& line : lines) {
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        QString command = QString::fromUtf8(line).section(u" --"_s, 0, 0).trimmed().toLower();
        if (command.contains(u" /"_s)) // an endpoint: found by its path
            command = command.section(u' ', 1).section(u"/{"_s, 0, 0);
        ++commands;
        QVERIFY2(known.contains(command), line.constData());
    }
    QVERIFY(commands > 60);
}

void CliCommandsTest::initLeadsToTheFirstStep()
{
    CommandPalette* box = palette(u"run402 init"_s);
    QVERIFY(box);
    QCOMPARE(box->shownIds().value(0), u"init"_s);
    m_world->key(Qt::Key_Return);
    QVERIFY(eventually([&] { return m_world->find(u"start.wallet"_s) && m_world->find(u"start.wallet"_s)->hasFocus(); }));
}

void CliCommandsTest::getsSomethingOfEverything()
{
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"parity"_s), QString());
    Services& services = m_world->services();
    const QString id = m_world->workspace().currentProjectId();
    QVERIFY(await(services.database().run(id, u"create table notes(id int primary key, body text not null)"_s)).ok());
    QVERIFY(await(services.accessRules().applyTemplate(id, u"public_read"_s, {{u"notes"_s, {}}})).ok());
    QVERIFY(await(services.functions().put(id, {u"hello"_s, u"export default async () => new Response('hi')"_s, 0, 0, {}})).ok());
    QVERIFY(await(services.functions().setSecret(id, u"MAIL_KEY"_s, "value")).ok());
    m_world->workspace().refreshAll();
    QVERIFY(eventually([&] {
        const Workspace& w = m_world->workspace();
        return w.schema().value && w.schema().value->table(u"notes"_s) && w.functions().value && !w.functions().value->isEmpty() && w.secrets().value
               && !w.secrets().value->isEmpty();
    }));
}

void CliCommandsTest::firstHitLeadsThere_data()
{
    QTest::addColumn<QString>("command");
    for (const CliPlace& place : cliPlaces()) {
        for (const QString& command : place.commands)
            QTest::addRow("%s", qPrintable(command)) << command;
    }
}

void CliCommandsTest::firstHitLeadsThere()
{
    QFETCH(QString, command);
    const QList<CliPlace> places = cliPlaces();
    const auto place = std::find_if(places.cbegin(), places.cend(), [&](const CliPlace& p) { return p.commands.contains(command); });
    CommandPalette* box = palette(command);
    QVERIFY(box);
    QCOMPARE(box->shownIds().value(0), place->id);
    box->setQuery(u"run402 "_s + command);
    QCOMPARE(box->shownIds().value(0), place->id);
    m_world->key(Qt::Key_Return);
    QVERIFY(eventually([&] { return !m_world->window().findChild<CommandPalette*>(); }));
    const QString front = fronts().value(place->open, place->open);
    if (!front.startsWith(u"do:"_s))
        QTRY_COMPARE(m_world->window().documents()->currentId().section(u':', 0, 0), front);
    QVERIFY2(eventually([&] { return shown(place->controls) != nullptr; }), qPrintable(place->controls.join(u", "_s)));
    const auto pointedAt = [&] {
        QWidget* control = shown(place->controls);
        return control && (control->focusPolicy() == Qt::NoFocus || control->hasFocus() || control->isAncestorOf(QApplication::focusWidget()));
    };
    QVERIFY2(eventually(pointedAt), qPrintable(QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : u"nothing"_s));
    closeDialogs();
}

void CliCommandsTest::begunAndArgued()
{
    CommandPalette* box = palette(u"run402 projects l"_s);
    QVERIFY(box);
    QCOMPARE(box->shownIds().value(0), u"projects"_s);
    box->setQuery(u"projects "_s);
    m_world->shoot(u"palette-commands"_s);
    box->setQuery(u"run402"_s);
    QVERIFY(box->shownIds().size() > 10);
    box->setQuery(u"run402 projects sql prj_1774094400000_0042 \"select 1\" --file a.sql"_s);
    QCOMPARE(box->shownIds().value(0), u"sql"_s);
    box->setQuery(u"init mpp"_s); // the longer command, not "init" with an argument
    QCOMPARE(box->shownIds().value(0), u"init.mpp"_s);
    box->setQuery(u"deploy --manifest app.json"_s);
    QCOMPARE(box->shownIds().value(0), u"deploy"_s);
    box->setQuery(u"notes"_s); // what is no command is found as ever
    QVERIFY(box->shownIds().contains(u"table:notes"_s));
    box->reject();
}

void CliCommandsTest::schemaStandsInTheTree()
{
    QVERIFY(palette(u"projects schema"_s));
    m_world->key(Qt::Key_Return);
    TreeList* tree = m_world->window().tree()->tree();
    QVERIFY(eventually([&] { return tree->hasFocus() && tree->currentIndex().data().toString() == u"notes"_s; }));
    const QModelIndex table = tree->currentIndex();
    QVERIFY(tree->isExpanded(table));
    QStringList parts;
    for (int row = 0; row < tree->model()->rowCount(table); ++row) {
        const QModelIndex part = tree->model()->index(row, 0, table);
        parts << part.data().toString() + u' ' + part.data(TreeRole::Count).toString();
    }
    QVERIFY2(parts.contains(u"id integer"_s) && parts.contains(u"body text"_s), qPrintable(parts.join(u", "_s)));
    QVERIFY2(parts.contains(u"notes_pkey primary key"_s), qPrintable(parts.join(u", "_s)));
    QVERIFY2(parts.contains(u"Anyone can read select"_s), qPrintable(parts.join(u", "_s)));
    m_world->shoot(u"tree-schema"_s);
    // A policy leads to the rules; the tree marks those, not the policy.
    tree->setCurrentIndex(tree->model()->index(tree->model()->rowCount(table) - 1, 0, table));
    QTest::keyClick(tree, Qt::Key_Return);
    QTRY_COMPARE(m_world->window().documents()->currentId(), u"rules"_s);
    QTRY_COMPARE(tree->currentIndex().data(TreeRole::Target).toString(), u"rules"_s);
    QCOMPARE(tree->currentIndex().data().toString(), u"Access rules"_s);
}

/// A control that appears late does not take the keyboard from a person who went on.
void CliCommandsTest::whatIsPointedAtGivesWay()
{
    QVERIFY(palette(u"subdomains delete"_s)); // there is no address: the control never comes
    m_world->key(Qt::Key_Return);
    QVERIFY(eventually([&] { return m_world->find(u"addresses"_s) != nullptr; }));
    QVERIFY(m_world->type(u"history.lookUp"_s, u"dpl_"_s));
    m_world->settle();
    QVERIFY(m_world->find(u"history.lookUp"_s)->hasFocus());
}

QTEST_MAIN(CliCommandsTest)
#include "tst_clicommands.moc"
