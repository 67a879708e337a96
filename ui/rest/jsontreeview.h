// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/jsontreemodel.h"

#include <QTreeView>

namespace run402 {

/// An answer as a tree that folds; values in the colours of JSON; copies values and paths. Owner: parent. Thread: GUI.
class JsonTreeView : public QTreeView
{
    Q_OBJECT
public:
    explicit JsonTreeView(QWidget* parent = nullptr);
    void setTree(const std::shared_ptr<const JsonTree>& tree);

private:
    void showMenu(const QPoint& at);
    JsonTreeModel m_model;
};

} // namespace run402
