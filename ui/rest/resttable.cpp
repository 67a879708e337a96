// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rest/resttable.h"

#include "models/item/resultmodel.h"
#include "ui/sql/resultbar.h"
#include "ui/sql/resultcopy.h"
#include "ui/sql/resultgrid.h"
#include "ui/sql/resultjobs.h"

#include <QAction>
#include <QDesktopServices>
#include <QUrl>
#include <QVBoxLayout>

namespace run402 {

RestTable::RestTable(QWidget* parent) : QWidget(parent), m_bar(new ResultBar(this)), m_grid(new ResultGrid(this)), m_model(new ResultModel(this)), m_jobs(new ResultJobs(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    m_grid->setObjectName(QStringLiteral("rest.table"));
    m_grid->setAccessibleName(tr("Answer as a table"));
    m_grid->setResultModel(m_model);
    column->addWidget(m_grid, 1);
    setFocusProxy(m_grid);
    connectGrid();
    auto* find = new QAction(this);
    find->setShortcut(QKeySequence::Find);
    find->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QAction::triggered, m_bar, &ResultBar::openFind);
    addAction(find);
}

void RestTable::connectGrid()
{
    connect(m_grid, &ResultGrid::sortRequested, this, [this](int section, Qt::SortOrder order) { arrange({m_asked.filters, section, order}); });
    connect(m_grid, &ResultGrid::sortCycled, this, [this](int section) {
        const bool same = m_asked.sortColumn == section;
        arrange({m_asked.filters, same && m_asked.order == Qt::DescendingOrder ? -1 : section, same ? Qt::DescendingOrder : Qt::AscendingOrder});
    });
    connect(m_grid, &ResultGrid::valueFilterRequested, this, [this](const ResultFilter& filter) { arrange({m_asked.filters + QList{filter}, m_asked.sortColumn, m_asked.order}); });
    connect(m_grid, &ResultGrid::filterRequested, m_bar, &ResultBar::openFilter);
    connect(m_grid, &ResultGrid::findRequested, m_bar, &ResultBar::openFind);
    connect(m_grid, &ResultGrid::findStepRequested, m_bar, &ResultBar::step);
    connect(m_grid, &ResultGrid::linkRequested, this, [](const QString& url) { QDesktopServices::openUrl(QUrl(url, QUrl::StrictMode)); });
    connect(m_grid, &ResultGrid::copyRequested, this, [this](ResultFormat format) {
        copyResult(m_grid, format, m_grid->selectionOptions(), this, [this](const QString& said, bool failed) { Q_EMIT noticed(said, failed); });
    });
    connect(m_bar, &ResultBar::filtersChanged, this, [this](const QList<ResultFilter>& filters) { arrange({filters, m_asked.sortColumn, m_asked.order}); });
    connect(m_bar, &ResultBar::searchChanged, this, [this](const QString& text) { m_jobs->find(text, m_model->order()); });
    connect(m_bar, &ResultBar::cellRequested, m_grid, &ResultGrid::goTo);
    connect(m_bar, &ResultBar::dismissed, m_grid, qOverload<>(&QWidget::setFocus));
    connect(m_bar, &ResultBar::cancelRequested, this, [this] {
        m_jobs->cancel();
        m_asked = m_how;
        m_bar->setFilters(m_how.filters);
    });
    connect(m_jobs, &ResultJobs::progressed, m_bar, &ResultBar::setProgress);
    connect(m_jobs, &ResultJobs::found, m_bar, &ResultBar::setFound);
    connect(m_jobs, &ResultJobs::arranged, this, [this](const ResultArrangement& how, const ResultOrder& order) {
        m_how = how;
        const int column = std::max(0, m_grid->currentIndex().column());
        m_model->setOrder(order);
        m_grid->showSorting(how.sortColumn, how.order);
        m_bar->setFilters(how.filters);
        if (m_model->rowCount() > 0)
            m_grid->goTo(0, column);
        if (!m_bar->searchText().isEmpty())
            m_jobs->find(m_bar->searchText(), order);
    });
}

void RestTable::arrange(const ResultArrangement& how)
{
    m_asked = how;
    m_jobs->arrange(how);
}

void RestTable::setRows(std::shared_ptr<const ResultSet> rows)
{
    m_rows = std::move(rows);
    m_jobs->setRows(m_rows);
    m_model->setResult(m_rows, m_model->nextGeneration());
    if (!m_rows)
        return;
    if (std::exchange(m_columns, m_rows->columns()) != m_columns) {
        m_how = m_asked = {};
        m_bar->setColumns(m_columns);
        m_grid->showSorting(-1, Qt::AscendingOrder);
    } else if (!m_asked.isPlain()) {
        arrange(m_asked);
    }
}

} // namespace run402
