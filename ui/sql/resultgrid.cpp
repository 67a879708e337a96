// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultgrid.h"

#include "ui/common/theme.h"
#include "ui/sql/frozencolumns.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QClipboard>
#include <QGuiApplication>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace run402 {

ResultGrid::ResultGrid(QWidget* parent) : GridView(parent)
{
    setObjectName(QStringLiteral("sql.grid"));
    setAccessibleName(tr("Result rows"));
    setSelectionMode(ExtendedSelection);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_frozen = new FrozenColumns(this);
    for (GridView* view : {static_cast<GridView*>(this), static_cast<GridView*>(m_frozen)}) {
        QHeaderView* head = view->horizontalHeader();
        // A click on a head sorts; it does not choose the column.
        disconnect(head, SIGNAL(sectionPressed(int)), view, SLOT(selectColumn(int)));
        head->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(head, &QHeaderView::sectionClicked, this, &ResultGrid::sortCycled);
        connect(head, &QWidget::customContextMenuRequested, this, [this, head](const QPoint& at) {
            if (const int column = head->logicalIndexAt(at); column >= 0)
                showHeadMenu(column, head->viewport()->mapToGlobal(at));
        });
    }
}

void ResultGrid::setResultModel(ResultModel* model)
{
    m_model = model;
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &ResultGrid::setRows);
    connect(model, &QAbstractItemModel::headerDataChanged, this, [this] {
        horizontalHeader()->viewport()->update();
        if (!m_sizedByHand) // the types have arrived and want room beside the names
            sizeColumns();
    });
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] { m_sizedByHand = m_sizedByHand || !m_sizing; });
    sizeColumns();
}

/// A new result starts with all of its columns as they came; another order of the same keeps what a person arranged.
void ResultGrid::setRows()
{
    if (m_rows == m_model->result()) {
        sizeColumns();
        return;
    }
    m_rows = m_model->result();
    m_sizedByHand = false;
    m_frozen->setCount(0);
    QHeaderView* head = horizontalHeader();
    if (head->hiddenSectionCount() > 0)
        showAllColumns();
    for (int c = 0; head->sectionsMoved() && c < head->count(); ++c)
        head->moveSection(head->visualIndex(c), c);
    showSorting(-1, Qt::AscendingOrder);
    sizeColumns();
}

void ResultGrid::showSorting(int column, Qt::SortOrder order)
{
    horizontalHeader()->setSortIndicator(column, order);
    horizontalHeader()->setSortIndicatorShown(column >= 0);
    m_frozen->refresh();
}

void ResultGrid::hideColumn(int column)
{
    QHeaderView* head = horizontalHeader();
    if (head->count() - head->hiddenSectionCount() < 2)
        return;
    head->hideSection(column);
    m_frozen->refresh();
}

void ResultGrid::showAllColumns()
{
    QHeaderView* head = horizontalHeader();
    for (int c = 0; c < head->count(); ++c)
        head->showSection(c);
    m_frozen->refresh();
}

void ResultGrid::freezeUpTo(int column)
{
    const QHeaderView* head = horizontalHeader();
    int count = 0;
    for (int visual = 0; column >= 0 && visual <= head->visualIndex(column); ++visual)
        count += head->isSectionHidden(head->logicalIndex(visual)) ? 0 : 1;
    m_frozen->setCount(count);
}

int ResultGrid::frozenColumns() const { return m_frozen->isHidden() ? 0 : m_frozen->count(); }
bool ResultGrid::isAnyColumnHidden() const { return horizontalHeader()->hiddenSectionCount() > 0; }

void ResultGrid::scrollTo(const QModelIndex& index, ScrollHint hint)
{
    GridView::scrollTo(index, hint);
    const int covered = m_frozen ? m_frozen->coveredWidth() : 0;
    const int left = columnViewportPosition(index.column());
    if (covered > 0 && left < covered && m_frozen->isColumnHidden(index.column()))
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - (covered - left));
}

void ResultGrid::updateGeometries()
{
    GridView::updateGeometries();
    if (m_frozen)
        m_frozen->refresh();
}

void ResultGrid::sizeColumns()
{
    const ResultSet* set = m_model ? m_model->result() : nullptr;
    if (!set)
        return;
    const QScopedValueRollback sizing(m_sizing, true);
    const Theme& theme = Theme::of(this);
    const int letter = QFontMetrics(theme.font(Theme::Font::Mono)).averageCharWidth();
    const QFontMetrics head(theme.font(Theme::Font::SmallStrong)), type(theme.font(Theme::Font::MonoSmall));
    const int columns = m_sizedByHand ? 0 : int(set->columns().size());
    for (int c = 0; c < columns; ++c) {
        const int name = head.horizontalAdvance(set->columns().at(c)) + 34
            + type.horizontalAdvance(shortTypeName(m_model->columnType(c)))
            + (m_model->headerData(c, Qt::Horizontal, ColumnKeyRole).toBool() ? 17 : 0);
        setColumnWidth(c, std::clamp(std::max(name, set->sampleWidth(c) * letter + 20), 64, 320));
    }
    // The vertical head has to fit the last number.
    const int digits = QString::number(set->rowCount()).size() > 4 ? int(QString::number(set->rowCount()).size()) * letter + 16 : 44;
    verticalHeader()->setFixedWidth(theme.scaled(digits));
}

void ResultGrid::goTo(int row, int column)
{
    const QModelIndex index = m_model->index(row, column);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

int ResultGrid::selectedRows() const
{
    int rows = 0;
    for (const QItemSelectionRange& range : selectionModel() ? selectionModel()->selection() : QItemSelection())
        rows += range.height();
    return rows;
}

ResultTextOptions ResultGrid::selectionOptions() const
{
    ResultTextOptions options;
    if (!selectionModel())
        return options;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        options.rows.push_back({range.top(), range.bottom()});
    std::sort(options.rows.begin(), options.rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const QHeaderView* head = horizontalHeader();
    for (int visual = 0; visual < head->count(); ++visual) {
        if (!head->isSectionHidden(head->logicalIndex(visual)))
            options.columns << head->logicalIndex(visual);
    }
    options.order = m_model->order();
    return options;
}

/// The console has these keys for its text as well; while the rows have the keyboard they are meant for the rows.
bool ResultGrid::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Find) || key->key() == Qt::Key_F3) {
            event->accept();
            return true;
        }
    }
    return GridView::event(event);
}

void ResultGrid::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        Q_EMIT copyRequested(ResultFormat::Tsv);
    else if (event->matches(QKeySequence::Find))
        Q_EMIT findRequested();
    else if (event->key() == Qt::Key_F3)
        Q_EMIT findStepRequested(event->modifiers() & Qt::ShiftModifier ? -1 : +1);
    else
        GridView::keyPressEvent(event);
}

void ResultGrid::mouseReleaseEvent(QMouseEvent* event)
{
    GridView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && event->modifiers() & Qt::ControlModifier && m_model
        && index.data(CellKindRole).toInt() == int(CellKind::Url))
        Q_EMIT linkRequested(m_model->wholeCell(index.row(), index.column()).text);
}

void ResultGrid::addColumnActions(QMenu* menu, int column)
{
    const auto add = [&](const QString& text, const char* name, auto act) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QLatin1StringView(name));
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    add(tr("Sort up"), "sql.grid.sortUp", [this, column] { Q_EMIT sortRequested(column, Qt::AscendingOrder); });
    add(tr("Sort down"), "sql.grid.sortDown", [this, column] { Q_EMIT sortRequested(column, Qt::DescendingOrder); });
    add(tr("As the rows came"), "sql.grid.unsort", [this] { Q_EMIT sortRequested(-1, Qt::AscendingOrder); })
        ->setEnabled(horizontalHeader()->isSortIndicatorShown());
    menu->addSeparator();
    add(tr("Filter this column…"), "sql.grid.filter", [this, column] { Q_EMIT filterRequested(column); });
    menu->addSeparator();
    add(tr("Hide this column"), "sql.grid.hide", [this, column] { hideColumn(column); });
    add(tr("Show all columns"), "sql.grid.showAll", [this] { showAllColumns(); })->setEnabled(isAnyColumnHidden());
    add(tr("Keep columns up to here in view"), "sql.grid.freeze", [this, column] { freezeUpTo(column); });
    add(tr("Let all columns move"), "sql.grid.unfreeze", [this] { freezeUpTo(-1); })->setEnabled(frozenColumns() > 0);
}

void ResultGrid::showHeadMenu(int column, const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("sql.grid.headMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addColumnActions(menu, column);
    menu->addSeparator();
    const QString name = m_model->headerData(column, Qt::Horizontal).toString();
    connect(menu->addAction(tr("Copy the name")), &QAction::triggered, this, [name] { QGuiApplication::clipboard()->setText(name); });
    menu->popup(at);
}

void ResultGrid::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("sql.grid.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Copy")), &QAction::triggered, this, [this] { Q_EMIT copyRequested(ResultFormat::Tsv); });
    addCopyActions(menu->addMenu(tr("Copy as")), this, [this](ResultFormat format) { Q_EMIT copyRequested(format); });
    if (const QModelIndex index = currentIndex(); index.isValid() && m_model) {
        const Cell cell = m_model->wholeCell(index.row(), index.column());
        const auto add = [&](const QString& text, const char* name, auto act) {
            QAction* action = menu->addAction(text);
            action->setObjectName(QLatin1StringView(name));
            connect(action, &QAction::triggered, this, act);
        };
        add(tr("Copy this value"), "sql.grid.copyValue", [cell] { QGuiApplication::clipboard()->setText(cell.text); });
        if (cell.kind == CellKind::Url)
            add(tr("Open the link"), "sql.grid.openLink", [this, cell] { Q_EMIT linkRequested(cell.text); });
        const bool null = cell.kind == CellKind::Null;
        const ResultFilter same{index.column(), null ? ResultFilter::Test::IsNull : ResultFilter::Test::Equals, cell.text};
        const ResultFilter other{index.column(), null ? ResultFilter::Test::NotNull : ResultFilter::Test::NotEquals, cell.text};
        menu->addSeparator();
        add(tr("Show only rows with this value"), "sql.grid.only", [this, same] { Q_EMIT valueFilterRequested(same); });
        add(tr("Leave out rows with this value"), "sql.grid.without", [this, other] { Q_EMIT valueFilterRequested(other); });
        menu->addSeparator();
        addColumnActions(menu, index.column());
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Find in these rows…")), &QAction::triggered, this, &ResultGrid::findRequested);
    connect(menu->addAction(tr("Select all rows")), &QAction::triggered, this, &QTableView::selectAll);
    menu->popup(event->globalPos());
}

void ResultGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    GridView::currentChanged(current, previous);
    viewport()->update();
    Q_EMIT currentRowChanged(current.row());
}

void ResultGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    GridView::selectionChanged(selected, deselected);
    verticalHeader()->viewport()->update();
    Q_EMIT selectionSized();
}

void addCopyActions(QMenu* menu, QObject* context, std::function<void(ResultFormat)> chosen)
{
    const std::pair<QString, ResultFormat> entries[] = {
        {ResultGrid::tr("TSV, for spreadsheets"), ResultFormat::Tsv}, {ResultGrid::tr("CSV"), ResultFormat::Csv},
        {ResultGrid::tr("JSON"), ResultFormat::Json}, {ResultGrid::tr("Markdown table"), ResultFormat::Markdown},
        {ResultGrid::tr("SQL INSERT"), ResultFormat::SqlInsert}, {ResultGrid::tr("IN (…) list of the current column"), ResultFormat::SqlIn}};
    for (const auto& [text, format] : entries) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QStringLiteral("sql.copy.%1").arg(int(format)));
        QObject::connect(action, &QAction::triggered, context, [chosen, format = format] { chosen(format); });
    }
}

} // namespace run402
