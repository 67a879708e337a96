// SPDX-License-Identifier: GPL-3.0-or-later
//
// The results grid on a million rows of seven columns (about 148 MB), each number beside its reference from the same run:
// reading against simdjson's own indexing and QJsonDocument, scrolling against 8 ms, sorting and searching against the
// columns already decoded, export against psql's \copy from a cluster of our own.
#include "models/item/resultorder.h"
#include "tests/bench/benchdesk.h"
#include "ui/sql/resultexport.h"
#include "ui/sql/resultgrid.h"

#include <QApplication>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QScrollBar>
#include <QTemporaryDir>

#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <numeric>

#include <malloc.h>
#include <unistd.h>

using namespace run402;
using bench::median;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRows = 1'000'000;
constexpr int kRounds = 3;
constexpr int kFrames = 3000;
constexpr double kFrameGoalMs = 8;

QByteArray payload()
{
    QByteArray json;
    json.reserve(160ll << 20);
    json += '[';
    quint32 random = 12345;
    for (int i = 0; i < kRows; ++i) {
        random = random * 1664525 + 1013904223;
        const int n = int(random >> 4);
        json += (i ? ",{\"id\":" : "{\"id\":") + QByteArray::number(n % 100'000'000)
            + ",\"title\":\"Recipe " + QByteArray::number(n % 9'999'991).rightJustified(8, '0') + "\",\"rating\":\"" + QByteArray::number(n % 500 / 100.0, 'f', 2)
            + "\",\"minutes\":" + QByteArray::number(n % 240) + ",\"public\":" + (n & 1 ? "true" : "false")
            + ",\"at\":\"2026-0" + QByteArray::number(n % 9 + 1) + "-11T20:02:31.000Z\",\"note\":\"a line about row " + QByteArray::number(i) + "\"}";
    }
    return json + ']';
}

/// What copying the text and nothing else would cost a reader is not part of the work: both get a padded buffer.
QByteArray padded(const QByteArray& json)
{
    QByteArray copy;
    copy.reserve(json.size() + 64);
    copy.append(json);
    return copy;
}

double ms(const QElapsedTimer& timer) { return double(timer.nsecsElapsed()) / 1e6; }

/// Resident memory of this process, bytes (Linux).
double resident()
{
    malloc_trim(0);
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) : 0;
}

/// The most that was resident since the last call, bytes (Linux).
double peak()
{
    QFile file(u"/proc/self/status"_s);
    double kilobytes = 0;
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (line.startsWith("VmHWM:"))
                kilobytes = line.mid(6).chopped(3).trimmed().toDouble();
        }
    }
    QFile reset(u"/proc/self/clear_refs"_s);
    if (reset.open(QIODevice::WriteOnly))
        reset.write("5");
    return kilobytes * 1024;
}

size_t indexOnly(const QByteArray& json)
{
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::array rows;
    if (parser.iterate(json.constData(), size_t(json.size()), size_t(json.capacity())).get(document) || document.get_array().get(rows))
        return 0;
    std::vector<std::string_view> index;
    for (auto item : rows) {
        simdjson::ondemand::object object;
        std::string_view raw;
        if (item.get_object().get(object) || object.raw_json().get(raw))
            return 0;
        index.push_back(raw);
    }
    return index.size();
}

void print(const char* name, double value, const char* unit, const char* reference, double referenceValue)
{
    bench::printRow(QByteArray("grid 1M rows: ") + name, value, unit, reference, referenceValue);
}

struct Bench
{
    QByteArray json = payload();
    std::shared_ptr<const ResultSet> set;
    ResultModel model;
    ResultGrid grid;

    Bench()
    {
        grid.setResultModel(&model);
        grid.resize(1180, 700);
        grid.show();
        QApplication::processEvents();
    }

    void reading()
    {
        std::vector<double> ours, theirs, document;
        for (int i = 0; i < kRounds; ++i) {
            QElapsedTimer timer;
            model.setResult(nullptr, model.nextGeneration());
            set.reset();
            QByteArray text = padded(json);
            timer.start();
            set = ResultSet::parse(std::move(text)).value();
            model.setResult(set, model.nextGeneration());
            grid.repaint();
            grid.viewport()->repaint();
            ours.push_back(ms(timer));
            text = padded(json);
            timer.restart();
            if (indexOnly(text) != kRows)
                std::exit(1);
            theirs.push_back(ms(timer));
            timer.restart();
            const bool good = QJsonDocument::fromJson(text).isArray();
            if (good)
                document.push_back(ms(timer));
        }
        print("last byte to first painted row", median(ours), "ms", "simdjson on-demand, indexing only", median(theirs));
        if (!document.empty())
            print("last byte to first painted row", median(ours), "ms", "QJsonDocument::fromJson", median(document));
    }

    void scrolling()
    {
        std::vector<double> frames;
        QScrollBar* bar = grid.verticalScrollBar();
        for (int i = 0; i <= kFrames; ++i) {
            QElapsedTimer timer;
            timer.start();
            bar->setValue(int(qint64(bar->maximum()) * i / kFrames));
            grid.viewport()->repaint();
            frames.push_back(ms(timer));
        }
        std::sort(frames.begin(), frames.end());
        print("frame while scrolling end to end, p99", frames[frames.size() * 99 / 100], "ms", "goal", kFrameGoalMs);
        print("frame while scrolling end to end, median", frames[frames.size() / 2], "ms", "goal", kFrameGoalMs);
    }

    void sorting()
    {
        std::vector<qint64> numbers(kRows);
        std::vector<QString> texts(kRows);
        for (int i = 0; i < kRows; ++i) {
            const QList<Cell> row = set->plainRow(i);
            numbers[size_t(i)] = row[0].text.toLongLong();
            texts[size_t(i)] = row[1].text;
        }
        const auto reference = [](const auto& column) {
            QElapsedTimer timer;
            timer.start();
            std::vector<quint32> order(column.size());
            std::iota(order.begin(), order.end(), 0);
            std::sort(order.begin(), order.end(), [&](quint32 a, quint32 b) { return column[a] < column[b]; });
            return ms(timer);
        };
        for (const int column : {0, 1}) {
            std::vector<double> ours, theirs;
            for (int i = 0; i < kRounds; ++i) {
                QElapsedTimer timer;
                timer.start();
                const auto order = arrange(*set, {{}, column});
                ours.push_back(ms(timer));
                if (!order || (*order)->size() != kRows)
                    std::exit(1);
                theirs.push_back(column == 0 ? reference(numbers) : reference(texts));
            }
            print(column == 0 ? "sort by an integer column, decoding it" : "sort by a text column, decoding it", median(ours), "ms",
                  "std::sort of the decoded column", median(theirs));
        }
    }

    void finding()
    {
        std::vector<QStringList> columns(7);
        for (int i = 0; i < kRows; ++i) {
            const QList<Cell> row = set->plainRow(i);
            for (int c = 0; c < 7; ++c)
                columns[size_t(c)] << row[c].text;
        }
        for (const QString& text : {u"row 77777"_s, u"nowhere to be found"_s}) {
            std::vector<double> ours, theirs;
            qint64 expected = 0, found = 0;
            for (int i = 0; i < kRounds; ++i) {
                QElapsedTimer timer;
                timer.start();
                const auto cells = findInResult(*set, {}, text);
                found = cells ? cells->count : -1;
                ours.push_back(ms(timer));
                timer.restart();
                expected = 0;
                for (const QStringList& column : columns)
                    expected += std::count_if(column.begin(), column.end(), [&](const QString& cell) { return cell.contains(text, Qt::CaseInsensitive); });
                theirs.push_back(ms(timer));
            }
            if (found != expected)
                std::exit(1);
            print(expected > 0 ? "find in all columns, 11 places" : "find in all columns, none", median(ours), "ms", "scan of the decoded columns", median(theirs));
        }
    }

    /// psql copies a table of the same columns out of the sandbox's own PostgreSQL.
    void exporting()
    {
        QTemporaryDir dir;
        // Started by root, the sandbox runs its database as another user, who must get through here.
        QFile::setPermissions(dir.path(), QFile::Permissions(0x7711));
        QProcess sandbox;
        sandbox.setProcessChannelMode(QProcess::MergedChannels);
        sandbox.start(QCoreApplication::applicationDirPath() + u"/run402-sandbox"_s, {u"--data"_s, dir.filePath(u"data"_s), u"--port"_s, u"0"_s});
        QByteArray said; // it tells its address once everything is up
        while (!said.contains("http") && (sandbox.waitForReadyRead(60'000) || sandbox.bytesAvailable() > 0))
            said += sandbox.readAll();
        QDirIterator files(dir.path(), {u"postmaster.pid"_s}, QDir::Files, QDirIterator::Subdirectories);
        QFile pid(files.hasNext() ? files.next() : QString());
        if (!pid.open(QIODevice::ReadOnly))
            return;
        const QList<QByteArray> lines = pid.readAll().split('\n');
        const auto psql = [&](const QString& command) {
            QProcess p;
            p.start(u"psql"_s, {u"-X"_s, u"-q"_s, u"-h"_s, QString::fromUtf8(lines.value(4)), u"-p"_s, QString::fromUtf8(lines.value(3)), u"-U"_s, u"postgres"_s,
                                u"-d"_s, u"postgres"_s, u"-c"_s, command});
            return p.waitForFinished(-1) && p.exitCode() == 0;
        };
        const bool made = psql(u"create unlogged table bench as select (random() * 100000000)::int as id, 'Recipe ' || lpad((random() * 9999991)::int::text, 8, '0') as title, "
                               "(random() * 5)::numeric(4,2) as rating, (random() * 240)::int as minutes, random() < 0.5 as public, now() - i * interval '1 minute' as at, "
                               "'a line about row ' || i as note from generate_series(1, 1000000) i"_s);
        std::vector<double> ours, theirs, sheet;
        for (int i = 0; made && i < kRounds; ++i) {
            QElapsedTimer timer;
            timer.start();
            if (!psql(u"\\copy bench to '"_s + dir.filePath(u"psql.csv"_s) + u"' csv header"_s))
                break;
            theirs.push_back(ms(timer));
            timer.restart();
            if (!writeExport(dir.filePath(u"ours.csv"_s), ExportFormat::Csv, *set, {}, {}).error.isEmpty())
                std::exit(1);
            ours.push_back(ms(timer));
        }
        QElapsedTimer timer;
        timer.start();
        writeExport(dir.filePath(u"ours.xlsx"_s), ExportFormat::Xlsx, *set, {}, {});
        sheet.push_back(ms(timer));
        sandbox.terminate();
        sandbox.waitForFinished(20'000);
        if (theirs.empty())
            return;
        print("export to CSV", median(ours), "ms", "psql \\\\copy of such a table to CSV", median(theirs));
        print("export to XLSX", median(sheet), "ms", "psql \\\\copy of such a table to CSV", median(theirs));
    }
};

} // namespace

int main(int argc, char** argv)
{
    bench::Desk desk(argc, argv);
    {
        const QByteArray json = payload();
        ResultModel model;
        ResultGrid grid;
        grid.setResultModel(&model);
        grid.resize(1180, 700);
        grid.show();
        QApplication::processEvents();
        const double before = resident() - double(json.size());
        peak();
        model.setResult(ResultSet::parse(json).value(), model.nextGeneration());
        grid.repaint();
        print("memory at its peak while reading", (peak() - before) / 1e6, "MB", "payload", double(json.size()) / 1e6);
        // The set shares the text, which has room behind it.
        print("memory, text and index and view", (resident() - before) / 1e6, "MB", "payload", double(json.size()) / 1e6);
    }
    Bench bench;
    bench.reading();
    bench.scrolling();
    bench.sorting();
    bench.finding();
    bench.exporting();
    bench::endRows();
    return 0;
}
