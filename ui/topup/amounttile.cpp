// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/topup/amounttile.h"

#include "models/domain/amount.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace run402 {

AmountTile::AmountTile(qint64 micros, QWidget* parent) : QAbstractButton(parent), m_micros(micros)
{
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setText(Amount::fromMicros(micros).toPriceText());
    setAccessibleName(text());
}

void AmountTile::setNote(const QString& note)
{
    m_note = note;
    setAccessibleDescription(note);
    update();
}

QSize AmountTile::sizeHint() const
{
    const Theme& theme = Theme::of(this);
    return {theme.scaled(88), theme.scaled(66)};
}

void AmountTile::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF box = rect();
    const char* fill = isChecked() ? "accent.tint" : underMouse() ? "bg.hover" : "bg.surface";
    paintBox(&p, box, 8, theme.color(fill), theme.color(isChecked() ? "accent.solid" : "border.control"), isChecked() ? 2 : 1);
    p.setFont(theme.fontOf(true, 17, QFont::DemiBold));
    paintText(&p, QRectF(2, height() * 0.16, width() - 4, height() * 0.4), text(), theme.color("text.primary"), Qt::AlignHCenter);
    p.setFont(theme.font(Theme::Font::CaptionPlain));
    paintText(&p, QRectF(2, height() * 0.55, width() - 4, height() * 0.28), m_note, theme.color("text.secondary"), Qt::AlignHCenter);
    if (theme.focusVisible(this))
        paintRing(&p, box, 8, theme.color("focus.ring"));
}

} // namespace run402
