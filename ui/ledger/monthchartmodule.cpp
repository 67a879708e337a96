// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/monthchart.h"

#include <QBarCategoryAxis>
#include <QBarSeries>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QLegend>
#include <QToolTip>
#include <QValueAxis>

namespace run402 {
namespace {

class BarChart final : public MonthChart
{
public:
    explicit BarChart(QWidget* parent) : m_view(new QChartView(parent))
    {
        m_view->setRenderHint(QPainter::Antialiasing);
        m_view->setFrameShape(QFrame::NoFrame);
        m_view->setObjectName(QStringLiteral("ledger.chart"));
        // The view takes this along when it goes.
        QObject::connect(m_view, &QObject::destroyed, [this] { delete this; });
    }

    QWidget* widget() override { return m_view; }

    void show(const QList<Month>& months, const Look& look) override
    {
        auto* out = makeSet(look.outName, look.out);
        auto* in = makeSet(look.inName, look.in);
        QStringList names;
        double most = 0;
        for (const Month& m : months) {
            out->append(m.out);
            in->append(m.in);
            names << m.name;
            most = qMax(most, qMax(m.out, m.in));
        }
        auto* series = new QBarSeries;
        series->append(out);
        series->append(in);
        series->setBarWidth(0.62);
        QObject::connect(series, &QAbstractBarSeries::hovered, m_view, [this, names](bool on, int index, QBarSet* set) {
            if (on)
                QToolTip::showText(QCursor::pos(), QStringLiteral("%1: %2 %3").arg(names.value(index), set->label()).arg(set->at(index), 0, 'f', 2), m_view);
        });
        auto* chart = new QChart;
        chart->setBackgroundVisible(false);
        chart->setMargins(QMargins(4, 4, 4, 4));
        chart->layout()->setContentsMargins(0, 0, 0, 0);
        chart->addSeries(series);
        addAxes(chart, series, names, most, look);
        chart->legend()->setAlignment(Qt::AlignTop);
        chart->legend()->setLabelColor(look.text);
        chart->legend()->setFont(look.font);
        chart->legend()->setMarkerShape(QLegend::MarkerShapeCircle);
        m_view->setBackgroundBrush(look.ground);
        QChart* former = m_view->chart();
        m_view->setChart(chart);
        delete former;
    }

private:
    static QBarSet* makeSet(const QString& name, const QColor& color)
    {
        auto* set = new QBarSet(name);
        set->setColor(color);
        set->setBorderColor(color);
        return set;
    }

    static void addAxes(QChart* chart, QBarSeries* series, const QStringList& names, double most, const Look& look)
    {
        auto* across = new QBarCategoryAxis;
        across->append(names);
        across->setGridLineVisible(false);
        auto* up = new QValueAxis;
        up->setRange(0, most > 0 ? most * 1.08 : 1);
        up->setTickCount(5);
        up->applyNiceNumbers();
        up->setLabelFormat(most >= 5 ? QStringLiteral("%.0f") : QStringLiteral("%.2f"));
        up->setGridLineColor(look.line);
        for (QAbstractAxis* axis : {static_cast<QAbstractAxis*>(across), static_cast<QAbstractAxis*>(up)}) {
            axis->setLabelsColor(look.text);
            axis->setLabelsFont(look.font);
            axis->setLinePenColor(look.line);
        }
        chart->addAxis(across, Qt::AlignBottom);
        chart->addAxis(up, Qt::AlignLeft);
        series->attachAxis(across);
        series->attachAxis(up);
    }

    QChartView* m_view;
};

} // namespace
} // namespace run402

extern "C" Q_DECL_EXPORT run402::MonthChart* run402CreateMonthChart1(QWidget* parent)
{
    return new run402::BarChart(parent);
}
