// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/requestlogmodel.h"

#include "models/domain/amount.h"
#include "models/domain/datasize.h"

#include <algorithm>

namespace run402 {

RequestLogModel::RequestLogModel(QObject* parent, int capacity) : QAbstractTableModel(parent), m_capacity(capacity)
{
}

void RequestLogModel::add(const RequestRecord& record)
{
    if (record.background && m_background >= mostBackground)
        removeOldest(true);
    else if (m_records.size() >= m_capacity)
        removeOldest(false);
    beginInsertRows({}, 0, 0);
    m_records.prepend(record);
    m_background += record.background;
    endInsertRows();
}

void RequestLogModel::removeOldest(bool background)
{
    int row = int(m_records.size()) - 1;
    while (background && row > 0 && !m_records.at(row).background)
        --row;
    beginRemoveRows({}, row, row);
    m_background -= m_records.at(row).background;
    m_records.removeAt(row);
    endRemoveRows();
}

void RequestLogModel::update(const RequestRecord& record)
{
    // Running requests are always near the top.
    const auto it = std::find_if(m_records.begin(), m_records.end(),
                                 [&](const RequestRecord& r) { return r.traceId == record.traceId; });
    if (it == m_records.end()) {
        add(record);
        return;
    }
    *it = record;
    const int row = int(it - m_records.begin());
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void RequestLogModel::clear()
{
    beginResetModel();
    m_records.clear();
    m_background = 0;
    endResetModel();
}

int RequestLogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int RequestLogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RequestLogModel::text(const RequestRecord& r, int column) const
{
    switch (column) {
    case Time:
        return r.startedAt.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz"));
    case Method:
        return QString::fromLatin1(r.method);
    case Path: {
        const QString query = r.url.query();
        return query.isEmpty() ? r.url.path() : r.url.path() + QLatin1Char('?') + query;
    }
    case Status:
        if (r.elapsedMs < 0)
            return QStringLiteral("…");
        if (r.paidQuote)
            return tr("%1 price").arg(r.status);
        return r.status > 0 ? QString::number(r.status) : r.problemCode;
    case Elapsed:
        return r.elapsedMs < 0 ? QString() : tr("%1 ms").arg(r.elapsedMs);
    case Size:
        return r.elapsedMs < 0 ? QString() : byteText(r.receivedBytes);
    case Cost:
        return r.costMicros == 0 ? QString() : tr("%1 USD").arg(Amount::fromMicros(r.costMicros).toShownText(6));
    default:
        return {};
    }
}

QString RequestLogModel::tone(const RequestRecord& r)
{
    if (r.elapsedMs < 0)
        return QStringLiteral("running");
    if (r.paidQuote)
        return QStringLiteral("quote");
    if (r.status >= 500 || r.status == 0)
        return QStringLiteral("danger");
    return r.status >= 400 ? QStringLiteral("warning") : QStringLiteral("ok");
}

QVariant RequestLogModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_records.size())
        return {};
    const RequestRecord& r = m_records.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(r, index.column());
    case Qt::ToolTipRole:
        return r.paidQuote ? tr("%1: the service named its price, and the next request paid it").arg(r.label) : r.label;
    case Qt::TextAlignmentRole:
        return int((index.column() >= Elapsed ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case RecordRole:
        return QVariant::fromValue(r);
    case ToneRole:
        return tone(r);
    case CurlRole:
        return r.curl;
    case CliRole:
        return r.cliEquivalent;
    case BackgroundRole:
        return r.background;
    default:
        return {};
    }
}

QVariant RequestLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int((section >= Elapsed ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time: return tr("Time");
    case Method: return tr("Method");
    case Path: return tr("Path");
    case Status: return tr("Status");
    case Elapsed: return tr("Took");
    case Size: return tr("Size");
    case Cost: return tr("Cost");
    default: return {};
    }
}

} // namespace run402
