// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sandboxcontrol.h"
#include "tests/support/sandboxworld.h"
#include "ui/dataimport/importrunner.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTimer>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Files into a real server: every value arrives as it was, bad rows do not take good ones with them.
class ImportRun : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m.reset(); }
    void everyTypeArrivesAsItWas();
    void refusedWordsArriveUnchanged();
    void badRowsAreFoundAndToldApart();
    void filesOfAllKinds_data();
    void filesOfAllKinds();
    void newTable();
    void conflicts_data();
    void conflicts();
    void stopsAtADuplicate();
    void sequencesMoveOn();
    void jsonIntoJsonAndArrays();
    void stopsWhenAsked();
    void lostAnswerSaysWhatIsIn();
    void givesUpOnAWrongFile();
    void waitsWhenTheServerIsBusy();

private:
    QString file(const QString& name, const QByteArray& text);
    ImportOutcome import(ImportJob job, std::function<void(ImportRunner&)> with = {});
    ImportJob job(const QString& path, const QString& table, const QStringList& columns);
    QJsonArray query(const QString& sql);
    QString cell(const QString& sql) { return query(sql).at(0)[u"v"].toString(); }
    QByteArray rejects(const ImportOutcome& outcome);

    std::unique_ptr<SandboxWorld> m;
    QString m_project;
    QTemporaryDir m_dir;
};

void ImportRun::initTestCase()
{
    if (!QFileInfo(SandboxFixture::executable()).isExecutable())
        QSKIP("no sandbox executable: build run402-sandbox or set RUN402_SANDBOX");
    m = std::make_unique<SandboxWorld>();
    QCOMPARE(m->begin(m_project), QString());
    QVERIFY(m->control(u"rate_limit"_s, {{u"per_second"_s, 0}})); // a wrong file is found out in hundreds of requests
}

QString ImportRun::file(const QString& name, const QByteArray& text)
{
    QFile out(m_dir.filePath(name));
    if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
        return {};
    return out.fileName();
}

QJsonArray ImportRun::query(const QString& sql)
{
    const auto done = await(m->session.database.run(m_project, sql));
    if (!done.ok())
        qWarning().noquote() << sql << done.error().message;
    return done.ok() ? QJsonDocument::fromJson(done->rowsJson).array() : QJsonArray();
}

ImportJob ImportRun::job(const QString& path, const QString& table, const QStringList& columns)
{
    ImportJob j;
    j.file = path;
    j.table = table;
    j.options = sampleFile(path).valueOr({}).options;
    for (int i = 0; i < columns.size(); ++i) {
        if (!columns.at(i).isEmpty())
            j.mapping << qMakePair(i, columns.at(i));
    }
    j.rejectsFile = path + u".rejects.csv"_s;
    return j;
}

ImportOutcome ImportRun::import(ImportJob j, std::function<void(ImportRunner&)> with)
{
    ImportRunner runner(std::move(j), [this](const QString& sql) { return m->session.database.run(m_project, sql); });
    std::optional<ImportOutcome> outcome;
    QObject::connect(&runner, &ImportRunner::finished, &runner, [&](const ImportOutcome& o) { outcome = o; });
    if (with)
        with(runner);
    QEventLoop loop; // qWaitFor() sleeps between events, and a request takes ten of them
    QObject::connect(&runner, &ImportRunner::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    QTimer::singleShot(60'000, &loop, &QEventLoop::quit);
    runner.start();
    loop.exec();
    if (!outcome)
        qWarning("the import never ended");
    return outcome.value_or(ImportOutcome());
}

QByteArray ImportRun::rejects(const ImportOutcome& outcome)
{
    QFile in(outcome.rejectsFile);
    return !outcome.rejectsFile.isEmpty() && in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void ImportRun::everyTypeArrivesAsItWas()
{
    query(u"create type mood as enum ('glad', 'so, so'); create table kinds(i integer, big bigint, n numeric, m numeric(6,2), f double precision, b boolean, t text,"
          " c char(5), v varchar(8), d date, ts timestamptz, u uuid, j jsonb, x bytea, a integer[], ta text[], e mood, iv interval, ip inet)"_s);
    const QByteArray text = "i,big,n,m,f,b,t,c,v,d,ts,u,j,x,a,ta,e,iv,ip\n"
                            "-1,9007199254740993,123456789012345678901234567890.123456789,12.5,1e-300,yes,\"it's \"\"x\"\" \\ {a,b}\",ab,12345678,2026-02-28,2026-01-31 10:00:00.123456+02,"
                            "11111111-2222-3333-4444-555555555555,\"{\"\"a\"\": [1, \"\"it's\"\"]}\",\\x00ff,\"{1,NULL,3}\",\"{\"\"a,b\"\",c}\",\"so, so\",1 day 02:00,10.0.0.1\n"
                            ",,,,,,,,,,,,,,,,,,\n"
                            "2,1,NaN,-0.01,-Infinity,f,\"\",\"\",\"\xC3\xBC\n\t\",infinity,epoch,{11111111222233334444555555555555},null,\\x,{},{},glad,P1Y,::1\n";
    const ImportOutcome done = import(job(file(u"kinds.csv"_s, text), u"kinds"_s, u"i,big,n,m,f,b,t,c,v,d,ts,u,j,x,a,ta,e,iv,ip"_s.split(u',')));
    QVERIFY2(!done.problem, qPrintable(done.problem ? done.problem->message : QString()));
    QCOMPARE(done.progress.rowsIn, 3);
    QCOMPARE(rejects(done), QByteArray());
    QCOMPARE(cell(u"select concat_ws('|', big, n, m, f, b, t, length(c), v, d, ts at time zone 'UTC', u, j, x, a, ta, e, iv, ip) as v from kinds where i = -1"_s),
             u"9007199254740993|123456789012345678901234567890.123456789|12.50|1e-300|t|it's \"x\" \\ {a,b}|2|12345678|2026-02-28|2026-01-31 08:00:00.123456|"
             "11111111-2222-3333-4444-555555555555|{\"a\": [1, \"it's\"]}|\\x00ff|{1,NULL,3}|{\"a,b\",c}|so, so|1 day 02:00:00|10.0.0.1"_s);
    QCOMPARE(cell(u"select count(*)::text as v from kinds k where k is null"_s), u"1"_s);
    QCOMPARE(cell(u"select concat_ws('|', n, f, '[' || t || ']', v, d, j, x, a, iv) as v from kinds where i = 2"_s), u"NaN|-Infinity|[]|\xFC\n\t|infinity|null|\\x|{}|1 year"_s);
}

void ImportRun::refusedWordsArriveUnchanged()
{
    query(u"create table U&\"\\0067rant role\"(U&\"set \\0072ole\" text, \"copy\" text, \"pro\" text)"_s); // plainly they are refused
    const QByteArrayList cells{"Grant money", "create extension x", "DROP\tSCHEMA y", "revoke", "alter system", "SET search_path", "copy x", "from program", "granted"};
    QByteArray text = "a,b,c\n";
    for (const QByteArray& c : cells)
        text += c + ",copy," + "program " + c + "\n";
    const ImportOutcome done = import(job(file(u"words.csv"_s, text), u"grant role"_s, {u"set role"_s, u"copy"_s, u"pro"_s}));
    QVERIFY2(!done.problem, qPrintable(done.problem ? done.problem->message : QString()));
    QCOMPARE(done.progress.rowsIn, cells.size());
    QCOMPARE(done.progress.requests, 1);
    const QString back = cell(u"select string_agg(c.x, '|') as v from (select (to_jsonb(t) ->> ('set ' || 'ro' || 'le')) as x from U&\"\\0067rant role\" t) c"_s);
    QCOMPARE(back.toUtf8(), cells.join('|'));
}

void ImportRun::badRowsAreFoundAndToldApart()
{
    query(u"create table people(id int primary key, name varchar(10) not null, age int check (age >= 0), born date)"_s);
    QByteArray text = "id,name,age,born\n";
    for (int i = 1; i <= 5'000; ++i) {
        if (i == 777)
            text += "777,far too long a name,1,2026-01-01\n"; // the server's word
        else if (i == 2'500)
            text += "2500,x,-5,2026-01-01\n"; // a check
        else if (i == 3'000)
            text += "3000,,1,2026-01-01\n"; // never null: seen here
        else if (i == 4'000)
            text += "four,x,1,2026-01-01\n";
        else if (i == 4'500)
            text += "4500,x,1,2026-02-30\n"; // no such day
        else
            text += QByteArray::number(i) + ",n" + QByteArray::number(i) + ",1,2026-01-01\n";
    }
    const ImportOutcome done = import(job(file(u"people.csv"_s, text), u"people"_s, {u"id"_s, u"name"_s, u"age"_s, u"born"_s}));
    QVERIFY(!done.problem);
    QCOMPARE(done.progress.rowsIn, 4'995);
    QCOMPARE(done.progress.rowsRejected, 5);
    QCOMPARE(cell(u"select count(*)::text as v from people"_s), u"4995"_s);
    const QByteArray told = rejects(done);
    QVERIFY(told.startsWith("line,reason,row\n"));
    QVERIFY2(told.contains("\n778,value too long for type character varying(10),777,far too long a name,1,2026-01-01\n")
                 || told.contains("\n778,\"value too long for type character varying(10)\",777,far too long a name,1,2026-01-01\n"), told.constData());
    QVERIFY(told.contains("people_age_check"));
    QVERIFY(told.contains("3001,\"nothing for name, which may not be empty\""));
    QVERIFY(told.contains("4001,no whole number for id,four,x,1,2026-01-01"));
    QVERIFY(told.contains("4501,") && told.contains("2026-02-30"));
    QVERIFY2(done.progress.requests < 80, qPrintable(QString::number(done.progress.requests)));
}

static QByteArray utf16(const QString& text, bool bigEnd)
{
    QByteArray out;
    for (QChar c : text) {
        const char low = char(c.unicode() & 0xFF), high = char(c.unicode() >> 8);
        out += bigEnd ? high : low;
        out += bigEnd ? low : high;
    }
    return out;
}

void ImportRun::filesOfAllKinds_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QByteArray>("told");
    const auto row = [](const char* title, const QString& name, const QByteArray& text, const QString& rows, const QByteArray& told = {}) { QTest::newRow(title) << name << text << rows << told; };
    row("utf-8 with its mark", u"k.csv"_s, "\xEF\xBB\xBFid,note\n1,\xC3\xBC\n", u"1:\u00fc"_s);
    row("utf-16 with tabs", u"k.tsv"_s, utf16(u"\uFEFFid\tnote\r\n1\t\u00fc\U0001F600\r\n2\t\r\n"_s, false), u"1:\u00fc\U0001F600|2:<null>"_s);
    row("utf-16 the other way", u"k.csv"_s, utf16(u"\uFEFFid,note\n1,\u6f22\u5b57\n"_s, true), u"1:\u6f22\u5b57"_s);
    row("latin-1 with semicolons", u"k.csv"_s, "id;note\n1;J\xF6rg, M\xFCller\n", u"1:J\u00f6rg, M\u00fcller"_s);
    row("lines in quotes", u"k.csv"_s, "id,note\r\n1,\"a\r\nb \"\"c\"\"\"\r\n2,\"\"\r\n", u"1:a\r\nb \"c\"|2:"_s);
    row("rows too short and too long", u"k.csv"_s, "id,note\n1\n2,b\n3,c,d\n4,e\n", u"1:<null>|2:b|4:e"_s, "line,reason,row\n4,more cells than the rows before,3,c,d\n");
    row("a list with values inside", u"k.json"_s, "[{\"id\":1,\"note\":{\"a\":[1,{\"b\":null}]}},{\"id\":2},{\"note\":\"x\",\"id\":3}]", u"1:{\"a\":[1,{\"b\":null}]}|2:<null>|3:x"_s);
    row("objects line by line", u"k.ndjson"_s, "{\"id\":1,\"note\":\"\\u00fc\"}\n\n{\"id\":2,\"note\":1.50}\r\n", u"1:\u00fc|2:1.50"_s);
    row("only a head", u"k.csv"_s, "id,note\n", QString());
}

void ImportRun::filesOfAllKinds()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    query(u"drop table if exists kinds_of_files; create table kinds_of_files(id int, note text)"_s);
    const QString path = file(name, text);
    QFile::remove(path + u".rejects.csv"_s);
    const ImportOutcome done = import(job(path, u"kinds_of_files"_s, {u"id"_s, u"note"_s}));
    QVERIFY2(!done.problem, qPrintable(done.problem ? done.problem->message : QString()));
    QTEST(cell(u"select coalesce(string_agg(id || ':' || coalesce(note, '<null>'), '|' order by id), '') as v from kinds_of_files"_s), "rows");
    QTEST(rejects(done), "told");
}

void ImportRun::newTable()
{
    ImportJob j = job(file(u"fresh.csv"_s, "id,note\n1,a\n2,b\n"), u"fresh"_s, {u"id"_s, u"note"_s});
    j.createSql = u"create table fresh(id bigint primary key, note text)"_s;
    const ImportOutcome done = import(j);
    QVERIFY(!done.problem && done.tableMade);
    QCOMPARE(cell(u"select string_agg(note, '' order by id) as v from fresh"_s), u"ab"_s);
    const ImportOutcome again = import(j); // it is there now
    QVERIFY(again.problem && !again.tableMade);
    QCOMPARE(again.progress.rowsIn, 0);
}

void ImportRun::conflicts_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("rows");
    QTest::addColumn<int>("in");
    QTest::newRow("skip") << int(OnConflict::Skip) << u"1:old|2:two|3:three"_s << 2;
    QTest::newRow("update") << int(OnConflict::Update) << u"1:new|2:two|3:late"_s << 4; // a key twice in the file: the later one wins
}

void ImportRun::conflicts()
{
    QFETCH(int, what);
    QFETCH(int, in);
    query(u"drop table if exists keyed; create table keyed(id int primary key, t text); insert into keyed values (1, 'old')"_s);
    ImportJob j = job(file(u"keyed.csv"_s, "id,t\n1,new\n2,two\n3,three\n3,late\n"), u"keyed"_s, {u"id"_s, u"t"_s});
    j.onConflict = OnConflict(what);
    j.key = QStringList{u"id"_s};
    const ImportOutcome done = import(j);
    QVERIFY(!done.problem);
    QTEST(cell(u"select string_agg(id || ':' || t, '|' order by id) as v from keyed"_s), "rows");
    QCOMPARE(done.progress.rowsIn, in);
    QCOMPARE(done.progress.rowsIn + done.progress.rowsSkipped, 4);
}

void ImportRun::stopsAtADuplicate()
{
    query(u"drop table if exists keyed; create table keyed(id int primary key, t text); insert into keyed values (3, 'old')"_s);
    const ImportOutcome done = import(job(file(u"dup.csv"_s, "id,t\n1,a\n2,b\n3,c\n4,d\n"), u"keyed"_s, {u"id"_s, u"t"_s}));
    QVERIFY(done.problem);
    QCOMPARE(done.problem->code, u"dataimport.duplicate"_s);
    QCOMPARE(done.problem->details[u"line"].toInt(), 4);
    QCOMPARE(done.lastLine, 3);
    QCOMPARE(cell(u"select string_agg(id || ':' || t, '|' order by id) as v from keyed"_s), u"1:a|2:b|3:old"_s);
}

void ImportRun::sequencesMoveOn()
{
    query(u"create table seqs(id serial primary key, n bigint generated always as identity, t text)"_s);
    const ImportOutcome done = import(job(file(u"seq.csv"_s, "id,n,t\n1,10,a\n40,20,b\n"), u"seqs"_s, {u"id"_s, u"n"_s, u"t"_s}));
    QVERIFY2(!done.problem, qPrintable(done.problem ? done.problem->message : QString()));
    query(u"insert into seqs(t) values ('by hand')"_s);
    QCOMPARE(cell(u"select id || '|' || n as v from seqs where t = 'by hand'"_s), u"41|21"_s);
}

void ImportRun::jsonIntoJsonAndArrays()
{
    query(u"create table docs(id int, body jsonb, label text)"_s);
    const ImportOutcome done = import(job(file(u"docs.ndjson"_s, "{\"id\":1,\"body\":{\"a\":\"grant \\u00e4\",\"n\":1.10},\"label\":\"x\"}\n{\"id\":2,\"label\":null}\n{\"id\":\n"),
                                          u"docs"_s, {u"id"_s, u"body"_s, u"label"_s}));
    QVERIFY(!done.problem);
    QCOMPARE(done.progress.rowsIn, 2);
    QCOMPARE(done.progress.rowsRejected, 1);
    QCOMPARE(cell(u"select body ->> 'a' as v from docs where id = 1"_s), u"gr"_s + u"ant \u00e4"_s);
    QCOMPARE(cell(u"select (body -> 'n')::text as v from docs where id = 1"_s), u"1.10"_s);
    QCOMPARE(query(u"select count(*)::int as v from docs where body is null and label is null"_s).at(0)[u"v"].toInt(), 1);
}

void ImportRun::stopsWhenAsked()
{
    query(u"create table many(id int, t text)"_s);
    QByteArray text = "id,t\n";
    for (int i = 0; i < 200'000; ++i)
        text += QByteArray::number(i) + ",some words for this row\n";
    const ImportOutcome done = import(job(file(u"many.csv"_s, text), u"many"_s, {u"id"_s, u"t"_s}), [](ImportRunner& runner) {
        QObject::connect(&runner, &ImportRunner::progressed, &runner, [&runner] { runner.stop(); });
    });
    QVERIFY(done.stopped && !done.problem);
    QVERIFY(done.progress.rowsIn > 0 && done.progress.rowsIn < 200'000);
    QCOMPARE(done.unsureFrom, 0);
    QCOMPARE(cell(u"select count(*)::text as v from many"_s), QString::number(done.progress.rowsIn));
    QCOMPARE(done.lastLine, done.progress.rowsIn + 1);
}

void ImportRun::lostAnswerSaysWhatIsIn()
{
    query(u"create table lost(id int, t text)"_s);
    QByteArray text = "id,t\n";
    for (int i = 0; i < 60'000; ++i)
        text += QByteArray::number(i) + ",x\n";
    const QString path = file(u"lost.csv"_s, text);
    bool armed = false;
    const ImportOutcome done = import(job(path, u"lost"_s, {u"id"_s, u"t"_s}), [&](ImportRunner& runner) {
        QObject::connect(&runner, &ImportRunner::progressed, &runner, [&] {
            if (!std::exchange(armed, true))
                m->sandbox.kill();
        });
    });
    QVERIFY(done.problem.has_value());
    QCOMPARE(done.progress.rowsIn, ImportBatcher::batchRows);
    QCOMPARE(done.lastLine, ImportBatcher::batchRows + 1);
    if (done.unsureFrom) { // it left and nothing came back
        QCOMPARE(done.unsureFrom, done.lastLine + 1);
        QVERIFY(done.unsureTo > done.unsureFrom);
    }
    m = nullptr;
    initTestCase();
}

void ImportRun::givesUpOnAWrongFile()
{
    query(u"create table strict(v text check (v = 'right'))"_s);
    QByteArray text = "v\n";
    for (int i = 0; i < 10'000; ++i)
        text += "wrong\n";
    ImportJob j = job(file(u"wrong.csv"_s, text), u"strict"_s, {u"v"_s});
    const ImportOutcome done = import(j);
    QVERIFY(done.problem);
    QCOMPARE(done.problem->code, u"dataimport.too_many_refused"_s);
    QCOMPARE(rejects(done).count('\n'), ImportRunner::mostAtFirst + 1);
}

void ImportRun::waitsWhenTheServerIsBusy()
{
    query(u"create table busy(v text)"_s);
    ApiRequest rule = ApiRequest::postJson(u"/sandbox/v1/faults"_s, {{u"method"_s, u"POST"_s}, {u"path"_s, u"/projects/v1/admin/*"_s}, {u"status"_s, 429}, {u"retry_after"_s, 1},
                                           {u"body"_s, QJsonObject{{u"error"_s, u"Rate limit exceeded"_s}}}, {u"skip"_s, 1}, {u"count"_s, 1}}, Auth::None);
    QVERIFY(await(m->session.api.call(rule)).ok());
    const ImportOutcome done = import(job(file(u"busy.csv"_s, "v\na\nb\n"), u"busy"_s, {u"v"_s}));
    QVERIFY2(!done.problem, qPrintable(done.problem ? done.problem->message : QString()));
    QCOMPARE(done.progress.rowsIn, 2);
    QVERIFY(done.progress.requests >= 2);
}

QTEST_GUILESS_MAIN(ImportRun)
#include "tst_importrun.moc"
