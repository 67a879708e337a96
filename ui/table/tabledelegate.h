// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/grid.h"
#include "ui/table/celleditors.h"

namespace run402 {

class TableSession;

/// The grid's cells with an editor for each type. What is typed is staged, never sent. Owner: view. Thread: GUI.
class TableDelegate : public GridDelegate
{
    Q_OBJECT
public:
    TableDelegate(TableSession& session, QObject* parent) : GridDelegate(parent), m_session(session) {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

Q_SIGNALS:
    void movedDown() const;
    void reopenWanted() const; ///< the same cell, in the larger field

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    ChoiceCellEditor::Source referenceSource(const TableColumn& column) const;

    TableSession& m_session;
    std::optional<QString> m_larger; ///< what the larger field that opens next begins with
};

} // namespace run402
