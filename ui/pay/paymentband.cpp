// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pay/paymentband.h"

#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace run402 {

PaymentBand::PaymentBand(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PaymentBand::setWords(Tone tone, const QString& icon, const QString& headline, const QString& place)
{
    m_tone = tone;
    m_icon = icon;
    m_headline = headline;
    m_place = place;
    setAccessibleName(headline + u", "_s + place);
    update();
}

void PaymentBand::setTime(const QString& time)
{
    if (time == m_time)
        return;
    m_time = time;
    update();
}

QSize PaymentBand::sizeHint() const { return {400, Theme::of(this).scaled(44)}; }

void PaymentBand::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QPainterPath round;
    round.addRoundedRect(QRectF(0, 0, width(), height() + 8), 7, 7);
    p.setClipRect(rect());
    p.fillPath(round, t.color(toneToken(m_tone) + u".solid"_s));
    const QColor ink = t.color("text.onSolid");
    Icons::paint(&p, QRectF(20, 0, 18, height()), m_icon, ink, 18);
    const QFont strong = t.font(Theme::Font::Subtitle);
    const QFont plain = t.font(Theme::Font::Body);
    const QFont mono = t.font(Theme::Font::Mono);
    double x = 50;
    p.setFont(strong);
    const double wide = QFontMetricsF(strong).horizontalAdvance(m_headline) + 1;
    paintText(&p, QRectF(x, 0, wide, height()), m_headline, ink);
    x += wide + 11;
    const double timeWidth = QFontMetricsF(mono).horizontalAdvance(m_time) + 1;
    p.setFont(plain);
    paintText(&p, QRectF(x, 0, width() - x - timeWidth - 32, height()), m_place, ink);
    p.setFont(mono);
    paintText(&p, QRectF(width() - 20 - timeWidth, 0, timeWidth, height()), m_time, ink, Qt::AlignRight);
}

} // namespace run402
