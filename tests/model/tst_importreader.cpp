// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dataimport/importbatch.h"
#include "models/sql/blockedwords.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

/// Files as they come: spreadsheets of every kind, and hostile ones.
class ImportReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsDelimited_data();
    void readsDelimited();
    void piecesMakeNoDifference();
    void countsLines();
    void guessesEncoding_data();
    void guessesEncoding();
    void guessesTheRest_data();
    void guessesTheRest();
    void tellsThatNothingIsThere();
    void guessesTypes();
    void readsJson_data();
    void readsJson();
    void keepsEveryDigit();
    void hostileFiles_data();
    void hostileFiles();
    void tenThousandColumns();
    void hugeFileInBoundedMemory();
    void checksCells_data();
    void checksCells();
    void refusedWordsNeverStandInTheText();
    void batches();
    void namesColumns();
};

using Rows = QList<QByteArrayList>;

static Rows read(RecordReader& reader, QList<RowFault>* faults = nullptr, QList<qint64>* lines = nullptr)
{
    Rows rows;
    ImportRecord record;
    while (reader.next(record)) {
        QByteArrayList row;
        for (const auto& cell : record.cells)
            row << (cell.null ? QByteArray("<null>") : record.view(cell).toByteArray());
        rows << row;
        if (faults)
            *faults << record.fault;
        if (lines)
            *lines << record.line;
    }
    return rows;
}

static Rows csv(const QByteArray& text, char delimiter = ',', QList<RowFault>* faults = nullptr, QList<qint64>* lines = nullptr)
{
    QBuffer buffer;
    buffer.setData(text);
    buffer.open(QIODevice::ReadOnly);
    DelimitedReader reader(buffer, guessEncoding(text.left(64), true), delimiter);
    return read(reader, faults, lines);
}

static Rows json(const QByteArray& text, QList<RowFault>* faults = nullptr, QList<QByteArray>* names = nullptr)
{
    QBuffer buffer;
    buffer.setData(text);
    buffer.open(QIODevice::ReadOnly);
    JsonRecordReader reader(buffer, {});
    const Rows rows = read(reader, faults);
    if (names)
        *names = reader.names();
    return rows;
}

void ImportReader::readsDelimited_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Rows>("rows");
    QTest::newRow("plain") << QByteArray("a,b\n1,2\n") << Rows{{"a", "b"}, {"1", "2"}};
    QTest::newRow("no last line end") << QByteArray("a,b\r\n1,2") << Rows{{"a", "b"}, {"1", "2"}};
    QTest::newRow("old line ends") << QByteArray("a,b\r1,2\r") << Rows{{"a", "b"}, {"1", "2"}};
    QTest::newRow("empty cells") << QByteArray(",\n,,\n") << Rows{{"", ""}, {"", "", ""}};
    QTest::newRow("quotes") << QByteArray("\"a \"\"b\"\"\",\"c,d\"\n") << Rows{{"a \"b\"", "c,d"}};
    QTest::newRow("lines inside") << QByteArray("\"a\r\nb\",c\n") << Rows{{"a\r\nb", "c"}};
    QTest::newRow("empty quoted") << QByteArray("\"\",\n") << Rows{{"", ""}};
    QTest::newRow("text after the quote") << QByteArray("\"a\"b,c\n") << Rows{{"ab", "c"}};
    QTest::newRow("quote inside") << QByteArray("a\"b,c\n") << Rows{{"a\"b", "c"}};
    QTest::newRow("empty lines") << QByteArray("a,b\n\n\n1,2\n\n") << Rows{{"a", "b"}, {"1", "2"}};
    QTest::newRow("one column may be empty") << QByteArray("a\n\nb\n") << Rows{{"a"}, {""}, {"b"}};
    QTest::newRow("nothing") << QByteArray() << Rows{};
    QTest::newRow("mark") << QByteArray("\xEF\xBB\xBFname\n\xC3\xBC\n") << Rows{{"name"}, {"\xC3\xBC"}};
}

void ImportReader::readsDelimited()
{
    QFETCH(QByteArray, text);
    QFETCH(Rows, rows);
    QCOMPARE(csv(text), rows);
}

/// A device that gives few bytes at a time: every token is cut somewhere.
class Drip : public QBuffer
{
public:
    int most = 1;

protected:
    qint64 readData(char* data, qint64 size) override { return QBuffer::readData(data, std::min<qint64>(size, most)); }
};

void ImportReader::piecesMakeNoDifference()
{
    const QByteArray table = "id,\"a \"\"b\"\"\",c\r\n1,\"x\r\ny\",\"\"\r\n\r\n2,,\"\"\"\"\r\n";
    const QByteArray list = "[ {\"a\": \"\\u00fc\\\"}{\", \"b\": [1, {\"c\": 2}]},\n {\"b\": null, \"z\": -1.50} ]";
    for (int most : {1, 2, 3, 7}) {
        Drip drip;
        drip.most = most;
        drip.setData(table);
        drip.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        DelimitedReader reader(drip, {}, ',');
        QCOMPARE(read(reader), csv(table));
        Drip other;
        other.most = most;
        other.setData(list);
        other.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        JsonRecordReader objects(other, {});
        QCOMPARE(read(objects), json(list));
        QByteArray wide; // UTF-16 cut in the middle of a character
        for (QChar c : u"a,\U0001F600ü\n1,2\n"_s)
            wide += char(c.unicode() & 0xFF), wide += char(c.unicode() >> 8);
        Drip third;
        third.most = most;
        third.setData(wide);
        third.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        DelimitedReader sixteen(third, {TextEncoding::Utf16Le, 0, true}, ',');
        QCOMPARE(read(sixteen), (Rows{{"a", "\xF0\x9F\x98\x80\xC3\xBC"}, {"1", "2"}}));
    }
}

void ImportReader::countsLines()
{
    QList<qint64> lines;
    csv("h,i\n\"a\nb\",c\n\n1,2\r\n\"\",\"x\n\n\"\n9,9\n", ',', nullptr, &lines);
    QCOMPARE(lines, QList<qint64>({1, 2, 5, 6, 9}));
}

void ImportReader::guessesEncoding_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("encoding");
    QTest::addColumn<bool>("certain");
    const auto row = [](const char* name, const QByteArray& head, TextEncoding e, bool certain) { QTest::newRow(name) << head << int(e) << certain; };
    row("ascii", "a,b\n1,2\n", TextEncoding::Utf8, true);
    row("utf-8", "na\xC3\xAFve", TextEncoding::Utf8, true);
    row("utf-8 cut in a character", "na\xC3", TextEncoding::Utf8, true);
    row("mark", "\xEF\xBB\xBF" "a", TextEncoding::Utf8, true);
    row("utf-16", QByteArray("\xFF\xFE" "a\0,\0", 6), TextEncoding::Utf16Le, true);
    row("utf-16 the other way", QByteArray("\xFE\xFF\0a\0,", 6), TextEncoding::Utf16Be, true);
    row("utf-16 without a mark", QByteArray("a\0,\0b\0\n\0", 8), TextEncoding::Utf16Le, false);
    row("latin-1", "na\xEFve caf\xE9\n", TextEncoding::Latin1, false);
    row("nothing", "", TextEncoding::Utf8, true);
}

void ImportReader::guessesEncoding()
{
    QFETCH(QByteArray, head);
    const EncodingGuess guess = guessEncoding(head, true);
    QTEST(int(guess.encoding), "encoding");
    QTEST(guess.certain, "certain");
}

static Result<ImportSample> sampleOf(const QTemporaryDir& dir, const QString& name, const QByteArray& text)
{
    QFile file(dir.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return fail(Problem::Kind::Local, u"test"_s, u"not written"_s);
    file.close();
    return sampleFile(file.fileName());
}

static QString columnsOf(const ImportSample& sample)
{
    QStringList all;
    for (const ImportColumn& c : sample.columns)
        all << c.name + u':' + c.guessedType;
    return all.join(u' ');
}

void ImportReader::guessesTheRest_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("columns");
    QTest::addColumn<qsizetype>("rows");
    const auto row = [](const char* title, const QString& name, const QByteArray& text, const QString& columns, qsizetype rows) {
        QTest::newRow(title) << name << text << columns << rows;
    };
    row("comma", u"a.csv"_s, "id,name\n1,x\n2,y\n", u"id:integer name:text"_s, 2);
    row("semicolon with decimal commas", u"a.csv"_s, "id;price\n1;1,50\n2;3,10\n", u"id:integer price:text"_s, 2);
    row("pipe", u"a.txt"_s, "id|b\n1|2\n", u"id:integer b:integer"_s, 1);
    row("tab", u"a.tsv"_s, "a\tb\n1,5\t2\n", u"a:text b:integer"_s, 1);
    row("no head", u"a.csv"_s, "1,x\n2,y\n", u"column_1:integer column_2:text"_s, 2);
    row("twice the name", u"a.csv"_s, "n,N,\n1,2,3\n", u"column_1:text column_2:text column_3:integer"_s, 2);
    row("list", u"a.json"_s, "[{\"a\":1,\"b\":\"x\"},{\"b\":\"y\",\"c\":true}]", u"a:integer b:text c:boolean"_s, 2);
    row("lines", u"a.ndjson"_s, "{\"a\":1.5}\n{\"a\":2}\n", u"a:numeric"_s, 2);
    row("json by its content", u"data"_s, "\n [ {\"k\": {\"deep\": []}} ]", u"k:jsonb"_s, 1);
    row("only a head", u"a.csv"_s, "name,mail\n", u"name:text mail:text"_s, 0);
}

void ImportReader::guessesTheRest()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    QTemporaryDir dir;
    const auto sample = sampleOf(dir, name, text);
    QVERIFY(sample.ok());
    QTEST(columnsOf(*sample), "columns");
    QTEST(sample->rows.size(), "rows");
    QVERIFY(sample->whole);
}

void ImportReader::tellsThatNothingIsThere()
{
    QTemporaryDir dir;
    for (const QByteArray& text : {QByteArray(), QByteArray("\xEF\xBB\xBF"), QByteArray("\xFF\xFE", 2)})
        QCOMPARE(sampleOf(dir, u"empty.csv"_s, text).error().code, u"dataimport.empty"_s);
    QCOMPARE(sampleOf(dir, u"empty.json"_s, "[]").error().code, u"dataimport.empty"_s);
    QCOMPARE(sampleFile(dir.filePath(u"nobody.csv"_s)).error().code, u"file.unreadable"_s);
    QCOMPARE(sampleFile(dir.path()).error().code, u"file.unreadable"_s);
}

void ImportReader::guessesTypes()
{
    QTemporaryDir dir;
    const auto sample = sampleOf(dir, u"t.csv"_s,
                                 "i,big,n,zip,b,d,ts,tz,u,mixed,empty,huge\n"
                                 "1,9007199254740993,1.50,01234,true,2026-01-31,2026-01-31 10:00:00,2026-01-31T10:00:00.123456Z,11111111-2222-3333-4444-555555555555,1,,123456789012345678901\n"
                                 "-2,,3e5,20095,no,2026-02-01,2026-02-01T10:00,2026-01-31 10:00:00+02,AAAAAAAA-2222-3333-4444-555555555555,x,,-5\n");
    QVERIFY(sample.ok());
    QCOMPARE(columnsOf(*sample), u"i:integer big:bigint n:numeric zip:text b:boolean d:date ts:timestamp tz:timestamptz u:uuid mixed:text empty:text huge:numeric"_s);
    QVERIFY(sample->columns[0].mayBeKey);
    QVERIFY(!sample->columns[1].mayBeKey);
    const auto dated = sampleOf(dir, u"t.json"_s, "[{\"s\":\"12\",\"d\":\"2026-01-02\"},{\"s\":\"13\",\"d\":null}]");
    QCOMPARE(columnsOf(*dated), u"s:text d:date"_s); // a JSON text that looks like a number is text
}

void ImportReader::readsJson_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Rows>("rows");
    QTest::newRow("list") << QByteArray("[{\"a\":1,\"b\":\"x\"},{\"b\":\"y\"}]") << Rows{{"1", "x"}, {"<null>", "y"}};
    QTest::newRow("lines") << QByteArray("{\"a\":1}\n\n{\"a\":2}\r\n") << Rows{{"1"}, {"2"}};
    QTest::newRow("one after the other") << QByteArray("{\"a\":1}{\"a\":2}") << Rows{{"1"}, {"2"}};
    QTest::newRow("escapes") << QByteArray("[{\"a\\\"b\":\"\\u00e4\\n{[\\\\\"}]") << Rows{{"\xC3\xA4\n{[\\"}};
    QTest::newRow("values inside") << QByteArray("{\"a\":{\"b\":[1, 2]},\"c\":[]}") << Rows{{"{\"b\":[1, 2]}", "[]"}};
    QTest::newRow("words") << QByteArray("{\"a\":true,\"b\":false,\"c\":null}") << Rows{{"true", "false", "<null>"}};
    QTest::newRow("last of two") << QByteArray("{\"a\":1,\"a\":2}") << Rows{{"2"}};
    QTest::newRow("empty") << QByteArray("[]") << Rows{};
    QTest::newRow("empty object") << QByteArray("[{}]") << Rows{{}};
}

void ImportReader::readsJson()
{
    QFETCH(QByteArray, text);
    QFETCH(Rows, rows);
    QList<RowFault> faults;
    QCOMPARE(json(text, &faults), rows);
    QVERIFY(faults.count(RowFault::None) == faults.size());
}

void ImportReader::keepsEveryDigit()
{
    QCOMPARE(json("{\"a\": 123456789012345678901234567890.12345678901234567890 , \"b\":1e-400,\"c\":-0.0}"),
             (Rows{{"123456789012345678901234567890.12345678901234567890", "1e-400", "-0.0"}}));
}

void ImportReader::hostileFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isJson");
    QTest::addColumn<QList<int>>("faults");
    const auto row = [](const char* name, const QByteArray& text, bool isJson, const QList<RowFault>& faults) {
        QList<int> numbers;
        for (RowFault f : faults)
            numbers << int(f);
        QTest::newRow(name) << text << isJson << numbers;
    };
    using F = RowFault;
    row("open quote", "a,b\n1,\"never\n2,3\n", false, {F::None, F::OpenQuote});
    row("huge cell", "a\n" + QByteArray(9 << 20, 'x') + "\nb\n", false, {F::None, F::TooLarge, F::None});
    row("huge quoted cell", "a\n\"" + QByteArray(9 << 20, '\n') + "\"\nb\n", false, {F::None, F::TooLarge, F::None});
    row("not utf-8 further down", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n\xFF\xFE\xFA\nb\n", false, {F::None, F::NotUtf8, F::None});
    row("more cells than anybody has", QByteArray(200'000, ',') + "\nb\n", false, {F::TooManyCells, F::None});
    row("cut object", "[{\"a\":1},{\"a\":", true, {F::None, F::NotJson});
    row("cut string", "[{\"a\":\"x", true, {F::OpenQuote});
    row("not objects", "[1, \"x\", [2], {\"a\":1}, null]", true, {F::NotAnObject, F::NotAnObject, F::NotAnObject, F::None, F::NotAnObject});
    row("broken in the middle", "{\"a\":1}\n{\"a\":tru}\n{\"a\":1.2.3}\n{\"a\":2}\n", true, {F::None, F::NotJson, F::NotJson, F::None});
    row("closing brackets", "}}}]]]{\"a\":1}", true, {F::NotAnObject, F::NotAnObject, F::NotAnObject, F::None});
    row("huge object", "{\"a\":\"" + QByteArray(9 << 20, 'x') + "\"}\n{\"a\":1}", true, {F::TooLarge, F::None});
    row("bytes that are no text", "{\"a\":\"\xFF\xC0\"}\n", true, {F::NotJson});
}

void ImportReader::hostileFiles()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isJson);
    QList<RowFault> faults;
    if (isJson)
        json(text, &faults);
    else
        csv(text, ',', &faults);
    QList<int> numbers;
    for (RowFault f : std::as_const(faults))
        numbers << int(f);
    QTEST(numbers, "faults");
}

void ImportReader::tenThousandColumns()
{
    QByteArrayList head, row;
    for (int i = 0; i < 10'000; ++i) {
        head << "c" + QByteArray::number(i);
        row << QByteArray::number(i);
    }
    QTemporaryDir dir;
    QElapsedTimer clock;
    clock.start();
    const auto sample = sampleOf(dir, u"wide.csv"_s, head.join(',') + '\n' + row.join(',') + '\n');
    QVERIFY(sample.ok());
    QCOMPARE(sample->columns.size(), 10'000);
    QCOMPARE(sample->columns.last().name, u"c9999"_s);
    QVERIFY2(clock.elapsed() < 5'000, qPrintable(QString::number(clock.elapsed())));
}

static qint64 residentKb()
{
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4 : 0;
}

/// 1 GB of rows, made while read: as a file it would be the disk that is tested.
class Endless : public QIODevice
{
public:
    qint64 left = 1 << 30;

protected:
    qint64 readData(char* data, qint64 size) override
    {
        static const QByteArray line = "12345,some text that is quoted now and then,\"a, b\",2026-01-01\n";
        const qint64 most = std::min(size, left) / line.size() * line.size();
        for (qint64 at = 0; at < most; at += line.size())
            std::memcpy(data + at, line.constData(), size_t(line.size()));
        left -= most;
        if (most == 0)
            left = 0;
        return most;
    }
    qint64 writeData(const char*, qint64) override { return -1; }
};

void ImportReader::hugeFileInBoundedMemory()
{
    Endless device;
    device.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    DelimitedReader reader(device, {}, ',');
    const qint64 before = residentKb();
    ImportRecord record;
    qint64 rows = 0;
    QElapsedTimer clock;
    clock.start();
    while (reader.next(record))
        rows += record.cells.size() == 4 && record.fault == RowFault::None;
    QVERIFY(rows > 16'000'000);
#ifdef __SANITIZE_ADDRESS__
    constexpr qint64 mostKb = 384 << 10; // the sanitizer holds freed memory back
#else
    constexpr qint64 mostKb = 32 << 10;
#endif
    QVERIFY2(residentKb() - before < mostKb, qPrintable(u"%1 KB more"_s.arg(residentKb() - before)));
    qInfo("1 GB, %lld rows: %lld ms, %lld KB more", rows, clock.elapsed(), residentKb() - before);
}

void ImportReader::checksCells_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("fault");
    const auto row = [](const char* type, const QByteArray& value, RowFault fault) {
        QTest::addRow("%s %s", type, value.left(20).constData()) << QString::fromLatin1(type) << value << int(fault);
    };
    row("integer", "12", RowFault::None);
    row("integer", " -12 ", RowFault::None);
    row("integer", "1.5", RowFault::NotWhole);
    row("integer", "twelve", RowFault::NotWhole);
    row("numeric", "1e5", RowFault::None);
    row("numeric", "NaN", RowFault::None);
    row("numeric", "1,5", RowFault::NotANumber);
    row("double precision", "-Infinity", RowFault::None);
    row("boolean", "T", RowFault::None);
    row("boolean", "off", RowFault::None);
    row("boolean", "o", RowFault::NotABoolean);
    row("boolean", "maybe", RowFault::NotABoolean);
    row("uuid", "{11111111-2222-3333-4444-555555555555}", RowFault::None);
    row("uuid", "1111", RowFault::NotAUuid);
    row("date", "31.1.2026", RowFault::None);
    row("date", "infinity", RowFault::None);
    row("date", "soon", RowFault::NotADate);
    row("jsonb", "{\"a\": [1]}", RowFault::None);
    row("jsonb", "hello", RowFault::NotJson);
    row("jsonb", QByteArray(5'000, '[') + QByteArray(5'000, ']'), RowFault::NotJson);
    row("text", "anything", RowFault::None);
    row("text", QByteArray("a\0b", 3), RowFault::Zero);
}

void ImportReader::checksCells()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, value);
    ColumnFacts column;
    column.name = u"c"_s;
    column.type = column.bareType = type;
    column.kind = type == "text"_L1 ? u"S"_s : u"N"_s;
    QTEST(int(cellFault(value, false, column)), "fault");
    QCOMPARE(cellFault({}, true, column), RowFault::None);
    column.notNull = true;
    QCOMPARE(cellFault({}, true, column), RowFault::NotNull);
}

/// PostgreSQL's reading of an array element, to see that the value comes back.
static QByteArray readElement(QByteArray sql)
{
    sql.replace("''", "'");
    if (!sql.startsWith('"'))
        return sql;
    QByteArray value;
    for (qsizetype i = 1; i < sql.size() - 1; ++i) {
        if (sql[i] == '\\')
            ++i;
        value += sql[i];
    }
    return value;
}

void ImportReader::refusedWordsNeverStandInTheText()
{
    const QByteArrayList words{"grant", "REVOKE", "create extension x", "DROP  Schema", "set role", "alter\nsystem", "copy a from program", "set search_path", "it's a \"grant\" \\ {grant}", "granted", "ggrant", "x'y", ""};
    QRandomGenerator dice(4);
    for (int round = 0; round < 3'000; ++round) {
        QByteArray value;
        for (int n = dice.bounded(4); n >= 0; --n)
            value += words.at(dice.bounded(int(words.size()))) + QByteArray(dice.bounded(2), ' ');
        QByteArray out;
        appendArrayElement(out, value, dice.bounded(2));
        QCOMPARE(readElement(out), value);
        // Beside each other as well: COPY in one cell, PROGRAM in the next.
        const QString sql = u"insert into t select * from unnest('{"_s + QString::fromUtf8(out) + u',' + QString::fromUtf8(out) + u"}'::text[])"_s;
        QVERIFY2(findBlockedWords(sql).isEmpty(), qPrintable(sql));
    }
    QByteArray number;
    appendArrayElement(number, "-12.50", true);
    QCOMPARE(number, QByteArray("-12.50"));
    QByteArray word;
    appendArrayElement(word, "NULL", true);
    QCOMPARE(word, QByteArray("\"NULL\""));
}

void ImportReader::batches()
{
    QByteArray text = "id,name,extra\n";
    for (int i = 0; i < 60'000; ++i)
        text += QByteArray::number(i) + (i % 1'000 == 7 ? ",,\n" : ",name " + QByteArray::number(i) + ",x\n");
    text += "oops,name,x\n1,2,3,4\n";
    QBuffer buffer;
    buffer.setData(text);
    buffer.open(QIODevice::ReadOnly);
    ImportPlan plan;
    plan.table = u"t"_s;
    const auto column = [](const QString& name, const QString& type, const QString& kind) {
        ColumnFacts c;
        c.name = name;
        c.type = c.bareType = type;
        c.kind = kind;
        return c;
    };
    plan.targets = {{column(u"id"_s, u"integer"_s, u"N"_s), 0}, {column(u"name"_s, u"text"_s, u"S"_s), 1}};
    plan.onConflict = OnConflict::Update;
    plan.key = QStringList{u"id"_s};
    const auto reader = openReader(buffer, plan.options);
    ImportBatcher batcher(*reader, plan);
    int rows = 0, requests = 0;
    QList<ImportBatch::Reject> rejects;
    while (true) {
        const ImportBatch batch = batcher.next();
        rows += batch.rows();
        rejects << batch.rejects;
        if (batch.rows() > 7) {
            QVERIFY(batch.rows() <= ImportBatcher::batchRows);
            const QByteArray sql = insertSql(batch, 0, batch.rows(), plan);
            QVERIFY(sql.startsWith("INSERT INTO t (id, name)"));
            QVERIFY(sql.endsWith("ON CONFLICT (id) DO UPDATE SET name = excluded.name;"));
            QVERIFY(insertSql(batch, 7, 8, plan).contains("unnest('{" + batch.value(7, 0).toByteArray() + "}'::integer[], '{NULL}'::text[])"));
            ++requests;
        }
        if (batch.last)
            break;
    }
    QCOMPARE(rows, 60'000);
    QVERIFY(requests >= 2);
    QCOMPARE(rejects.size(), 2);
    QCOMPARE(rejects[0].line, 60'002);
    QCOMPARE(rejects[0].fault, RowFault::NotWhole);
    QCOMPARE(rejects[0].detail, u"id"_s);
    QCOMPARE(rejects[0].csv, QByteArray("oops,name,x"));
    QCOMPARE(rejects[1].fault, RowFault::CellCount);
}

void ImportReader::namesColumns()
{
    QCOMPARE(columnNameFor(u"First Name"_s), u"first_name"_s);
    QCOMPARE(columnNameFor(u"  Größe (cm) "_s), u"gro_e_cm"_s);
    QCOMPARE(columnNameFor(u"2nd"_s), u"c_2nd"_s);
    QCOMPARE(columnNameFor(u"日本"_s), u"column"_s);
    QCOMPARE(columnNameFor(u"Crème"_s), u"creme"_s);
}

QTEST_APPLESS_MAIN(ImportReader)
#include "tst_importreader.moc"
