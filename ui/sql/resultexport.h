// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/parallel.h"
#include "models/item/resulttext.h"

#include <QObject>

#include <atomic>

namespace run402 {

enum class ExportFormat { Csv, Json, Sql, Xlsx };

/// Suggested end of the file's name, and the dialog's filter (translated).
struct ExportKind { QString suffix, filter, menu; };
ExportKind exportKind(ExportFormat format);

struct ExportOutcome
{
    QString error;      ///< translated; empty = written
    bool stopped = false;
    qint64 rows = 0;
    qint64 cutCells = 0; ///< XLSX: texts over a cell's 32,767 letters
};

/// Writes rows to a file on a worker: as a whole or not at all, an older file stays when it fails or is stopped.
/// Owner: parent. Thread: GUI.
class ResultExport : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    ~ResultExport() override { cancel(); }

    bool isRunning() const { return m_job != nullptr; }
    /// One at a time; does nothing while one runs.
    void start(const QString& file, ExportFormat format, std::shared_ptr<const ResultSet> set, const ResultTextOptions& options);
    void cancel();

Q_SIGNALS:
    void progressed(int percent);
    void finished(const QString& file, const run402::ExportOutcome& outcome);

private:
    struct Job { std::atomic_bool stop{false}; std::atomic<int> percent{0}; };
    std::shared_ptr<Job> m_job;
};

/// The work itself. Thread: any.
ExportOutcome writeExport(const QString& file, ExportFormat format, const ResultSet& set, const ResultTextOptions& options, const Going& going);

} // namespace run402
