// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultchart.h"

#include "services/worker.h"
#include "ui/common/emptystate.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/ledger/chartloader.h"
#include "ui/sql/resultplot.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace run402 {

namespace {
constexpr int mostBars = 200, mostPoints = 3000, mostColumns = 500;
using Kind = ResultPlot::Kind;
}

ResultChart::ResultChart(ResultModel* model, QWidget* parent) : QWidget(parent), m_model(model)
{
    setObjectName(QStringLiteral("sql.chart"));
    setAccessibleName(tr("Chart of the result; the grid has the same numbers exactly"));
    build();
    connect(&Theme::of(this), &Theme::changed, this, [this] {
        if (m_plot)
            show(m_points);
    });
}

void ResultChart::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_kind = new SegmentedControl(this);
    m_kind->setObjectName(QStringLiteral("sql.chart.kind"));
    m_kind->setAccessibleName(tr("Kind of chart"));
    m_kind->setSmall(true);
    m_kind->addSegment(tr("Bars"));
    m_kind->addSegment(tr("Line"));
    m_kind->addSegment(tr("Points"));
    m_kind->setCurrent(0);
    row->addWidget(m_kind);
    const auto picker = [&](const QString& label, const char* name) {
        row->addWidget(new Label(label, Theme::Font::Small, "text.secondary"));
        auto* box = new QComboBox(this);
        box->setObjectName(QLatin1StringView(name));
        box->setAccessibleName(label);
        row->addWidget(box);
        connect(box, &QComboBox::currentIndexChanged, this, &ResultChart::draw);
        return box;
    };
    m_up = picker(tr("Show"), "sql.chart.up");
    m_across = picker(tr("by"), "sql.chart.across");
    m_note = new Label({}, Theme::Font::Small, "text.muted");
    m_note->setObjectName(QStringLiteral("sql.chart.note"));
    row->addWidget(m_note);
    row->addStretch();
    column->addLayout(row);
    m_nothing = new EmptyState(QStringLiteral("chart-column"), {}, {});
    m_nothing->setObjectName(QStringLiteral("sql.chart.nothing"));
    column->addWidget(m_nothing, 1);
    m_stage = new QWidget(this);
    auto* stage = new QVBoxLayout(m_stage);
    stage->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stage, 1);
    connect(m_kind, &SegmentedControl::currentChanged, this, [this] {
        m_filled = nullptr; // bars take any column across
        refresh();
    });
}

void ResultChart::fillPickers()
{
    const ResultSet* set = m_model->result();
    m_filled = set;
    const QSignalBlocker quietUp(m_up), quietAcross(m_across);
    const int wasUp = m_up->currentData().isValid() ? m_up->currentData().toInt() : -1;
    const int wasAcross = m_across->currentData().isValid() ? m_across->currentData().toInt() : -2;
    m_up->clear();
    m_across->clear();
    m_across->addItem(tr("row number"), -1);
    const bool bars = Kind(m_kind->current()) == Kind::Bars;
    const int columns = set ? int(std::min<qsizetype>(set->columns().size(), mostColumns)) : 0;
    int text = -1, number = -1;
    for (int c = 0; c < columns; ++c) {
        if (canStandUp(*set, c)) {
            m_up->addItem(set->columns()[c], c);
            number = m_model->headerData(c, Qt::Horizontal, ColumnKeyRole).toBool() || (number >= 0) ? number : c;
        }
        if (bars || canLieAcross(*set, c)) {
            m_across->addItem(set->columns()[c], c);
            const CellKind kind = set->columnKind(c);
            if (text < 0 && (bars ? kind == CellKind::Text && !set->looksNumeric(c) : kind == CellKind::Date))
                text = c;
        }
    }
    // What was chosen stays; otherwise the last number by the first text or time.
    const int up = m_up->findData(wasUp);
    m_up->setCurrentIndex(up >= 0 ? up : m_up->count() - 1);
    const int across = m_across->findData(wasAcross);
    m_across->setCurrentIndex(across >= 0 ? across : std::max(0, m_across->findData(text)));
}

void ResultChart::refresh()
{
    if (m_filled != m_model->result())
        fillPickers();
    draw();
}

void ResultChart::draw()
{
    const auto set = m_model->sharedResult();
    const int generation = ++m_generation;
    m_note->setText({});
    if (!set || m_up->count() == 0) {
        m_nothing->setTexts(QStringLiteral("chart-column"), tr("Nothing to draw"), tr("A chart needs a column of numbers."));
        m_nothing->setVisible(true);
        m_stage->setVisible(false);
        return;
    }
    const int across = m_across->currentData().toInt(), up = m_up->currentData().toInt();
    const bool bars = Kind(m_kind->current()) == Kind::Bars;
    onWorker(this, [set, order = m_model->order(), across, up, bars] {
        return pointsOf(*set, order, across, up, bars, bars ? mostBars : mostPoints);
    }, [this, generation](const ResultPoints& found) {
        if (generation == m_generation)
            show(found);
    });
}

void ResultChart::show(const ResultPoints& points)
{
    m_points = points;
    if (!m_plot) {
        m_plot = loadResultPlot(m_stage);
        if (m_plot)
            m_stage->layout()->addWidget(m_plot->widget());
    }
    m_nothing->setVisible(!m_plot);
    m_stage->setVisible(m_plot);
    if (!m_plot) {
        m_nothing->setTexts(QStringLiteral("chart-column"), tr("Charts are not installed"), tr("The module run402-charts is missing; the grid has every number."));
        return;
    }
    QStringList notes;
    const QLocale locale;
    if (points.step > 1)
        notes << tr("Every %1th of %2 rows is drawn").arg(locale.toString(points.step), locale.toString(points.rows));
    if (points.skipped > 0)
        notes << tr("%n row(s) have nothing to draw", nullptr, int(points.skipped));
    m_note->setText(notes.join(QStringLiteral("; ")));
    ResultPlot::Data data;
    data.kind = Kind(m_kind->current());
    data.points = points.points;
    data.categories = points.categories;
    data.time = points.time;
    data.name = m_up->currentText();
    data.acrossName = m_across->currentText();
    const Theme& theme = Theme::of(this);
    m_plot->show(data, {theme.color("chart.1"), theme.color("text.secondary"), theme.color("grid.line"), theme.color("bg.surface"),
                        theme.font(Theme::Font::Small)});
}

} // namespace run402
