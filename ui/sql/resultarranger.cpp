// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultarranger.h"

#include "models/item/resultmodel.h"
#include "ui/sql/resultbar.h"
#include "ui/sql/resultgrid.h"
#include "ui/sql/resultjobs.h"

#include <algorithm>

namespace run402 {

ResultArranger::ResultArranger(ResultGrid* grid, ResultBar* bar, ResultModel* model, QObject* parent)
    : QObject(parent), m_grid(grid), m_bar(bar), m_model(model), m_jobs(new ResultJobs(this))
{
    connectGrid();
    connectBar();
    connect(m_jobs, &ResultJobs::progressed, m_bar, &ResultBar::setProgress);
    connect(m_jobs, &ResultJobs::found, m_bar, &ResultBar::setFound);
    connect(m_jobs, &ResultJobs::arranged, this, &ResultArranger::show);
}

void ResultArranger::connectGrid()
{
    connect(m_grid, &ResultGrid::sortRequested, this, [this](int section, Qt::SortOrder order) { wish({m_wished.filters, section, order}); });
    connect(m_grid, &ResultGrid::sortCycled, this, &ResultArranger::cycle);
    connect(m_grid, &ResultGrid::valueFilterRequested, this, [this](const ResultFilter& wanted) { filter(m_wished.filters + QList{wanted}); });
    connect(m_grid, &ResultGrid::filterRequested, m_bar, &ResultBar::openFilter);
    connect(m_grid, &ResultGrid::findRequested, m_bar, &ResultBar::openFind);
    connect(m_grid, &ResultGrid::findStepRequested, m_bar, &ResultBar::step);
}

void ResultArranger::connectBar()
{
    connect(m_bar, &ResultBar::filtersChanged, this, &ResultArranger::filter);
    connect(m_bar, &ResultBar::searchChanged, this, [this](const QString& text) {
        m_bar->beginSearch();
        m_jobs->find(text, m_model->order());
    });
    connect(m_bar, &ResultBar::cellRequested, m_grid, &ResultGrid::goTo);
    connect(m_bar, &ResultBar::dismissed, m_grid, qOverload<>(&QWidget::setFocus));
    connect(m_bar, &ResultBar::cancelRequested, this, [this] {
        m_jobs->cancel();
        m_wished = m_shown;
        m_bar->setFilters(m_shown.filters);
    });
}

void ResultArranger::setRows(const std::shared_ptr<const ResultSet>& rows, Wish wanted)
{
    m_jobs->setRows(rows);
    m_model->setResult(rows, m_model->nextGeneration());
    if (!rows)
        return;
    const QStringList columns = rows->columns();
    if (wanted == Wish::KeepForEqualColumns && columns == m_columns) {
        if (!m_wished.isPlain())
            wish(m_wished);
        return;
    }
    m_columns = columns;
    m_shown = m_wished = {};
    m_bar->setColumns(columns);
}

void ResultArranger::cycle(int section)
{
    const bool same = m_wished.sortColumn == section;
    const bool over = same && m_wished.order == Qt::DescendingOrder;
    wish({m_wished.filters, over ? -1 : section, same ? Qt::DescendingOrder : Qt::AscendingOrder});
}

void ResultArranger::filter(const QList<ResultFilter>& filters)
{
    wish({filters, m_wished.sortColumn, m_wished.order});
}

void ResultArranger::wish(const ResultArrangement& how)
{
    m_wished = how;
    m_jobs->arrange(how);
}

void ResultArranger::show(const ResultArrangement& how, const ResultOrder& order)
{
    m_shown = how;
    const int column = std::max(0, m_grid->currentIndex().column());
    m_model->setOrder(order);
    m_grid->showSorting(how.sortColumn, how.order);
    m_bar->setFilters(how.filters);
    if (m_model->rowCount() > 0)
        m_grid->goTo(0, column);
    m_bar->beginSearch();
    if (!m_bar->searchText().isEmpty())
        m_jobs->find(m_bar->searchText(), order);
    Q_EMIT arranged();
}

} // namespace run402
