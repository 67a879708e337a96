// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultmodel.h"

#include "models/item/resulttext.h"

#include <QSet>

#include <limits>

namespace run402 {

namespace {
constexpr qsizetype cachedCells = 20'000; // several screens
constexpr qsizetype fewestRows = 48;
}

ResultModel::ResultModel(QObject* parent) : QAbstractTableModel(parent) {}

void ResultModel::setResult(std::shared_ptr<const ResultSet> set, int generation)
{
    if (generation != m_generation)
        return;
    beginResetModel();
    m_set = std::move(set);
    m_order.reset();
    m_cache.clear();
    endResetModel();
}

void ResultModel::setOrder(ResultOrder order)
{
    beginResetModel();
    m_order = std::move(order);
    m_cache.clear();
    endResetModel();
}

QString ResultModel::columnType(int column) const
{
    if (!m_set)
        return {};
    const QString told = m_set->columnType(column);
    return told.isEmpty() ? m_types.value(m_set->columns().value(column)) : told;
}

Cell ResultModel::wholeCell(int row, int column) const
{
    return m_set && row >= 0 && row < rowCount() ? m_set->plainCell(sourceRow(row), column) : Cell();
}

void ResultModel::setColumnTypes(const QHash<QString, QString>& types, const QStringList& keys)
{
    m_types = types;
    m_keys = keys;
    if (columnCount() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

int ResultModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_set)
        return 0;
    const qsizetype rows = m_order ? qsizetype(m_order->size()) : m_set->rowCount();
    return int(std::min<qsizetype>(rows, std::numeric_limits<int>::max()));
}

int ResultModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_set ? 0 : int(m_set->columns().size());
}

/// bigint, numeric and the like come as JSON strings; without a known type the sample decides.
bool ResultModel::isNumeric(int column) const
{
    static const QSet<QString> numeric{QStringLiteral("bigint"), QStringLiteral("numeric"), QStringLiteral("money"),
                                       QStringLiteral("int8")};
    if (m_set->isExact())
        return m_set->columnKind(column) == CellKind::Number;
    const QString type = m_types.value(m_set->columns().value(column));
    return type.isEmpty() ? m_set->looksNumeric(column) : numeric.contains(type);
}

/// The service has milliseconds at most, writes NaN and infinity as null, and numbers inside JSON as doubles.
bool ResultModel::mayHaveLost(const Cell& cell, int column) const
{
    constexpr int doubleDigits = 16;
    if (cell.kind == CellKind::Date)
        return true;
    if (cell.kind == CellKind::Null) {
        static const QSet<QString> floats{QStringLiteral("real"), QStringLiteral("double precision"), QStringLiteral("float4"), QStringLiteral("float8")};
        return m_set->columnKind(column) == CellKind::Date || m_set->hasFractions(column) || floats.contains(columnType(column));
    }
    int digits = 0;
    for (qsizetype i = 0; cell.kind == CellKind::Json && i < cell.text.size() && digits < doubleDigits; ++i)
        digits = cell.text[i] >= u'0' && cell.text[i] <= u'9' ? digits + 1 : cell.text[i] == u'.' ? digits : 0;
    return digits >= doubleDigits;
}

const QList<Cell>& ResultModel::cells(int row) const
{
    auto it = m_cache.find(row);
    if (it == m_cache.end()) {
        if (m_cache.size() >= std::max(fewestRows, cachedCells / std::max<qsizetype>(1, m_set->columns().size())))
            m_cache.clear();
        it = m_cache.insert(row, m_set->row(sourceRow(row)));
    }
    return *it;
}

QVariant ResultModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_set)
        return {};
    if (role == RawJsonRole)
        return m_set->cellJson(sourceRow(index.row()), index.column());
    if (role != Qt::DisplayRole && role != CellKindRole && role != Qt::TextAlignmentRole
        && role != Qt::AccessibleTextRole && role != Qt::EditRole && role != InexactRole)
        return {};
    const QList<Cell>& line = cells(index.row());
    if (index.column() >= line.size())
        return {};
    Cell cell = line[index.column()];
    if (cell.kind == CellKind::Text && isNumeric(index.column()))
        cell.kind = CellKind::Number;
    switch (role) {
    case CellKindRole:
        return int(cell.kind);
    case InexactRole:
        return !m_set->isExact() && mayHaveLost(cell, index.column());
    case Qt::EditRole:
        return cell.kind == CellKind::Boolean ? QVariant(cell.text == u"true") : cell.kind == CellKind::Null ? QVariant() : QVariant(cell.text);
    case Qt::TextAlignmentRole: {
        // NULL stands where the column's numbers stand.
        const bool number = cell.kind == CellKind::Number
            || (cell.kind == CellKind::Null && (isNumeric(index.column()) || m_set->columnKind(index.column()) == CellKind::Number));
        return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case Qt::AccessibleTextRole:
        return cell.kind == CellKind::Null ? tr("empty, NULL") : cell.text;
    default:
        return cell.kind == CellKind::Null ? QVariant() : QVariant(cell.text);
    }
}

QVariant ResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (!m_set)
        return {};
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    const QString name = m_set->columns().value(section);
    switch (role) {
    case Qt::DisplayRole:
        return name;
    case ColumnTypeRole:
        return shortTypeName(columnType(section));
    case ColumnKeyRole:
        return m_keys.contains(name);
    case CellKindRole:
        return int(isNumeric(section) ? CellKind::Number : m_set->columnKind(section));
    default:
        return {};
    }
}

} // namespace run402
