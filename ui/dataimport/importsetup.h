// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/importmodels.h"
#include "ui/common/grid.h"

#include <QWidget>

class QPlainTextEdit;

namespace run402 {

struct TableDesign;

/// Offers the columns of the table, or names and types of a new one. Owner: view.
class ImportMappingDelegate : public GridDelegate
{
    Q_OBJECT
public:
    using GridDelegate::GridDelegate;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
};

/// The mapping at the left, the first rows of the file at the right. Owner: parent; borrows the models. Thread: GUI.
class ImportTables : public QWidget
{
    Q_OBJECT
public:
    ImportTables(ImportMappingModel& mapping, ImportPreviewModel& preview, QWidget* parent = nullptr);
};

/// A quiet box of SQL that will be sent.
QPlainTextEdit* makeSqlPreview(const QString& objectName);

/// The first fault of a design, in words; empty = none.
QString designTrouble(const TableDesign& design);

} // namespace run402
