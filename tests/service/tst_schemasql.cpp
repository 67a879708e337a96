// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/foreignkey.h"
#include "models/schema/tablefacts.h"
#include "tests/support/sandboxworld.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using Part = DesignSpot::Part;

/// The forms' SQL, run by a real server and read back from its catalogue.
class SchemaSql : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m.reset(); }
    void createsEverythingTheFormOffers();
    void altersStepByStep();
    void swapsNames();
    void addsAndDropsKeysAndIndexes();
    void changesNothingWithoutAChange();
    void dropsWithWhatHangsOnIt();
    void quotesNames();
    void tellsWhereItWentWrong_data();
    void tellsWhereItWentWrong();
    void tellsWhichRuleRowsBreak();
    void keysOverOddNames();
    void findsFaultsBeforehand();
    void readsForeignKeys();

private:
    QString run(const QString& sql, QByteArray* rows = nullptr);
    Table table(const QString& name);
    TableDesign design(const QString& name);
    QStringList column(const QString& table, const QString& name);

    std::unique_ptr<SandboxWorld> m;
    QString m_project;
};

void SchemaSql::initTestCase()
{
    if (!QFileInfo(SandboxFixture::executable()).isExecutable())
        QSKIP("no sandbox executable: build run402-sandbox or set RUN402_SANDBOX");
    m = std::make_unique<SandboxWorld>();
    QCOMPARE(m->begin(m_project), QString());
}

QString SchemaSql::run(const QString& sql, QByteArray* rows)
{
    const auto done = await(m->session.database.run(m_project, sql));
    if (done.ok() && rows)
        *rows = done->rowsJson;
    return done.ok() ? QString() : done.error().message;
}

Table SchemaSql::table(const QString& name)
{
    const auto schema = await(m->session.database.schema(m_project));
    const Table* found = schema.ok() ? schema->table(name) : nullptr;
    return found ? *found : Table();
}

TableDesign SchemaSql::design(const QString& name)
{
    QByteArray rows;
    const QString trouble = run(tableFactsSql(name), &rows);
    const auto facts = tableFactsFromJson(rows);
    if (!trouble.isEmpty() || !facts.ok())
        qWarning().noquote() << trouble;
    return designOf(table(name), facts.valueOr({}));
}

/// type, nullable, default, identity as information_schema has them
QStringList SchemaSql::column(const QString& table, const QString& name)
{
    QByteArray rows;
    run(u"select format('%s|%s|%s|%s', data_type, is_nullable, column_default, identity_generation) as v from information_schema.columns "
        "where table_schema = current_schema() and table_name = '%1' and column_name = '%2'"_s.arg(table, name), &rows);
    return QJsonDocument::fromJson(rows)[0][u"v"].toString().split(u'|');
}

static ColumnDesign make(const QString& name, const QString& type)
{
    ColumnDesign c;
    c.name = name;
    c.type = type;
    return c;
}

void SchemaSql::createsEverythingTheFormOffers()
{
    TableDesign authors;
    authors.name = u"authors"_s;
    authors.columns = {make(u"id"_s, u"bigint"_s), make(u"email"_s, u"text"_s)};
    authors.columns[0].identity = ColumnDesign::Filled::Always;
    authors.columns[0].primaryKey = true;
    authors.columns[1].unique = authors.columns[1].notNull = true;
    QCOMPARE(run(createTableSql(authors)), QString());

    TableDesign books;
    books.name = u"books"_s;
    books.columns = {make(u"shelf"_s, u"integer"_s), make(u"place"_s, u"serial"_s), make(u"title"_s, u"text"_s), make(u"price"_s, u"numeric(12,2)"_s),
                     make(u"author_id"_s, u"bigint"_s), make(u"added"_s, u"timestamptz"_s), make(u"tags"_s, u"text[]"_s)};
    books.columns[0].primaryKey = books.columns[1].primaryKey = true;
    books.columns[2].notNull = true;
    books.columns[2].defaultValue = u"'it''s untitled'"_s;
    books.columns[3].check = u"price >= 0"_s;
    books.columns[4].referencedTable = u"authors"_s;
    books.columns[4].onDelete = u"SET NULL"_s;
    books.columns[5].defaultValue = u"now()"_s;
    KeyDesign once;
    once.columns = QStringList{u"title"_s, u"author_id"_s};
    once.name = u"books_once"_s;
    books.keys << once;
    IndexDesign partial;
    partial.columns = QStringList{u"lower(title)"_s};
    partial.condition = u"price > 10"_s;
    partial.name = u"books_dear"_s;
    books.indexes << partial;
    books.rules = u"ALTER TABLE books ENABLE ROW LEVEL SECURITY;"_s;
    QVERIFY(designFaults(books).isEmpty());
    QCOMPARE(run(createTableSql(books)), QString());

    QCOMPARE(column(u"books"_s, u"title"_s), QStringList({u"text"_s, u"NO"_s, u"'it''s untitled'::text"_s, QString()}));
    QCOMPARE(column(u"authors"_s, u"id"_s), QStringList({u"bigint"_s, u"NO"_s, QString(), u"ALWAYS"_s}));
    QCOMPARE(column(u"books"_s, u"added"_s).mid(0, 3), QStringList({u"timestamp with time zone"_s, u"YES"_s, u"now()"_s}));
    const Table made = table(u"books"_s);
    QVERIFY(made.rlsEnabled);
    QCOMPARE(made.primaryKey(), QStringList({u"shelf"_s, u"place"_s}));
    const QList<ForeignKey> keys = foreignKeysOf(made);
    QCOMPARE(keys.size(), 1);
    QCOMPARE(keys[0].table, u"authors"_s);
    QCOMPARE(keys[0].onDelete, u"SET NULL"_s);
    const TableDesign read = design(u"books"_s);
    QCOMPARE(read.columns[3].type, u"numeric(12,2)"_s);
    QCOMPARE(read.columns[6].type, u"text[]"_s);
    QCOMPARE(read.indexes.size(), 1);
    QVERIFY(read.indexes[0].definition.contains(u"WHERE (price > "_s));
    QVERIFY(run(u"insert into books(shelf, title, price) values (1, 'x', -1)"_s).contains(u"check constraint"_s));
}

void SchemaSql::altersStepByStep()
{
    QCOMPARE(run(u"create table notes(id serial primary key, body varchar(20), stars text default '3', gone int, mood text);"
                 "insert into notes(body, stars) values ('a', '4'), ('b', '5');"_s), QString());
    const TableDesign before = design(u"notes"_s);
    TableDesign after = before;
    after.name = u"remarks"_s;
    after.columns[1].name = u"text body"_s;
    after.columns[1].type = u"text"_s;
    after.columns[1].notNull = true;
    after.columns[2].type = u"integer"_s;
    after.columns[2].conversion = u"stars::integer"_s;
    after.columns[2].defaultValue = u"3"_s;
    after.columns[3].dropped = true;
    after.columns[4].defaultValue = u"'fine'"_s;
    after.columns << make(u"at"_s, u"date"_s);
    after.columns.last().defaultValue = u"current_date"_s;
    after.columns.last().notNull = true;
    QCOMPARE(droppedColumns(after), QStringList(u"gone"_s));
    QCOMPARE(run(alterTableSql(before, after)), QString());
    QVERIFY(table(u"notes"_s).columns.isEmpty());
    QCOMPARE(column(u"remarks"_s, u"text body"_s).mid(0, 2), QStringList({u"text"_s, u"NO"_s}));
    QCOMPARE(column(u"remarks"_s, u"stars"_s), QStringList({u"integer"_s, u"YES"_s, u"3"_s, QString()}));
    QCOMPARE(column(u"remarks"_s, u"at"_s), QStringList({u"date"_s, u"NO"_s, u"CURRENT_DATE"_s, QString()}));
    QCOMPARE(column(u"remarks"_s, u"mood"_s)[2], u"'fine'::text"_s);
    QCOMPARE(table(u"remarks"_s).columns.size(), 5);
    QByteArray rows;
    QCOMPARE(run(u"select sum(stars)::int as s from remarks"_s, &rows), QString());
    QCOMPARE(QJsonDocument::fromJson(rows)[0][u"s"].toInt(), 9);
}

void SchemaSql::swapsNames()
{
    QCOMPARE(run(u"create table pair(a int, b int, c int); insert into pair values (1, 2, 3)"_s), QString());
    const TableDesign before = design(u"pair"_s);
    TableDesign after = before;
    after.columns[0].name = u"b"_s;
    after.columns[1].name = u"c"_s;
    after.columns[2].name = u"a"_s;
    QCOMPARE(run(alterTableSql(before, after)), QString());
    QByteArray rows;
    QCOMPARE(run(u"select a, b, c from pair"_s, &rows), QString());
    const QJsonObject row = QJsonDocument::fromJson(rows)[0].toObject();
    QCOMPARE(row[u"b"].toInt(), 1);
    QCOMPARE(row[u"c"].toInt(), 2);
    QCOMPARE(row[u"a"].toInt(), 3);
}

void SchemaSql::addsAndDropsKeysAndIndexes()
{
    QCOMPARE(run(u"create table keyed(id int not null, code text, owner bigint, unique (code)); create index keyed_owner on keyed(owner)"_s), QString());
    TableDesign before = design(u"keyed"_s);
    QCOMPARE(before.keys.size(), 1);
    QCOMPARE(before.indexes.size(), 1);
    TableDesign after = before;
    after.keys[0].dropped = true;
    after.indexes[0].dropped = true;
    KeyDesign primary{KeyDesign::Kind::PrimaryKey};
    primary.columns = QStringList{u"id"_s};
    KeyDesign check{KeyDesign::Kind::Check};
    check.name = u"short code"_s;
    check.condition = u"length(code) < 9"_s;
    KeyDesign foreign{KeyDesign::Kind::ForeignKey};
    foreign.columns = QStringList{u"owner"_s};
    foreign.table = u"authors"_s;
    foreign.referencedColumns = QStringList{u"id"_s};
    foreign.onDelete = u"CASCADE"_s;
    after.keys << primary << check << foreign;
    IndexDesign index;
    index.columns = QStringList{u"code"_s, u"owner"_s};
    index.unique = true;
    after.indexes << index;
    IndexDesign hash;
    hash.columns = QStringList{u"code"_s};
    hash.method = u"hash"_s;
    after.indexes << hash;
    QVERIFY(designFaults(after).isEmpty());
    QCOMPARE(run(alterTableSql(before, after)), QString());
    const Table made = table(u"keyed"_s);
    QCOMPARE(made.primaryKey(), QStringList(u"id"_s));
    QStringList types;
    for (const Constraint& c : made.constraints)
        types << c.type;
    types.sort();
    QCOMPARE(types, QStringList({u"CHECK"_s, u"FOREIGN KEY"_s, u"PRIMARY KEY"_s}));
    before = design(u"keyed"_s);
    QCOMPARE(before.indexes.size(), 2);
    after = before;
    for (KeyDesign& k : after.keys)
        k.dropped = true;
    for (IndexDesign& i : after.indexes)
        i.dropped = true;
    QCOMPARE(run(alterTableSql(before, after)), QString());
    QVERIFY(table(u"keyed"_s).constraints.isEmpty());
    QVERIFY(design(u"keyed"_s).indexes.isEmpty());
}

void SchemaSql::changesNothingWithoutAChange()
{
    for (const QString& name : {u"authors"_s, u"books"_s, u"remarks"_s}) {
        const TableDesign d = design(name);
        QCOMPARE(alterTableSql(d, d), QString());
        QVERIFY(designFaults(d).isEmpty());
    }
}

void SchemaSql::dropsWithWhatHangsOnIt()
{
    QCOMPARE(run(u"create table root(id int primary key); create table leaf(id int references root)"_s), QString());
    QVERIFY(run(dropTableSql(u"root"_s, false)).contains(u"depend"_s));
    QCOMPARE(run(dropTableSql(u"root"_s, true)), QString());
    QVERIFY(table(u"leaf"_s).constraints.isEmpty());
}

void SchemaSql::quotesNames()
{
    TableDesign odd;
    odd.name = u"Odd \"Table\", ü"_s;
    odd.columns = {make(u"Select"_s, u"int"_s), make(u"a,b) c"_s, u"text"_s)};
    odd.columns[0].primaryKey = true;
    KeyDesign unique;
    unique.columns = QStringList{u"a,b) c"_s, u"Select"_s};
    odd.keys << unique;
    QCOMPARE(run(createTableSql(odd)), QString());
    const Table made = table(odd.name);
    QCOMPARE(made.columns.size(), 2);
    QCOMPARE(design(odd.name).keys.last().columns.size(), 2);
    QCOMPARE(run(dropTableSql(odd.name, false)), QString());
}

void SchemaSql::tellsWhereItWentWrong_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("part");
    QTest::addColumn<int>("row");
    QTest::newRow("type") << u"type"_s << u"txet"_s << int(Part::ColumnType) << 1;
    QTest::newRow("default of another type") << u"default"_s << u"'{}'::jsonb"_s << int(Part::ColumnDefault) << 0;
    QTest::newRow("default that cannot be read") << u"default"_s << u"'soon'"_s << int(Part::ColumnDefault) << 0;
    QTest::newRow("reference") << u"reference"_s << u"nobody"_s << int(Part::ColumnReference) << 1;
    QTest::newRow("check") << u"check"_s << u"missing > 1"_s << int(Part::ColumnCheck) << 1;
    QTest::newRow("unique over nothing") << u"unique"_s << u"missing"_s << int(Part::Key) << 0;
    QTest::newRow("foreign key over nothing") << u"foreign"_s << u"missing"_s << int(Part::Key) << 0;
    QTest::newRow("index over nothing") << u"index"_s << u"missing"_s << int(Part::Index) << 0;
    QTest::newRow("index over an expression of nothing") << u"index"_s << u"lower(missing)"_s << int(Part::Index) << 0;
    QTest::newRow("method that cannot") << u"gin"_s << u"n"_s << int(Part::Index) << 0;
    QTest::newRow("two primary keys") << u"primary"_s << u"m"_s << int(Part::Key) << 0;
    QTest::newRow("table") << u"table"_s << u"authors"_s << int(Part::TableName) << -1;
}

void SchemaSql::tellsWhereItWentWrong()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    TableDesign d;
    d.name = field == "table"_L1 ? text : u"wrong"_s;
    d.columns = {make(u"n"_s, u"integer"_s), make(u"m"_s, u"text"_s)};
    if (field == "type"_L1)
        d.columns[1].type = text;
    if (field == "default"_L1)
        d.columns[0].defaultValue = text;
    if (field == "reference"_L1)
        d.columns[1].referencedTable = text;
    if (field == "check"_L1)
        d.columns[1].check = text;
    if (field == "unique"_L1 || field == "foreign"_L1 || field == "primary"_L1) {
        KeyDesign key(field == "unique"_L1 ? KeyDesign::Kind::Unique : field == "foreign"_L1 ? KeyDesign::Kind::ForeignKey : KeyDesign::Kind::PrimaryKey);
        key.columns = QStringList{text};
        key.table = u"authors"_s;
        d.keys << key;
        d.columns[0].primaryKey = field == "primary"_L1;
    }
    if (field == "index"_L1 || field == "gin"_L1) {
        IndexDesign index;
        index.columns = QStringList{text};
        index.method = field == "gin"_L1 ? u"gin"_s : u"btree"_s;
        d.indexes << index;
    }
    const QString message = run(createTableSql(d));
    QVERIFY(!message.isEmpty());
    const DesignSpot spot = designSpotOf(message, d);
    QTEST(int(spot.part), "part");
    QTEST(spot.row, "row");
    QVERIFY(table(u"wrong"_s).columns.isEmpty());
}

/// The rows that are there already refuse what the form asks for.
void SchemaSql::tellsWhichRuleRowsBreak()
{
    QCOMPARE(run(u"create table parents(id int primary key); create table full_of(n int, m int); insert into full_of values (1, 1), (1, 2)"_s), QString());
    const TableDesign before = design(u"full_of"_s);
    const auto refusedAt = [&](KeyDesign key, bool index) {
        TableDesign after = before;
        IndexDesign unique;
        unique.columns = QStringList{u"n"_s};
        unique.unique = true;
        if (index)
            after.indexes << unique;
        else
            after.keys << key;
        const QString message = run(alterTableSql(before, after));
        return message.isEmpty() ? DesignSpot{Part::Unknown, -2} : designSpotOf(message, after);
    };
    KeyDesign check(KeyDesign::Kind::Check), foreign(KeyDesign::Kind::ForeignKey), unique(KeyDesign::Kind::Unique), primary(KeyDesign::Kind::PrimaryKey);
    check.condition = u"n > 5"_s;
    foreign.table = u"parents"_s;
    unique.columns = foreign.columns = primary.columns = QStringList{u"n"_s};
    for (const KeyDesign& key : {check, foreign, unique, primary}) {
        const DesignSpot spot = refusedAt(key, false);
        QCOMPARE(int(spot.part), int(Part::Key));
        QCOMPARE(spot.row, int(before.keys.size()));
    }
    QCOMPARE(int(refusedAt(check, true).part), int(Part::Index));
}

void SchemaSql::keysOverOddNames()
{
    TableDesign odd;
    odd.name = u"odd_keys"_s;
    odd.columns = {make(u"f(x"_s, u"int"_s), make(u"made desc"_s, u"date"_s), make(u"made"_s, u"date"_s)};
    odd.columns[0].notNull = true;
    KeyDesign primary(KeyDesign::Kind::PrimaryKey);
    primary.columns = QStringList{u"f(x"_s};
    odd.keys << primary;
    IndexDesign index;
    index.columns = QStringList{u"made desc"_s, u"made DESC NULLS LAST"_s, u"f(x"_s, u"made date_ops"_s};
    odd.indexes << index;
    QCOMPARE(run(createTableSql(odd)), QString());
    const TableDesign made = design(u"odd_keys"_s);
    QCOMPARE(made.indexes.size(), 1);
    QVERIFY2(made.indexes[0].definition.contains(u"(\"made desc\", made DESC NULLS LAST, \"f(x\", made)"_s), qPrintable(made.indexes[0].definition));
    QCOMPARE(run(dropTableSql(u"odd_keys"_s, false)), QString());
}

void SchemaSql::findsFaultsBeforehand()
{
    using Why = DesignFault::Why;
    TableDesign d;
    QCOMPARE(designFaults(d).size(), 2); // no name, no columns
    d.name = QString(40, u'ü'); // 80 bytes: PostgreSQL would cut it
    d.columns = {make(u"a"_s, u"int"_s), make(u"a"_s, {}), make({}, u"int"_s), make(u"when"_s, u"timestamptz"_s)};
    d.columns[3].identity = ColumnDesign::Filled::Always;
    KeyDesign check{KeyDesign::Kind::Check};
    KeyDesign foreign{KeyDesign::Kind::ForeignKey};
    foreign.columns = QStringList{u"a"_s};
    d.keys << check << foreign;
    d.indexes << IndexDesign();
    QList<int> whys;
    const QList<DesignFault> faults = designFaults(d);
    for (const DesignFault& f : faults)
        whys << int(f.why);
    QCOMPARE(whys, QList<int>({int(Why::NameTooLong), int(Why::TwiceTheName), int(Why::NoType), int(Why::NoName), int(Why::IdentityType),
                               int(Why::NoCondition), int(Why::NoTable), int(Why::NoColumns)}));
}

void SchemaSql::readsForeignKeys()
{
    const auto key = foreignKeyOf({u"k"_s, u"FOREIGN KEY"_s, u"FOREIGN KEY (\"a, b\", c) REFERENCES p0001.\"My \"\"T\"\"\"(x, \"y)\") ON UPDATE CASCADE ON DELETE SET NULL"_s});
    QVERIFY(key);
    QCOMPARE(key->columns, QStringList({u"a, b"_s, u"c"_s}));
    QCOMPARE(key->table, u"My \"T\""_s);
    QCOMPARE(key->referencedColumns, QStringList({u"x"_s, u"y)"_s}));
    QCOMPARE(key->onDelete, u"SET NULL"_s);
    QVERIFY(!foreignKeyOf({u"k"_s, u"FOREIGN KEY"_s, u"FOREIGN KEY ((((("_s}));
    QVERIFY(!foreignKeyOf({u"k"_s, u"UNIQUE"_s, u"UNIQUE (a)"_s}));
}

QTEST_GUILESS_MAIN(SchemaSql)
#include "tst_schemasql.moc"
