// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

namespace run402 {

/// Statements in a list: saved queries, or what was run. Owner: parent. Thread: GUI. Rows are given whole.
class SqlListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, SqlRole, DetailRole, SignRole };
    enum class Sign { None, Done, Failed };
    struct Row
    {
        qint64 id = 0;
        QString title;  ///< one line
        QString detail; ///< quiet, below
        QString sql;
        Sign sign = Sign::None;
        bool operator==(const Row& other) const
        {
            return id == other.id && title == other.title && detail == other.detail && sql == other.sql && sign == other.sign;
        }
    };

    using QAbstractListModel::QAbstractListModel;

    void setRows(const QList<Row>& rows);
    const Row& row(int i) const { return m_rows.at(i); }
    int rowOf(qint64 id) const; ///< -1 = not there

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<Row> m_rows;
};

} // namespace run402
