// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QList>
#include <QPointF>
#include <QString>
#include <QStringList>

class QWidget;

namespace run402 {

/// A chart of a result, made by the module run402-charts: everything it is told is in here, because the module knows
/// nothing else of the application. Numbers are for looking at: the grid beside it has them exactly.
/// Owner: the widget's parent owns both. Thread: GUI.
class ResultPlot
{
public:
    enum class Kind { Bars, Line, Points };
    struct Data
    {
        Kind kind = Kind::Bars;
        QList<QPointF> points;   ///< x counts the bars; milliseconds since 1970 on a time axis
        QStringList categories;  ///< bars: a name for each
        QString name, acrossName;
        bool time = false;       ///< x is an instant
    };
    struct Look { QColor ink, text, line, ground; QFont font; };

    virtual ~ResultPlot() = default;
    virtual QWidget* widget() = 0;
    virtual void show(const Data& data, const Look& look) = 0;
};

/// The module's second entry. The name changes with the interface.
using CreateResultPlot = ResultPlot* (*)(QWidget* parent);
inline constexpr const char* kCreateResultPlot = "run402CreateResultPlot1";

} // namespace run402
