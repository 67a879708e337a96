// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pay/factrow.h"

#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace run402 {

FactRow::FactRow(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout)
    , m_line(new QWidget(this))
    , m_value(new Label({}, Theme::Font::BodyMedium))
    , m_mono(new ElidedLabel({}, Theme::Font::MonoSmall, "text.secondary"))
    , m_note(new ElidedLabel({}, Theme::Font::CaptionPlain, "text.muted"))
    , m_chip(new Chip({}, Tone::Success, this))
{
    setMinimumHeight(Theme::of(this).scaled(46));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(19, 5, 19, 6);
    row->setSpacing(0);
    auto* label = new Label(name, Theme::Font::Body, "text.secondary", this);
    label->setFixedWidth(Theme::of(this).scaled(104));
    row->addWidget(label);
    m_column->setSpacing(1);
    m_column->addStretch(1);
    auto* line = new QHBoxLayout(m_line);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(m_value);
    line->addWidget(m_mono, 1);
    m_column->addWidget(m_line);
    m_column->addWidget(m_note);
    m_column->addStretch(1);
    row->addLayout(m_column, 1);
    row->addWidget(m_chip);
    m_line->hide();
    m_note->hide();
    m_chip->hide();
}

void FactRow::setValue(const QString& value, const QString& mono, const QString& monoToolTip)
{
    m_value->setText(value);
    m_value->setVisible(!value.isEmpty());
    m_mono->setText(mono);
    m_mono->setToolTip(monoToolTip);
    m_mono->setTextInteractionFlags(Qt::NoTextInteraction);
    m_line->show();
}

void FactRow::setNote(const QString& note, const char* token)
{
    m_note->setText(note);
    m_note->setToken(token);
    m_note->setVisible(!note.isEmpty());
}

void FactRow::setChip(const QString& text, Tone tone, const QString& icon)
{
    m_chip->setText(text);
    m_chip->setTone(tone);
    m_chip->setIconName(icon);
    m_chip->setVisible(!text.isEmpty());
    m_column->setContentsMargins(0, 0, text.isEmpty() ? 0 : 8, 0);
}

void FactRow::setAction(QWidget* action)
{
    layout()->addWidget(action);
    m_column->setContentsMargins(0, 0, 8, 0);
}

void FactRow::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    p.fillRect(QRect(0, height() - 1, width(), 1), Theme::of(this).color("grid.line"));
}

} // namespace run402
