// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace run402 {

class Services;
class TableGrid;
class TableSession;

/// Which columns of a table are shown, where and how wide: kept per project and table, so that a table looks as it was
/// left however it is opened. Columns that came later stand at the end. Owner: the pane. Thread: GUI; a layout that
/// cannot be read or written is no trouble to anybody.
class TableColumns : public QObject
{
    Q_OBJECT
public:
    TableColumns(Services& services, TableSession& session, TableGrid& grid, QObject* parent);
    ~TableColumns() override; ///< writes what is not written yet

    void setHidden(int column, bool hidden);
    bool isAnyHidden() const;
    void showAll();
    /// As the database has them, as wide as their values need.
    void reset();

Q_SIGNALS:
    void changed();

private:
    void read();
    void apply();
    void touch();
    void write();
    QJsonObject layoutNow() const;

    Services& m_services;
    TableSession& m_session;
    TableGrid& m_grid;
    QString m_scope;
    QJsonObject m_kept;
    bool m_read = false, m_applying = true; ///< nothing is the person's doing before the first page
    QTimer m_soon;
};

} // namespace run402
