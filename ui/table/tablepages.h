// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tableshape.h"

#include <QWidget>

class QPlainTextEdit;
class QStandardItem;
class QStandardItemModel;

namespace run402 {

class Button;
class GridView;
class SegmentedControl;
class TableSession;

/// Columns of the table with their types and defaults. Owner: parent. Thread: GUI.
class TableStructureView : public QWidget
{
    Q_OBJECT
public:
    explicit TableStructureView(QWidget* parent = nullptr);
    void setShape(const TableShape& shape);
    void setAlterOffered(bool on);

Q_SIGNALS:
    void alterRequested(); ///< the person wants to change the table

private:
    QStandardItem* defaultCell(const TableColumn& column) const;

    Button* m_alter;
    QStandardItemModel* m_model;
    GridView* m_grid;
};

/// Indexes and constraints of the table, read when the page is shown.
class TableIndexesView : public QWidget
{
    Q_OBJECT
public:
    TableIndexesView(TableSession& session, QWidget* parent = nullptr);
    void read();

private:
    TableSession& m_session;
    QStandardItemModel* m_model;
    GridView* m_grid;
};

/// What is shown, as code for a program. Names of keys, never the keys.
class TableApiView : public QWidget
{
    Q_OBJECT
public:
    explicit TableApiView(QWidget* parent = nullptr);
    /// `restPath`: "/rest/v1/recipes?…"
    void setRequest(const QString& base, const QString& restPath);

private:
    void refresh();
    QString m_base, m_path;
    SegmentedControl* m_language;
    QPlainTextEdit* m_code;
};

} // namespace run402
