// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/keycap.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace run402 {

KeyCap::KeyCap(const QString& text, QWidget* parent)
    : QWidget(parent)
    , m_text(text)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

QSize KeyCap::sizeHint() const
{
    const Theme& t = Theme::of(this);
    return {qCeil(QFontMetricsF(t.font(Theme::Font::MonoSmall)).horizontalAdvance(m_text)) + 12, t.scaled(18)};
}

int KeyCap::paintRight(QPainter* painter, const QRectF& rect, const QString& text)
{
    const Theme& t = Theme::of();
    painter->save();
    painter->setFont(t.font(Theme::Font::MonoSmall));
    const int w = qCeil(QFontMetricsF(painter->font()).horizontalAdvance(text)) + 12;
    const int h = t.scaled(18);
    const QRectF box(rect.right() - w, rect.center().y() - h / 2.0, w, h);
    paintBox(painter, box, 4, t.color("bg.alt"), t.color("border.default"));
    paintText(painter, box, text, t.color("text.secondary"), Qt::AlignHCenter);
    painter->restore();
    return w;
}

void KeyCap::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    paintRight(&p, rect(), m_text);
}

} // namespace run402
