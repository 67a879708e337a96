// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/dropbox.h"

#include "ui/common/theme.h"

#include <QPainter>

namespace run402 {

void DropBox::setOver(bool over)
{
    m_over = over;
    update();
}

void DropBox::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.color(m_over ? "accent.solid" : "border.control"), 1, Qt::CustomDashLine);
    pen.setDashPattern({3, 3});
    p.setPen(pen);
    p.setBrush(theme.color(m_over ? "accent.tint" : "bg.alt"));
    p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace run402
