// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace run402 {

class MonthChart;
class ResultPlot;

/// Loads the chart module the first time and makes a chart; nullptr where the module is missing or does not load: the
/// table then stands alone. It lies beside the executable, in ../lib/run402-desktop, or in ../bin of a build.
/// Thread: GUI.
MonthChart* loadMonthChart(QWidget* parent);

/// The same for the chart of a query's result.
ResultPlot* loadResultPlot(QWidget* parent);

} // namespace run402
