// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcomechoice.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace run402 {

WelcomeChoice::WelcomeChoice(const QString& icon, const QByteArray& tone, const QString& title, const QString& button,
                             QWidget* parent)
    : QAbstractButton(parent)
    , m_tag(new Chip({}, Tone::Neutral, this))
    , m_words(new Label({}, Theme::Font::Body, "text.secondary", this))
    , m_button(new Button(button, Button::Variant::Secondary, this))
{
    setText(title);
    setAccessibleName(title);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(20, 18, 20, 18);
    row->setSpacing(16);
    auto* tile = new IconLabel(icon, 20, (tone + ".text").constData(), this);
    tile->setTile(40, (tone + ".tint").constData());
    row->addWidget(tile, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new Label(title, Theme::Font::Title, "text.primary", this));
    head->addWidget(m_tag);
    head->addStretch(1);
    words->addLayout(head);
    m_words->setWordWrap(true);
    words->addWidget(m_words, 1, Qt::AlignTop);
    row->addLayout(words, 1);
    m_button->setSize(Button::Size::Large);
    m_button->setFocusPolicy(Qt::NoFocus); // the card is the stop
    row->addWidget(m_button, 0, Qt::AlignVCenter);
    connect(m_button, &QAbstractButton::clicked, this, &QAbstractButton::clicked);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize WelcomeChoice::sizeHint() const
{
    return layout()->totalSizeHint();
}

void WelcomeChoice::setTag(const QString& text, Tone tone)
{
    m_tag->setText(text);
    m_tag->setTone(tone);
}

void WelcomeChoice::setWords(const QString& text)
{
    m_words->setText(text);
    setAccessibleDescription(text);
}

void WelcomeChoice::setChosen(bool chosen)
{
    m_chosen = chosen;
    m_button->setVariant(chosen ? Button::Variant::Primary : Button::Variant::Secondary);
    update();
}

void WelcomeChoice::setUsable(bool usable)
{
    setEnabled(usable);
    m_button->setEnabled(usable);
}

void WelcomeChoice::focusInEvent(QFocusEvent* event)
{
    QAbstractButton::focusInEvent(event);
    Q_EMIT focused();
}

void WelcomeChoice::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        event->ignore(); // the view moves between the cards and starts one
        break;
    default:
        QAbstractButton::keyPressEvent(event);
    }
}

void WelcomeChoice::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    paintBox(&p, rect(), 8, t.color("bg.surface"), t.color(m_chosen ? "accent.solid" : "border.default"),
             m_chosen ? 2 : 1);
}

} // namespace run402
