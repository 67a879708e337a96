// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"

#include <QObject>

#include <functional>

class QPoint;

namespace run402 {

class DiagramPane;
class MainWindow;
class Services;
class TableDialog;

/// What can be done to the schema from anywhere in the window: the forms, the import and dropping a table, by menu, palette
/// or a dropped file. Owner: Application. Thread: GUI.
class SchemaDesk : public QObject
{
    Q_OBJECT
public:
    using Open = std::function<void(const QString& text)>;
    SchemaDesk(Services& services, MainWindow& window, Open openTarget, Open openSql);

    /// "diagram:TABLE": the diagram with that card in view; false = no such target.
    bool open(const QString& target, bool preview);
    /// "table.new", "table.alter:NAME", "table.import", "table.import:NAME", "table.drop:NAME"; false = none of them.
    bool run(const QString& command);
    void newTable();
    void alterTable(const QString& table);
    void dropTable(const QString& table);
    /// Asks for the file when it is empty; a new table when `table` is.
    void import(const QString& file, const QString& table);
    /// Takes a dropped file: CSV and the like anywhere, JSON on a table only. False = it is none of this desk's.
    bool dropped(const QString& file, const QPoint& windowPos);
    void showMenu(const QString& table, const QPoint& globalPos);

private:
    void adopt(DiagramPane* pane);
    bool mayWrite();
    QString tableAt(const QPoint& windowPos) const;
    void show(TableDialog* dialog);

    Services& m_services;
    MainWindow& m_window;
    Open m_open, m_openSql;
};

} // namespace run402
