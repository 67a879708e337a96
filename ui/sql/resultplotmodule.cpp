// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultplot.h"

#include <QBarCategoryAxis>
#include <QBarSeries>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QDateTime>
#include <QDateTimeAxis>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QScatterSeries>
#include <QToolTip>
#include <QValueAxis>

#include <algorithm>

namespace run402 {
namespace {

class Plot final : public ResultPlot
{
public:
    explicit Plot(QWidget* parent) : m_view(new QChartView(parent))
    {
        m_view->setRenderHint(QPainter::Antialiasing);
        m_view->setFrameShape(QFrame::NoFrame);
        m_view->setObjectName(QStringLiteral("sql.plot"));
        QObject::connect(m_view, &QObject::destroyed, [this] { delete this; }); // the view takes this along when it goes
    }

    QWidget* widget() override { return m_view; }

    void show(const Data& data, const Look& look) override
    {
        auto* chart = new QChart;
        chart->setBackgroundVisible(false);
        chart->setMargins(QMargins(8, 8, 8, 4));
        chart->layout()->setContentsMargins(0, 0, 0, 0);
        chart->legend()->hide();
        QAbstractSeries* series = data.kind == Kind::Bars ? bars(data, look) : points(data, look);
        chart->addSeries(series);
        QAbstractAxis* across = acrossAxis(data);
        auto* up = new QValueAxis;
        const auto [low, high] = span(data, data.kind == Kind::Bars);
        up->setRange(low, high);
        up->applyNiceNumbers();
        up->setGridLineColor(look.line);
        for (QAbstractAxis* axis : {across, static_cast<QAbstractAxis*>(up)}) {
            axis->setLabelsColor(look.text);
            axis->setLabelsFont(look.font);
            axis->setLinePenColor(look.line);
            axis->setTitleBrush(look.text);
            axis->setTitleFont(look.font);
        }
        across->setTitleText(data.acrossName);
        up->setTitleText(data.name);
        across->setGridLineVisible(false);
        chart->addAxis(across, Qt::AlignBottom);
        chart->addAxis(up, Qt::AlignLeft);
        series->attachAxis(across);
        series->attachAxis(up);
        m_view->setBackgroundBrush(look.ground);
        QChart* former = m_view->chart();
        m_view->setChart(chart);
        delete former;
    }

private:
    static std::pair<double, double> span(const Data& data, bool withZero)
    {
        double low = withZero || data.points.isEmpty() ? 0 : data.points.first().y(), high = low;
        for (const QPointF& p : data.points) {
            low = std::min(low, p.y());
            high = std::max(high, p.y());
        }
        return {low, high > low ? high : low + 1};
    }

    QAbstractSeries* bars(const Data& data, const Look& look)
    {
        auto* set = new QBarSet(data.name);
        set->setColor(look.ink);
        set->setBorderColor(look.ink);
        for (const QPointF& p : data.points)
            set->append(p.y());
        auto* series = new QBarSeries;
        series->append(set);
        series->setBarWidth(0.7);
        QObject::connect(series, &QAbstractBarSeries::hovered, m_view, [this, names = data.categories](bool on, int index, QBarSet* s) {
            if (on)
                tell(names.value(index), s->at(index));
        });
        return series;
    }

    QAbstractSeries* points(const Data& data, const Look& look)
    {
        QXYSeries* series = nullptr;
        if (data.kind == Kind::Line) {
            series = new QLineSeries;
            series->setPen(QPen(look.ink, 2));
        } else {
            auto* scatter = new QScatterSeries;
            scatter->setMarkerSize(7);
            scatter->setColor(look.ink);
            scatter->setBorderColor(look.ink);
            series = scatter;
        }
        series->append(data.points);
        QObject::connect(series, &QXYSeries::hovered, m_view, [this](const QPointF& p, bool on) {
            if (on)
                tell(QString::number(p.x(), 'g', 12), p.y());
        });
        return series;
    }

    static QAbstractAxis* acrossAxis(const Data& data)
    {
        if (data.kind == Kind::Bars) {
            auto* axis = new QBarCategoryAxis;
            axis->append(data.categories);
            axis->setLabelsAngle(data.categories.size() > 8 ? -45 : 0);
            return axis;
        }
        const auto [low, high] = std::minmax_element(data.points.begin(), data.points.end(), [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); });
        const bool any = !data.points.isEmpty();
        const double from = any ? low->x() : 0, to = any && high->x() > from ? high->x() : from + 1;
        if (data.time) {
            auto* axis = new QDateTimeAxis;
            axis->setRange(QDateTime::fromMSecsSinceEpoch(qint64(from), Qt::UTC), QDateTime::fromMSecsSinceEpoch(qint64(to), Qt::UTC));
            axis->setFormat(to - from > 3 * 86'400'000.0 ? QStringLiteral("yyyy-MM-dd") : QStringLiteral("MM-dd HH:mm"));
            axis->setTickCount(6);
            return axis;
        }
        auto* axis = new QValueAxis;
        axis->setRange(from, to);
        axis->applyNiceNumbers();
        return axis;
    }

    void tell(const QString& where, double value)
    {
        QToolTip::showText(QCursor::pos(), QStringLiteral("%1: %2").arg(where, QString::number(value, 'g', 12)), m_view);
    }

    QChartView* m_view;
};

} // namespace
} // namespace run402

extern "C" Q_DECL_EXPORT run402::ResultPlot* run402CreateResultPlot1(QWidget* parent)
{
    return new run402::Plot(parent);
}
