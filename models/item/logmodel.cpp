// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/logmodel.h"

#include <QDateTime>

#include <algorithm>

namespace run402 {

namespace {
constexpr qsizetype shownLength = 2000; ///< of a line in its row; unfolded it is whole
}

QString LogModel::timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString LogModel::levelText(LogLevel level)
{
    switch (level) {
    case LogLevel::Info: return tr("Info");
    case LogLevel::Warning: return tr("Warn");
    case LogLevel::Error: return tr("Error");
    }
    return {};
}

QString LogModel::gapText(const QString& why)
{
    if (why == QLatin1String("head"))
        return tr("The service gives only the first lines of this log. What came after this one cannot be read.");
    return why == QLatin1String("restarted") ? tr("The service's log began anew here. Lines before may be missing.")
                                             : tr("More lines came than one request brings. Lines before may be missing.");
}

void LogModel::setRows(const QList<LogRow>& rows)
{
    const bool continues = !m_rows.isEmpty() && rows.size() >= m_rows.size() && rows.first().id == m_rows.first().id
                           && rows.at(m_rows.size() - 1).id == m_rows.last().id && rows.first().same == m_rows.first().same;
    if (continues && append(rows.mid(m_rows.size())))
        return;
    beginResetModel();
    m_rows = rows;
    m_lastId = 0;
    for (const LogRow& row : rows)
        m_lastId = std::max(m_lastId, row.id);
    endResetModel();
}

bool LogModel::append(const QList<LogRow>& rows)
{
    if (rows.isEmpty())
        return true;
    if (!m_rows.isEmpty() && rows.first().atMs < m_rows.last().atMs)
        return false;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + rows.size()) - 1);
    m_rows += rows;
    for (const LogRow& row : rows)
        m_lastId = std::max(m_lastId, row.id);
    endInsertRows();
    return true;
}

int LogModel::rowAt(qint64 ms) const
{
    const auto it = std::lower_bound(m_rows.cbegin(), m_rows.cend(), ms, [](const LogRow& row, qint64 at) { return row.atMs < at; });
    return it == m_rows.cend() ? -1 : int(it - m_rows.cbegin());
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LogRow& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Time: return timeText(row.atMs);
        case Level: return row.gap ? QString() : levelText(row.level);
        case Function: return row.function;
        case Message: return row.gap ? gapText(row.text) : row.text.left(shownLength);
        }
        return {};
    case Qt::AccessibleTextRole:
        return row.gap ? gapText(row.text) : tr("%1, %2, %3").arg(timeText(row.atMs), levelText(row.level), row.text.left(shownLength));
    case IdRole: return row.id;
    case LevelRole: return int(row.level);
    case GapRole: return row.gap;
    case SameRole: return row.same;
    case JsonRole: return !row.gap && (row.text.startsWith(u'{') || row.text.startsWith(u'['));
    }
    return {};
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time: return tr("Time");
    case Level: return tr("Level");
    case Function: return tr("Function");
    case Message: return tr("Message");
    }
    return {};
}

} // namespace run402
