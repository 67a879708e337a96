// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/card.h"

#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace run402 {

Card::Card(QWidget* parent)
    : Card(QString(), parent)
{
}

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    if (!title.isEmpty()) {
        m_headBox = new QWidget(this);
        m_headBox->setMinimumHeight(Theme::of(this).scaled(38));
        m_head = new QHBoxLayout(m_headBox);
        m_head->setContentsMargins(14, 0, 14, 0);
        m_head->setSpacing(8);
        m_title = new Label(title, Theme::Font::Subtitle, "text.primary", m_headBox);
        m_head->addWidget(m_title);
        m_head->addStretch(1);
        column->addWidget(m_headBox);
    }
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(title.isEmpty() ? 14 : 0, title.isEmpty() ? 12 : 1, title.isEmpty() ? 14 : 0,
                               title.isEmpty() ? 12 : 0);
    m_body->setSpacing(0);
    column->addLayout(m_body, 1);
    connect(&Theme::of(this), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Card::addBesideTitle(QWidget* widget)
{
    Q_ASSERT(m_head);
    m_head->insertWidget(m_head->indexOf(m_title) + 1, widget);
}

void Card::setTitle(const QString& title)
{
    if (m_title)
        m_title->setText(title);
}

void Card::setChosen(bool chosen)
{
    m_chosen = chosen;
    update();
}

void Card::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    paintBox(&p, rect(), 8, t.color("bg.surface"), t.color(m_chosen ? "accent.solid" : "border.default"),
             m_chosen ? 2 : 1);
    if (m_headBox)
        p.fillRect(QRect(1, m_headBox->geometry().bottom() + 1, width() - 2, 1), t.color("border.default"));
}

StatTile::StatTile(const QString& icon, const QString& name, QWidget* parent)
    : Card(parent)
    , m_top(new QHBoxLayout)
    , m_value(new Label({}, Theme::Font::Money, "text.primary", this))
    , m_of(new Label({}, Theme::Font::Small, "text.muted", this))
    , m_note(new ElidedLabel({}, Theme::Font::Caption, "text.muted", this))
    , m_meter(new Meter(this))
{
    setMinimumHeight(Theme::of(this).size("height.cardMeter"));
    body()->setContentsMargins(13, 10, 13, 11);
    m_top->setSpacing(6);
    m_top->addWidget(new IconLabel(icon, 14, "text.secondary", this));
    m_top->addWidget(new Label(name, Theme::Font::Label, "text.secondary", this));
    m_top->addStretch(1);
    body()->addLayout(m_top);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(m_value, 0, Qt::AlignBaseline);
    row->addWidget(m_of, 0, Qt::AlignBaseline);
    row->addStretch(1);
    body()->addSpacing(4);
    body()->addLayout(row);
    body()->addStretch(1);
    body()->addWidget(m_meter);
    body()->addSpacing(6);
    body()->addWidget(m_note);
    setAccessibleName(name);
    m_meter->setAccessibleName(name);
}

void StatTile::setValue(const QString& value, const QString& of)
{
    m_value->setText(value);
    m_of->setText(of);
    setAccessibleDescription(value + QLatin1Char(' ') + of);
}

void StatTile::setShare(double share)
{
    m_meter->setVisible(share >= 0);
    m_meter->setValue(share);
}

void StatTile::setNote(const QString& note)
{
    m_note->setText(note);
}

void StatTile::setCorner(QWidget* widget)
{
    m_top->addWidget(widget);
}

} // namespace run402
