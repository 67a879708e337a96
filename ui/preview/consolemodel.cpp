// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/consolemodel.h"

namespace run402 {

ConsoleModel::ConsoleModel(QObject* parent) : QAbstractListModel(parent)
{
    m_show.setSingleShot(true);
    m_show.setInterval(50);
    connect(&m_show, &QTimer::timeout, this, &ConsoleModel::showWaiting);
}

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
    if (m_waiting.size() >= kept)
        m_waiting.removeFirst();
    m_waiting.append(message);
    if (!m_show.isActive())
        m_show.start();
}

void ConsoleModel::showWaiting()
{
    if (m_waiting.isEmpty())
        return;
    const qsizetype over = qMin(m_messages.size(), m_messages.size() + m_waiting.size() - kept);
    if (over > 0) {
        beginRemoveRows({}, 0, int(over) - 1);
        for (qsizetype i = 0; i < over; ++i)
            count(m_messages.at(i), -1);
        m_messages.remove(0, over);
        endRemoveRows();
    }
    const int row = int(m_messages.size());
    beginInsertRows({}, row, row + int(m_waiting.size()) - 1);
    for (const ConsoleMessage& message : std::as_const(m_waiting))
        count(message, 1);
    m_messages += std::exchange(m_waiting, {});
    endInsertRows();
    Q_EMIT countsChanged();
}

void ConsoleModel::clear()
{
    beginResetModel();
    m_messages.clear();
    m_waiting.clear();
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
