// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultmodel.h"
#include "models/item/resulttext.h"

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>

namespace run402 {

/// Paints cells by kind: numbers right and mono, JSON, dates, NULL in italics, the current cell outlined.
class ResultDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Column heads: key sign, name, type in mono.
class ResultHeader : public QHeaderView
{
    Q_OBJECT
public:
    ResultHeader(Qt::Orientation orientation, QWidget* parent);
    QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
};

/// Read-only grid over a ResultModel; rows 28, head 32. Any number of rows.
/// Owner: parent. Thread: GUI; copying more than a screen happens on a worker.
class ResultGrid : public QTableView
{
    Q_OBJECT
public:
    explicit ResultGrid(QWidget* parent = nullptr);

    void setResultModel(ResultModel* model);
    ResultModel* resultModel() const { return m_model; }
    /// What copying takes: the selected rows and columns; the current cell alone when that is all.
    ResultTextOptions selectionOptions() const;
    int selectedRows() const;

Q_SIGNALS:
    void currentRowChanged(int row);
    void selectionSized();
    void copyRequested(run402::ResultFormat format);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    void applyTheme();
    void sizeColumns();
    ResultModel* m_model = nullptr;
};

/// Entries of "Copy as", for the button and the context menu.
void addCopyActions(QMenu* menu, QObject* context, std::function<void(ResultFormat)> chosen);

} // namespace run402
