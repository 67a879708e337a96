// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/importmodels.h"

#include "models/item/resultmodel.h"
#include "models/schema/tabledesign.h"

#include <QSet>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {
constexpr int shownBytes = 4'000; ///< of a cell; more is never seen in a preview

QByteArrayView start(const ImportRecord& record, size_t cell, qsizetype most)
{
    const QByteArrayView whole = record.view(record.cells[cell]);
    return whole.first(std::min(whole.size(), most));
}

CellKind kindOf(const QString& type)
{
    if (type == "integer"_L1 || type == "bigint"_L1 || type == "numeric"_L1)
        return CellKind::Number;
    if (type == "date"_L1 || type.startsWith("timestamp"_L1))
        return CellKind::Date;
    if (type == "jsonb"_L1)
        return CellKind::Json;
    return type == "uuid"_L1 ? CellKind::Mono : CellKind::Text;
}
} // namespace

void ImportPreviewModel::setSample(std::shared_ptr<const ImportSample> sample)
{
    beginResetModel();
    m_sample = std::move(sample);
    endResetModel();
}

int ImportPreviewModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_sample ? 0 : std::min(mostRows, int(m_sample->rows.size()));
}

int ImportPreviewModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_sample ? 0 : int(m_sample->columns.size());
}

QVariant ImportPreviewModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !m_sample)
        return {};
    const ImportRecord& record = m_sample->rows.at(index.row());
    const size_t at = size_t(index.column());
    const bool there = at < record.cells.size();
    const bool null = record.fault != RowFault::None ? !there : !there || isNullCell(record, record.cells[at], m_sample->options);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return null ? QString() : QString::fromUtf8(start(record, at, shownBytes));
    case Qt::AccessibleTextRole: return null ? u"NULL"_s : QString::fromUtf8(start(record, at, 200));
    case CellKindRole: return int(null ? CellKind::Null : record.fault != RowFault::None ? CellKind::Text : kindOf(m_sample->columns.at(index.column()).guessedType));
    default: return {};
    }
}

QVariant ImportPreviewModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (!m_sample || section < 0)
        return {};
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole && section < m_sample->rows.size() ? QVariant(m_sample->rows.at(section).line) : QVariant();
    if (section >= m_sample->columns.size())
        return {};
    const ImportColumn& column = m_sample->columns.at(section);
    return role == Qt::DisplayRole ? QVariant(column.name) : role == ColumnTypeRole ? QVariant(column.guessedType) : QVariant();
}

void ImportMappingModel::set(const QList<ImportColumn>& source, const QList<QPair<QString, QString>>& columns)
{
    beginResetModel();
    m_columns = columns;
    m_entries.clear();
    QSet<QString> taken;
    for (const ImportColumn& c : source) {
        Entry entry{c.name, columnNameFor(c.name), c.guessedType};
        if (columns.isEmpty()) {
            for (int n = 2; taken.contains(entry.target); ++n)
                entry.target = columnNameFor(c.name) + u'_' + QString::number(n);
        } else {
            const QString like = entry.target;
            entry.target.clear();
            for (const auto& [name, type] : columns) {
                if (taken.contains(name) || (name != c.name && columnNameFor(name) != like) || !entry.target.isEmpty())
                    continue;
                entry.target = name;
            }
        }
        taken.insert(entry.target);
        m_entries << entry;
    }
    endResetModel();
}

QStringList ImportMappingModel::choices(int column) const
{
    if (column == Type)
        return offeredTypes();
    QStringList names;
    for (const auto& [name, type] : m_columns)
        names << name;
    return names;
}

QList<QPair<int, QString>> ImportMappingModel::mapping() const
{
    QList<QPair<int, QString>> all;
    for (int i = 0; i < m_entries.size(); ++i) {
        if (!m_entries.at(i).target.isEmpty())
            all << qMakePair(i, m_entries.at(i).target);
    }
    return all;
}

QStringList ImportMappingModel::doubles() const
{
    QSet<QString> seen;
    QStringList twice;
    for (const auto& [source, target] : mapping()) {
        if (seen.contains(target) && !twice.contains(target))
            twice << target;
        seen.insert(target);
    }
    return twice;
}

int ImportMappingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant ImportMappingModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry& e = m_entries.at(index.row());
    QString type = e.type;
    for (const auto& [name, known] : m_columns) {
        if (!isNewTable() && name == e.target)
            type = known;
    }
    const QString text = index.column() == Source ? e.source : e.target.isEmpty() ? QString() : index.column() == Target ? e.target : type;
    switch (role) {
    case Qt::DisplayRole: return index.column() == Target && e.target.isEmpty() ? tr("left out") : text;
    case Qt::EditRole: return index.column() == Source ? e.source : index.column() == Target ? e.target : type;
    case Qt::AccessibleTextRole: return text.isEmpty() ? tr("left out") : text;
    case CellKindRole: return int(index.column() == Source ? CellKind::Text : CellKind::Mono);
    default: return {};
    }
}

QVariant ImportMappingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation == Qt::Vertical)
        return {};
    return section == Source ? tr("In the file") : section == Target ? tr("In the table") : tr("Type");
}

Qt::ItemFlags ImportMappingModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == Target || (index.column() == Type && isNewTable()))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ImportMappingModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    Entry& e = m_entries[index.row()];
    if (role != Qt::EditRole || index.column() == Source)
        return false;
    (index.column() == Type ? e.type : e.target) = value.toString().trimmed();
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    return true;
}

} // namespace run402
