// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/accesschange.h"

#include <QAbstractTableModel>
#include <QHash>

namespace run402 {

/// The matrix of the access rules editor: one row per table, columns name, 4 × anonymous, 4 × signed in, server.
/// Holds what is and what is wanted; nothing is sent from here. Owner: QObject parent. Thread: GUI.
class AccessMatrixModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        LevelRole = Qt::UserRole + 0x300, ///< int(AccessLevel), after the pending changes
        ChangedRole,                  ///< bool: differs from what the database has
        RiskyRole,                    ///< bool
        ExpressionRole,               ///< QString: the SQL behind the cell
        TemplateRole,                 ///< column 0: "public_read", "custom", …
    };
    static constexpr int nameColumn = 0, serverColumn = 9, columns = 10;

    explicit AccessMatrixModel(QObject* parent = nullptr);

    /// Forgets pending changes of tables that are gone; keeps the others.
    void setTables(const QList<TableAccess>& tables);
    const TableAccess& table(int row) const { return m_tables.at(row); }
    TableAccess after(int row) const;

    static bool isCell(int column) { return column > nameColumn && column < serverColumn; }
    static AccessRole roleAt(int column) { return column <= 4 ? AccessRole::Anonymous : AccessRole::SignedIn; }
    static AccessCommand commandAt(int column) { return accessCommands[size_t((column - 1) % 4)]; }

    void setLevel(const QModelIndex& cell, AccessLevel level, const QString& sql = {});
    /// None → Own → All → None; Own only where a row can have an owner.
    void cycle(const QModelIndex& cell);
    /// "user_owns_rows", "public_read" or "public_read_write" for a whole table.
    Result<Done> setTemplate(int row, const QString& name);
    QString ownerColumn(int row) const;
    void setOwnerColumn(int row, const QString& column);
    void discard();

    bool isChanged() const { return changedCells() > 0; }
    int changedCells() const;
    QStringList changedTables() const;
    /// Every request it takes, table by table.
    Result<QList<AccessStep>> steps() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void changesChanged();

private:
    struct Pending
    {
        QList<WantedAccess> wanted;
        QString templateName; ///< set by setTemplate, cleared by the next cell edit
        QString ownerColumn;
    };
    void touch(int row);
    bool differs(int row, int column) const;

    QList<TableAccess> m_tables;
    QHash<QString, Pending> m_pending;
};

} // namespace run402
