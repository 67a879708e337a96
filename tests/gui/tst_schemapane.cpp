// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "models/schema/tabledesign.h"
#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/schema/diagramitems.h"
#include "ui/schema/diagrampane.h"
#include "ui/schema/diagramview.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/projecttree.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QSvgRenderer>
#include <QTableView>
#include <QTreeView>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Forms and import as a person uses them, over a real server.
class SchemaPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { QCOMPARE(ended(m_world), QString()); }
    void cleanup() { tellFailure(m_world.get()); }
    void makesATableWithRules();
    void saysWhatIsWrongAtTheField();
    void altersATable();
    void keysChecksAndIndexes();
    void changesATypeAndDropsAColumn();
    void hostileNames();
    void dropsByTypingTheName();
    void importsADroppedFile();
    void importsIntoATableAndTellsWhatDidNotFit();

private:
    QString cell(const QString& sql);
    void choose(const QString& combo, const QString& text);
    QString file(const QString& name, const QByteArray& text);
    void openAlter(const QString& table);
    QString newField(const QString& kind, const QString& part);
    DiagramView* diagram() const { return m_world->find<DiagramView>(u"diagram.view"_s); }

    std::unique_ptr<AppWorld> m_world;
    QTemporaryDir m_dir;
};

void SchemaPane::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"Library"_s), QString());
}

QString SchemaPane::cell(const QString& sql)
{
    const auto done = await(m_world->services().database().run(m_world->workspace().currentProjectId(), sql));
    if (!done.ok())
        return u"failed: "_s + done.error().message;
    return QJsonDocument::fromJson(done->rowsJson).array().at(0)[u"v"].toString();
}

void SchemaPane::choose(const QString& combo, const QString& text)
{
    QVERIFY2(eventually([&] { return m_world->find<QComboBox>(combo) != nullptr; }), qPrintable(combo)); // a new row is scrolled to
    auto* box = m_world->find<QComboBox>(combo);
    QVERIFY2(box->findText(text) >= 0 || box->isEditable(), qPrintable(text));
    if (box->isEditable())
        box->setCurrentText(text);
    else
        box->setCurrentIndex(box->findText(text));
}

QString SchemaPane::file(const QString& name, const QByteArray& text)
{
    QFile out(m_dir.filePath(name));
    return out.open(QIODevice::WriteOnly) && out.write(text) == text.size() ? out.fileName() : QString();
}

void SchemaPane::makesATableWithRules()
{
    // Through the palette, by what it says.
    m_world->key(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(eventually([&] { return m_world->find(u"paletteInput"_s) || m_world->find(u"palette.input"_s) || QApplication::focusWidget(); }));
    QTest::keyClicks(QApplication::focusWidget(), u">new table"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) != nullptr; }));
    QVERIFY(m_world->type(u"schema.name"_s, u"books"_s));
    QVERIFY(m_world->click(u"schema.addColumn"_s));
    QVERIFY(m_world->type(u"schema.column.2.name"_s, u"title"_s));
    QVERIFY(m_world->click(u"schema.column.2.notNull"_s));
    QVERIFY(m_world->click(u"schema.addColumn"_s));
    QVERIFY(m_world->type(u"schema.column.3.name"_s, u"user_id"_s));
    choose(u"schema.column.3.type"_s, u"uuid"_s);
    QVERIFY(m_world->type(u"schema.column.3.default"_s, u"auth.uid()"_s));
    choose(u"schema.rules"_s, u"People own their rows"_s);
    const QString sql = m_world->text(u"schema.sql"_s);
    QVERIFY2(sql.contains(u"title text NOT NULL"_s) && sql.contains(u"CREATE POLICY"_s), qPrintable(sql));
    m_world->shoot(u"schema-new"_s);
    QVERIFY(m_world->click(u"schema.apply"_s));
    QVERIFY(eventually([&] { return m_world->workspace().schema().value && m_world->workspace().schema().value->table(u"books"_s); }));
    const Table books = *m_world->workspace().schema().value->table(u"books"_s);
    QVERIFY(books.rlsEnabled);
    QVERIFY(!books.policies.isEmpty());
    QCOMPARE(books.primaryKey(), QStringList(u"id"_s));
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    QCOMPARE(cell(u"insert into books(title) values ('x') returning id::text as v"_s), u"1"_s);
}

void SchemaPane::saysWhatIsWrongAtTheField()
{
    m_world->app().open(u"diagram"_s);
    QVERIFY(m_world->click(u"diagram.newTable"_s));
    QVERIFY(m_world->click(u"schema.apply"_s)); // no name yet
    QVERIFY(m_world->reads(u"The table needs a name"_s));
    QVERIFY(m_world->type(u"schema.name"_s, u"loans"_s));
    QVERIFY(m_world->click(u"schema.addColumn"_s));
    QVERIFY(m_world->type(u"schema.column.2.name"_s, u"book_id"_s));
    choose(u"schema.column.2.type"_s, u"bigimt"_s);
    QVERIFY(m_world->click(u"schema.column.2.more"_s));
    choose(u"schema.column.2.references"_s, u"books"_s);
    QVERIFY(m_world->click(u"schema.apply"_s));
    QVERIFY(eventually([&] { return m_world->text(u"schema.column.2.fault"_s).contains(u"bigimt"_s); }));
    m_world->shoot(u"schema-fault"_s);
    choose(u"schema.column.2.type"_s, u"bigint"_s);
    QVERIFY(m_world->type(u"schema.column.1.default"_s, u"'gr"_s)); // refused even inside a value
    QVERIFY(m_world->type(u"schema.column.1.default"_s, u"ant'"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"The service refuses this text"_s) || m_world->words().contains(u"stands in it"_s); }));
    QVERIFY(!m_world->find(u"schema.apply"_s)->isEnabled());
    auto* field = m_world->find<QLineEdit>(u"schema.column.1.default"_s);
    field->setText(u"now()"_s);
    QVERIFY(m_world->click(u"schema.apply"_s));
    QVERIFY(eventually([&] { return m_world->workspace().schema().value->table(u"loans"_s) != nullptr; }));
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
}

void SchemaPane::altersATable()
{
    // By the tree's context menu.
    auto* tree = m_world->window().tree();
    QVERIFY(eventually([&] {
        const QModelIndexList found = tree->tree()->model()->match(tree->tree()->model()->index(0, 0), TreeRole::Target, u"table:books"_s, 1, Qt::MatchRecursive | Qt::MatchExactly);
        if (found.isEmpty())
            return false;
        const QPoint at = tree->tree()->visualRect(found.first()).center();
        Q_EMIT tree->tree()->customContextMenuRequested(at);
        return true;
    }));
    QVERIFY(eventually([&] { return qobject_cast<QMenu*>(QApplication::activePopupWidget()) != nullptr; }));
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QAction* alter = menu->findChild<QAction*>(u"table.menu.alter"_s);
    QVERIFY(alter);
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(alter).center());
    QVERIFY(eventually([&] { return m_world->find(u"schema.column.2.name"_s) != nullptr; }));
    QCOMPARE(m_world->text(u"schema.sql"_s), u"-- Nothing is changed."_s);
    QVERIFY(m_world->type(u"schema.column.2.name"_s, u"_full"_s)); // title → title_full
    QVERIFY(m_world->click(u"schema.addColumn"_s));
    auto* sql = m_world->find<QPlainTextEdit>(u"schema.sql"_s);
    QVERIFY(sql->toPlainText().contains(u"RENAME COLUMN title TO title_full"_s));
    QList<QLineEdit*> names;
    const auto fields = m_world->find(u"schema.dialog"_s)->findChildren<QLineEdit*>();
    for (QLineEdit* e : fields) {
        if (e->objectName().startsWith(u"schema.column."_s) && e->objectName().endsWith(u".name"_s) && e->text().isEmpty())
            names << e;
    }
    QCOMPARE(names.size(), 1);
    QVERIFY(m_world->type(names.first()->objectName(), u"pages"_s));
    m_world->shoot(u"schema-alter"_s);
    QVERIFY(m_world->click(u"schema.apply"_s));
    QVERIFY(eventually([&] {
        const Table* t = m_world->workspace().schema().value->table(u"books"_s);
        return t && t->columns.size() == 5 && t->columns.at(2).name == "title_full"_L1;
    }));
    QCOMPARE(cell(u"select title_full as v from books"_s), u"x"_s);
}

/// Through the palette, as a person who knows the table's name.
void SchemaPane::openAlter(const QString& table)
{
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    m_world->app().open(u"table:"_s + table);
    m_world->key(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(eventually([&] { return qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr && QApplication::focusWidget()->objectName().contains(u"palette"_s); }));
    QTest::keyClicks(QApplication::focusWidget(), u">alter table "_s + table);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) && m_world->text(u"schema.sql"_s) == u"-- Nothing is changed."_s; }));
}

/// The name of a part of the row added last: schema.key.7.columns.
QString SchemaPane::newField(const QString& kind, const QString& part)
{
    QString found;
    int most = -1;
    const QList<QWidget*> all = m_world->find(u"schema.dialog"_s)->findChildren<QWidget*>();
    for (const QWidget* w : all) {
        const QStringList words = w->objectName().split(u'.');
        if (words.size() == 4 && words.at(1) == kind && words.at(3) == part && words.at(2).toInt() > most) {
            most = words.at(2).toInt();
            found = w->objectName();
        }
    }
    return found;
}

void SchemaPane::keysChecksAndIndexes()
{
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    cell(u"create table shelves(id int primary key, room text, floor int, \"odd(name\" text, \"a,b\" int, book bigint, tags jsonb, made date)"_s);
    m_world->workspace().refreshSchema();
    QVERIFY(eventually([&] { return m_world->workspace().schema().value->table(u"shelves"_s) != nullptr; }));
    openAlter(u"shelves"_s);
    auto* dialog = m_world->find(u"schema.dialog"_s);
    const auto page = [&](int number) {
        QTest::mouseClick(dialog->findChild<QWidget*>(u"schema.page"_s)->findChild<QWidget*>(u"segment%1"_s.arg(number)), Qt::LeftButton);
    };
    page(1);
    QVERIFY(m_world->click(u"schema.addKey"_s)); // a foreign key to begin with
    QVERIFY(m_world->type(newField(u"key"_s, u"columns"_s), u"book"_s));
    choose(newField(u"key"_s, u"table"_s), u"books"_s);
    choose(newField(u"key"_s, u"onDelete"_s), u"delete this row too"_s);
    QVERIFY(m_world->click(u"schema.addKey"_s));
    choose(newField(u"key"_s, u"kind"_s), u"Check"_s);
    QVERIFY(m_world->type(newField(u"key"_s, u"condition"_s), u"floor between -2 and 40"_s));
    QVERIFY(m_world->click(u"schema.addKey"_s));
    choose(newField(u"key"_s, u"kind"_s), u"Unique"_s);
    QVERIFY(m_world->type(newField(u"key"_s, u"columns"_s), u"room, \"odd(name\", \"a,b\""_s));
    QVERIFY(m_world->type(newField(u"key"_s, u"name"_s), u"one place"_s));
    m_world->shoot(u"schema-keys"_s);
    page(2);
    QVERIFY(m_world->click(u"schema.addIndex"_s));
    QVERIFY(m_world->type(newField(u"index"_s, u"columns"_s), u"lower(room), made desc nulls last"_s));
    QVERIFY(m_world->type(newField(u"index"_s, u"condition"_s), u"floor > 0"_s));
    QVERIFY(m_world->click(newField(u"index"_s, u"unique"_s)));
    QVERIFY(m_world->type(newField(u"index"_s, u"name"_s), u"by_room"_s));
    QVERIFY(m_world->click(u"schema.addIndex"_s));
    QVERIFY(m_world->type(newField(u"index"_s, u"columns"_s), u"tags"_s));
    choose(newField(u"index"_s, u"method"_s), u"gin"_s);
    m_world->shoot(u"schema-indexes"_s);
    const QString shown = m_world->text(u"schema.sql"_s);
    QVERIFY2(shown.contains(u"FOREIGN KEY (book) REFERENCES books ON DELETE CASCADE"_s), qPrintable(shown));
    QVERIFY2(shown.contains(u"UNIQUE (room, \"odd(name\", \"a,b\")"_s), qPrintable(shown));
    QVERIFY2(shown.contains(u"CREATE UNIQUE INDEX by_room ON shelves (lower(room), made desc nulls last) WHERE floor > 0;"_s), qPrintable(shown));
    QVERIFY2(shown.contains(u"USING gin (tags)"_s), qPrintable(shown));
    QVERIFY(m_world->click(u"schema.apply"_s));
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    QCOMPARE(cell(u"select string_agg(contype::text, '' order by contype) as v from pg_constraint where conrelid = 'shelves'::regclass"_s), u"cfpu"_s);
    QCOMPARE(cell(u"select confdeltype::text as v from pg_constraint where conrelid = 'shelves'::regclass and contype = 'f'"_s), u"c"_s);
    QVERIFY(cell(u"select pg_get_indexdef('by_room'::regclass) as v"_s).contains(u"lower(room), made DESC NULLS LAST"_s));
    // Dropped again: the form asks for nothing but Apply, and says what will go.
    openAlter(u"shelves"_s);
    dialog = m_world->find(u"schema.dialog"_s);
    page(2);
    QVERIFY(m_world->reads(u"by_room"_s));
    QVERIFY(m_world->click(newField(u"index"_s, u"remove"_s)));
    QVERIFY(m_world->text(u"schema.sql"_s).startsWith(u"DROP INDEX "_s));
    QVERIFY(m_world->click(u"schema.apply"_s));
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    QCOMPARE(cell(u"select count(*)::text as v from pg_index where indrelid = 'shelves'::regclass"_s), u"3"_s);
}

void SchemaPane::changesATypeAndDropsAColumn()
{
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    cell(u"create table prices(id int primary key, amount text default '0', note text); insert into prices values (1, ' 12.50 EUR', 'x'), (2, '3', null)"_s);
    m_world->workspace().refreshSchema();
    QVERIFY(eventually([&] { return m_world->workspace().schema().value->table(u"prices"_s) != nullptr; }));
    openAlter(u"prices"_s);
    choose(u"schema.column.1.type"_s, u"numeric(12,2)"_s);
    QVERIFY(m_world->click(u"schema.apply"_s));
    // PostgreSQL cannot convert it by itself: its words stand at the column, and nothing has changed.
    QVERIFY(eventually([&] { return m_world->text(u"schema.column.1.fault"_s).contains(u"cannot be cast automatically"_s); }));
    QCOMPARE(cell(u"select amount as v from prices where id = 1"_s), u" 12.50 EUR"_s);
    QVERIFY(m_world->click(u"schema.column.1.more"_s));
    QVERIFY(m_world->type(u"schema.column.1.using"_s, u"regexp_replace(amount, '[^0-9.]', '', 'g')::numeric"_s));
    QVERIFY(m_world->click(u"schema.column.2.notNull"_s)); // row 2 has none
    QVERIFY(m_world->click(u"schema.apply"_s));
    QVERIFY(eventually([&] { return m_world->text(u"schema.column.2.fault"_s).contains(u"null values"_s); }));
    m_world->shoot(u"schema-type"_s);
    QVERIFY(m_world->click(u"schema.column.2.notNull"_s));
    QVERIFY(m_world->click(u"schema.column.2.remove"_s));
    QVERIFY(m_world->reads(u"This column and its values will be gone."_s));
    const QString shown = m_world->text(u"schema.sql"_s);
    QVERIFY2(shown.contains(u"DROP COLUMN note"_s) && shown.contains(u"TYPE numeric(12,2) USING regexp_replace"_s), qPrintable(shown));
    QVERIFY(m_world->click(u"schema.apply"_s));
    QVERIFY(eventually([&] { return m_world->find(u"confirmAccept"_s) != nullptr; }));
    QVERIFY(!m_world->find(u"confirmAccept"_s)->isEnabled());
    QVERIFY(m_world->type(u"confirmName"_s, u"prices"_s));
    QVERIFY(m_world->click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    QCOMPARE(cell(u"select string_agg(amount::text, '|' order by id) as v from prices"_s), u"12.50|3.00"_s);
    QCOMPARE(cell(u"select string_agg(column_name, ',' order by ordinal_position) as v from information_schema.columns where table_name = 'prices'"_s), u"id,amount"_s);
}

void SchemaPane::hostileNames()
{
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    // Each is a table with a column of the same name, typed key by key; what was asked for is what is there.
    const QStringList names{u"x\"; drop table books; --"_s, u"select"_s, u"grant"_s, u"R\u00e4tsel \u6f22\u5b57"_s, u"it's"_s, QString(21, QChar(0x6f22))};
    for (const QString& name : names) {
        m_world->app().open(u"diagram"_s);
        QVERIFY(m_world->click(u"diagram.newTable"_s));
        QVERIFY(eventually([&] { return m_world->find(u"schema.name"_s) != nullptr; }));
        QVERIFY(m_world->type(u"schema.name"_s, name));
        QVERIFY(m_world->click(u"schema.addColumn"_s));
        QVERIFY(m_world->type(u"schema.column.2.name"_s, name));
        QVERIFY2(m_world->find(u"schema.apply"_s)->isEnabled(), qPrintable(m_world->text(u"schema.error"_s)));
        QVERIFY(m_world->click(u"schema.apply"_s));
        QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
        QVERIFY2(eventually([&] { return m_world->workspace().schema().value->table(name) != nullptr; }), qPrintable(name));
        QCOMPARE(m_world->workspace().schema().value->table(name)->columns.last().name, name);
    }
    QVERIFY(m_world->workspace().schema().value->table(u"books"_s) != nullptr);
    // One byte more than PostgreSQL keeps is told before anything is sent.
    m_world->app().open(u"diagram"_s);
    QVERIFY(m_world->click(u"diagram.newTable"_s));
    QVERIFY(m_world->type(u"schema.name"_s, QString(21, QChar(0x6f22)) + u'x'));
    QVERIFY(m_world->click(u"schema.apply"_s));
    QVERIFY(m_world->reads(u"Longer than 63 bytes"_s));
    QVERIFY(m_world->click(u"schema.cancel"_s));
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    for (const QString& name : names)
        cell(dropTableSql(name, false));
    m_world->workspace().refreshSchema();
    QVERIFY(eventually([&] { return m_world->workspace().schema().value->table(u"grant"_s) == nullptr; }));
}

void SchemaPane::dropsByTypingTheName()
{
    QVERIFY(eventually([&] { return m_world->find(u"schema.dialog"_s) == nullptr; }));
    cell(u"create table doomed(id int primary key); create table child(id int references doomed)"_s);
    m_world->workspace().refreshSchema();
    QVERIFY(eventually([&] { return m_world->workspace().schema().value->table(u"doomed"_s) != nullptr; }));
    m_world->app().open(u"diagram"_s);
    QVERIFY(eventually([&] { return diagram() && !diagram()->isArranging() && diagram()->placeOf(u"doomed"_s) != QPointF() ; }) || diagram()->tables() > 0);
    diagram()->setFocus();
    diagram()->select(u"doomed"_s);
    m_world->key(Qt::Key_K, Qt::ControlModifier);
    QTest::qWait(0);
    QVERIFY(eventually([&] { return qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr; }));
    QTest::keyClicks(QApplication::focusWidget(), u">drop table doomed"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(eventually([&] { return m_world->find(u"confirmAccept"_s) != nullptr; }));
    QVERIFY(!m_world->find(u"confirmAccept"_s)->isEnabled());
    QVERIFY(m_world->reads(u"child refer to it"_s));
    QVERIFY(m_world->type(u"confirmName"_s, u"doomed"_s));
    QVERIFY(m_world->click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return m_world->workspace().schema().value->table(u"doomed"_s) == nullptr; }));
}

void SchemaPane::importsADroppedFile()
{
    QByteArray text = "id;First Name;Born;Score\n";
    for (int i = 1; i <= 3'000; ++i)
        text += QByteArray::number(i) + ";J\xF6rg " + QByteArray::number(i) + ";1990-01-0" + QByteArray::number(i % 9 + 1) + ";" + QByteArray::number(i) + ".5\n";
    m_world->app().open(u"diagram"_s); // not on a table
    m_world->drop({file(u"Fan Club.csv"_s, text)}); // Latin-1, semicolons
    QVERIFY(eventually([&] { return m_world->text(u"import.file"_s).contains(u"4 column"_s); }));
    QVERIFY(m_world->text(u"import.file"_s).contains(u"guess"_s));
    QCOMPARE(m_world->text(u"import.name"_s), u"fan_club"_s);
    auto* preview = m_world->find<QTableView>(u"import.preview"_s);
    QCOMPARE(preview->model()->rowCount(), 100);
    QCOMPARE(preview->model()->index(0, 1).data().toString(), u"J\u00f6rg 1"_s);
    auto* mapping = m_world->find<QTableView>(u"import.mapping"_s);
    QCOMPARE(mapping->model()->index(1, 1).data().toString(), u"first_name"_s);
    QCOMPARE(mapping->model()->index(2, 2).data().toString(), u"date"_s);
    QVERIFY(m_world->text(u"import.sql"_s).contains(u"id integer PRIMARY KEY"_s));
    m_world->shoot(u"import-new"_s);
    QVERIFY(m_world->click(u"import.start"_s));
    QVERIFY(eventually([&] { return m_world->find(u"import.open"_s) != nullptr; }));
    QCOMPARE(m_world->text(u"import.in"_s), u"3,000 in"_s);
    QCOMPARE(cell(u"select count(*) || '|' || max(first_name) || '|' || sum(score) as v from fan_club"_s), u"3000|J\u00f6rg 999|4503000.0"_s);
    QVERIFY(m_world->click(u"import.cancel"_s));
    QVERIFY(eventually([&] { return m_world->find(u"import.dialog"_s) == nullptr; }));
}

void SchemaPane::importsIntoATableAndTellsWhatDidNotFit()
{
    QVERIFY(eventually([&] { return m_world->workspace().schema().value->table(u"fan_club"_s) != nullptr; }));
    const QByteArray text = "[{\"id\": 1, \"first_name\": \"Twice\", \"score\": 1},\n {\"id\": 4000, \"first_name\": \"New\", \"born\": null},\n"
                            " {\"id\": \"many\", \"first_name\": \"Bad\"},\n {\"id\": 4001, \"first_name\": \"Odd day\", \"born\": \"1990-02-31\"}]\n";
    const QString path = file(u"more.json"_s, text);
    m_world->key(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(eventually([&] { return qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr; }));
    QTest::keyClicks(QApplication::focusWidget(), u">import a file into fan_club"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(m_world->giveFile(path));
    QVERIFY(eventually([&] { return m_world->find(u"import.start"_s) && m_world->find(u"import.start"_s)->isEnabled(); }));
    choose(u"import.conflict"_s, u"skip the row"_s);
    QVERIFY(m_world->text(u"import.sql"_s).contains(u"ON CONFLICT (id) DO NOTHING"_s));
    m_world->shoot(u"import-into"_s);
    QVERIFY(m_world->click(u"import.start"_s));
    QVERIFY(eventually([&] { return m_world->find(u"import.saveRejects"_s) != nullptr; }));
    QCOMPARE(m_world->text(u"import.in"_s), u"1 in"_s);
    QCOMPARE(m_world->text(u"import.skipped"_s), u"1 skipped"_s);
    QCOMPARE(m_world->text(u"import.rejected"_s), u"2 rejected"_s);
    auto* rejected = m_world->find<QTableView>(u"import.rejects"_s);
    QVERIFY(rejected && rejected->model()->rowCount() == 2);
    QCOMPARE(rejected->model()->index(0, 0).data().toString(), u"3"_s);
    QCOMPARE(rejected->model()->index(0, 1).data().toString(), u"no whole number for id"_s);
    QVERIFY(rejected->model()->index(1, 2).data().toString().contains(u"1990-02-31"_s));
    rejected->selectRow(1);
    rejected->setFocus();
    QTest::keyClick(rejected, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"4\t"_s) && QGuiApplication::clipboard()->text().contains(u"Odd day"_s));
    m_world->shoot(u"import-done"_s);
    const QString kept = m_dir.filePath(u"rejected.csv"_s);
    QVERIFY(m_world->click(u"import.saveRejects"_s));
    QVERIFY(m_world->giveFile(kept));
    QVERIFY(eventually([&] { return QFile::exists(kept); }));
    QFile in(kept);
    QVERIFY(in.open(QIODevice::ReadOnly));
    const QByteArray rows = in.readAll();
    QVERIFY2(rows.contains("3,no whole number for id,many,Bad") && rows.contains("4,") && rows.contains("1990-02-31"), rows.constData());
    QVERIFY(m_world->click(u"import.cancel"_s));
    QVERIFY(eventually([&] { return m_world->find(u"import.dialog"_s) == nullptr; }));
}

QTEST_MAIN(SchemaPane)
#include "tst_schemapane.moc"
