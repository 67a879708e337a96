// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/emptystate.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace run402 {

EmptyState::EmptyState(const QString& icon, const QString& title, const QString& text, QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(icon, 22, "accent.text", this))
    , m_title(new Label(title, Theme::Font::Title, "text.primary", this))
    , m_text(new Label(text, Theme::Font::Body, "text.secondary", this))
    , m_buttons(new QHBoxLayout)
{
    m_icon->setTile(44, "accent.tint");
    auto* column = new QVBoxLayout(this);
    column->setSpacing(0);
    column->addStretch(1);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(12);
    m_title->setAlignment(Qt::AlignHCenter);
    m_title->setWordWrap(true);
    column->addWidget(m_title);
    column->addSpacing(4);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setWordWrap(true);
    m_text->setMaximumWidth(Theme::of(this).scaled(320));
    auto* middle = new QHBoxLayout; // an aligned item would ignore height-for-width
    middle->addStretch(1);
    middle->addWidget(m_text, 1000);
    middle->addStretch(1);
    column->addLayout(middle);
    column->addSpacing(14);
    m_buttons->setSpacing(8);
    m_buttons->addStretch(1);
    m_buttons->addStretch(1);
    column->addLayout(m_buttons);
    column->addStretch(1);
}

void EmptyState::setTexts(const QString& icon, const QString& title, const QString& text)
{
    m_icon->setIconName(icon);
    m_title->setText(title);
    m_text->setText(text);
}

Button* EmptyState::addButton(const QString& text, const QString& icon, bool primary)
{
    auto* button = new Button(text, icon, primary ? Button::Variant::Primary : Button::Variant::Secondary, this);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

} // namespace run402
