// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/paymentlistmodel.h"

#include <QWidget>

namespace run402 {

/// What was spent on each day of a month: real money below, play money above it. 66 high; the table below it
/// holds the same numbers. Owner: parent. Thread: GUI.
class MonthBars : public QWidget
{
    Q_OBJECT
public:
    explicit MonthBars(QWidget* parent = nullptr);

    /// `today` is the day of this month, or 0 for another month. `playToken`: "env.testnet.solid" or the sandbox's.
    void setDays(const QList<DaySpend>& days, int today, const QByteArray& playToken);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

private:
    void paintEvent(QPaintEvent* event) override;

    QList<DaySpend> m_days;
    int m_today = 0;
    QByteArray m_playToken = "env.testnet.solid";
};

} // namespace run402
