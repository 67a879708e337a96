// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/togglechip.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QtMath>

namespace run402 {

ToggleChip::ToggleChip(const QString& text, QWidget* parent) : QAbstractButton(parent)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    connect(&Theme::of(this), &Theme::changed, this, &QWidget::updateGeometry);
}

QSize ToggleChip::sizeHint() const
{
    const Theme& t = Theme::of(this);
    const QFontMetricsF metrics(t.font(isChecked() ? Theme::Font::Label : Theme::Font::Small));
    return {qCeil(metrics.horizontalAdvance(text())) + 18, t.scaled(26)};
}

void ToggleChip::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    const char* fill = isChecked() ? "accent.tint" : underMouse() && isEnabled() ? "bg.pressed" : "bg.sunken";
    paintBox(&p, rect(), 4, t.color(fill), isChecked() ? t.color("accent.line") : QColor());
    p.setFont(t.font(isChecked() ? Theme::Font::Label : Theme::Font::Small));
    paintText(&p, rect(), text(), t.color(!isEnabled() ? "text.disabled" : isChecked() ? "accent.text" : "text.secondary"), Qt::AlignHCenter);
    if (t.focusVisible(this))
        paintRing(&p, QRectF(rect()), 4, t.color("focus.ring"));
}

void ToggleChip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace run402
