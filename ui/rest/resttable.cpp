// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rest/resttable.h"

#include "models/item/resultmodel.h"
#include "ui/sql/resultarranger.h"
#include "ui/sql/resultbar.h"
#include "ui/sql/resultcopy.h"
#include "ui/sql/resultgrid.h"

#include <QAction>
#include <QDesktopServices>
#include <QUrl>
#include <QVBoxLayout>

namespace run402 {

RestTable::RestTable(QWidget* parent) : QWidget(parent), m_bar(new ResultBar(this)), m_grid(new ResultGrid(this)), m_model(new ResultModel(this))
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
    m_arranger = new ResultArranger(m_grid, m_bar, m_model, this);
    connectGrid();
    auto* find = new QAction(this);
    find->setShortcut(QKeySequence::Find);
    find->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QAction::triggered, m_bar, &ResultBar::openFind);
    addAction(find);
}

void RestTable::connectGrid()
{
    connect(m_grid, &ResultGrid::linkRequested, this, [](const QString& url) { QDesktopServices::openUrl(QUrl(url, QUrl::StrictMode)); });
    connect(m_grid, &ResultGrid::copyRequested, this, [this](ResultFormat format) {
        copyResult(m_grid, format, m_grid->selectionOptions(), this, [this](const QString& said, bool failed) { Q_EMIT noticed(said, failed); });
    });
}

void RestTable::setRows(std::shared_ptr<const ResultSet> rows)
{
    m_arranger->setRows(rows, ResultArranger::Wish::KeepForEqualColumns);
}

} // namespace run402
