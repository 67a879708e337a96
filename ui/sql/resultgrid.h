// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultmodel.h"
#include "models/item/resulttext.h"
#include "ui/common/grid.h"

#include <functional>

class QMenu;

namespace run402 {

/// Read-only grid over a ResultModel; rows 28, head 32. Any number of rows.
/// Owner: parent. Thread: GUI; copying more than a screen happens on a worker.
class ResultGrid : public GridView
{
    Q_OBJECT
public:
    explicit ResultGrid(QWidget* parent = nullptr);

    void setResultModel(ResultModel* model);
    ResultModel* resultModel() const { return m_model; }
    /// What copying takes: the selected rows and columns; the current cell alone when that is all.
    ResultTextOptions selectionOptions() const;
    int selectedRows() const;
    /// Makes one row the only selected one, whatever keys are held.
    void goTo(int row, int column);

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
    void sizeColumns();
    ResultModel* m_model = nullptr;
    bool m_sizing = false;
    bool m_sizedByHand = false; ///< since the result came; its columns are left alone
};

/// Entries of "Copy as", for the button and the context menu.
void addCopyActions(QMenu* menu, QObject* context, std::function<void(ResultFormat)> chosen);

} // namespace run402
