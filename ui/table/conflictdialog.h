// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"
#include "ui/table/tablesession.h"

namespace run402 {

class SegmentedControl;

/// Rows that somebody changed while they were edited here: yours, as it was, as it is now, and a choice per row.
/// Nothing was written when it opens. Owner: itself. Thread: GUI.
class ConflictDialog : public DialogFrame
{
    Q_OBJECT
public:
    ConflictDialog(QWidget* anchor, const TableShape& shape, const QList<RowConflict>& conflicts);
    /// Names of the rows that keep what was staged here.
    QStringList keptMine() const;

private:
    QWidget* buildRow(const TableShape& shape, const RowConflict& conflict);

    QList<QPair<QString, SegmentedControl*>> m_choices;
};

} // namespace run402
