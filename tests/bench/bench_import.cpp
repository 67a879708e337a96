// SPDX-License-Identifier: GPL-3.0-or-later
//
// A million rows of seven columns from a CSV file into a table, and out of it again, through the app's own services and the
// sandbox's HTTP, beside psql's \copy of the same file into and out of the same cluster, in turns.
#include "models/item/resultset.h"
#include "tests/bench/benchdesk.h"
#include "tests/support/sandboxworld.h"
#include "ui/dataimport/importrunner.h"
#include "ui/sql/resultexport.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QProcess>

#include <algorithm>
#include <cstdio>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRows = 1'000'000;
constexpr int kRounds = 3;
constexpr int kPatienceMs = 600'000;
constexpr const char* kColumns = "id integer primary key, title text not null, rating numeric(4,2), minutes integer, public boolean, at timestamptz, note text";

double ms(const QElapsedTimer& timer) { return double(timer.nsecsElapsed()) / 1e6; }

[[noreturn]] void giveUp(const QString& why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why));
    std::exit(1);
}

/// About 90 MB: numbers, texts with and without quotes, a time, now and then nothing.
void writeFile(const QString& path)
{
    QFile file(path);
    QByteArray text = "id,title,rating,minutes,public,at,note\n";
    quint32 random = 12345;
    bool good = file.open(QIODevice::WriteOnly);
    for (int i = 0; i < kRows && good; ++i) {
        random = random * 1664525 + 1013904223;
        const int n = int(random >> 4);
        text += QByteArray::number(i) + ",Recipe " + QByteArray::number(n % 9'999'991).rightJustified(8, '0') + ',' + QByteArray::number(n % 500 / 100.0, 'f', 2) + ','
                + (n % 50 ? QByteArray::number(n % 240) : QByteArray()) + ',' + (n & 1 ? "true" : "false") + ",2026-0" + QByteArray::number(n % 9 + 1)
                + "-11T20:02:31.123456Z,\"a line, with a comma, about row " + QByteArray::number(i) + "\"\n";
        if (text.size() > (1 << 20)) {
            good = file.write(text) == text.size();
            text.clear();
        }
    }
    if (!good || file.write(text) != text.size())
        giveUp(u"the file could not be written"_s);
}

void print(const char* name, const std::vector<double>& ours, const char* reference, const std::vector<double>& theirs)
{
    bench::printRow(name, bench::median(ours), "ms", reference, bench::median(theirs));
}

class Bench
{
public:
    Bench()
    {
        if (const QString trouble = m_world.begin(m_project); !trouble.isEmpty())
            giveUp(trouble);
        QDirIterator files(m_world.sandbox.folder(), {u"postmaster.pid"_s}, QDir::Files, QDirIterator::Subdirectories);
        QFile pid(files.hasNext() ? files.next() : QString());
        if (!pid.open(QIODevice::ReadOnly))
            giveUp(u"the sandbox's cluster was not found"_s);
        const QList<QByteArray> lines = pid.readAll().split('\n');
        m_psql = QStringList{u"-X"_s, u"-q"_s, u"-h"_s, QString::fromUtf8(lines.value(4)), u"-p"_s, QString::fromUtf8(lines.value(3)), u"-U"_s, u"postgres"_s, u"-d"_s, u"postgres"_s};
        m_file = m_dir.filePath(u"million.csv"_s);
        writeFile(m_file);
    }

    void run()
    {
        std::vector<double> in, copyIn, out, writing, copyOut;
        for (int i = 0; i < kRounds; ++i) {
            psql(u"drop table if exists bench"_s);
            psql(u"create table bench("_s + QLatin1StringView(kColumns) + u')');
            copyIn.push_back(psql(u"\\copy bench from '"_s + m_file + u"' csv header"_s));
            copyOut.push_back(psql(u"\\copy bench to '"_s + m_dir.filePath(u"psql.csv"_s) + u"' csv header"_s));
            psql(u"drop table bench"_s);
            in.push_back(import());
            double file = 0;
            out.push_back(whole(file));
            writing.push_back(file);
            std::fprintf(stderr, "in %.0f / %.0f ms, out %.0f (file %.0f) / %.0f ms\n", in.back(), copyIn.back(), out.back(), file, copyOut.back());
        }
        print("import of 1M rows from CSV, through HTTP", in, "psql \\\\copy of the same file", copyIn);
        print("export of 1M rows to CSV, asked for through HTTP", out, "psql \\\\copy of the same rows", copyOut);
        print("export of 1M rows to CSV, the file alone", writing, "psql \\\\copy of the same rows", copyOut);
        bench::endRows();
    }

private:
    double psql(const QString& command)
    {
        QElapsedTimer timer;
        timer.start();
        QProcess p;
        p.start(u"psql"_s, m_psql + QStringList{u"-c"_s, command});
        if (!p.waitForFinished(-1) || p.exitCode() != 0)
            giveUp(u"psql: "_s + QString::fromUtf8(p.readAllStandardError()));
        return ms(timer);
    }

    SqlOutcome sql(const QString& text)
    {
        const auto done = await(m_world.session.database.run(m_project, text), kPatienceMs);
        if (!done.ok())
            giveUp(done.error().message);
        return *done;
    }

    double import()
    {
        sql(u"drop table if exists bench; create table bench("_s + QLatin1StringView(kColumns) + u')');
        QElapsedTimer timer;
        timer.start();
        ImportJob job;
        job.file = m_file;
        job.table = u"bench"_s;
        const auto sample = sampleFile(m_file);
        if (!sample.ok())
            giveUp(sample.error().message);
        job.options = sample->options;
        for (int i = 0; i < sample->columns.size(); ++i)
            job.mapping << qMakePair(i, sample->columns.at(i).name);
        job.rejectsFile = m_dir.filePath(u"rejects.csv"_s);
        ImportRunner runner(job, [this](const QString& text) { return m_world.session.database.run(m_project, text); });
        QEventLoop loop;
        ImportOutcome outcome;
        QObject::connect(&runner, &ImportRunner::finished, &loop, [&](const ImportOutcome& o) {
            outcome = o;
            loop.quit();
        });
        runner.start();
        loop.exec();
        const double time = ms(timer);
        if (outcome.problem || outcome.progress.rowsIn != kRows)
            giveUp(u"%1 rows in: %2"_s.arg(outcome.progress.rowsIn).arg(outcome.problem ? outcome.problem->message : QString()));
        return time;
    }

    /// As "Load all", then "Export": the rows are asked for, kept, and written.
    double whole(double& file)
    {
        QElapsedTimer timer;
        timer.start();
        auto set = ResultSet::parse(sql(u"select * from bench"_s).rowsJson);
        if (!set.ok() || (*set)->rowCount() != kRows)
            giveUp(u"not all rows came"_s);
        QElapsedTimer alone;
        alone.start();
        if (const ExportOutcome done = writeExport(m_dir.filePath(u"ours.csv"_s), ExportFormat::Csv, **set, {}, {}); !done.error.isEmpty())
            giveUp(done.error);
        file = ms(alone);
        return ms(timer);
    }

    SandboxWorld m_world;
    QTemporaryDir m_dir;
    QString m_project, m_file;
    QStringList m_psql;
};

} // namespace

int main(int argc, char** argv)
{
    bench::Desk desk(argc, argv);
    Bench bench;
    bench.run();
    return 0;
}
