// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStandardItemModel;

namespace run402 {

/// The states every document view has, as six tiles.
class StatesPage : public QWidget
{
    Q_OBJECT
public:
    explicit StatesPage(QWidget* parent = nullptr);
};

/// A few sample rows with the roles the grid reads.
QStandardItemModel* sampleRows(QObject* parent, int rows);

} // namespace run402
