// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/tablemodel.h"

#include "models/table/columndefault.h"

namespace run402 {

using Kind = StagedRow::Kind;

namespace {
constexpr int longestShown = 400; // the grid shows one line

/// What the database fills in, short.
QString filledWith(const TableColumn& column)
{
    const ColumnDefault filled = readDefault(column.defaultText);
    if (column.identity || column.defaultText.startsWith(QLatin1String("nextval(")))
        return TableModel::tr("auto");
    if (column.generated)
        return TableModel::tr("computed");
    if (filled.kind == ColumnDefault::Kind::None || filled.kind == ColumnDefault::Kind::Null)
        return QStringLiteral("NULL");
    return filled.text.isEmpty() ? TableModel::tr("empty text") : filled.text.left(longestShown);
}

QString columnTip(const TableColumn& column)
{
    const ColumnDefault filled = readDefault(column.defaultText);
    QString tip = column.type;
    if (column.notNull)
        tip += TableModel::tr(", not null");
    if (filled.kind == ColumnDefault::Kind::Literal)
        tip += TableModel::tr(", filled with %1").arg(filled.text.isEmpty() ? TableModel::tr("empty text") : filled.text);
    else if (filled.kind == ColumnDefault::Kind::Expression)
        tip += TableModel::tr(", worked out by %1").arg(filled.text);
    if (!column.refTable.isEmpty())
        tip += TableModel::tr(", refers to %1.%2").arg(column.refTable, column.refColumn);
    return tip;
}
} // namespace

TableModel::TableModel(QObject* parent) : QAbstractTableModel(parent) {}

void TableModel::setShape(const TableShape& shape)
{
    beginResetModel();
    m_shape = shape;
    m_page = {};
    m_names.clear();
    m_edits.clear();
    m_inserted.clear();
    endResetModel();
    Q_EMIT editsChanged();
}

void TableModel::setPage(const TablePage& page, qint64 firstRow)
{
    beginResetModel();
    m_page = page;
    m_firstRow = firstRow;
    m_names.clear();
    for (const TableRow& row : page.rows)
        m_names << rowKey(m_shape, row);
    endResetModel();
}

void TableModel::discard()
{
    change(m_edits.revert(m_edits.names()), true);
}

void TableModel::change(const TableEdits::Step& step, bool forward)
{
    for (const TableEdits::Change& c : step.changes) {
        const qsizetype at = m_inserted.indexOf(c.name);
        if (at < 0 || (forward ? c.after : c.before))
            continue;
        beginRemoveRows({}, int(at), int(at));
        m_inserted.removeAt(at);
        endRemoveRows();
    }
    forward ? m_edits.apply(step) : m_edits.unapply(step);
    const QStringList inserted = m_edits.inserted();
    for (qsizetype i = 0; i < inserted.size(); ++i) {
        if (m_inserted.value(i) == inserted.at(i))
            continue;
        beginInsertRows({}, int(i), int(i));
        m_inserted.insert(i, inserted.at(i));
        endInsertRows();
    }
    if (rowCount() > 0 && columnCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Vertical, 0, std::max(0, rowCount() - 1));
    Q_EMIT editsChanged();
}

QString TableModel::rowName(int row) const
{
    return isNew(row) ? m_inserted.at(row) : m_names.value(row - m_inserted.size());
}

TableRow TableModel::rowAsRead(int row) const
{
    return isNew(row) ? TableRow() : m_page.rows.value(row - m_inserted.size());
}

CellValue TableModel::value(int row, int column) const
{
    if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount())
        return {};
    return cellNow(m_edits.find(rowName(row)), rowAsRead(row), column);
}

bool TableModel::isCut(const QModelIndex& index) const
{
    const StagedRow* staged = m_edits.find(rowName(index.row()));
    return !(staged && staged->now.contains(index.column())) && rowAsRead(index.row()).isCut(index.column());
}

void TableModel::complete(int row, const TableRow& whole)
{
    const int at = row - int(m_inserted.size());
    if (at < 0 || at >= m_page.rows.size())
        return;
    m_page.rows[at] = whole;
    Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
}

int TableModel::faults() const
{
    int count = 0;
    const QStringList names = m_edits.names();
    for (const QString& name : names) {
        const StagedRow* row = m_edits.find(name);
        if (row->kind == Kind::Delete)
            continue;
        for (int c = 0; c < m_shape.columns.size(); ++c) {
            const bool counts = row->kind == Kind::Insert || row->now.contains(c);
            count += counts && !cellFault(m_shape.columns.at(c), row->now.value(c)).isEmpty();
        }
    }
    return count;
}

QModelIndex TableModel::firstFault() const
{
    for (int r = 0; r < rowCount(); ++r) {
        for (int c = 0; c < columnCount(); ++c) {
            if (!fault(index(r, c)).isEmpty())
                return index(r, c);
        }
    }
    return {};
}

QString TableModel::fault(const QModelIndex& index) const
{
    const StagedRow* staged = m_edits.find(rowName(index.row()));
    if (!staged || staged->kind == Kind::Delete || (staged->kind == Kind::Update && !staged->now.contains(index.column())))
        return {};
    return cellFault(m_shape.columns.at(index.column()), staged->now.value(index.column()));
}

int TableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_inserted.size() + m_page.rows.size());
}

int TableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_shape.columns.size());
}

CellKind TableModel::kind(const TableColumn& column, const CellValue& value) const
{
    if (value.isNull())
        return CellKind::Null;
    if (value.state == CellValue::State::Default)
        return CellKind::Text;
    if (column.isArray || column.isJson())
        return CellKind::Json;
    if (column.isBoolean())
        return value.text == QLatin1String("true") || value.text == QLatin1String("false") ? CellKind::Boolean : CellKind::Text;
    if (column.isNumber())
        return CellKind::Number;
    if (column.isTime() || column.shortType == QLatin1String("interval"))
        return CellKind::Date;
    if (column.shortType == QLatin1String("bytea"))
        return CellKind::Bytes;
    return column.shortType == QLatin1String("uuid") ? CellKind::Mono : CellKind::Text;
}

QString TableModel::display(const TableColumn& column, const CellValue& value) const
{
    if (!value.isText())
        return {};
    if (!column.refTable.isEmpty() && column.shortType == QLatin1String("uuid") && value.text.size() == 36)
        return value.text.left(4) + QChar(0x2026) + value.text.right(4);
    return value.text.size() > longestShown ? value.text.left(longestShown) + QChar(0x2026) : value.text;
}

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.column() >= m_shape.columns.size())
        return {};
    const TableColumn& column = m_shape.columns.at(index.column());
    const StagedRow* staged = m_edits.find(rowName(index.row()));
    const CellValue value = this->value(index);
    switch (role) {
    case Qt::DisplayRole:
        return display(column, value);
    case Qt::EditRole:
        return column.isBoolean() ? QVariant(value.text == QLatin1String("true")) : value.isText() ? QVariant(value.text) : QVariant();
    case CellKindRole:
        return int(kind(column, value));
    case Qt::TextAlignmentRole:
        return int((column.isNumber() && !value.isNull() && !column.isArray && (value.isText() || column.hasDefault()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return value.isNull() ? tr("empty, NULL") : value.isText() ? value.text.left(longestShown) : tr("left to the database: %1").arg(filledWith(column));
    case Qt::ToolTipRole:
        if (const QString why = fault(index); !why.isEmpty())
            return why;
        return value.text.size() > 40 ? QVariant(value.text.left(longestShown)) : QVariant();
    case EditedRole:
        return staged && staged->kind == Kind::Update && staged->now.contains(index.column());
    case RowEditedRole:
        return staged && staged->kind == Kind::Update;
    case RowStateRole:
        return !staged || staged->kind == Kind::Update ? 0 : staged->kind == Kind::Insert ? 1 : 2;
    case PlaceholderRole:
        if (value.state != CellValue::State::Default)
            return {};
        return filledWith(column);
    case CellIconRole:
        return !column.refTable.isEmpty() && value.isText() ? QVariant(QStringLiteral("arrow-up-right")) : QVariant();
    case FaultRole:
        return fault(index);
    default:
        return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole && !isNew(section) ? QVariant(m_firstRow + section - m_inserted.size()) : QVariant();
    if (section < 0 || section >= m_shape.columns.size())
        return {};
    const TableColumn& column = m_shape.columns.at(section);
    switch (role) {
    case Qt::DisplayRole:
        return column.name;
    case ColumnTypeRole:
        return column.typeName();
    case ColumnKeyRole:
        return column.keyPart >= 0;
    case HeaderIconRole:
        return column.keyPart < 0 && !column.refTable.isEmpty() ? QVariant(QStringLiteral("link")) : QVariant();
    case Qt::ToolTipRole:
        return columnTip(column);
    default:
        return {};
    }
}

Qt::ItemFlags TableModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid() || !isWritable())
        return flags;
    const StagedRow* staged = m_edits.find(rowName(index.row()));
    const TableColumn& column = m_shape.columns.at(index.column());
    const bool deleted = staged && staged->kind == Kind::Delete;
    if (!deleted && column.isWritable())
        flags |= Qt::ItemIsEditable;
    return flags;
}

} // namespace run402
