// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/tablegrid.h"

#include "models/table/tsv.h"
#include "ui/sql/resultgrid.h"
#include "ui/table/tabledelegate.h"
#include "ui/table/tablesession.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

#include <algorithm>

namespace run402 {

static_assert(int(TableModel::EditedRole) == int(GridMark::Edited) && int(TableModel::RowStateRole) == int(GridMark::RowState)
              && int(TableModel::HeaderIconRole) == int(GridMark::HeaderIcon) && int(TableModel::PlaceholderRole) == int(GridMark::Placeholder)
              && int(TableModel::CellIconRole) == int(GridMark::CellIcon) && int(TableModel::FaultRole) == int(GridMark::Fault)
              && int(TableModel::RowEditedRole) == int(GridMark::RowEdited));

namespace {
constexpr int iconRoom = 28, boxRoom = 26;
constexpr int mostPasted = 5'000; // rows; more of them are a file's matter

CellValue pasted(const TableColumn& column, const QString& text)
{
    return text.isEmpty() && !column.isText() ? CellValue::null() : CellValue::of(cellInput(column, text));
}

/// A menu that goes when it closes.
QMenu* freshMenu(const char* name, QWidget* parent)
{
    auto* menu = new QMenu(parent);
    menu->setObjectName(QLatin1String(name));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    return menu;
}

/// Adds an entry by its name, its text and what it does.
auto adderTo(QMenu* menu)
{
    return [menu](const char* name, const QString& text, auto&& act) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QLatin1String(name));
        QObject::connect(action, &QAction::triggered, menu, act);
        return action;
    };
}

} // namespace

TableGrid::TableGrid(TableSession& session, QWidget* parent) : GridView(parent), m_session(session)
{
    setObjectName(QStringLiteral("table.grid"));
    setAccessibleName(tr("Rows of %1").arg(session.table()));
    auto* delegate = new TableDelegate(session, this);
    setItemDelegate(delegate);
    setModel(&session.model());
    setSelectionBehavior(SelectItems);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setSortIndicatorShown(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, &TableGrid::showHeadMenu);
    connect(delegate, &TableDelegate::movedDown, this, [this] {
        const QModelIndex at = currentIndex();
        if (at.row() + 1 < model()->rowCount())
            setCurrentIndex(at.siblingAtRow(at.row() + 1));
    });
    connect(delegate, &TableDelegate::reopenWanted, this, [this] { QTableView::edit(currentIndex()); });
    connect(&session, &TableSession::shapeChanged, this, [this] { m_sized = false; });
    connect(&session, &TableSession::pageChanged, this, [this] { fitColumns(); });
}

void TableGrid::fitColumns(bool again)
{
    if ((m_sized && !again) || model()->columnCount() == 0)
        return;
    m_sized = true;
    for (int c = 0; c < model()->columnCount(); ++c) {
        int width = horizontalHeader()->sectionSizeHint(c);
        for (int r = 0; r < std::min(model()->rowCount(), 30); ++r) {
            const QModelIndex index = model()->index(r, c);
            const int icon = index.data(GridMark::CellIcon).toString().isEmpty() ? 0 : iconRoom;
            width = std::max(width, itemDelegate()->sizeHint({}, index).width() + icon);
        }
        setColumnWidth(c, std::clamp(width, 84, 280));
    }
}

QList<int> TableGrid::selectedRows() const
{
    QList<int> rows;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int r = range.top(); r <= range.bottom(); ++r) {
            if (!rows.contains(r))
                rows << r;
        }
    }
    if (rows.isEmpty() && currentIndex().isValid())
        rows << currentIndex().row();
    std::sort(rows.begin(), rows.end());
    return rows;
}

bool TableGrid::edit(const QModelIndex& index, EditTrigger trigger, QEvent* event)
{
    const bool opens = trigger & editTriggers() || trigger == AllEditTriggers;
    if (opens && index.isValid() && (index.flags() & Qt::ItemIsEditable) && m_session.model().isCut(index)) {
        const QPersistentModelIndex at(index);
        m_session.fetchWhole(index, [this, at] {
            if (at.isValid())
                GridView::edit(at);
        });
        return false;
    }
    return GridView::edit(index, trigger, event);
}

void TableGrid::newRow()
{
    if (!m_session.model().isWritable())
        return;
    m_session.stage(m_session.model().edits().insert({}), tr("New row"));
    const int row = int(m_session.model().edits().inserted().size()) - 1;
    for (int c = 0; c < model()->columnCount(); ++c) {
        const TableColumn& column = m_session.shape().columns.at(c);
        if (column.isWritable() && !column.identity && !column.hasDefault()) {
            setCurrentIndex(model()->index(row, c));
            break;
        }
    }
    scrollTo(model()->index(row, std::max(0, currentIndex().column())));
    setFocus();
}

void TableGrid::duplicateRows()
{
    if (!m_session.model().isWritable())
        return;
    TableEdits::Step step;
    const QList<int> rows = selectedRows();
    int cut = 0;
    for (const int row : rows) {
        QMap<int, CellValue> values;
        for (int c = 0; c < model()->columnCount(); ++c) {
            const TableColumn& column = m_session.shape().columns.at(c);
            // The key is the row's own: what numbers itself does so again, what does not waits to be typed.
            if (!column.isWritable() || column.keyPart >= 0)
                continue;
            if (m_session.model().isCut(model()->index(row, c))) {
                ++cut;
                continue;
            }
            if (const CellValue value = m_session.model().value(row, c); value.state != CellValue::State::Default)
                values.insert(c, value);
        }
        step = TableEdits::joined(step, m_session.model().edits().insert(values));
    }
    m_session.stage(step, tr("Duplicate %n row(s)", nullptr, int(rows.size())));
    if (cut > 0)
        Q_EMIT noticed(tr("%n long value(s) were not copied; open them first", nullptr, cut), true);
}

void TableGrid::toggleDeleted()
{
    if (!m_session.model().isWritable())
        return;
    QList<QPair<QString, TableRow>> rows;
    const QList<int> selected = selectedRows();
    for (const int row : selected)
        rows << qMakePair(m_session.model().rowName(row), m_session.model().rowAsRead(row));
    m_session.stage(m_session.model().edits().toggleDeleted(m_session.shape(), rows), tr("Delete %n row(s)", nullptr, int(rows.size())));
}

void TableGrid::setNull()
{
    QModelIndexList cells = selectionModel()->selectedIndexes();
    if (cells.isEmpty())
        cells << currentIndex();
    m_session.setCells(cells, CellValue::null());
}

void TableGrid::paste()
{
    const QModelIndex at = currentIndex();
    if (!m_session.model().isWritable() || QGuiApplication::clipboard()->text().isEmpty())
        return;
    const QList<QStringList> block = readTsv(QGuiApplication::clipboard()->text());
    const QModelIndexList chosen = selectionModel()->selectedIndexes();
    if (block.size() > mostPasted)
        Q_EMIT noticed(tr("Too many rows to paste: import them"), true);
    else if (block.size() == 1 && block.first().size() == 1 && chosen.size() > 1)
        pasteInto(chosen, block.first().first());
    else
        pasteBlock(block, at.isValid() ? at.row() : model()->rowCount(), std::max(0, at.column()));
}

/// One value into every chosen cell, as spreadsheets do.
void TableGrid::pasteInto(const QModelIndexList& cells, const QString& text)
{
    QMap<int, QMap<int, CellValue>> rows;
    for (const QModelIndex& cell : cells) {
        if (cell.flags() & Qt::ItemIsEditable)
            rows[cell.row()].insert(cell.column(), pasted(m_session.shape().columns.at(cell.column()), text));
    }
    const TableModel& m = m_session.model();
    TableEdits::Step step;
    for (auto it = rows.cbegin(); it != rows.cend(); ++it)
        step = TableEdits::joined(std::move(step), m.edits().setCells(m.shape(), m.rowName(it.key()), m.rowAsRead(it.key()), it.value()));
    m_session.stage(step, tr("Paste into %n cell(s)", nullptr, int(cells.size())));
}

/// A block that begins in a new row, or past the last one, is all new rows; else it lies over the rows below. Beyond the end of
/// the table it grows as new ones; beyond the end of a page stand rows that are not here, so what would fall on them is left out
/// and told. Hidden columns take nothing. Every value lands as it is; what does not fit is marked, nothing is bent.
void TableGrid::pasteBlock(const QList<QStringList>& block, int row, int column)
{
    TableEdits::Step step;
    const TableModel& m = m_session.model();
    const bool asNew = row >= m.rowCount() || m.isNew(row);
    const qsizetype rows = asNew || !m_session.canGoOn() ? block.size() : std::min<qsizetype>(block.size(), m.rowCount() - row);
    QList<int> targets;
    for (int v = horizontalHeader()->visualIndex(column); v < horizontalHeader()->count(); ++v) {
        if (const int c = horizontalHeader()->logicalIndex(v); !isColumnHidden(c))
            targets << c;
    }
    int left = 0;
    for (qsizetype r = 0; r < rows; ++r) {
        QMap<int, CellValue> values;
        for (qsizetype c = 0; c < block.at(r).size(); ++c) {
            const int target = targets.value(c, -1);
            if (target < 0 || !m_session.shape().columns.at(target).isWritable())
                ++left;
            else
                values.insert(target, pasted(m_session.shape().columns.at(target), block.at(r).at(c)));
        }
        const int at = row + int(r);
        const bool there = at < m.rowCount() && (!asNew || m.isNew(at));
        step = TableEdits::joined(std::move(step), there ? m.edits().setCells(m.shape(), m.rowName(at), m.rowAsRead(at), values)
                                                         : m_session.model().edits().insert(values));
    }
    m_session.stage(step, tr("Paste %n row(s)", nullptr, int(rows)));
    if (rows < block.size())
        Q_EMIT noticed(tr("%n row(s) left out: the page ends here", nullptr, int(block.size() - rows)), true);
    else if (left > 0)
        Q_EMIT noticed(tr("%n value(s) had no column to go to", nullptr, left), true);
}

void TableGrid::revertRows()
{
    QStringList names;
    const QList<int> rows = selectedRows();
    for (const int row : rows)
        names << m_session.model().rowName(row);
    m_session.stage(m_session.model().edits().revert(names), tr("Take changes of %n row(s) back", nullptr, int(rows.size())));
}

void TableGrid::copy(ResultFormat format)
{
    // Through the same writer as the console's results: JSON rows of text, which keeps every digit.
    QList<int> rows = selectedRows(), columns;
    for (int v = 0; v < horizontalHeader()->count(); ++v) {
        const int c = horizontalHeader()->logicalIndex(v);
        const bool chosen = std::any_of(rows.cbegin(), rows.cend(), [&](int r) { return selectionModel()->isSelected(model()->index(r, c)); });
        if (!horizontalHeader()->isSectionHidden(c) && (chosen || !selectionModel()->hasSelection()))
            columns << c;
    }
    if (rows.isEmpty() || columns.isEmpty())
        return;
    if (!selectionModel()->hasSelection())
        columns = {currentIndex().column()};
    QApplication::clipboard()->setText(QString::fromUtf8(tableText(m_session.model(), rows, columns, format)));
    Q_EMIT noticed(tr("Copied %n row(s)", nullptr, int(rows.size())), false);
}

bool TableGrid::findNext(const QString& text)
{
    const int columns = model()->columnCount(), cells = model()->rowCount() * columns;
    if (text.isEmpty() || cells == 0)
        return false;
    const int start = currentIndex().isValid() ? currentIndex().row() * columns + currentIndex().column() : -1;
    for (int i = 1; i <= cells; ++i) {
        const int at = (start + i) % cells;
        const QModelIndex index = model()->index(at / columns, at % columns);
        if (!isColumnHidden(index.column()) && m_session.model().value(index).text.contains(text, Qt::CaseInsensitive)) {
            setCurrentIndex(index);
            scrollTo(index);
            return true;
        }
    }
    return false;
}

void TableGrid::keyPressEvent(QKeyEvent* event)
{
    const bool control = event->modifiers() == Qt::ControlModifier;
    if (event->matches(QKeySequence::Copy))
        copy(ResultFormat::Tsv);
    else if (event->matches(QKeySequence::Paste))
        paste();
    else if (event->key() == Qt::Key_Delete)
        toggleDeleted();
    else if (control && event->key() == Qt::Key_0)
        setNull();
    else if (control && event->key() == Qt::Key_D)
        duplicateRows();
    else if (event->key() == Qt::Key_Space && currentIndex().isValid() && m_session.shape().columns.at(currentIndex().column()).isBoolean())
        m_session.setCell(currentIndex(), CellValue::of(m_session.model().value(currentIndex()).text == QLatin1String("true") ? QStringLiteral("false") : QStringLiteral("true")));
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid() && state() != EditingState)
        QTableView::edit(currentIndex());
    else
        GridView::keyPressEvent(event);
}

/// The box of a boolean and the arrow of a reference act where they are clicked.
bool TableGrid::clickedPart(const QModelIndex& index, const QPoint& at)
{
    const QRect cell = visualRect(index);
    const TableColumn& column = m_session.shape().columns.at(index.column());
    if (column.isBoolean() && m_session.model().value(index).isText() && at.x() < cell.left() + boxRoom && (index.flags() & Qt::ItemIsEditable)) {
        m_session.setCell(index, CellValue::of(m_session.model().value(index).text == QLatin1String("true") ? QStringLiteral("false") : QStringLiteral("true")));
        return true;
    }
    if (!column.refTable.isEmpty() && at.x() > cell.right() - iconRoom && m_session.model().value(index).isText()) {
        follow(index);
        return true;
    }
    return false;
}

void TableGrid::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier && index.isValid() && state() != EditingState) {
        setCurrentIndex(index);
        if (clickedPart(index, event->position().toPoint()))
            return;
    }
    GridView::mousePressEvent(event);
}

void TableGrid::follow(const QModelIndex& index)
{
    const TableColumn& column = m_session.shape().columns.at(index.column());
    Q_EMIT referenceWanted(column.refTable, column.refColumn, m_session.model().value(index).text);
}

void TableGrid::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex index = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    if (!selectionModel()->isSelected(index))
        setCurrentIndex(index);
    QMenu* menu = freshMenu("table.menu", this);
    const auto add = adderTo(menu);
    const TableColumn& column = m_session.shape().columns.at(index.column());
    const CellValue value = m_session.model().value(index);
    const bool writable = m_session.model().isWritable();
    add("table.menu.copy", tr("Copy"), [this] { copy(ResultFormat::Tsv); })->setShortcut(QKeySequence::Copy);
    addCopyActions(menu->addMenu(tr("Copy as")), this, [this](ResultFormat format) { copy(format); });
    add("table.menu.paste", tr("Paste"), [this] { paste(); })->setEnabled(writable);
    menu->addSeparator();
    add("table.menu.filter", tr("Filter by this value"), [this, index, value] { Q_EMIT filterWanted(index.column(), value); })
        ->setEnabled(value.state != CellValue::State::Default && column.isComparable());
    add("table.menu.null", tr("Set to NULL"), [this] { setNull(); })->setEnabled(writable && !column.notNull && column.isWritable());
    add("table.menu.follow", column.refTable.isEmpty() ? tr("Follow reference") : tr("Open the row of %1").arg(column.refTable), [this, index] { follow(index); })
        ->setEnabled(!column.refTable.isEmpty() && value.isText());
    menu->addSeparator();
    add("table.menu.duplicate", tr("Duplicate"), [this] { duplicateRows(); })->setEnabled(writable);
    QAction* remove = add("table.menu.delete", index.data(GridMark::RowState).toInt() == 2 ? tr("Keep after all") : tr("Delete"), [this] { toggleDeleted(); });
    remove->setEnabled(writable);
    remove->setProperty("danger", true);
    const QList<int> rows = selectedRows();
    const bool staged = std::any_of(rows.cbegin(), rows.cend(), [this](int row) { return m_session.model().edits().find(m_session.model().rowName(row)) != nullptr; });
    add("table.menu.revert", tr("Take back the row's changes"), [this] { revertRows(); })->setEnabled(writable && staged);
    menu->popup(event->globalPos());
}

void TableGrid::showHeadMenu(const QPoint& at)
{
    const int column = horizontalHeader()->logicalIndexAt(at);
    if (column < 0 || column >= m_session.shape().columns.size())
        return;
    const TableColumn& c = m_session.shape().columns.at(column);
    QMenu* menu = freshMenu("table.head", this);
    const auto add = adderTo(menu);
    const bool sorted = m_session.query().sortColumn == c.name;
    add("table.head.up", tr("Sort ascending"), [this, column] { Q_EMIT sortWanted(column, Qt::AscendingOrder); })
        ->setEnabled(c.isComparable() && !(sorted && !m_session.query().descending));
    add("table.head.down", tr("Sort descending"), [this, column] { Q_EMIT sortWanted(column, Qt::DescendingOrder); })
        ->setEnabled(c.isComparable() && !(sorted && m_session.query().descending));
    add("table.head.unsort", tr("In the order of the key"), [this] { Q_EMIT sortWanted(-1, Qt::AscendingOrder); })->setEnabled(!m_session.query().sortColumn.isEmpty());
    menu->addSeparator();
    add("table.head.filter", tr("Filter by %1").arg(c.name), [this, name = c.name] { Q_EMIT filterBegun(name); });
    add("table.head.copy", tr("Copy the name"), [name = c.name] { QGuiApplication::clipboard()->setText(name); });
    menu->addSeparator();
    add("table.head.fit", tr("Fit the columns"), [this] { fitColumns(true); });
    add("table.head.hide", tr("Hide"), [this, column] { Q_EMIT hideWanted(column); });
    menu->popup(horizontalHeader()->mapToGlobal(at));
}

} // namespace run402
