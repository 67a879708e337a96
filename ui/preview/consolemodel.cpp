// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/consolemodel.h"

namespace run402 {

void ConsoleModel::count(const ConsoleMessage& message, int by)
{
    switch (message.level) {
    case ConsoleMessage::Level::Error: m_counts.errors += by; break;
    case ConsoleMessage::Level::Warning: m_counts.warnings += by; break;
    case ConsoleMessage::Level::Info: m_counts.infos += by; break;
    }
}

void ConsoleModel::add(const ConsoleMessage& message)
{
    if (m_messages.size() >= kept) {
        beginRemoveRows({}, 0, 0);
        count(m_messages.takeFirst(), -1);
        endRemoveRows();
    }
    const int row = int(m_messages.size());
    beginInsertRows({}, row, row);
    m_messages.append(message);
    count(message, 1);
    endInsertRows();
    Q_EMIT countsChanged();
}

void ConsoleModel::clear()
{
    beginResetModel();
    m_messages.clear();
    m_counts = {};
    endResetModel();
    Q_EMIT countsChanged();
}

int ConsoleModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_messages.size());
}

QVariant ConsoleModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const ConsoleMessage& m = m_messages.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return m.text;
    case Qt::ToolTipRole: return m.text.left(500);
    case LevelRole: return int(m.level);
    case TimeRole: return m.at;
    case SourceRole: {
        const QString file = QUrl(m.source).fileName();
        return m.line > 0 && !m.source.isEmpty()
                   ? QVariant(QStringLiteral("%1:%2").arg(file.isEmpty() ? QUrl(m.source).host() : file).arg(m.line))
                   : QVariant(file);
    }
    default: return {};
    }
}

} // namespace run402
