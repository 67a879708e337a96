// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/requestrecord.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QList>

namespace run402 {

/// The latest requests, newest first, at most `capacity`; of those nobody asked for (polling) at most `mostBackground`,
/// so that they never push out the others. Owner: QObject parent. Thread: GUI.
class RequestLogModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Method, Path, Status, Elapsed, Size, Cost, ColumnCount };
    enum Role {
        RecordRole = Qt::UserRole + 0x200, ///< apart from the grid's own roles (resultmodel.h)
        /// "ok", "running", "quote" (a price, then paid), "warning" or "danger": how the row should look.
        ToneRole,
        CurlRole,
        CliRole,
        BackgroundRole, ///< bool
    };

    static constexpr int mostBackground = 100;

    explicit RequestLogModel(QObject* parent = nullptr, int capacity = 1000);

    void add(const RequestRecord& record);
    void update(const RequestRecord& record); ///< adds it when unknown
    void clear();
    int backgroundCount() const { return m_background; }
    const RequestRecord& record(int row) const { return m_records.at(row); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const RequestRecord& record, int column) const;
    static QString tone(const RequestRecord& record);
    void removeOldest(bool background);

    QList<RequestRecord> m_records;
    int m_capacity;
    int m_background = 0;
};

} // namespace run402

Q_DECLARE_METATYPE(run402::RequestRecord)
