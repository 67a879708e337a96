// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataimport/importrunner.h"

#include "models/sqlliteral.h"
#include "services/worker.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype largestRequest = 10 << 20; // contract.md §1.2
constexpr int mostPauses = 20; // in a row, each as long as the service asked for
} // namespace

struct ImportRunner::Reading
{
    QFile file;
    QFile rejects;
    std::unique_ptr<RecordReader> reader;
    std::unique_ptr<ImportBatcher> batcher;
    bool rejectsFailed = false;
    QList<ImportBatch::Reject> first; ///< to be looked at

    void write(const QList<ImportBatch::Reject>& list)
    {
        for (const ImportBatch::Reject& r : list) {
            if (first.size() == rejectsShown)
                break;
            first << r;
            first.last().csv.truncate(2000);
        }
        if (list.isEmpty() || rejectsFailed)
            return;
        if (!rejects.isOpen()) {
            QDir().mkpath(QFileInfo(rejects.fileName()).path());
            rejectsFailed = !rejects.open(QIODevice::WriteOnly | QIODevice::Truncate) || rejects.write("line,reason,row\n") < 0;
        }
        for (const ImportBatch::Reject& r : list) {
            const QByteArray line = QByteArray::number(r.line), why = rejectWords(r).toUtf8();
            rejectsFailed |= rejects.write(csvRow({line, why}) + ',' + r.csv + '\n') < 0;
        }
        rejectsFailed |= !rejects.flush();
    }
};

ImportRunner::ImportRunner(ImportJob job, RunSql run, QObject* parent)
    : QObject(parent), m_job(std::move(job)), m_run(std::move(run)), m_reading(std::make_shared<Reading>())
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &ImportRunner::nextRange);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] { prepared(m_watcher.result()); });
}

ImportRunner::~ImportRunner()
{
    if (m_call)
        m_call->cancel();
}

void ImportRunner::start()
{
    m_clock.start();
    m_reading->file.setFileName(m_job.file);
    m_reading->rejects.setFileName(m_job.rejectsFile);
    m_progress.bytesTotal = QFileInfo(m_job.file).size();
    if (!m_reading->file.open(QIODevice::ReadOnly))
        return end(Problem::make(Problem::Kind::Local, u"file.unreadable"_s, m_reading->file.errorString()));
    if (m_job.createSql.isEmpty())
        readFacts();
    else
        create();
}

void ImportRunner::stop()
{
    if (m_ended)
        return;
    if (m_stopping && m_call)
        return m_call->cancel();
    m_stopping = true;
    if (m_pause.isActive() || !m_call) {
        m_pause.stop();
        end(std::nullopt);
    }
}

void ImportRunner::create()
{
    auto* call = m_run(m_job.createSql);
    m_call = call;
    call->onDone(this, [this](const Result<SqlOutcome>& answer) {
        m_call = nullptr;
        m_outcome.tableMade = answer.ok();
        if (!answer.ok() || m_stopping)
            return end(answer.ok() ? std::nullopt : std::optional(answer.error()));
        readFacts();
    });
}

void ImportRunner::readFacts()
{
    auto* call = m_run(tableFactsSql(m_job.table));
    m_call = call;
    call->onDone(this, [this](const Result<SqlOutcome>& answer) {
        m_call = nullptr;
        factsCame(answer);
    });
}

void ImportRunner::factsCame(const Result<SqlOutcome>& answer)
{
    if (!answer.ok() || m_stopping)
        return end(answer.ok() ? std::nullopt : std::optional(answer.error()));
    const Result<TableFacts> facts = tableFactsFromJson(answer->rowsJson);
    if (!facts.ok())
        return end(facts.error());
    m_plan = {m_job.table, {}, m_job.onConflict, m_job.key, m_job.options};
    for (const auto& [source, name] : std::as_const(m_job.mapping)) {
        const ColumnFacts* column = facts->column(name);
        if (!column)
            return end(Problem::make(Problem::Kind::Local, u"dataimport.no_column"_s, u"The table has no column %1 any more"_s.arg(name)));
        m_plan.targets << ImportTarget{*column, source};
    }
    m_reading->reader = openReader(m_reading->file, m_job.options);
    m_reading->batcher = std::make_unique<ImportBatcher>(*m_reading->reader, m_plan);
    prepare();
}

/// The next batch, read, checked and written as SQL while the one before is on its way.
void ImportRunner::prepare()
{
    m_preparing = true;
    m_watcher.setFuture(QtConcurrent::run([reading = m_reading, plan = m_plan, refusals = std::exchange(m_refusals, {})] {
        auto ready = std::make_shared<Prepared>();
        reading->write(refusals);
        ready->batch = reading->batcher->next();
        reading->write(ready->batch.rejects);
        if (ready->batch.rows() > 0)
            ready->sql = QString::fromUtf8(insertSql(ready->batch, 0, ready->batch.rows(), plan));
        return ready;
    }));
}

void ImportRunner::prepared(std::shared_ptr<Prepared> ready)
{
    m_preparing = false;
    if (m_ended)
        return writeRest();
    m_next = std::move(ready);
    if (!m_now)
        beginBatch();
}

void ImportRunner::beginBatch()
{
    m_now = std::exchange(m_next, nullptr);
    m_progress.rowsRejected += m_now->batch.rejects.size();
    if (!m_now->batch.last && !m_now->batch.failed)
        prepare();
    m_ranges.clear();
    if (m_now->batch.rows() > 0)
        m_ranges.push_back({0, m_now->batch.rows()});
    nextRange();
}

void ImportRunner::nextRange()
{
    if (m_stopping)
        return end(std::nullopt);
    if (m_ranges.empty())
        return batchDone();
    const Range range = m_ranges.front();
    m_ranges.pop_front();
    const bool whole = range.from == 0 && range.to == m_now->batch.rows();
    if (whole)
        return send(range, m_now->sql);
    onWorker(this, [now = m_now, plan = m_plan, range] { return QString::fromUtf8(insertSql(now->batch, range.from, range.to, plan)); },
             [this, range](const QString& found) {
        if (m_ended)
            return;
        send(range, found);
    });
}

void ImportRunner::send(Range range, const QString& sql)
{
    if (sql.size() > largestRequest / 3 && sql.toUtf8().size() > largestRequest)
        return refused(range, Problem::make(Problem::Kind::Local, u"request.too_large"_s, u"The row is larger than one request"_s));
    ++m_progress.requests;
    auto* call = m_run(sql);
    m_call = call;
    call->onDone(this, [this, range](const Result<SqlOutcome>& answer) {
        m_call = nullptr;
        answered(range, answer);
    });
}

void ImportRunner::answered(Range range, const Result<SqlOutcome>& answer)
{
    if (answer.ok()) {
        const qint64 sent = range.to - range.from, in = answer->rowCount.value_or(sent);
        m_pauses = 0;
        m_progress.rowsIn += in;
        m_progress.rowsSkipped += std::max<qint64>(0, sent - in);
        m_outcome.lastLine = m_now->batch.lines[size_t(range.to - 1)];
        m_progress.elapsedMs = m_clock.elapsed();
        Q_EMIT progressed();
        return nextRange();
    }
    const Problem& problem = answer.error();
    if (problem.code == "sql.error"_L1 || problem.code == "request.too_large"_L1)
        return refused(range, problem);
    if (problem.kind == Problem::Kind::Busy && problem.mutation == Problem::Mutation::None && ++m_pauses <= mostPauses && !m_stopping) {
        m_ranges.push_front(range);
        m_pause.start(int(std::clamp<qint64>(problem.details.value("retryAfter"_L1).toInteger(1), 1, 120)) * 1'000);
        return;
    }
    if (problem.mutation == Problem::Mutation::Unknown) {
        m_outcome.unsureFrom = m_now->batch.lines[size_t(range.from)];
        m_outcome.unsureTo = m_now->batch.lines[size_t(range.to - 1)];
    }
    end(problem.kind == Problem::Kind::Cancelled ? std::nullopt : std::optional(problem));
}

void ImportRunner::refused(Range range, const Problem& problem)
{
    if (range.to - range.from > 1) {
        const int middle = range.from + (range.to - range.from) / 2;
        m_ranges.push_front({middle, range.to});
        m_ranges.push_front({range.from, middle});
        return nextRange();
    }
    const qint64 line = m_now->batch.lines[size_t(range.from)];
    if (m_job.onConflict == OnConflict::Stop && problem.message.startsWith("duplicate key value"_L1)) {
        Problem there = Problem::make(Problem::Kind::Refused, u"dataimport.duplicate"_s, u"Line %1: %2"_s.arg(line).arg(problem.message));
        there.details.insert("line"_L1, line);
        return end(there);
    }
    const bool large = problem.code == "request.too_large"_L1;
    m_refusals << ImportBatch::Reject{line, large ? RowFault::TooLarge : RowFault::Server, large ? QString() : problem.message, m_now->batch.csv(range.from)};
    ++m_progress.rowsRejected;
    Q_EMIT progressed();
    const bool mostly = m_refusalCount > m_progress.rowsIn + m_progress.rowsSkipped;
    if (++m_refusalCount >= (mostly ? mostAtFirst : mostRefusals))
        return end(Problem::make(Problem::Kind::Refused, u"dataimport.too_many_refused"_s, problem.message));
    nextRange();
}

void ImportRunner::batchDone()
{
    const bool last = m_now->batch.last, failed = m_now->batch.failed;
    m_progress.bytesRead = m_now->batch.position;
    m_progress.elapsedMs = m_clock.elapsed();
    m_now = nullptr;
    Q_EMIT progressed();
    if (failed)
        end(Problem::make(Problem::Kind::Local, u"file.unreadable"_s, u"The file could not be read on"_s));
    else if (last)
        moveSequences();
    else if (m_next)
        beginBatch();
}

/// Numbers that came with the file are not known to the sequence that gives new ones, and the next row made by hand would
/// get one that is taken.
void ImportRunner::moveSequences()
{
    QStringList parts;
    for (const ImportTarget& t : std::as_const(m_plan.targets)) {
        if (t.column.sequence.isEmpty())
            continue;
        parts << u"SELECT setval(%1, m) FROM (SELECT max(%2) AS m FROM %3) x WHERE m >= (SELECT last_value FROM %4)"_s.arg(
            sqlText(t.column.sequence), sqlName(t.column.name), sqlName(m_job.table), t.column.sequence);
    }
    if (parts.isEmpty() || m_progress.rowsIn == 0)
        return end(std::nullopt);
    auto* call = m_run(parts.join(u";\n"_s));
    m_call = call;
    call->onDone(this, [this](const Result<SqlOutcome>& answer) {
        m_call = nullptr;
        end(answer.ok() ? std::nullopt : std::optional(answer.error()));
    });
}

void ImportRunner::end(std::optional<Problem> problem)
{
    if (m_ended)
        return;
    m_ended = true;
    m_outcome.problem = std::move(problem);
    m_outcome.stopped = m_stopping;
    m_progress.elapsedMs = m_clock.elapsed();
    if (!m_preparing)
        writeRest(); // else once the file is free
}

void ImportRunner::writeRest()
{
    onWorker(this, [reading = m_reading, refusals = std::exchange(m_refusals, {})] {
        reading->write(refusals);
        const bool written = reading->rejects.isOpen() && !reading->rejectsFailed;
        reading->rejects.close();
        reading->file.close();
        return written;
    }, [this](bool found) {
        m_outcome.progress = m_progress;
        m_outcome.rejectsFile = found ? m_job.rejectsFile : QString();
        m_outcome.rejects = m_reading->first;
        std::stable_sort(m_outcome.rejects.begin(), m_outcome.rejects.end(), [](const ImportBatch::Reject& a, const ImportBatch::Reject& b) { return a.line < b.line; });
        Q_EMIT finished(m_outcome);
    });
}

QString rejectWords(const ImportBatch::Reject& reject)
{
    const auto tr = [&](const char* text) { return ImportRunner::tr(text).arg(reject.detail); };
    switch (reject.fault) {
    case RowFault::OpenQuote: return ImportRunner::tr("a quote opened in this row is never closed; the rest of the file belongs to it");
    case RowFault::TooLarge: return ImportRunner::tr("larger than one request can carry");
    case RowFault::TooManyCells: return ImportRunner::tr("more than 100,000 cells");
    case RowFault::NotUtf8: return ImportRunner::tr("bytes that are no UTF-8 text");
    case RowFault::NotJson: return reject.detail.isEmpty() ? ImportRunner::tr("no valid JSON, or cut short") : tr("no valid JSON for %1");
    case RowFault::NotAnObject: return ImportRunner::tr("no object with names and values");
    case RowFault::Zero: return tr("a NUL character, which no text in PostgreSQL can hold, for %1");
    case RowFault::CellCount: return ImportRunner::tr("more cells than the rows before");
    case RowFault::NotNull: return tr("nothing for %1, which may not be empty");
    case RowFault::NotANumber: return tr("no number for %1");
    case RowFault::NotWhole: return tr("no whole number for %1");
    case RowFault::NotABoolean: return tr("neither true nor false for %1");
    case RowFault::NotAUuid: return tr("no UUID for %1");
    case RowFault::NotADate: return tr("no date for %1");
    case RowFault::NotALabel: return tr("none of the values %1 may have");
    case RowFault::Server: return reject.detail;
    case RowFault::None: break;
    }
    return {};
}

} // namespace run402
