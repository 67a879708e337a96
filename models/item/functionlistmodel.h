// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QDateTime>
#include <QList>

namespace run402 {

/// What the list of functions shows of one.
struct FunctionItem
{
    enum class State {
        New,      ///< typed here, not at the service
        Deployed,
        Elsewhere ///< the service's version is newer than the one deployed from here
    };
    QString name;
    State state = State::Deployed;
    bool dirty = false;     ///< typed and not deployed
    QDateTime updatedAt;    ///< UTC, at the service
    int calls = 0, failed = 0; ///< sent from here in this run
    QList<double> callTimes; ///< ms of the latest ones, oldest first
    bool operator==(const FunctionItem&) const = default;
};

/// Functions by name. Owner: QObject parent. Thread: GUI.
class FunctionListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { StateRole = Qt::UserRole + 0x600, DirtyRole, DetailRole, FailedRole, TimesRole };

    explicit FunctionListModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    /// Keeps rows, and with them the selection, where names stay.
    void setItems(const QList<FunctionItem>& items);
    const FunctionItem& item(int row) const { return m_items.at(row); }
    int rowOf(const QString& name) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    static QString detail(const FunctionItem& item);
    QList<FunctionItem> m_items;
};

/// "Today, 14:02" or "10 May, 18:51", in local time.
QString dayAndTime(const QDateTime& utc);

} // namespace run402
