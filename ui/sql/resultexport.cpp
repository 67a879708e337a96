// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultexport.h"

#include "services/worker.h"
#include "ui/sql/resultxlsx.h"

#include <QSaveFile>
#include <QTimer>

namespace run402 {

namespace {

constexpr int tellEveryMs = 100;

ResultFormat textFormat(ExportFormat format)
{
    return format == ExportFormat::Csv ? ResultFormat::Csv : format == ExportFormat::Json ? ResultFormat::Json : ResultFormat::SqlInsert;
}

} // namespace

ExportKind exportKind(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Csv: return {QStringLiteral(".csv"), ResultExport::tr("CSV files (*.csv)"), ResultExport::tr("CSV file")};
    case ExportFormat::Json: return {QStringLiteral(".json"), ResultExport::tr("JSON files (*.json)"), ResultExport::tr("JSON file")};
    case ExportFormat::Sql: return {QStringLiteral(".sql"), ResultExport::tr("SQL files (*.sql)"), ResultExport::tr("SQL file of INSERTs")};
    case ExportFormat::Xlsx: break;
    }
    return {QStringLiteral(".xlsx"), ResultExport::tr("Excel workbooks (*.xlsx)"), ResultExport::tr("Excel workbook")};
}

ExportOutcome writeExport(const QString& file, ExportFormat format, const ResultSet& set, const ResultTextOptions& options, const Going& going)
{
    if (format == ExportFormat::Xlsx)
        return writeXlsx(file, set, options, going);
    ExportOutcome outcome;
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly)) {
        outcome.error = out.errorString();
        return outcome;
    }
    ResultTextOptions told = options;
    qsizetype rows = 0;
    told.progress = [&](qsizetype done) {
        rows = done;
        return !going || going(done);
    };
    bool full = false; // a disk that fills up takes a part and tells no error
    const bool whole = writeResult(set, textFormat(format), told, [&](const QByteArray& piece) { return !(full = out.write(piece) != piece.size()); });
    if (!whole) {
        outcome.stopped = !full;
        if (full)
            outcome.error = out.error() != QFileDevice::NoError ? out.errorString() : ResultExport::tr("Not all of it could be written, the disk may be full");
        out.cancelWriting();
        return outcome;
    }
    if (!out.commit())
        outcome.error = out.errorString();
    outcome.rows = rows;
    return outcome;
}

void ResultExport::start(const QString& file, ExportFormat format, std::shared_ptr<const ResultSet> set, const ResultTextOptions& options)
{
    if (m_job || !set)
        return;
    const auto job = std::make_shared<Job>();
    m_job = job;
    auto* clock = new QTimer(this);
    connect(clock, &QTimer::timeout, this, [this, job] { Q_EMIT progressed(job->percent); });
    clock->start(tellEveryMs);
    const qint64 total = std::max<qint64>(1, options.order ? qint64(options.order->size()) : set->rowCount());
    onWorker(this, [=] {
        return writeExport(file, format, *set, options, [&](qsizetype done) {
            job->percent = int(qint64(done) * 100 / total);
            return !job->stop;
        });
    }, [this, clock, file](const ExportOutcome& found) {
        delete clock;
        m_job.reset();
        Q_EMIT finished(file, found);
    });
    Q_EMIT progressed(0);
}

void ResultExport::cancel()
{
    if (m_job)
        m_job->stop = true;
}

} // namespace run402
