// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/frozencolumns.h"

#include <QApplication>
#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace run402 {

FrozenColumns::FrozenColumns(QTableView* grid) : GridView(grid), m_grid(grid)
{
    setObjectName(grid->objectName() + QStringLiteral(".frozen"));
    setAccessibleName(tr("Columns that stand still"));
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::NoContextMenu); // the grid's
    horizontalHeader()->setSectionsMovable(false);
    setSelectionBehavior(grid->selectionBehavior());
    setSelectionMode(grid->selectionMode());
    verticalHeader()->hide();
    connect(verticalScrollBar(), &QAbstractSlider::valueChanged, grid->verticalScrollBar(), &QAbstractSlider::setValue);
    connect(grid->verticalScrollBar(), &QAbstractSlider::valueChanged, verticalScrollBar(), &QAbstractSlider::setValue);
    const QHeaderView* head = grid->horizontalHeader();
    for (const auto signal : {&QHeaderView::sectionResized, &QHeaderView::sectionMoved})
        connect(head, signal, this, [this] { refresh(); });
    connect(head, &QHeaderView::geometriesChanged, this, [this] { refresh(); });
    connect(grid->verticalHeader(), &QHeaderView::geometriesChanged, this, [this] { refresh(); });
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int section, int, int width) {
        if (!m_following)
            m_grid->setColumnWidth(section, width);
    });
    hide();
}

void FrozenColumns::setCount(int columns)
{
    m_count = columns;
    if (columns > 0 && model() != m_grid->model()) {
        setModel(m_grid->model());
        connect(model(), &QAbstractItemModel::modelReset, this, &FrozenColumns::refresh);
    }
    if (columns > 0 && selectionModel() != m_grid->selectionModel())
        setSelectionModel(m_grid->selectionModel());
    refresh();
}

int FrozenColumns::coveredWidth() const
{
    return isHidden() ? 0 : width();
}

void FrozenColumns::refresh()
{
    if (m_following)
        return;
    const QScopedValueRollback following(m_following, true);
    const QHeaderView* theirs = m_grid->horizontalHeader();
    QHeaderView* ours = horizontalHeader();
    setVisible(m_count > 0 && model() && model()->columnCount() > m_count);
    if (isHidden())
        return;
    int left = m_count, width = 0;
    for (int visual = 0; visual < theirs->count(); ++visual) {
        const int logical = theirs->logicalIndex(visual);
        const bool shown = left > 0 && !theirs->isSectionHidden(logical);
        if (ours->isSectionHidden(logical) == shown)
            ours->setSectionHidden(logical, !shown);
        if (!shown)
            continue;
        ours->moveSection(ours->visualIndex(logical), visual);
        ours->resizeSection(logical, theirs->sectionSize(logical));
        width += theirs->sectionSize(logical);
        --left;
    }
    ours->setSortIndicator(theirs->sortIndicatorSection(), theirs->sortIndicatorOrder());
    ours->setSortIndicatorShown(theirs->isSortIndicatorShown());
    const QRect inner = m_grid->viewport()->geometry();
    setGeometry(inner.left(), inner.top() - theirs->height(), std::min(width, inner.width() * 2 / 3), inner.height() + theirs->height());
    verticalScrollBar()->setValue(m_grid->verticalScrollBar()->value());
    raise();
}

void FrozenColumns::mousePressEvent(QMouseEvent* event)
{
    GridView::mousePressEvent(event);
    m_grid->setFocus(Qt::MouseFocusReason);
}

void FrozenColumns::wheelEvent(QWheelEvent* event)
{
    QApplication::sendEvent(m_grid->verticalScrollBar(), event);
}

} // namespace run402
