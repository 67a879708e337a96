// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/tablesession.h"

#include "services/services.h"
#include "services/worker.h"
#include "services/workspace.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>

namespace run402 {

namespace {

/// One staged step on the undo stack.
class EditCommand : public QUndoCommand
{
public:
    EditCommand(TableModel& model, TableEdits::Step step, const QString& text) : QUndoCommand(text), m_model(model), m_step(std::move(step)) {}
    void redo() override { m_model.apply(m_step); }
    void undo() override { m_model.unapply(m_step); }

private:
    TableModel& m_model;
    TableEdits::Step m_step;
};

} // namespace

TableSession::TableSession(Services& services, QString table, QObject* parent)
    : QObject(parent), m_services(services), m_workspace(services.workspace()), m_table(std::move(table)), m_projectId(m_workspace.currentProjectId())
{
    connect(&m_model, &TableModel::editsChanged, this, [this] {
        refreshCascades();
        Q_EMIT changesChanged();
    });
}

TableSession::~TableSession()
{
    ++m_generation;
    if (m_call)
        m_call->cancel();
}

void TableSession::ask(const QString& sql, std::function<void(const Result<SqlOutcome>&)> done)
{
    if (!m_services.hasSession() || m_workspace.currentProjectId() != m_projectId)
        return;
    m_services.database().run(m_projectId, sql)->onDone(this, [done = std::move(done)](const Result<SqlOutcome>& answer) { done(answer); });
}

void TableSession::setQuery(const TableQuery& query)
{
    m_query = query;
    m_matching.reset();
    if (hasShape())
        readPage({});
    else
        reload();
}

void TableSession::reload()
{
    readShape();
}

void TableSession::turnPage(bool backwards)
{
    if (backwards ? !canGoBack() : !canGoOn())
        return;
    if (m_eyes == Eyes::Visitor)
        return turnVisitorPage(backwards);
    const QList<TableCursor>& cursors = m_model.page().cursors;
    const qint64 first = backwards ? std::max<qint64>(1, m_firstRow - m_query.limit) : m_firstRow + cursors.size();
    if (first == 1 || cursors.isEmpty())
        readPage({});
    else
        readPage({backwards ? cursors.first() : cursors.last(), backwards, first, {}});
}

void TableSession::cancelReading()
{
    if (m_call)
        m_call->cancel();
}

void TableSession::failReading(const Problem& problem)
{
    m_reading = Reading::Nothing;
    m_problem = problem;
    m_problem->mutation = Problem::Mutation::None; // SQL by POST, but only read
    Q_EMIT readingChanged();
}

void TableSession::readShape()
{
    if (m_projectId.isEmpty())
        m_projectId = m_workspace.currentProjectId();
    if (!m_services.hasSession() || m_projectId.isEmpty() || m_projectId != m_workspace.currentProjectId())
        return;
    const int generation = ++m_generation;
    m_reading = Reading::Shape;
    Q_EMIT readingChanged();
    auto* call = m_services.database().run(m_projectId, shapeSql(m_table));
    m_call = call;
    call->onDone(this, [this, generation](const Result<SqlOutcome>& answer) {
        if (generation != m_generation)
            return;
        if (!answer.ok() && answer.error().code == QLatin1String("keys.missing") && !m_workspace.anonKey().isEmpty())
            return readAsVisitor(m_eyes == Eyes::Visitor ? m_place : Place{});
        if (!answer.ok())
            return failReading(answer.error());
        const auto shape = parseShape(m_table, answer->rowsJson);
        if (!shape.ok())
            return failReading(shape.error());
        if (std::exchange(m_eyes, Eyes::Service) == Eyes::Visitor) {
            m_model.setShape({}); // what a visitor saw has no types, and places of its own
            m_place = {};
        }
        m_key.clear();
        for (const int column : shape->key)
            m_key << shape->columns.at(column).name;
        // What is staged names columns by number: another shape would mean other columns.
        const auto sameColumns = [&] {
            const QList<TableColumn>& a = shape->columns;
            const QList<TableColumn>& b = this->shape().columns;
            return a.size() == b.size() && shape->key == this->shape().key
                && std::equal(a.begin(), a.end(), b.begin(), [](const TableColumn& x, const TableColumn& y) { return x.name == y.name && x.type == y.type; });
        };
        if (!hasShape() || (!sameColumns() && m_model.edits().isEmpty())) {
            m_undo.clear();
            m_model.setShape(shape.value());
            Q_EMIT shapeChanged();
        } else if (!sameColumns()) {
            return failReading(Problem::make(Problem::Kind::Refused, QStringLiteral("table.changed"),
                                             QStringLiteral("The table has other columns now; save or discard what is staged first")));
        }
        readPage(m_place);
    });
}

void TableSession::readPage(const Place& place)
{
    if (!m_services.hasSession())
        return;
    if (m_eyes == Eyes::Visitor)
        return readAsVisitor(place);
    const int generation = ++m_generation;
    m_reading = Reading::Page;
    Q_EMIT readingChanged();
    QElapsedTimer timer;
    timer.start();
    auto* call = m_services.database().run(m_projectId, pageSql(shape(), m_query, place.from, place.backwards));
    m_call = call;
    call->onDone(this, [this, generation, place, timer](const Result<SqlOutcome>& answer) {
        if (generation != m_generation)
            return;
        if (!answer.ok())
            return failReading(answer.error());
        m_elapsedMs = answer->serverMs >= 0 ? answer->serverMs : timer.elapsed();
        onWorker(this, [shape = shape(), query = m_query, json = answer->rowsJson, backwards = place.backwards] { return parsePage(shape, query, json, backwards); },
                 [this, generation, place](const Result<TablePage>& page) {
            if (generation == m_generation)
                page.ok() ? showPage(place, page.value()) : failReading(page.error());
        });
    });
    countRows();
}

void TableSession::showPage(const Place& place, const TablePage& page)
{
    // Rows vanished in front of this page: it is the first one now, and may have room at its end.
    if (place.backwards && !page.more && place.firstRow > 1)
        return readPage({});
    if (page.rows.isEmpty() && place.firstRow > 1)
        return readPage({});
    m_place = place;
    m_hasPage = true;
    m_more = place.backwards || page.more;
    m_firstRow = place.firstRow;
    m_reading = Reading::Nothing;
    m_problem.reset();
    if (m_model.edits().isEmpty() || m_snapshot.isEmpty())
        m_snapshot = page.snapshot;
    m_model.setPage(page, m_firstRow);
    Q_EMIT pageChanged();
    Q_EMIT readingChanged();
    if (!m_kept.isEmpty())
        stageKept();
}

QJsonObject TableSession::keptEdits() const
{
    return m_kept.isEmpty() ? stagedJson(shape(), m_model.edits(), m_snapshot, m_saving != Saving::No) : m_kept;
}

void TableSession::stageKept()
{
    const std::optional<StagedKept> kept = readStaged(shape(), std::exchange(m_kept, {}));
    if (!kept || !shape().isEditable()) {
        Q_EMIT editsNotRestored();
        return;
    }
    m_snapshot = kept->snapshot;
    stage(kept->step, tr("Edits of the last time"));
    if (!kept->sent) {
        Q_EMIT editsRestored(m_model.edits().changes());
        return;
    }
    m_saving = Saving::Lost;
    m_saveProblem = Problem::make(Problem::Kind::Network, QStringLiteral("net.closed"), QStringLiteral("The program ended before the answer came"));
    checkOutcome();
}

void TableSession::countRows()
{
    const int generation = m_generation;
    m_services.database().run(m_projectId, countSql(shape(), m_query))->onDone(this, [this, generation](const Result<SqlOutcome>& answer) {
        if (generation != m_generation || !answer.ok())
            return;
        m_matching = QJsonDocument::fromJson(answer->rowsJson).array().first().toObject().value(QLatin1String("n")).toString().toLongLong();
        Q_EMIT countChanged();
    });
}

void TableSession::fetchWhole(const QModelIndex& index, std::function<void()> done)
{
    QStringList key;
    const TableRow row = m_model.rowAsRead(index.row());
    for (const int column : shape().key)
        key << row.cells.value(column).value_or(QString());
    const QString name = m_model.rowName(index.row());
    ask(rowsByKeySql(shape(), {key}), [this, name, done = std::move(done)](const Result<SqlOutcome>& answer) {
        if (!answer.ok())
            return failReading(answer.error());
        const auto page = parseRows(shape(), {}, answer->rowsJson);
        if (!page.ok() || page->rows.isEmpty())
            return;
        for (int r = 0; r < m_model.rowCount(); ++r) {
            if (m_model.rowName(r) == name) {
                m_model.complete(r, page->rows.first());
                done();
                return;
            }
        }
    });
}

void TableSession::stage(const TableEdits::Step& step, const QString& what)
{
    if (step.changes.isEmpty() || m_saving != Saving::No)
        return;
    m_undo.push(new EditCommand(m_model, step, what));
}

void TableSession::setCell(const QModelIndex& index, const CellValue& value)
{
    setCells({index}, value);
}

void TableSession::setCells(const QModelIndexList& cells, const CellValue& value)
{
    TableEdits::Step all;
    QMap<int, QMap<int, CellValue>> rows;
    for (const QModelIndex& cell : cells) {
        if (cell.flags() & Qt::ItemIsEditable)
            rows[cell.row()].insert(cell.column(), value);
    }
    for (auto it = rows.cbegin(); it != rows.cend(); ++it)
        all = TableEdits::joined(all, m_model.edits().setCells(shape(), m_model.rowName(it.key()), m_model.rowAsRead(it.key()), it.value()));
    stage(all, tr("Edit %n cell(s)", nullptr, int(cells.size())));
}

void TableSession::discard()
{
    if (m_saving == Saving::Sending)
        return;
    m_undo.push(new EditCommand(m_model, m_model.edits().revert(m_model.edits().names()), tr("Discard")));
    dismissSaveProblem();
}

ChangeScript TableSession::script() const
{
    return changeScript(shape(), m_model.edits(), m_cascades);
}

void TableSession::refreshCascades()
{
    const QStringList names = m_model.edits().names();
    for (const QString& name : names) {
        const StagedRow* row = m_model.edits().find(name);
        if (row->kind != StagedRow::Kind::Delete || m_cascades.contains(name))
            continue;
        const QString sql = cascadeSql(shape(), row->was);
        m_cascades.insert(name, {});
        if (sql.isEmpty())
            continue;
        ask(sql, [this, name](const Result<SqlOutcome>& answer) {
            if (!answer.ok())
                return;
            const QJsonObject counts = QJsonDocument::fromJson(answer->rowsJson).array().first().toObject();
            QStringList parts;
            int number = 0;
            for (const TableChild& child : shape().children) {
                if (!child.cascades)
                    continue;
                const QString count = counts.value(QStringLiteral("c%1").arg(number++)).toString();
                if (count != QLatin1String("0"))
                    parts << count + u' ' + child.table;
            }
            if (!parts.isEmpty())
                m_cascades.insert(name, tr("also deletes %1").arg(parts.join(QStringLiteral(", "))));
            Q_EMIT changesChanged();
        });
    }
}

} // namespace run402
