// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/tablemodel.h"
#include "models/table/changescript.h"
#include "models/table/restpage.h"
#include "models/table/stagedjson.h"
#include "services/api/interfaces.h"

#include <QUndoStack>

namespace run402 {

class Services;
class Workspace;

/// A row whose staged change no longer fits what is in the table.
struct RowConflict
{
    QString name;                ///< TableEdits name
    StagedRow staged;
    std::optional<TableRow> now; ///< nullopt: it is gone
    /// Columns that somebody changed and this change relies on.
    QList<int> columns;
};

/// What is read of one table, what is staged over it and how that is saved; no widgets. Rows come by SQL with the
/// service key, encoded by PostgreSQL itself, so every digit is the database's own.
/// Owner: the pane. Thread: GUI; answers are parsed on workers, late ones are dropped.
class TableSession : public QObject
{
    Q_OBJECT
public:
    enum class Reading { Nothing, Shape, Page };
    /// Who looks: the project itself, or, where its service key is not on this computer, any visitor over REST, whom the
    /// access rules show what they show everybody. A visitor's rows have no known types and are read only.
    enum class Eyes { Service, Visitor };
    enum class Saving {
        No,
        Sending,
        Checking, ///< the answer was lost; reading back what happened
        Lost,     ///< the answer was lost and nobody could be asked yet
    };

    TableSession(Services& services, QString table, QObject* parent);
    ~TableSession() override;

    TableModel& model() { return m_model; }
    const TableModel& model() const { return m_model; }
    QUndoStack& undoStack() { return m_undo; }
    const QString& table() const { return m_table; }
    const TableShape& shape() const { return m_model.shape(); }
    bool hasShape() const { return !m_model.shape().columns.isEmpty(); }
    bool hasPage() const { return m_hasPage; }

    const TableQuery& query() const { return m_query; }
    void setQuery(const TableQuery& query); ///< back to the first page
    void reload();                          ///< the page that is shown, and the shape
    void turnPage(bool backwards);
    void cancelReading();
    bool canGoOn() const { return m_hasPage && m_more; }
    bool canGoBack() const { return m_hasPage && m_firstRow > 1; }
    Reading reading() const { return m_reading; }
    Eyes eyes() const { return m_eyes; }
    /// The table's key, which nobody can ask for without the service key, where it is known from before.
    QStringList knownKey() const;
    void setKnownKey(const QStringList& names) { m_key = names; }
    const std::optional<Problem>& problem() const { return m_problem; } ///< of the latest reading
    qint64 firstRow() const { return m_firstRow; }
    qint64 elapsedMs() const { return m_elapsedMs; }
    std::optional<qint64> matching() const { return m_matching; } ///< rows the filters let through; nullopt = not known yet

    /// Stages a step; it can be undone.
    void stage(const TableEdits::Step& step, const QString& what);
    void setCell(const QModelIndex& index, const CellValue& value);
    void setCells(const QModelIndexList& cells, const CellValue& value);
    void discard();

    /// What is staged, for the next start; empty = nothing, or too much of it.
    QJsonObject keptEdits() const;
    /// Stages it once the table is read; what was on its way when it was kept is looked up first, never sent again.
    void restoreEdits(const QJsonObject& kept) { m_kept = kept; }

    /// What would be sent now.
    ChangeScript script() const;
    Saving saving() const { return m_saving; }
    const std::optional<Problem>& saveProblem() const { return m_saveProblem; }
    /// Sends the script. `done` (may be empty) hears whether everything is written.
    void save(std::function<void(bool)> done = {});
    /// Asks again what became of a save whose answer was lost.
    void checkOutcome();
    void dismissSaveProblem();
    /// Runs an undo script of this table.
    void takeBack(const QString& script);
    /// Stages the person's choices about conflicts: their row keeps mine, or is left as it is now.
    void resolve(const QList<RowConflict>& conflicts, const QStringList& keepMine);

    /// Reads a cut row whole.
    void fetchWhole(const QModelIndex& index, std::function<void()> done);
    /// Runs any query of this pane; `done` gets JSON rows, and nothing after the session is gone.
    void ask(const QString& sql, std::function<void(const Result<SqlOutcome>&)> done);

Q_SIGNALS:
    void shapeChanged();
    void pageChanged();
    void readingChanged();
    void countChanged();
    void changesChanged();
    void savingChanged();
    void saved(int changes, const QString& undo);
    void aboutToSend(); ///< the last moment to keep what is staged
    void editsRestored(int changes);
    void editsNotRestored(); ///< the table has other columns than those they were made for
    void notSaved(); ///< a lost save turned out not to have happened
    void conflictsFound(const QList<run402::RowConflict>& conflicts);

private:
    struct Place { TableCursor from; bool backwards = false; qint64 firstRow = 1; RestPlace rest; };
    void readShape();
    void readAsVisitor(const Place& place);
    void showVisitorPage(const Place& place, const RestPage& rows);
    void turnVisitorPage(bool backwards);
    void readPage(const Place& place);
    void showPage(const Place& place, const TablePage& page);
    void countRows();
    void failReading(const Problem& problem);
    void refreshCascades();
    void stageKept();
    void saveAnswered(const Result<SqlOutcome>& answer);
    void saveWritten();
    void endSave(bool written, const std::optional<Problem>& problem);
    void readConflicts(const Problem& problem);
    void compareConflicts(const TablePage& now, const Problem& problem);

    Services& m_services;
    Workspace& m_workspace;
    QString m_table, m_projectId;
    TableModel m_model;
    QUndoStack m_undo;
    TableQuery m_query;
    Place m_place;
    QList<Place> m_visited; ///< a visitor's pages before this one: REST is only asked forwards
    QStringList m_key;      ///< names of the key's columns as last known; outlives what a visitor cannot be told
    bool m_hasPage = false, m_more = false;
    Reading m_reading = Reading::Nothing;
    Eyes m_eyes = Eyes::Service;
    std::optional<Problem> m_problem;
    qint64 m_firstRow = 1, m_elapsedMs = -1;
    std::optional<qint64> m_matching;
    int m_generation = 0; ///< of readings
    QPointer<CallBase> m_call;
    QHash<QString, QString> m_cascades; ///< by row name: what goes with a deleted row
    Saving m_saving = Saving::No;
    std::optional<Problem> m_saveProblem;
    std::function<void(bool)> m_saveDone;
    QJsonObject m_kept; ///< of the last run, until the table is read
    QString m_snapshot; ///< oldest of the pages staged rows came from
};

} // namespace run402
