// SPDX-License-Identifier: GPL-3.0-or-later
// The half of TableSession that writes: sending, conflicts, and what is known after a lost answer.
#include "services/services.h"
#include "services/workspace.h"
#include "ui/table/tablesession.h"

namespace run402 {

using Kind = StagedRow::Kind;

namespace {

/// The value of a column as far as it was read: a cut one stands for all that begin like it.
bool sameValue(const TableRow& was, const TableRow& now, int column)
{
    const std::optional<QString> a = was.cells.value(column), b = now.cells.value(column);
    return was.isCut(column) ? a && b && b->startsWith(*a) : a == b;
}

} // namespace

void TableSession::save(std::function<void(bool)> done)
{
    const bool may = m_saving == Saving::No && !m_model.edits().isEmpty() && m_model.faults() == 0 && m_services.hasSession()
        && m_workspace.currentProjectId() == m_projectId;
    if (!may) {
        if (done)
            done(m_model.edits().isEmpty());
        return;
    }
    m_saveDone = std::move(done);
    m_saving = Saving::Sending;
    m_saveProblem.reset();
    Q_EMIT savingChanged();
    Q_EMIT aboutToSend();
    ask(script().script(), [this](const Result<SqlOutcome>& answer) { saveAnswered(answer); });
}

void TableSession::saveAnswered(const Result<SqlOutcome>& answer)
{
    if (answer.ok())
        return saveWritten();
    const Problem& problem = answer.error();
    if (problem.mutation == Problem::Mutation::Unknown) {
        m_saveProblem = problem;
        checkOutcome();
    } else if (conflictLine(problem.message)) {
        readConflicts(problem);
    } else {
        endSave(false, problem);
    }
}

void TableSession::saveWritten()
{
    const int changes = m_model.edits().changes();
    const ChangeScript undo = undoScript(shape(), m_model.edits());
    const QString script = undo.lines.isEmpty() ? QString() : undo.script();
    m_workspace.record(QStringLiteral("table"), tr("Saved %n change(s) in %1", nullptr, changes).arg(m_table), {{QStringLiteral("table"), m_table}}, 0, script);
    m_undo.clear();
    m_model.discard();
    m_cascades.clear();
    Q_EMIT saved(changes, script);
    m_workspace.refreshSchema(); // counts rows as well
    readPage(m_place);
    endSave(true, std::nullopt); // last: whoever waited for it may close the pane
}

void TableSession::endSave(bool written, const std::optional<Problem>& problem)
{
    m_saving = Saving::No;
    m_saveProblem = problem;
    Q_EMIT savingChanged();
    if (auto done = std::exchange(m_saveDone, {}))
        done(written);
}

void TableSession::dismissSaveProblem()
{
    if (m_saving == Saving::Lost)
        m_saving = Saving::No;
    m_saveProblem.reset();
    Q_EMIT savingChanged();
}

void TableSession::checkOutcome()
{
    if (m_saving != Saving::Sending && m_saving != Saving::Lost)
        return;
    m_saving = Saving::Checking;
    Q_EMIT savingChanged();
    if (!m_services.hasSession()) {
        m_saving = Saving::Lost;
        Q_EMIT savingChanged();
        return;
    }
    m_services.database().run(m_projectId, outcomeSql(shape(), m_model.edits(), m_snapshot))->onDone(this, [this](const Result<SqlOutcome>& answer) {
        const SaveOutcome outcome = answer.ok() ? readOutcome(answer->rowsJson) : SaveOutcome::Unclear;
        // A value the database cannot even read was not written either.
        const bool refused = !answer.ok() && answer.error().code == QLatin1String("sql.error");
        if (!answer.ok() && !refused) {
            m_saving = Saving::Lost; // still nobody to ask
            Q_EMIT savingChanged();
        } else if (outcome == SaveOutcome::Written) {
            saveWritten();
        } else if (refused || outcome == SaveOutcome::NotWritten) {
            endSave(false, std::nullopt);
            Q_EMIT notSaved();
        } else {
            readConflicts(*m_saveProblem);
        }
    });
}

void TableSession::readConflicts(const Problem& problem)
{
    QList<QStringList> keys;
    const QStringList names = m_model.edits().names();
    for (const QString& name : names) {
        if (const StagedRow* row = m_model.edits().find(name); row->kind != Kind::Insert)
            keys << row->key;
    }
    m_services.database().run(m_projectId, rowsByKeySql(shape(), keys))->onDone(this, [this, problem](const Result<SqlOutcome>& answer) {
        if (!answer.ok())
            return endSave(false, answer.error());
        const auto now = parseRows(shape(), {}, answer->rowsJson);
        now.ok() ? compareConflicts(now.value(), problem) : endSave(false, now.error());
    });
}

void TableSession::compareConflicts(const TablePage& now, const Problem& problem)
{
    QHash<QStringList, TableRow> byKey;
    for (qsizetype i = 0; i < now.rows.size(); ++i)
        byKey.insert(now.cursors.at(i).key, now.rows.at(i));
    QList<RowConflict> conflicts;
    const QStringList names = m_model.edits().names();
    for (const QString& name : names) {
        const StagedRow* row = m_model.edits().find(name);
        if (row->kind == Kind::Insert)
            continue;
        if (!byKey.contains(row->key)) {
            conflicts << RowConflict{name, *row, std::nullopt, row->now.keys()};
            continue;
        }
        const TableRow is = byKey.value(row->key);
        QList<int> changed;
        for (int c = 0; c < shape().columns.size(); ++c) {
            const bool counts = row->kind == Kind::Delete ? !shape().columns.at(c).generated : row->now.contains(c);
            if (counts && !sameValue(row->was, is, c))
                changed << c;
        }
        if (!changed.isEmpty())
            conflicts << RowConflict{name, *row, is, changed};
    }
    endSave(false, conflicts.isEmpty() ? std::optional(problem) : std::nullopt);
    if (!conflicts.isEmpty())
        Q_EMIT conflictsFound(conflicts);
}

void TableSession::resolve(const QList<RowConflict>& conflicts, const QStringList& keepMine)
{
    TableEdits::Step step;
    for (const RowConflict& c : conflicts) {
        const StagedRow* before = m_model.edits().find(c.name);
        if (!before)
            continue;
        std::optional<StagedRow> after;
        if (keepMine.contains(c.name) && c.now) {
            after = *before;
            after->was = *c.now;
        }
        step.changes << TableEdits::Change{c.name, *before, after};
        if (keepMine.contains(c.name) && !c.now && before->kind == Kind::Update) {
            // The row is gone; keeping mine means to have it again.
            QMap<int, CellValue> values;
            for (int column = 0; column < shape().columns.size(); ++column) {
                if (shape().columns.at(column).isWritable() && !before->was.isCut(column))
                    values.insert(column, cellNow(before, before->was, column));
            }
            step = TableEdits::joined(step, m_model.edits().insert(values));
        }
    }
    stage(step, tr("Settle conflicts"));
    readPage(m_place);
}

void TableSession::takeBack(const QString& script)
{
    if (m_saving != Saving::No)
        return;
    m_saving = Saving::Sending;
    Q_EMIT savingChanged();
    ask(script, [this](const Result<SqlOutcome>& answer) {
        endSave(answer.ok(), answer.ok() ? std::nullopt : std::optional(answer.error()));
        if (answer.ok()) {
            m_workspace.record(QStringLiteral("table"), tr("Took the last save in %1 back").arg(m_table), {{QStringLiteral("table"), m_table}});
            m_workspace.refreshSchema();
        }
        readPage(m_place);
    });
}

} // namespace run402
