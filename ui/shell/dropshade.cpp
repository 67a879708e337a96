// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dropshade.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace run402 {

DropShade::DropShade(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("dropShade"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropShade::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    QColor fill = t.color("accent.text");
    fill.setAlphaF(0.14f);
    paintBox(&p, QRectF(rect()).adjusted(4, 4, -4, -4), 6, fill, t.color("accent.text"));
}

} // namespace run402
