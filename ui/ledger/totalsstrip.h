// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger.h"

#include <QWidget>

class QHBoxLayout;

namespace run402 {

/// One card per rail: what it held before, what came in and went out, what it holds now, and whether that is all.
/// Owner: parent. Thread: GUI.
class TotalsStrip : public QWidget
{
    Q_OBJECT
public:
    explicit TotalsStrip(QWidget* parent = nullptr);
    void setTotals(const QList<RailTotal>& totals, const QList<RailReach>& reach);

private:
    QHBoxLayout* m_row;
};

} // namespace run402
