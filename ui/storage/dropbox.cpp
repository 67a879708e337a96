// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/dropbox.h"

#include "ui/common/paint.h"
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
    QPainter p(this);
    paintDropArea(&p, rect(), Theme::of(this), m_over);
}

} // namespace run402
