// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/logline.h"

#include <QAbstractTableModel>
#include <QList>

namespace run402 {

/// Log lines, oldest first. Adding lines costs what is added, whatever is there already.
/// Owner: QObject parent. Thread: GUI.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Level, Function, Message, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 0x500,
        LevelRole,   ///< int, LogLevel
        GapRole,     ///< bool
        SameRole,    ///< int
        JsonRole,    ///< bool, the line is a JSON object or list that can be unfolded
    };

    explicit LogModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    /// Keeps rows and selection where the new rows only follow the old ones.
    void setRows(const QList<LogRow>& rows);
    /// Adds rows that are not older than the last one; false = they are, nothing was done.
    bool append(const QList<LogRow>& rows);
    const QList<LogRow>& rows() const { return m_rows; }
    const LogRow& row(int row) const { return m_rows.at(row); }
    /// First row at or after a time; -1 = none.
    int rowAt(qint64 ms) const;
    qint64 lastId() const { return m_lastId; } ///< highest id of all rows

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    static QString timeText(qint64 ms);          ///< "14:21:34.006", local
    static QString levelText(LogLevel level);
    static QString gapText(const QString& why);

private:
    QList<LogRow> m_rows;
    qint64 m_lastId = 0;
};

} // namespace run402
