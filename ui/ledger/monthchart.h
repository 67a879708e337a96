// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QList>
#include <QString>

class QWidget;

namespace run402 {

/// The chart of the months, made by the module run402-charts: everything it is told is in here, because the module
/// knows nothing else of the application. Amounts are for looking at: the table beside it has them exactly.
/// Owner: the widget's parent owns both. Thread: GUI.
class MonthChart
{
public:
    struct Month { QString name; double out = 0, in = 0; };
    struct Look { QColor out, in, text, line, ground; QFont font; QString outName, inName; };

    virtual ~MonthChart() = default;
    virtual QWidget* widget() = 0;
    virtual void show(const QList<Month>& months, const Look& look) = 0;
};

/// The module's only entry. The name changes with the interface.
using CreateMonthChart = MonthChart* (*)(QWidget* parent);
inline constexpr const char* kCreateMonthChart = "run402CreateMonthChart1";

} // namespace run402
