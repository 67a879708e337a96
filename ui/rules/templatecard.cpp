// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/templatecard.h"

#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace run402 {

TemplateCard::TemplateCard(QString icon, QString name, QString text, QString note, QWidget* parent)
    : QAbstractButton(parent), m_icon(std::move(icon)), m_text(std::move(text)), m_note(std::move(note))
{
    setText(name);
    setAccessibleName(name);
    setAccessibleDescription(m_text);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
}

void TemplateCard::setChosen(bool chosen, const QString& note)
{
    m_chosen = chosen;
    m_chosenNote = note;
    update();
}

void TemplateCard::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF r = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    paintBox(&p, r, 8, theme.color(underMouse() && isEnabled() ? "bg.hover" : "bg.surface"),
             theme.color(m_chosen ? "accent.solid" : "border.default"), m_chosen ? 2 : 1);
    const bool enabled = isEnabled();
    Icons::paint(&p, QRectF(13, 11, 16, 16), m_icon, theme.color(enabled ? "text.secondary" : "text.disabled"), 16);
    const QFont name = theme.fontOf(true, 13, QFont::DemiBold);
    const bool fits = QFontMetricsF(name).horizontalAdvance(text()) <= width() - 66;
    p.setFont(fits ? name : theme.fontOf(true, 12, QFont::DemiBold));
    paintText(&p, QRectF(37, 9, width() - 66, 20), text(), theme.color(enabled ? "text.primary" : "text.disabled"));
    if (m_chosen)
        Icons::paint(&p, QRectF(width() - 30, 11, 16, 16), QStringLiteral("circle-check"), theme.color("accent.text"), 16);
    p.setFont(theme.font(Theme::Font::Small));
    p.setPen(theme.color(enabled ? "text.secondary" : "text.disabled"));
    p.drawText(QRectF(13, 34, width() - 24, 34), Qt::TextWordWrap, m_text);
    p.setFont(theme.font(Theme::Font::CaptionPlain));
    paintText(&p, QRectF(13, 70, width() - 24, 16), m_chosen && !m_chosenNote.isEmpty() ? m_chosenNote : m_note, theme.color("text.muted"));
    if (theme.focusVisible(this))
        paintRing(&p, r, 8, theme.color("focus.ring"));
}

} // namespace run402
