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
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <utility>

namespace run402 {

namespace {

/// Where one cell is chosen, its row is easier to follow when it is shown as well.
class ResultDelegate : public GridDelegate
{
public:
    explicit ResultDelegate(ResultGrid* grid) : GridDelegate(grid), m_grid(grid) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        if (m_grid->rowOfOnlyCell() == index.row())
            painter->fillRect(option.rect, Theme::of(m_grid).color("bg.selected"));
        GridDelegate::paint(painter, option, index);
    }

private:
    const ResultGrid* m_grid;
};

} // namespace

ResultGrid::ResultGrid(QWidget* parent) : GridView(parent)
{
    setObjectName(QStringLiteral("sql.grid"));
    setAccessibleName(tr("Result rows"));
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectItems);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_frozen = new FrozenColumns(this);
    for (GridView* view : {static_cast<GridView*>(this), static_cast<GridView*>(m_frozen)}) {
        QHeaderView* head = view->horizontalHeader();
        view->setItemDelegate(new ResultDelegate(this));
        // A click on a head sorts; with Ctrl it chooses the column.
        disconnect(head, SIGNAL(sectionPressed(int)), view, SLOT(selectColumn(int)));
        head->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(head, &QHeaderView::sectionClicked, this, &ResultGrid::headClicked);
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
    watchLayout();
    sizeColumns();
}

/// A new result starts with all of its columns as they came; another order of the same keeps what a person arranged.
void ResultGrid::setRows()
{
    if (m_rows == m_model->result()) {
        sizeColumns();
        return;
    }
    const QScopedValueRollback arranging(m_sizing, true);
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
    Q_EMIT columnsShown();
}

void ResultGrid::showAllColumns()
{
    QHeaderView* head = horizontalHeader();
    for (int c = 0; c < head->count(); ++c)
        head->showSection(c);
    m_frozen->refresh();
    Q_EMIT columnsShown();
}

void ResultGrid::freezeUpTo(int column)
{
    const QHeaderView* head = horizontalHeader();
    int count = 0;
    for (int visual = 0; column >= 0 && visual <= head->visualIndex(column); ++visual)
        count += head->isSectionHidden(head->logicalIndex(visual)) ? 0 : 1;
    m_frozen->setCount(count);
    Q_EMIT columnsShown();
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

/// What a double click on the edge of a head makes of a column: never more than there is room for.
int ResultGrid::sizeHintForColumn(int column) const
{
    constexpr int least = 200, beside = 80;
    return std::min(GridView::sizeHintForColumn(column), std::max(least, viewport()->width() - beside));
}

void ResultGrid::sizeColumns()
{
    const ResultSet* set = m_model ? m_model->result() : nullptr;
    if (!set)
        return;
    const QScopedValueRollback sizing(m_sizing, true);
    const Theme& theme = Theme::of(this);
    const int letter = int(std::ceil(QFontMetricsF(theme.font(Theme::Font::Mono)).horizontalAdvance(u'0')));
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
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    scrollTo(index);
}

QList<int> ResultGrid::shownColumns() const
{
    QList<int> columns;
    const QHeaderView* head = horizontalHeader();
    for (int visual = 0; visual < head->count(); ++visual) {
        if (const int column = head->logicalIndex(visual); !head->isSectionHidden(column))
            columns << column;
    }
    return columns;
}

void ResultGrid::headClicked(int column)
{
    const Qt::KeyboardModifiers keys = QGuiApplication::keyboardModifiers();
    if (keys & Qt::ControlModifier)
        chooseColumns(keys & Qt::ShiftModifier && currentIndex().isValid() ? currentIndex().column() : column, column, !(keys & Qt::ShiftModifier));
    else
        Q_EMIT sortCycled(column);
}

/// `add`: to columns that are chosen whole already.
void ResultGrid::chooseColumns(int from, int to, bool add)
{
    const int last = m_model ? m_model->rowCount() - 1 : -1;
    if (last < 0)
        return;
    const QHeaderView* head = horizontalHeader();
    const auto [left, right] = std::minmax({head->visualIndex(from), head->visualIndex(to)});
    QItemSelection columns;
    for (int visual = left; visual <= right; ++visual) {
        if (const int c = head->logicalIndex(visual); !head->isSectionHidden(c))
            columns.append(QItemSelectionRange(m_model->index(0, c), m_model->index(last, c)));
    }
    const QItemSelection before = selectionModel()->selection();
    const bool whole = std::all_of(before.begin(), before.end(), [last](const QItemSelectionRange& r) { return r.top() == 0 && r.bottom() == last; });
    const int row = std::max(0, rowAt(0));
    selectionModel()->setCurrentIndex(m_model->index(row, from), QItemSelectionModel::NoUpdate);
    selectionModel()->select(columns, add && whole && last > 0 ? QItemSelectionModel::Toggle : QItemSelectionModel::ClearAndSelect);
}

void ResultGrid::chooseRows()
{
    const QItemSelection before = selectionModel() ? selectionModel()->selection() : QItemSelection();
    QItemSelection rows;
    const int last = m_model ? m_model->columnCount() - 1 : -1;
    for (const QItemSelectionRange& range : before)
        rows.merge(QItemSelection(m_model->index(range.top(), 0), m_model->index(range.bottom(), last)), QItemSelectionModel::Select);
    if (!rows.isEmpty())
        selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
}

GridChoice ResultGrid::choice() const
{
    const ResultTextOptions what = selectionOptions();
    GridChoice choice;
    if (what.rows.isEmpty())
        return choice;
    choice.columns = what.columns;
    bool all = true;
    for (const auto& band : what.rows) {
        const qint64 rows = band.last - band.first + 1;
        choice.rows += rows;
        choice.cells += rows * (band.columns.isEmpty() ? what.columns.size() : band.columns.size());
        all = all && band.columns.isEmpty();
    }
    choice.wholeRows = all && what.columns.size() == horizontalHeader()->count() - horizontalHeader()->hiddenSectionCount();
    return choice;
}

ResultTextOptions ResultGrid::shownOptions() const
{
    ResultTextOptions options;
    if (!m_model)
        return options;
    options.order = m_model->order();
    options.columns = shownColumns();
    return options;
}

ResultTextOptions ResultGrid::selectionOptions() const
{
    ResultTextOptions options = shownOptions();
    if (!selectionModel() || !m_model)
        return options;
    const QList<int> shown = options.columns;
    QItemSelection ranges = selectionModel()->selection();
    std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.top() < b.top(); });
    std::vector<int> cuts;
    for (const QItemSelectionRange& range : std::as_const(ranges)) {
        cuts.push_back(range.top());
        cuts.push_back(range.bottom() + 1);
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::vector<const QItemSelectionRange*> here;
    qsizetype next = 0;
    for (size_t i = 0; i + 1 < cuts.size(); ++i) {
        here.erase(std::remove_if(here.begin(), here.end(), [&](const auto* r) { return r->bottom() < cuts[i]; }), here.end());
        for (; next < ranges.size() && ranges[next].top() == cuts[i]; ++next)
            here.push_back(&ranges.at(next));
        ResultTextOptions::Rows band{cuts[i], cuts[i + 1] - 1, {}};
        const auto chosen = [&here](int c) { return std::any_of(here.begin(), here.end(), [c](const auto* r) { return r->left() <= c && c <= r->right(); }); };
        std::copy_if(shown.begin(), shown.end(), std::back_inserter(band.columns), chosen);
        if (band.columns.isEmpty())
            continue;
        if (!options.rows.isEmpty() && options.rows.last().last + 1 == band.first && options.rows.last().columns == band.columns)
            options.rows.last().last = band.last;
        else
            options.rows.push_back(std::move(band));
    }
    if (options.rows.isEmpty())
        return options;
    QSet<int> any;
    for (const auto& band : std::as_const(options.rows))
        any.unite(QSet<int>(band.columns.begin(), band.columns.end()));
    options.columns.removeIf([&any](int c) { return !any.contains(c); });
    for (auto& band : options.rows) {
        if (band.columns == options.columns)
            band.columns.clear();
    }
    return options;
}

/// The console has these keys for its text as well; while the rows have the keyboard they are meant for the rows.
bool ResultGrid::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Find) || key->key() == Qt::Key_F3 || key->key() == Qt::Key_Space) {
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
    else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ShiftModifier)
        chooseRows();
    else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier && currentIndex().isValid())
        chooseColumns(currentIndex().column(), currentIndex().column(), false);
    else
        GridView::keyPressEvent(event);
}

void ResultGrid::mouseReleaseEvent(QMouseEvent* event)
{
    GridView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && event->modifiers() & Qt::AltModifier && m_model
        && index.data(CellKindRole).toInt() == int(CellKind::Url))
        Q_EMIT linkRequested(m_model->wholeCell(index.row(), index.column()).text);
}

/// A result without rows says so; its columns are still there to be read.
void ResultGrid::paintEvent(QPaintEvent* event)
{
    GridView::paintEvent(event);
    if (!m_model || !m_model->result() || m_model->rowCount() > 0 || m_model->columnCount() == 0)
        return;
    QPainter painter(viewport());
    const Theme& theme = Theme::of(this);
    painter.setFont(theme.font(Theme::Font::Body));
    painter.setPen(theme.color("text.muted"));
    painter.drawText(viewport()->rect(), Qt::AlignCenter, m_model->result()->rowCount() > 0 ? tr("No row passes the filters") : tr("No rows"));
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
    add(tr("Choose this column") + QStringLiteral("\tCtrl+Space"), "sql.grid.chooseColumn", [this, column] { chooseColumns(column, column, false); });
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
    connect(menu->addAction(tr("Copy") + QStringLiteral("\tCtrl+C")), &QAction::triggered, this, [this] { Q_EMIT copyRequested(ResultFormat::Tsv); });
    addCopyActions(menu->addMenu(tr("Copy as")), this, [this](ResultFormat format) { Q_EMIT copyRequested(format); });
    if (const QModelIndex index = currentIndex(); index.isValid() && m_model && m_model->result()) {
        constexpr qsizetype mostCompared = 64 * 1024;
        qsizetype size = 0;
        const Cell cell = m_model->result()->startOfCell(m_model->sourceRow(index.row()), index.column(), mostCompared, size);
        const bool whole = size <= mostCompared;
        const auto add = [&](const QString& text, const char* name, auto act) {
            QAction* action = menu->addAction(text);
            action->setObjectName(QLatin1StringView(name));
            connect(action, &QAction::triggered, this, act);
        };
        add(tr("Copy this value"), "sql.grid.copyValue", [this, cell, whole, index] {
            if (whole) {
                QGuiApplication::clipboard()->setText(cell.text);
                return;
            }
            goTo(index.row(), index.column());
            Q_EMIT copyRequested(ResultFormat::Tsv);
        });
        if (cell.kind == CellKind::Url)
            add(tr("Open the link"), "sql.grid.openLink", [this, cell] { Q_EMIT linkRequested(cell.text); });
        const bool null = cell.kind == CellKind::Null;
        const ResultFilter same{index.column(), null ? ResultFilter::Test::IsNull : ResultFilter::Test::Equals, cell.text};
        const ResultFilter other{index.column(), null ? ResultFilter::Test::NotNull : ResultFilter::Test::NotEquals, cell.text};
        menu->addSeparator();
        if (whole) {
            add(tr("Show only rows with this value"), "sql.grid.only", [this, same] { Q_EMIT valueFilterRequested(same); });
            add(tr("Leave out rows with this value"), "sql.grid.without", [this, other] { Q_EMIT valueFilterRequested(other); });
        }
        menu->addSeparator();
        addColumnActions(menu, index.column());
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Find in these rows…") + QStringLiteral("\tCtrl+F")), &QAction::triggered, this, &ResultGrid::findRequested);
    connect(menu->addAction(tr("Select all rows") + QStringLiteral("\tCtrl+A")), &QAction::triggered, this, &QTableView::selectAll);
    menu->popup(event->globalPos());
}

void ResultGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    GridView::currentChanged(current, previous);
    viewport()->update();
    m_frozen->viewport()->update();
    Q_EMIT currentRowChanged(current.row());
}

void ResultGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    GridView::selectionChanged(selected, deselected);
    const QItemSelection all = selectionModel()->selection();
    const bool one = all.size() == 1 && all.first().height() == 1 && all.first().width() == 1;
    if (const int row = one ? all.first().top() : -1; std::exchange(m_onlyRow, row) != row) {
        viewport()->update();
        m_frozen->viewport()->update();
    }
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
