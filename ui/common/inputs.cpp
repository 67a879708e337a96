// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/inputs.h"

#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace run402 {

LineEdit::LineEdit(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    connect(&Theme::of(this), &Theme::changed, this, &LineEdit::refreshFont);
}

void LineEdit::setIconName(const QString& icon)
{
    setProperty("leadingIcon", !icon.isEmpty());
    if (m_icon.isEmpty() && !icon.isEmpty())
        addAction(Icons::get(icon, "text.muted"), QLineEdit::LeadingPosition);
    m_icon = icon;
}

void LineEdit::flag(const char* property, bool on)
{
    setProperty(property, on);
    refreshFont();
    updateGeometry();
    update();
}

void LineEdit::setFontSize(int px)
{
    m_fontSize = px;
    refreshFont();
}

void LineEdit::refreshFont()
{
    const bool mono = property("mono").toBool();
    if (m_fontSize > 0 || mono || property("small").toBool())
        setFont(Theme::of(this).fontOf(mono, m_fontSize > 0 ? m_fontSize : 12));
}

void LineEdit::setSmall(bool small)
{
    flag("small", small);
}

void LineEdit::setMono(bool mono)
{
    flag("mono", mono);
}

void LineEdit::setBare(bool bare)
{
    flag("bare", bare);
}

void LineEdit::setError(const QString& text)
{
    if (text == m_error)
        return;
    m_error = text;
    flag("invalid", !text.isEmpty());
    setToolTip(text);
    setAccessibleDescription(text);
    Q_EMIT errorChanged(text);
}

SearchField::SearchField(const QString& placeholder, QWidget* parent)
    : LineEdit(placeholder, parent)
{
    setIconName(QStringLiteral("search"));
    setClearButtonEnabled(true);
    m_delay.setSingleShot(true);
    m_delay.setInterval(120);
    connect(this, &QLineEdit::textChanged, this, [this] { m_delay.start(); });
    connect(this, &QLineEdit::returnPressed, this, [this] {
        m_delay.stop();
        Q_EMIT searchChanged(text());
    });
    connect(&m_delay, &QTimer::timeout, this, [this] { Q_EMIT searchChanged(text()); });
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        LineEdit::keyPressEvent(event);
}

Field::Field(const QString& name, QWidget* control, QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(QStringLiteral("circle-alert"), 12, "danger.text", this))
    , m_text(new Label({}, Theme::Font::Caption, "text.muted", this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    if (!name.isEmpty()) {
        auto* label = new Label(name, Theme::Font::Label, "text.primary", this);
        label->setBuddy(control);
        column->addWidget(label);
        control->setAccessibleName(name);
    }
    column->addWidget(control);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(m_icon, 0, Qt::AlignTop);
    line->addWidget(m_text, 1);
    m_text->setWordWrap(true);
    column->addLayout(line);
    if (auto* edit = qobject_cast<LineEdit*>(control))
        connect(edit, &LineEdit::errorChanged, this,
                [this](const QString& text) { showLine(text.isEmpty() ? m_hint : text, !text.isEmpty()); });
    showLine({}, false);
}

void Field::setHint(const QString& text)
{
    m_hint = text;
    showLine(text, false);
}

void Field::showLine(const QString& text, bool error)
{
    m_icon->setVisible(error);
    m_text->setVisible(!text.isEmpty());
    m_text->setText(text);
    m_text->setToken(error ? "danger.text" : "text.muted");
}

} // namespace run402
