// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/tablemodel.h"
#include "models/sql/blockedwords.h"
#include "models/sqlliteral.h"
#include "models/table/changescript.h"
#include "models/table/conflicttext.h"
#include "models/table/tsv.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

namespace {

TableColumn column(const QString& name, const QString& type, const QString& shortType, bool notNull = false)
{
    TableColumn c;
    c.name = name;
    c.type = type;
    c.shortType = shortType;
    c.notNull = notNull;
    return c;
}

TableShape recipes()
{
    TableShape shape;
    shape.name = u"recipes"_s;
    shape.columns = {column(u"id"_s, u"bigint"_s, u"int8"_s, true), column(u"title"_s, u"character varying(20)"_s, u"varchar"_s, true),
                     column(u"minutes"_s, u"integer"_s, u"int4"_s), column(u"data"_s, u"json"_s, u"json"_s)};
    shape.columns[0].identity = true;
    shape.columns[0].keyPart = 0;
    shape.key = {0};
    shape.children = {{u"comments"_s, {u"recipe_id"_s}, {u"id"_s}, true}, {u"logs"_s, {u"recipe_id"_s}, {u"id"_s}, false}};
    return shape;
}

TablePage page()
{
    TablePage p;
    for (int i = 1; i <= 3; ++i) {
        p.rows << TableRow{{QString::number(i), u"Recipe %1"_s.arg(i), i == 2 ? std::nullopt : std::optional(QString::number(i * 10)), u"{\"a\":1}"_s}, {}};
        p.cursors << TableCursor{CellValue::null(), {QString::number(i)}};
    }
    return p;
}

QString cellText(const TableModel& model, int row, int column) { return model.index(row, column).data().toString(); }

} // namespace

class TableEditsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void stagesAndTakesBack();
    void newRowsStandOnTop();
    void deletedRowsCanBeKept();
    void editsOutliveThePage();
    void writesOneScript();
    void writesWhatTheServiceRefuses();
    void undoesASave();
    void comparesExactly_data();
    void comparesExactly();
    void checksValues_data();
    void checksValues();
    void tellsConflictsApart();
    void readsSpreadsheets();
    void copiesExactly();

private:
    void apply(const TableEdits::Step& step) { m_model->apply(step); }
    void set(int row, int column, const CellValue& value)
    {
        apply(m_model->edits().setCells(m_model->shape(), m_model->rowName(row), m_model->rowAsRead(row), {{column, value}}));
    }
    void remove(int row) { apply(m_model->edits().toggleDeleted(m_model->shape(), {{m_model->rowName(row), m_model->rowAsRead(row)}})); }
    std::unique_ptr<TableModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TableEditsTest::init()
{
    m_model = std::make_unique<TableModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_model->setShape(recipes());
    m_model->setPage(page(), 101);
}

void TableEditsTest::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

void TableEditsTest::stagesAndTakesBack()
{
    QCOMPARE(m_model->headerData(0, Qt::Vertical).toInt(), 101);
    const auto step = m_model->edits().setCells(m_model->shape(), m_model->rowName(0), m_model->rowAsRead(0), {{1, CellValue::of(u"Soup"_s)}});
    apply(step);
    QCOMPARE(cellText(*m_model, 0, 1), u"Soup"_s);
    QVERIFY(m_model->index(0, 1).data(TableModel::EditedRole).toBool());
    QVERIFY(!m_model->index(0, 2).data(TableModel::EditedRole).toBool());
    QCOMPARE(m_model->edits().editedCells(), 1);
    m_model->unapply(step);
    QCOMPARE(cellText(*m_model, 0, 1), u"Recipe 1"_s);
    QVERIFY(m_model->edits().isEmpty());
    set(0, 1, CellValue::of(u"Soup"_s));
    set(0, 1, CellValue::of(u"Recipe 1"_s)); // typed back: nothing is staged any more
    QVERIFY(m_model->edits().isEmpty());
    set(1, 2, CellValue::null()); // it is NULL already
    QVERIFY(m_model->edits().isEmpty());
}

void TableEditsTest::newRowsStandOnTop()
{
    const auto first = m_model->edits().insert({{1, CellValue::of(u"Jam"_s)}});
    apply(first);
    apply(m_model->edits().insert({}));
    QCOMPARE(m_model->rowCount(), 5);
    QCOMPARE(cellText(*m_model, 0, 1), u"Jam"_s);
    QCOMPARE(m_model->index(0, 0).data(TableModel::PlaceholderRole).toString(), u"auto"_s);
    QCOMPARE(m_model->index(0, 0).data(TableModel::RowStateRole).toInt(), 1);
    QCOMPARE(m_model->headerData(2, Qt::Vertical).toInt(), 101);
    QCOMPARE(m_model->faults(), 1); // the second has no title, and title has no default
    QVERIFY(m_model->index(1, 1).data(TableModel::FaultRole).toString().contains(u"needed"_s));
    m_model->unapply(first);
    QCOMPARE(m_model->rowCount(), 4);
    m_model->apply(first);
    QCOMPARE(cellText(*m_model, 0, 1), u"Jam"_s); // back in its place
    m_model->discard();
    QCOMPARE(m_model->rowCount(), 3);
}

void TableEditsTest::deletedRowsCanBeKept()
{
    set(0, 1, CellValue::of(u"Soup"_s));
    remove(0);
    QCOMPARE(m_model->index(0, 1).data(TableModel::RowStateRole).toInt(), 2);
    QVERIFY(!(m_model->flags(m_model->index(0, 1)) & Qt::ItemIsEditable));
    set(0, 1, CellValue::of(u"Other"_s)); // a marked row takes nothing
    QCOMPARE(m_model->edits().changes(), 1);
    remove(0);
    QVERIFY(m_model->edits().isEmpty());
    m_model->setWritable(false);
    QVERIFY(!(m_model->flags(m_model->index(1, 1)) & Qt::ItemIsEditable));
}

void TableEditsTest::editsOutliveThePage()
{
    set(2, 2, CellValue::of(u"7"_s));
    m_model->setPage({}, 201);
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->edits().changes(), 1);
    m_model->setPage(page(), 101);
    QCOMPARE(cellText(*m_model, 2, 2), u"7"_s);
}

void TableEditsTest::writesOneScript()
{
    set(0, 1, CellValue::of(u"It's soup"_s));
    set(1, 2, CellValue::of(u"5"_s));
    set(0, 3, CellValue::null());
    apply(m_model->edits().insert({{1, CellValue::of(u"Jam"_s)}}));
    remove(3); // the third row of the page, below the new one
    const ChangeScript script = changeScript(m_model->shape(), m_model->edits(), {{m_model->rowName(3), u"also deletes 4 comments"_s}});
    QCOMPARE(script.text(), u"delete from recipes where id = 3 and title = 'Recipe 3' and minutes = 30 and data::text = '{\"a\":1}';   -- also deletes 4 comments\n"
                            "update recipes set title = 'It''s soup', data = null where id = 1 and title = 'Recipe 1' and data::text = '{\"a\":1}';\n"
                            "update recipes set minutes = 5 where id = 2 and minutes is null;\n"
                            "insert into recipes (title) values ('Jam');"_s);
    const QString sent = script.script();
    QVERIFY(sent.startsWith(u"do $save$"_s) && sent.endsWith(u"$save$;"_s));
    QCOMPARE(sent.count(u"if not found"_s), 3);
    QCOMPARE(conflictLine(u"SQL error: run402: row of change 2 is not as it was"_s), std::optional(1));
    QVERIFY(!conflictLine(u"duplicate key"_s));
    QCOMPARE(cascadeSql(m_model->shape(), m_model->rowAsRead(1)), u"select (select count(*) from comments where recipe_id = 1)::text as c0"_s);
}

void TableEditsTest::writesWhatTheServiceRefuses()
{
    set(0, 1, CellValue::of(u"grant set role"_s));
    apply(m_model->edits().insert({{1, CellValue::of(u"$save$ copy"_s)}, {3, CellValue::of(u"\"program\""_s)}}));
    const QString sent = changeScript(m_model->shape(), m_model->edits()).script();
    QVERIFY2(findBlockedWords(sent).isEmpty(), qPrintable(sent));
    QVERIFY(sent.startsWith(u"do $save1$"_s)); // its own quote stands in the data
}

void TableEditsTest::undoesASave()
{
    set(0, 1, CellValue::of(u"Soup"_s));
    apply(m_model->edits().insert({{0, CellValue::of(u"9"_s)}, {1, CellValue::of(u"Jam"_s)}}));
    remove(2);
    QCOMPARE(undoScript(m_model->shape(), m_model->edits()).text(),
             u"insert into recipes (id, title, minutes, data) overriding system value values (2, 'Recipe 2', null, '{\"a\":1}');\n"
             "delete from recipes where id = 9 and title = 'Jam';\n"
             "update recipes set title = 'Recipe 1' where id = 1 and title = 'Soup';"_s);
}

/// Where `=` says less than "the same", old values are compared by their text; a key is always found by `=`.
void TableEditsTest::comparesExactly_data()
{
    QTest::addColumn<TableColumn>("type");
    QTest::addColumn<QString>("condition");
    const auto row = [](const char* name, const TableColumn& c, const QString& condition) { QTest::newRow(name) << c << condition; };
    row("numeric", column({}, u"numeric"_s, u"numeric"_s), u"x::text = '7'"_s);
    row("numeric with a scale", column({}, u"numeric(8,2)"_s, u"numeric"_s), u"x = 7"_s);
    row("int8", column({}, u"bigint"_s, u"int8"_s), u"x = 7"_s);
    row("float8", column({}, u"double precision"_s, u"float8"_s), u"x::text = '7'"_s);
    row("citext", column({}, u"citext"_s, u"citext"_s), u"x::text = '7'"_s);
    row("jsonb", column({}, u"jsonb"_s, u"jsonb"_s), u"x::text = '7'"_s);
    row("char(5)", column({}, u"character(5)"_s, u"bpchar"_s), u"x = '7'"_s);
    row("bpchar", column({}, u"bpchar"_s, u"bpchar"_s), u"case when x is not null then concat(x) end = '7'"_s);
    TableColumn list = column({}, u"text[]"_s, u"_text"_s);
    list.isArray = true;
    row("text[]", list, u"x = '7'"_s);
    list = column({}, u"numeric[]"_s, u"_numeric"_s);
    list.isArray = true;
    row("numeric[]", list, u"x::text = '7'"_s);
    TableColumn mood = column({}, u"mood"_s, u"mood"_s);
    mood.labels = {u"7"_s};
    row("enum", mood, u"x = '7'"_s);
    TableColumn loose = column({}, u"text"_s, u"text"_s);
    loose.looseCollation = true;
    row("loose text", loose, u"(x::text) collate \"C\" = '7'"_s);
    row("a type of somebody's own", column({}, u"hstore"_s, u"hstore"_s), u"x::text = '7'"_s);
}

void TableEditsTest::comparesExactly()
{
    QFETCH(TableColumn, type);
    QFETCH(QString, condition);
    type.name = u"x"_s;
    TableShape shape = recipes();
    shape.columns[1] = type;
    TableEdits edits, gone;
    const TableRow row{{u"1"_s, u"7"_s, std::nullopt, std::nullopt}, {}};
    edits.apply(edits.setCells(shape, rowKey(shape, row), row, {{1, CellValue::of(u"8"_s)}}));
    QVERIFY2(changeScript(shape, edits).text().endsWith(u" where id = 1 and "_s + condition + u';'), qPrintable(changeScript(shape, edits).text()));
    // A key of such a type is found by `=`; with the row deleted it has to be the very same besides.
    shape.columns[1].keyPart = 0;
    shape.key = {1};
    gone.apply(gone.toggleDeleted(shape, {{rowKey(shape, row), row}}));
    const QString byKey = u" where x = "_s + sqlValue(u"7"_s, type.shortType), exactly = type.isExactlyEqual() ? QString() : u" and "_s + condition;
    QCOMPARE(changeScript(shape, gone).text(), u"delete from recipes"_s + byKey + u" and id = 1"_s + exactly + u" and minutes is null and data is null;"_s);
}

void TableEditsTest::checksValues_data()
{
    QTest::addColumn<TableColumn>("column");
    QTest::addColumn<QString>("good");
    QTest::addColumn<QString>("bad");
    const auto row = [](const char* name, const TableColumn& c, const QString& good, const QString& bad) { QTest::newRow(name) << c << good << bad; };
    row("int8", column({}, u"bigint"_s, u"int8"_s), u"9223372036854775807|-9223372036854775808|007"_s, u"9223372036854775808|-9223372036854775809|1.0|abc||1e3"_s);
    row("int2", column({}, u"smallint"_s, u"int2"_s), u"32767|-32768"_s, u"32768|-32769"_s);
    row("numeric", column({}, u"numeric(5,2)"_s, u"numeric"_s), u"123.45|-999.99|1.500|NaN"_s, u"1234|1.234|1,5"_s);
    row("plain numeric", column({}, u"numeric"_s, u"numeric"_s), u"123456789012345678901234567890.123456789012345678901|1e400"_s, u"one"_s);
    row("float8", column({}, u"double precision"_s, u"float8"_s), u"1e308|NaN|-Infinity|.5"_s, u"x|1.2.3"_s);
    row("bool", column({}, u"boolean"_s, u"bool"_s), u"true|false"_s, u"maybe"_s);
    row("varchar", column({}, u"character varying(3)"_s, u"varchar"_s), u"abc||😀😀😀"_s, u"abcd"_s);
    row("uuid", column({}, u"uuid"_s, u"uuid"_s), u"c4b1e2f0-1111-2222-3333-4444444477e0"_s, u"c4b1"_s);
    row("date", column({}, u"date"_s, u"date"_s), u"2026-02-28|infinity|2024-02-29|0044-03-15 BC"_s, u"2026-02-30|28.2.2026|2026-02-28 10:00"_s);
    row("timestamptz", column({}, u"timestamp with time zone"_s, u"timestamptz"_s), u"2026-05-02 18:14:07.123456+00|2026-05-02T18:14Z|2026-05-02"_s,
        u"2026-05-02 18:14:07.1234567|2026-05-02 25:00|yesterdayish"_s);
    row("timestamp", column({}, u"timestamp(3) without time zone"_s, u"timestamp"_s), u"2026-05-02 18:14:07.123"_s, u"2026-05-02 18:14:07.1234|2026-05-02 18:14:07+02"_s);
    row("jsonb", column({}, u"jsonb"_s, u"jsonb"_s), u"{\"a\":[1,null]}|12345678901234567890|\"x\"|null"_s, u"{a:1}||[1"_s);
    row("bytea", column({}, u"bytea"_s, u"bytea"_s), u"\\x|\\x00ff"_s, u"00ff|\\x0"_s);
}

void TableEditsTest::checksValues()
{
    QFETCH(TableColumn, column);
    QFETCH(QString, good);
    QFETCH(QString, bad);
    const QStringList fits = good.split(u'|'), faults = bad.split(u'|');
    for (const QString& text : fits)
        QVERIFY2(cellFault(column, CellValue::of(text)).isEmpty(), qPrintable(text + u": "_s + cellFault(column, CellValue::of(text))));
    for (const QString& text : faults)
        QVERIFY2(!cellFault(column, CellValue::of(text)).isEmpty(), qPrintable(text));
    QVERIFY(cellFault(column, CellValue::null()).isEmpty());
    column.notNull = true;
    QVERIFY(!cellFault(column, CellValue::null()).isEmpty());
}

void TableEditsTest::tellsConflictsApart()
{
    const auto text = [](const std::optional<QString>& value, const std::optional<QString>& other) { return conflictText(value, other, 60).text; };
    QCOMPARE(conflictText(std::nullopt, u"x"_s), (ConflictText{u"NULL"_s, true}));
    QCOMPARE(conflictText(u"NULL"_s, u"x"_s), (ConflictText{u"NULL"_s, false}));
    QVERIFY(conflictText(QString(u""_s), u"x"_s).isWord);
    QCOMPARE(text(u"a b "_s, u"a b"_s), u"a b·"_s);
    QCOMPARE(text(u"  a"_s, u"a"_s), u"··a"_s);
    QCOMPARE(text(u"one\r\ntwo\t"_s, u"one\ntwo"_s), u"one⟨U+000D⟩⏎two⇥"_s);
    QCOMPARE(text(u"a\u00a0b\u200bc"_s, {}), u"a⟨U+00A0⟩b⟨U+200B⟩c"_s);
    // Of long texts the place where they part.
    const QString same = u"x"_s.repeated(500);
    QCOMPARE(text(same + u"1.0"_s + same, same + u"1.00"_s + same), u"…"_s + u"x"_s.repeated(21) + u"1.0"_s + u"x"_s.repeated(36) + u"…"_s);
    QVERIFY(text(same + u"mine"_s, same + u"theirs"_s).contains(u"mine"_s));
    QVERIFY(text(same, same + u"theirs"_s).endsWith(u"x"_s)); // it just ends
    QVERIFY(text(u"😀"_s.repeated(100) + u"a"_s, u"😀"_s.repeated(100) + u"b"_s).startsWith(u"…😀"_s));
}

void TableEditsTest::readsSpreadsheets()
{
    QCOMPARE(readTsv(u"a\tb\r\nc\t\r\n"_s), (QList<QStringList>{{u"a"_s, u"b"_s}, {u"c"_s, QString()}}));
    QCOMPARE(readTsv(u"\"two\nlines\"\t\"say \"\"hi\"\"\"\t5\" tall"_s), (QList<QStringList>{{u"two\nlines"_s, u"say \"hi\""_s, u"5\" tall"_s}}));
    QCOMPARE(readTsv({}), QList<QStringList>());
    QCOMPARE(readTsv(u"\t"_s), (QList<QStringList>{{QString(), QString()}}));
}

void TableEditsTest::copiesExactly()
{
    set(0, 1, CellValue::of(u"tab\there"_s));
    QCOMPARE(tableText(*m_model, {0, 1}, {0, 1, 2}, ResultFormat::Tsv), QByteArray("id\ttitle\tminutes\n1\t\"tab\there\"\t10\n2\tRecipe 2\t\n"));
    QCOMPARE(tableText(*m_model, {1}, {1}, ResultFormat::Tsv).trimmed(), QByteArray("Recipe 2"));
    QVERIFY(tableText(*m_model, {0}, {0, 3}, ResultFormat::Json).contains("{\"a\":1}"));
}

QTEST_GUILESS_MAIN(TableEditsTest)
#include "tst_tableedits.moc"
