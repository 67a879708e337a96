// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStandardItemModel>

namespace run402 {

class Workspace;
struct Table;

/// Rows of the project tree: what there is to open, with live counts; below a table its columns, keys and policies
/// (design/ui.md §2). Roles: TreeRole of ui/shell/projecttree.h. Owner: parent. Thread: GUI.
class ProjectTreeModel : public QStandardItemModel
{
    Q_OBJECT
public:
    explicit ProjectTreeModel(const Workspace& workspace, QObject* parent = nullptr);

private:
    QStandardItem* add(QStandardItem* section, const char* icon, const QString& name, const QString& target);
    QStandardItem* addSection(const QString& name);
    enum : int { FingerprintRole = Qt::UserRole + 0x5f0 };
    void refreshTables();
    static void fillTable(QStandardItem* item, const Table& table);
    void refreshUnresolved(int payments);
    void refreshFunctions();
    void refreshCounts();

    const Workspace& m_workspace;
    QStandardItem* m_tables = nullptr;
    QStandardItem* m_rules = nullptr;
    QStandardItem* m_functions = nullptr;
    QStandardItem* m_secrets = nullptr;
};

} // namespace run402
