// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/tablepane.h"

#include "models/json/jsontexts.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/statestack.h"
#include "ui/common/writeblock.h"
#include "ui/table/changebar.h"
#include "ui/table/conflictdialog.h"
#include "ui/table/filterbar.h"
#include "ui/table/queryline.h"
#include "ui/table/tablecolumns.h"
#include "ui/table/tablegrid.h"
#include "ui/table/tablepages.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QStackedWidget>

namespace run402 {

TablePane::~TablePane()
{
    delete m_layout; // it still looks at the session and the grid when it goes
}

void TablePane::connectSession()
{
    connect(&m_session, &TableSession::shapeChanged, this, [this] {
        m_filters->setShape(m_session.shape());
        m_structure->setShape(m_session.shape());
        if (m_stack->currentIndex() == IndexesPage)
            m_indexes->read();
        refreshQuery();
        refreshWriting();
    });
    connect(&m_session, &TableSession::pageChanged, this, [this] {
        m_grid->scrollToTop();
        refreshWriting();
        refreshStatus();
    });
    connect(&m_session, &TableSession::readingChanged, this, &TablePane::refreshReading);
    connect(&m_session, &TableSession::countChanged, this, &TablePane::refreshStatus);
    connect(&m_session, &TableSession::changesChanged, this, [this] {
        refreshReading();
        notifyChanged();
        Q_EMIT stateChanged();
    });
    connect(&m_session, &TableSession::savingChanged, this, &TablePane::refreshSaving);
    connect(&m_session, &TableSession::conflictsFound, this, &TablePane::showConflicts);
    connect(&m_session, &TableSession::saved, this, [this](int changes, const QString& undo) {
        Q_EMIT savedChanges(tr("Saved %n change(s) in %1", nullptr, changes).arg(m_session.table()), undo);
    });
    connect(&m_session, &TableSession::aboutToSend, this, &TablePane::aboutToSend);
    connect(&m_session, &TableSession::editsRestored, this, [this](int changes) {
        Q_EMIT noticed(tr("%n change(s) from the last time are still not saved", nullptr, changes), false);
    });
    connect(&m_session, &TableSession::editsNotRestored, this, [this] {
        Q_EMIT noticed(tr("The table has other columns now, so the changes kept from the last time do not fit it"), true);
    });
    connect(&m_session, &TableSession::notSaved, this, [this] {
        m_trouble->setTone(Tone::Info, QStringLiteral("info"));
        m_trouble->setText(tr("The save did not arrive. Your changes are still here; save them again."), tr("Nothing was written."));
        m_trouble->setAction(tr("Hide"));
        m_trouble->show();
    });
    for (const auto signal : {&Workspace::connectionChanged, &Workspace::tierChanged})
        connect(&m_workspace, signal, this, &TablePane::refreshWriting);
    connect(&m_workspace, &Workspace::connectionChanged, this, [this] {
        if (m_workspace.isConnected() && m_session.saving() == TableSession::Saving::Lost)
            m_session.checkOutcome();
        startIfDue();
    });
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &TablePane::startIfDue);
    connect(&m_workspace, &Workspace::projectAdopted, this, [this](const QString& id) { m_keyComes = id == m_workspace.currentProjectId(); });
    connect(&m_workspace, &Workspace::projectsChanged, this, [this] {
        if (std::exchange(m_keyComes, false) && m_session.eyes() == TableSession::Eyes::Visitor)
            m_session.reload();
    });
    connect(&m_workspace, &Workspace::accessChanged, this, &TablePane::refreshAccess);
    connect(&m_workspace, &Workspace::schemaChanged, this, &TablePane::refreshStatus);
}

void TablePane::startIfDue()
{
    const bool due = !m_session.hasPage() && m_session.reading() == TableSession::Reading::Nothing;
    if (due && m_workspace.isConnected() && !m_workspace.currentProjectId().isEmpty())
        m_session.reload();
}

void TablePane::refreshReading()
{
    const bool rows = m_session.model().rowCount() > 0;
    if (m_session.problem() && !m_session.hasPage())
        m_states->showProblem(*m_session.problem(), QStringLiteral("POST /projects/v1/admin/%1/sql").arg(m_workspace.currentProjectId()));
    else if (!m_session.hasPage())
        m_states->showLoading(tr("Reading %1").arg(m_session.table()), QStringLiteral("POST /projects/v1/admin/%1/sql").arg(m_workspace.currentProjectId()));
    else if (!rows && m_session.query().filters.isEmpty() && !m_session.model().isNew(0))
        m_states->showEmpty();
    else
        m_states->showContent();
    if (m_session.problem() && m_session.hasPage()) {
        const ProblemWords words = problemWords(*m_session.problem());
        m_trouble->setTone(Tone::Danger, QStringLiteral("circle-x"));
        m_trouble->setText(m_session.problem()->message, words.title);
        m_trouble->setAction(tr("Try again"));
        m_trouble->show();
    } else if (m_session.reading() != TableSession::Reading::Nothing && m_session.saving() == TableSession::Saving::No && !m_session.saveProblem()) {
        m_trouble->hide();
    }
    refreshStatus();
}

void TablePane::refreshStatus()
{
    const QLocale locale(QLocale::English);
    const qint64 shown = m_session.model().page().rows.size();
    const auto& counts = m_workspace.rowCounts();
    const qint64 all = counts.value(m_session.table(), -1);
    const qint64 matching = m_session.matching().value_or(m_session.firstRow() + shown - 1);
    const bool filtered = !m_session.query().filters.isEmpty();
    const bool atLeast = !m_session.matching() && m_session.canGoOn(); // nobody counted
    const QString number = QStringLiteral("<b>%1%2</b>").arg(locale.toString(matching), atLeast ? QStringLiteral("+") : QString());
    m_count->setText(!m_session.hasPage() ? QString() : filtered && all >= 0 ? tr("%1 of %2 rows").arg(number, locale.toString(std::max(all, matching))) : tr("%1 rows", nullptr, int(std::min<qint64>(matching, 2))).arg(number));
    m_time->setText(m_session.elapsedMs() >= 0 && m_session.hasPage() ? tr("%1 ms").arg(locale.toString(m_session.elapsedMs())) : QString());
    m_range->setText(shown == 0 ? QString() : tr("Rows %1 to %2").arg(locale.toString(m_session.firstRow()), locale.toString(m_session.firstRow() + shown - 1)));
    m_back->setEnabled(m_session.canGoBack() && m_session.reading() == TableSession::Reading::Nothing);
    m_next->setEnabled(m_session.canGoOn() && m_session.reading() == TableSession::Reading::Nothing);
    m_filters->findField()->setPlaceholderText(tr("Find in %n row(s)", nullptr, int(shown)));
}

QString TablePane::visitorOrder() const
{
    if (!m_session.canGoOn() && !m_session.canGoBack())
        return {}; // all of it is here
    switch (restOrder(m_session.query(), m_session.knownKey())) {
    case RestOrder::Sure: return {};
    case RestOrder::Partial: return u' ' + tr("The table's key is not known, so pages go by %1; rows with the same %1 have no order.").arg(m_session.query().sortColumn);
    case RestOrder::None: break;
    }
    return u' ' + tr("The table's key is not known, so its rows have no order: on the next page some may come twice or not at all. Click a column's head to sort.");
}

void TablePane::refreshWriting()
{
    const QString block = writeBlock(m_workspace, Capability::Sql);
    QString why;
    if (m_session.eyes() == TableSession::Eyes::Visitor)
        why = tr("You see what the access rules show every visitor: the project's service key is not on this computer. Import it to see and change all rows.") + visitorOrder();
    else if (m_session.hasShape() && !m_session.shape().isTable)
        why = tr("A view shows what other tables hold; change it there.");
    else if (m_session.hasShape() && m_session.shape().key.isEmpty())
        why = tr("Without a primary key a row cannot be told from its copies, so rows cannot be changed here. Add a key to the table, or write SQL.");
    m_readOnly->setText(why, m_session.eyes() == TableSession::Eyes::Visitor ? tr("Read only, as a visitor.") : tr("Read only."));
    m_readOnly->setVisible(!why.isEmpty());
    // What is typed while there is no connection waits here; a lease that ended takes nothing.
    m_session.model().setWritable(block.isEmpty() || !m_workspace.isConnected());
    m_changes->setBlock(block);
    const bool writable = m_session.model().isWritable();
    m_row->setEnabled(writable);
    m_row->setToolTip(!why.isEmpty() ? why : writable ? tr("New row (Ctrl+I)") : block);
    m_import->setEnabled(writable && block.isEmpty());
    m_import->setToolTip(m_import->isEnabled() ? tr("Rows from a CSV or JSON file") : block.isEmpty() ? why : block);
}

void TablePane::refreshSaving()
{
    using Saving = TableSession::Saving;
    const Saving saving = m_session.saving();
    Q_EMIT stateChanged();
    m_grid->setEnabled(saving == Saving::No || saving == Saving::Lost);
    if (saving == Saving::Checking || saving == Saving::Lost) {
        m_trouble->setTone(Tone::Warning, QStringLiteral("unplug"));
        m_trouble->setText(saving == Saving::Checking ? tr("The connection broke. Reading back whether it was written.")
                                                      : tr("It may or may not have been written. Your changes stay here until the table was read back."),
                           tr("No answer came."));
        m_trouble->setAction(saving == Saving::Lost ? tr("Look now") : QString());
        m_trouble->show();
    } else if (m_session.saveProblem()) {
        const Problem& problem = *m_session.saveProblem();
        m_trouble->setTone(Tone::Danger, QStringLiteral("circle-x"));
        m_trouble->setText(problem.message + u' ' + tr("Nothing was written."), problemWords(problem).title);
        m_trouble->setAction(tr("Hide"));
        m_trouble->show();
    } else if (saving == Saving::Sending) {
        m_trouble->hide();
    }
}

void TablePane::refreshQuery()
{
    m_filters->setFilters(m_session.query().filters);
    QHash<QString, QString> types;
    for (const TableColumn& column : m_session.shape().columns)
        types.insert(column.name, column.shortType);
    m_line->setQuery(m_session.query(), types);
    const int sorted = m_session.shape().indexOf(m_session.query().sortColumn);
    m_grid->horizontalHeader()->setSortIndicator(sorted, m_session.query().descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    m_api->setRequest(m_workspace.gateway().base.toString(), m_line->restPath());
}

void TablePane::setQuery(const TableQuery& query)
{
    if (query != m_session.query())
        m_session.setQuery(query);
    refreshQuery();
    refreshStatus();
    Q_EMIT stateChanged();
}

void TablePane::sortBy(int column)
{
    if (column < 0 || column >= m_session.shape().columns.size() || !m_session.shape().columns.at(column).isComparable())
        return refreshQuery();
    TableQuery query = m_session.query();
    const QString name = m_session.shape().columns.at(column).name;
    if (query.sortColumn != name) {
        query.sortColumn = name;
        query.descending = false;
    } else if (!query.descending) {
        query.descending = true;
    } else {
        query.sortColumn.clear();
        query.descending = false;
    }
    setQuery(query);
}

void TablePane::filterBy(int column, const CellValue& value)
{
    const TableColumn& c = m_session.shape().columns.at(column);
    using Op = TableFilter::Op;
    TableFilter filter{c.name, Op::Eq, {value.text}};
    if (value.isNull() || c.isBoolean())
        filter = {c.name, value.isNull() ? Op::IsNull : value.text == QLatin1String("true") ? Op::IsTrue : Op::IsFalse, {}};
    TableQuery query = m_session.query();
    query.filters.removeIf([&](const TableFilter& f) { return f.column == c.name; });
    query.filters << filter;
    setQuery(query);
}

void TablePane::showOnly(const QString& column, const QString& value)
{
    TableQuery query = m_session.query();
    query.filters = {{column, TableFilter::Op::Eq, {value}}};
    setQuery(query);
}

void TablePane::find(const QString& text)
{
    if (!text.isEmpty() && !m_grid->findNext(text))
        Q_EMIT noticed(tr("\"%1\" is not on this page").arg(text), true);
}

void TablePane::showConflicts(const QList<RowConflict>& conflicts)
{
    auto* dialog = new ConflictDialog(this, m_session.shape(), conflicts);
    connect(dialog, &QDialog::accepted, this, [this, dialog, conflicts] { m_session.resolve(conflicts, dialog->keptMine()); });
    dialog->open();
}

void TablePane::save(std::function<void(bool saved)> done)
{
    if (m_session.model().faults() > 0) {
        const QModelIndex at = m_session.model().firstFault();
        if (at.isValid())
            m_grid->setCurrentIndex(at);
        Q_EMIT noticed(tr("Some values do not fit their columns"), true);
        done(false);
        return;
    }
    if (const QString block = writeBlock(m_workspace, Capability::Sql); !block.isEmpty()) {
        Q_EMIT noticed(block, true);
        done(false);
        return;
    }
    m_session.save(std::move(done));
}

QJsonObject TablePane::saveState() const
{
    QJsonObject state{{QStringLiteral("query"), sqlQueryText(m_session.table(), m_session.query())}, {QStringLiteral("sql"), m_line->isSql()}, {QStringLiteral("page"), m_stack->currentIndex()}};
    if (const QJsonObject staged = m_session.keptEdits(); !staged.isEmpty())
        state.insert(QStringLiteral("staged"), staged);
    if (const QStringList key = m_session.knownKey(); !key.isEmpty())
        state.insert(QStringLiteral("key"), QJsonArray::fromStringList(key));
    return state;
}

void TablePane::restoreState(const QJsonObject& state)
{
    m_session.setKnownKey(jsonTexts(state.value(QLatin1String("key"))));
    m_session.restoreEdits(state.value(QLatin1String("staged")).toObject());
    const TableQueryText query = parseSqlQueryText(m_session.table(), state.value(QLatin1String("query")).toString());
    if (query.query)
        setQuery(*query.query);
    m_line->setSql(state.value(QLatin1String("sql")).toBool());
    showPage(std::clamp(state.value(QLatin1String("page")).toInt(), int(DataPage), int(ApiPage)));
}

void TablePane::activated()
{
    if (m_stack->currentIndex() == DataPage)
        m_grid->setFocus();
}

} // namespace run402
