// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/monthbars.h"

#include "models/domain/amount.h"
#include "ui/common/moneymask.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr double kTop = 4;
constexpr double kBase = 52;

/// A round number of dollars at or above the largest day.
qint64 scaleFor(const QList<DaySpend>& days)
{
    qint64 most = 0;
    for (const DaySpend& d : days)
        most = std::max(most, d.realMicros + d.playMicros);
    for (qint64 step = 100'000;; step *= 10) {
        for (const qint64 n : {1, 2, 5}) {
            if (n * step >= most)
                return n * step;
        }
        if (step > 1'000'000'000'000)
            return std::max(most, qint64(1));
    }
}

} // namespace

MonthBars::MonthBars(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Spent per day; the table below holds the payments"));
}

void MonthBars::setDays(const QList<DaySpend>& days, int today, const QByteArray& playToken)
{
    m_days = days;
    m_today = today;
    m_playToken = playToken;
    update();
}

QSize MonthBars::sizeHint() const { return {400, 68}; }

void MonthBars::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    for (int i = 0; i < 3; ++i)
        p.fillRect(QRectF(0, kTop + i * 24, width(), 1), t.color("grid.line"));
    if (m_days.isEmpty())
        return;
    const qint64 scale = scaleFor(m_days);
    const double step = (width() - 40.0) / double(m_days.size());
    const double bar = std::clamp(step * 0.5, 3.0, 12.0);
    p.setFont(t.fontOf(true, 10));
    paintText(&p, QRectF(width() - 60, kTop + 1, 60, 14), MoneyMask::of(this).shown(Amount::fromMicros(scale).toPriceText()), t.color("text.muted"), Qt::AlignRight);
    const auto height = [&](qint64 micros) {
        return micros > 0 ? std::max((kBase - kTop) * double(micros) / double(scale), 3.0) : 0.0;
    };
    for (qsizetype i = 0; i < m_days.size(); ++i) {
        const double x = double(i) * step + (step - bar) / 2;
        const double real = height(m_days[i].realMicros);
        const double play = height(m_days[i].playMicros);
        if (real > 0)
            paintBox(&p, QRectF(x, kBase - real, bar, real), 2, t.color("env.mainnet.solid"));
        if (play > 0)
            paintBox(&p, QRectF(x, kBase - real - play, bar, play), 2, t.color(m_playToken.constData()));
        if (real <= 0 && play <= 0)
            p.fillRect(QRectF(x, kBase - 1, bar, 2),
                       t.color(m_today > 0 && i >= m_today ? "grid.line" : "chart.muted"));
        if (i == 0 || (i + 1) % 5 == 0)
            paintText(&p, QRectF(x + bar / 2 - 15, kBase + 3, 30, 13), QString::number(i + 1), t.color("text.muted"),
                      Qt::AlignHCenter);
    }
}

} // namespace run402
