// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/progressring.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace run402 {

namespace {
constexpr int kSteps = 24;
constexpr int kInterval = 40; // ms
} // namespace

Spinner::Spinner(QObject* parent)
    : QObject(parent)
{
    m_timer.setInterval(kInterval);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % kSteps;
        Q_EMIT advanced();
    });
}

void Spinner::setRunning(bool running)
{
    if (running && !Theme::of().reducedMotion())
        m_timer.start();
    else
        m_timer.stop();
}

void Spinner::paint(QPainter* painter, const QRectF& rect, const QColor& color) const
{
    if (Theme::of().reducedMotion()) {
        Icons::paint(painter, rect, QStringLiteral("clock"), color, qRound(rect.width()));
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, rect.width() / 9, Qt::SolidLine, Qt::RoundCap));
    const double inset = rect.width() * 0.125;
    painter->drawArc(rect.adjusted(inset, inset, -inset, -inset), -m_step * 360 * 16 / kSteps, 270 * 16);
    painter->restore();
}

ProgressRing::ProgressRing(QWidget* parent, int side)
    : QWidget(parent)
    , m_spinner(nullptr)
    , m_side(side)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Working"));
    connect(&m_spinner, &Spinner::advanced, this, qOverload<>(&QWidget::update));
}

void ProgressRing::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    m_spinner.paint(&p, rect(), Theme::of(this).color("text.muted"));
}

void ProgressRing::showEvent(QShowEvent* event)
{
    m_spinner.setRunning(true);
    QWidget::showEvent(event);
}

void ProgressRing::hideEvent(QHideEvent* event)
{
    m_spinner.setRunning(false);
    QWidget::hideEvent(event);
}

} // namespace run402
