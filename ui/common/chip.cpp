// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chip.h"

#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace run402 {

namespace {

struct Look
{
    QColor fill;
    QColor border;
    QColor text;
    QColor dot;
    Theme::Font font = Theme::Font::Caption;
};

Look lookOf(const Theme& t, Tone tone)
{
    switch (tone) {
    case Tone::Neutral: return {t.color("bg.sunken"), {}, t.color("text.secondary"), t.color("text.muted")};
    case Tone::Outline: return {{}, t.color("border.strong"), t.color("text.secondary"), t.color("text.muted")};
    case Tone::Money:
        return {t.color("env.mainnet.solid"), {}, t.color("text.onSolid"), t.color("text.onSolid"),
                Theme::Font::Section};
    default: break;
    }
    const QString key = toneToken(tone);
    const char* dot = tone == Tone::Success ? "accent.solid"
        : tone == Tone::Warning             ? "chart.3"
        : tone == Tone::Danger              ? "danger.solid"
                                            : "chart.2";
    return {t.color(key + QLatin1String(".tint")), {}, t.color(key + QLatin1String(".text")), t.color(dot)};
}

} // namespace

QString toneToken(Tone tone)
{
    switch (tone) {
    case Tone::Success: return QStringLiteral("success");
    case Tone::Info: return QStringLiteral("info");
    case Tone::Warning: return QStringLiteral("warning");
    case Tone::Danger: return QStringLiteral("danger");
    case Tone::Sandbox: return QStringLiteral("env.sandbox");
    case Tone::Testnet: return QStringLiteral("env.testnet");
    case Tone::Mainnet:
    case Tone::Money: return QStringLiteral("env.mainnet");
    case Tone::Neutral:
    case Tone::Outline: break;
    }
    return {};
}

Chip::Chip(const QString& text, Tone tone, QWidget* parent)
    : QWidget(parent)
    , m_text(text)
    , m_tone(tone)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
    connect(&Theme::of(this), &Theme::changed, this, &QWidget::updateGeometry);
}

void Chip::setText(const QString& text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Chip::setTone(Tone tone)
{
    m_tone = tone;
    updateGeometry();
    update();
}

void Chip::setIconName(const QString& name)
{
    m_icon = name;
    updateGeometry();
    update();
}

void Chip::setDot(bool on)
{
    m_dot = on;
    updateGeometry();
    update();
}

void Chip::setBadge(bool on)
{
    m_badge = on;
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    const Theme& t = Theme::of(this);
    const QFont f = t.font(lookOf(t, m_tone).font);
    const int text = qCeil(QFontMetricsF(f).horizontalAdvance(m_text));
    const int lead = !m_icon.isEmpty() ? 17 : m_dot ? 12 : 0;
    return {text + lead + (m_badge ? 10 : 14), t.scaled(m_badge ? 16 : 20)};
}

void Chip::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    const Look l = lookOf(t, m_tone);
    QPainter p(this);
    // On a tinted bar the chip's own tint would not be seen.
    paintBox(&p, rect(), 4, property("onTint").toBool() ? t.color("bg.surface") : l.fill, l.border);
    double x = m_badge ? 5 : 7;
    if (!m_icon.isEmpty()) {
        Icons::paint(&p, QRectF(x, 0, 12, height()), m_icon, l.text, 12);
        x += 17;
    } else if (m_dot) {
        paintBox(&p, QRectF(x, (height() - 7) / 2.0, 7, 7), 3.5, l.dot);
        x += 12;
    }
    p.setFont(t.font(l.font));
    paintText(&p, QRectF(x, 0, width() - x, height()), m_text, l.text);
}

int Chip::paint(QPainter* painter, const QRectF& rect, const QString& text, Tone tone, bool alignRight)
{
    const Theme& t = Theme::of();
    const Look l = lookOf(t, tone);
    painter->save();
    painter->setFont(t.font(l.font));
    const int h = t.scaled(16);
    const int w = qCeil(QFontMetricsF(painter->font()).horizontalAdvance(text)) + 10;
    const QRectF box(alignRight ? rect.right() - w : rect.left(), rect.center().y() - h / 2.0, w, h);
    paintBox(painter, box, 4, l.fill, l.border);
    paintText(painter, box, text, l.text, Qt::AlignHCenter);
    painter->restore();
    return w;
}

} // namespace run402
