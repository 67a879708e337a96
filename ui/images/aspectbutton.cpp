// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/aspectbutton.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace run402 {

AspectButton::AspectButton(const QString& aspect, const QString& name, QWidget* parent) : QAbstractButton(parent), m_aspect(aspect)
{
    setText(name);
    setAccessibleName(name);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

QSize AspectButton::sizeHint() const
{
    const Theme& theme = Theme::of(this);
    return {theme.scaled(96), theme.scaled(84)};
}

void AspectButton::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    paintBox(&p, rect(), 8, theme.color(isChecked() ? "accent.tint" : underMouse() ? "bg.hover" : "bg.surface"),
             theme.color(isChecked() ? "accent.solid" : "border.control"), isChecked() ? 2 : 1);
    const QSizeF shape = m_aspect == "landscape"_L1 ? QSizeF(46, 26) : m_aspect == "portrait"_L1 ? QSizeF(22, 40) : QSizeF(34, 34);
    const QRectF drawn(QPointF(width() / 2.0 - shape.width() / 2, height() * 0.38 - shape.height() / 2), shape);
    paintBox(&p, drawn, 3, theme.color("bg.sunken"), theme.color(isChecked() ? "accent.text" : "text.muted"), 1.5);
    p.setFont(theme.font(Theme::Font::Small));
    paintText(&p, QRectF(2, height() * 0.7, width() - 4, height() * 0.24), text(), theme.color("text.primary"), Qt::AlignHCenter);
    if (theme.focusVisible(this))
        paintRing(&p, rect(), 8, theme.color("focus.ring"));
}

} // namespace run402
