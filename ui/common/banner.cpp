// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/banner.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace run402 {

Banner::Banner(Tone tone, const QString& icon, const QString& text, QWidget* parent)
    : QWidget(parent)
    , m_tone(tone)
    , m_icon(new IconLabel(icon, 16, "text.secondary", this))
    , m_text(new Label({}, Theme::Font::Small, "text.primary", this))
    , m_button(new Button({}, Button::Variant::Secondary, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 12, 7);
    row->setSpacing(8);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    m_text->setWordWrap(true);
    m_button->setSize(Button::Size::Small);
    m_button->hide();
    setMinimumHeight(Theme::of(this).scaled(38));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_button, &QAbstractButton::clicked, this, &Banner::actionTriggered);
    setTone(tone, icon);
    setText(text);
}

void Banner::setTone(Tone tone, const QString& icon)
{
    m_tone = tone;
    m_icon->setIconName(icon);
    m_icon->setToken((toneToken(tone) + QLatin1String(".text")).toLatin1().constData());
    update();
}

void Banner::setText(const QString& text, const QString& strong)
{
    m_text->setTextFormat(strong.isEmpty() ? Qt::PlainText : Qt::RichText);
    m_text->setText(strong.isEmpty()
                        ? text
                        : QStringLiteral("<span style=\"font-weight:600\">%1</span> %2")
                              .arg(strong.toHtmlEscaped(), text.toHtmlEscaped()));
    setAccessibleName(strong + QLatin1Char(' ') + text);
}

void Banner::setAction(const QString& text, bool primary)
{
    m_button->setText(text);
    m_button->setVariant(primary ? Button::Variant::Primary : Button::Variant::Secondary);
    m_button->setVisible(!text.isEmpty());
}

void Banner::setBoxed(bool on)
{
    m_boxed = on;
    update();
}

void Banner::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    const QString key = toneToken(m_tone);
    QPainter p(this);
    if (m_boxed) {
        p.setRenderHint(QPainter::Antialiasing);
        return paintBox(&p, rect(), 8, t.color(key + QLatin1String(".tint")), t.color(key + QLatin1String(".line")));
    }
    p.fillRect(rect(), t.color(key + QLatin1String(".tint")));
    p.fillRect(QRect(0, height() - 1, width(), 1), t.color(key + QLatin1String(".line")));
}

} // namespace run402
