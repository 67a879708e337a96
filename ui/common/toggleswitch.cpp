// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/toggleswitch.h"

#include "ui/common/focustracker.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QVariantAnimation>

namespace run402 {

Switch::Switch(const QString& text, QWidget* parent)
    : QAbstractButton(parent)
    , m_slide(new QVariantAnimation(this))
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    FocusTracker::request(this, 9);
    m_slide->setEasingCurve(QEasingCurve::OutCubic);
    connect(m_slide, &QVariantAnimation::valueChanged, this, [this](const QVariant& v) {
        m_knob = v.toDouble();
        update();
    });
    connect(this, &QAbstractButton::toggled, this, &Switch::slide);
}

void Switch::slide(bool on)
{
    const int ms = Theme::of(this).fast();
    const double target = on ? 1 : 0;
    m_slide->stop();
    if (ms == 0 || !isVisible()) {
        m_knob = target;
        update();
        return;
    }
    m_slide->setDuration(ms);
    m_slide->setStartValue(m_knob);
    m_slide->setEndValue(target);
    m_slide->start();
}

QSize Switch::sizeHint() const
{
    const int h = Theme::of(this).scaled(24);
    if (text().isEmpty())
        return {30, h};
    return {30 + 8 + fontMetrics().horizontalAdvance(text()) + 1, h};
}

void Switch::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    const QRectF track(0, (height() - 18) / 2.0, 30, 18);
    const char* fill = !isEnabled() ? "border.strong" : isChecked() ? "accent.solid" : "border.control";
    paintBox(&p, track, 9, t.color(fill));
    paintBox(&p, QRectF(2 + 12 * m_knob, track.top() + 2, 14, 14), 7, t.color("bg.surface"));
    if (!text().isEmpty())
        paintText(&p, QRectF(38, 0, width() - 38, height()), text(),
                  t.color(isEnabled() ? "text.primary" : "text.disabled"));
}

} // namespace run402
