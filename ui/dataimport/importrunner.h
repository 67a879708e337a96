// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dataimport/importbatch.h"
#include "services/api/interfaces.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QPointer>
#include <QTimer>

#include <deque>
#include <memory>

namespace run402 {

/// What shall happen, before the server was asked anything.
struct ImportJob
{
    QString file;
    ImportOptions options;
    QString table;
    QString createSql; ///< run first; empty = the table is there
    QList<QPair<int, QString>> mapping; ///< cell of the file → column of the table
    OnConflict onConflict = OnConflict::Stop;
    QStringList key;
    QString rejectsFile; ///< written when there is something to write
};

struct ImportProgress
{
    qint64 rowsIn = 0;       ///< inserted or changed, as the server counts
    qint64 rowsSkipped = 0;  ///< were there already
    qint64 rowsRejected = 0; ///< are in the rejects file
    qint64 bytesRead = 0, bytesTotal = 0;
    qint64 elapsedMs = 0;
    int requests = 0;
};

struct ImportOutcome
{
    ImportProgress progress;
    bool stopped = false;           ///< by the person, before the end of the file
    std::optional<Problem> problem; ///< what ended it early
    qint64 lastLine = 0;            ///< the last row that is surely in, by its line; 0 = none
    qint64 unsureFrom = 0, unsureTo = 0; ///< lines of rows that may be in: no answer came back; 0 = none
    bool tableMade = false;
    QString rejectsFile; ///< empty = nothing was rejected, or it could not be written
    QList<ImportBatch::Reject> rejects; ///< the first rejectsShown of them, in the file's order
};
constexpr int rejectsShown = 200;

/// Sends a file row by row in batches, each one transaction, while the next one is read on another thread.
/// A batch the server refuses is halved until the rows it means are found; those go to the rejects file with their
/// line and the reason, the others go in. Nothing is sent twice whose answer was lost.
/// Owner: parent. Thread: GUI. Ends with exactly one finished().
class ImportRunner : public QObject
{
    Q_OBJECT
public:
    /// One request; the service's answer.
    using RunSql = std::function<Call<SqlOutcome>*(const QString& sql)>;
    /// Rows found one by one before a file is given up: few where most rows are refused, for then it is the wrong file.
    static constexpr int mostRefusals = 5'000, mostAtFirst = 200;

    ImportRunner(ImportJob job, RunSql run, QObject* parent = nullptr);
    ~ImportRunner() override;

    void start();
    /// No further batch leaves. The one that left is waited for, so that what is in is known; a second call gives up on it.
    void stop();
    const ImportProgress& progress() const { return m_progress; }
    bool isStopping() const { return m_stopping; }

Q_SIGNALS:
    void progressed();
    void finished(const run402::ImportOutcome& outcome);

private:
    struct Reading; ///< the file and what is written beside it; used by one job at a time
    struct Prepared
    {
        ImportBatch batch;
        QString sql;
    };
    struct Range { int from = 0, to = 0; };

    void create();
    void readFacts();
    void factsCame(const Result<SqlOutcome>& answer);
    void prepare();
    void prepared(std::shared_ptr<Prepared> ready);
    void beginBatch();
    void nextRange();
    void send(Range range, const QString& sql);
    void answered(Range range, const Result<SqlOutcome>& answer);
    void refused(Range range, const Problem& problem);
    void batchDone();
    void moveSequences();
    void end(std::optional<Problem> problem);
    void writeRest();

    ImportJob m_job;
    RunSql m_run;
    ImportPlan m_plan;
    std::shared_ptr<Reading> m_reading;
    QFutureWatcher<std::shared_ptr<Prepared>> m_watcher;
    bool m_preparing = false;
    std::shared_ptr<Prepared> m_next, m_now;
    std::deque<Range> m_ranges; ///< of m_now, in the file's order
    QPointer<CallBase> m_call;
    QTimer m_pause;
    int m_pauses = 0;
    QElapsedTimer m_clock;
    ImportProgress m_progress;
    ImportOutcome m_outcome;
    QList<ImportBatch::Reject> m_refusals; ///< not written yet
    int m_refusalCount = 0;
    bool m_stopping = false, m_ended = false;
};

/// Why a row is not in, in a person's words. Thread: any.
QString rejectWords(const ImportBatch::Reject& reject);

} // namespace run402

Q_DECLARE_METATYPE(run402::ImportOutcome)
