// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rest/restquery.h"

#include <QAbstractTableModel>

namespace run402 {

/// The parameters of a REST request as rows: Name (with a check mark for on and off), Operator, Value. All editable.
/// Owner: parent. Thread: GUI.
class RestParamsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Operator, Value, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    const QList<RestRow>& rows() const { return m_rows; }
    QString query() const { return restQuery(m_rows); }
    /// From the URL: replaces what is on, keeps what is off. Does not emit edited().
    void setQuery(const QString& query);
    void setRows(const QList<RestRow>& rows);
    void append(const RestRow& row);
    void removeAt(int row);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void edited(); ///< by hand: the URL must follow

private:
    QList<RestRow> m_rows;
};

} // namespace run402
