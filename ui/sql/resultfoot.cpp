// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultfoot.h"

#include "models/domain/datasize.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/sql/resultgrid.h"
#include "ui/sql/resulttabs.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>

#include <limits>

namespace run402 {

namespace {
using State = SqlStep::State;
}

QString timeText(const SqlStep& step)
{
    const QLocale locale;
    const QString all = ResultFoot::tr("%1 ms in all").arg(locale.toString(step.elapsedMs));
    return step.serverMs < 0 ? all : ResultFoot::tr("%1 ms on the server, %2").arg(locale.toString(step.serverMs), all);
}

ResultFoot::ResultFoot(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("sql.foot"));
    setFixedHeight(Theme::of(this).scaled(34));
    build();
}

void ResultFoot::build()
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 1, 12, 0);
    row->setSpacing(14);
    auto* what = new QHBoxLayout;
    what->setSpacing(6);
    const auto label = [&](const char* name, Theme::Font font, const char* token) {
        auto* l = new Label({}, font, token);
        l->setObjectName(QLatin1StringView(name));
        return l;
    };
    m_sign = new IconLabel(QStringLiteral("circle-check"), 14, "accent.text");
    m_rows = label("sql.rows", Theme::Font::SmallStrong, "text.primary");
    what->addWidget(m_sign);
    what->addWidget(m_rows);
    row->addLayout(what);
    m_time = label("sql.time", Theme::Font::Small, "text.secondary");
    m_size = label("sql.size", Theme::Font::Small, "text.muted");
    row->addWidget(m_time);
    row->addWidget(m_size);
    auto* limits = new QHBoxLayout;
    limits->setSpacing(4);
    m_limit = new Chip({}, Tone::Info);
    m_limit->setObjectName(QStringLiteral("sql.limit"));
    m_limit->setToolTip(tr("The statement had no limit, so one was added before it was sent"));
    m_noLimit = new Button(tr("Run without limit"), Button::Variant::Ghost);
    m_noLimit->setObjectName(QStringLiteral("sql.noLimit"));
    m_noLimit->setSize(Button::Size::Small);
    connect(m_noLimit, &QAbstractButton::clicked, this, &ResultFoot::withoutLimitRequested);
    limits->addWidget(m_limit);
    limits->addWidget(m_noLimit);
    row->addLayout(limits);
    m_inexact = new Chip(QStringLiteral("≈ ") + tr("as the service writes it"), Tone::Warning);
    m_inexact->setObjectName(QStringLiteral("sql.inexact"));
    m_inexact->setToolTip(tr("Not every statement can be read to the last digit. Here the service encoded the rows: values marked with ≈ may "
                             "have lost something. Times have milliseconds at most, NaN and infinity read as NULL, long numbers inside JSON are "
                             "rounded, and of columns with one name only the last is there."));
    row->addWidget(m_inexact);
    m_lost = new Chip({}, Tone::Warning);
    m_lost->setObjectName(QStringLiteral("sql.lostColumns"));
    m_lost->setToolTip(tr("The service sends one column for all that have the same name: the last one. Name them apart with AS to see them all."));
    row->addWidget(m_lost);
    m_stats = new ElidedLabel({}, Theme::Font::Small, "text.secondary");
    m_stats->setObjectName(QStringLiteral("sql.stats"));
    m_stats->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_stats->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_stats, 1);
    m_selected = label("sql.selected", Theme::Font::Small, "text.muted");
    row->addWidget(m_selected);
    buildButtons(row);
    show(nullptr, false);
}

void ResultFoot::buildButtons(QHBoxLayout* row)
{
    m_progress = new Label({}, Theme::Font::Small, "text.secondary");
    m_progress->setObjectName(QStringLiteral("sql.export.progress"));
    m_stop = new Button(tr("Stop"), Button::Variant::Ghost);
    m_stop->setObjectName(QStringLiteral("sql.export.stop"));
    m_stop->setSize(Button::Size::Small);
    connect(m_stop, &QAbstractButton::clicked, this, &ResultFoot::stopRequested);
    row->addWidget(m_progress);
    row->addWidget(m_stop);
    m_copy = new Button(tr("Copy as"), QStringLiteral("copy"), Button::Variant::Secondary);
    m_copy->setObjectName(QStringLiteral("sql.copyAs"));
    m_copy->setSize(Button::Size::Small);
    auto* copies = new QMenu(m_copy);
    addCopyActions(copies, this, [this](ResultFormat format) { Q_EMIT copyRequested(format); });
    m_copy->setMenu(copies);
    m_export = new Button(tr("Export"), QStringLiteral("download"), Button::Variant::Secondary);
    m_export->setObjectName(QStringLiteral("sql.export"));
    m_export->setSize(Button::Size::Small);
    auto* exports = new QMenu(m_export);
    for (const auto format : {ExportFormat::Csv, ExportFormat::Json, ExportFormat::Sql, ExportFormat::Xlsx}) {
        const ExportKind kind = exportKind(format);
        QAction* action = exports->addAction(kind.menu);
        action->setObjectName(QStringLiteral("sql.export") + kind.suffix);
        connect(action, &QAction::triggered, this, [this, format] { Q_EMIT exportRequested(format); });
    }
    m_export->setMenu(exports);
    row->addWidget(m_copy);
    row->addWidget(m_export);
    setExporting(-1);
}

void ResultFoot::show(const SqlStep* step, bool grid)
{
    const bool done = step && step->state == State::Done;
    const bool failed = step && (step->state == State::Failed || step->state == State::Stopped);
    m_sign->setVisible(done || failed);
    m_sign->setIconName(failed ? QStringLiteral("circle-x") : QStringLiteral("circle-check"));
    m_sign->setToken(failed ? "danger.text" : "accent.text");
    m_outcome = step ? stepOutcome(*step) : QString();
    m_rows->setText(m_outcome);
    m_time->setText(done ? timeText(*step) : QString());
    m_size->setText(done && step->bytes > 0 ? byteText(step->bytes) : QString());
    m_limit->setVisible(done && step->limit > 0);
    m_noLimit->setVisible(done && step->limit > 0);
    if (done && step->limit > 0)
        m_limit->setText(tr("limit %1").arg(step->limit));
    bool inexact = false;
    for (int c = 0; grid && !inexact && step->rows && !step->rows->isExact() && c < step->rows->columns().size(); ++c)
        inexact = step->rows->columnKind(c) == CellKind::Date || step->rows->columnKind(c) == CellKind::Json;
    const int lost = grid ? step->lostColumns : 0;
    m_lost->setVisible(lost != 0);
    m_lost->setText(QStringLiteral("≈ ") + (lost > 0 ? tr("%n column(s) missing", nullptr, lost) : tr("equal names once")));
    m_inexact->setVisible(inexact);
    for (QWidget* w : {static_cast<QWidget*>(m_copy), static_cast<QWidget*>(m_export)})
        w->setVisible(grid);
    if (!grid) {
        setSelected({});
        setStats({}, {});
    }
}

void ResultFoot::setPassing(qint64 rows)
{
    m_rows->setText(rows < 0 ? m_outcome : tr("%1 of %2").arg(QLocale().toString(rows), m_outcome));
}

void ResultFoot::setSelected(const GridChoice& choice)
{
    const int most = std::numeric_limits<int>::max();
    if (choice.wholeRows && choice.rows > 0)
        m_selected->setText(tr("%n row(s) selected", nullptr, int(choice.rows)));
    else if (choice.cells > 1 && choice.cells <= most)
        m_selected->setText(tr("%n cell(s) selected", nullptr, int(choice.cells)));
    else
        m_selected->setText({});
}

void ResultFoot::setStats(const QString& what, const ResultStats& stats)
{
    QStringList parts;
    if (!what.isEmpty()) {
        parts << tr("%n value(s)", nullptr, int(stats.values));
        if (stats.numeric && stats.values > 0)
            parts << tr("sum %1").arg(stats.sum) << tr("avg %1").arg(stats.average);
        if (stats.values > 0)
            parts << tr("min %1").arg(stats.least) << tr("max %1").arg(stats.greatest);
    }
    m_stats->setText(parts.isEmpty() ? QString() : what + QStringLiteral(": ") + parts.join(QStringLiteral(", ")));
    // The line has room for one of the two.
    const bool narrow = width() < Theme::of(this).scaled(1100);
    m_time->setVisible(parts.isEmpty() || !narrow);
    m_size->setVisible(parts.isEmpty() || !narrow);
}

void ResultFoot::setExporting(int percent)
{
    m_progress->setVisible(percent >= 0);
    m_stop->setVisible(percent >= 0);
    m_progress->setText(tr("Writing, %1 %").arg(percent));
    m_export->setBusy(percent >= 0);
}

void ResultFoot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    painter.fillRect(rect(), theme.color("bg.window"));
    painter.fillRect(0, 0, width(), 1, theme.color("border.default"));
}

} // namespace run402
