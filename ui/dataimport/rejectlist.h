// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dataimport/importrunner.h"

#include <QWidget>

class QStandardItemModel;

namespace run402 {

class GridView;
class Label;

/// The first rows an import could not take: their lines, why, and what they were. Ctrl+C copies the chosen rows. Owner: parent.
/// Thread: GUI.
class RejectList : public QWidget
{
    Q_OBJECT
public:
    explicit RejectList(QWidget* parent = nullptr);
    void setRejects(const QList<ImportBatch::Reject>& rejects, qint64 all);

private:
    void copy();

    Label* m_title;
    QStandardItemModel* m_model;
    GridView* m_grid;
};

} // namespace run402
