// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/label.h"

#include "ui/common/focustracker.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace run402 {

Label::Label(const QString& text, Theme::Font role, const char* token, QWidget* parent)
    : QLabel(text, parent)
    , m_role(role)
    , m_token(token)
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::WindowText); // inside a button it would be the button's
    connect(&Theme::of(this), &Theme::changed, this, &Label::refresh);
    refresh();
}

void Label::setRole(Theme::Font role)
{
    m_role = role;
    refresh();
}

void Label::setToken(const char* token)
{
    m_token = token;
    refresh();
}

bool Label::Measured::sameQuestion(const Measured& o) const
{
    return width == o.width && wraps == o.wraps && margin == o.margin && indent == o.indent && format == o.format
        && flags == o.flags && margins == o.margins && text == o.text && font == o.font;
}

int Label::heightForWidth(int width) const
{
    Measured asked{text(), font(), contentsMargins(), width, margin(), indent(), textFormat(), textInteractionFlags(), wordWrap()};
    for (const Measured& known : m_heights)
        if (known.sameQuestion(asked))
            return known.height;
    asked.height = QLabel::heightForWidth(width);
    m_heights[m_oldest] = asked;
    m_oldest = (m_oldest + 1) % m_heights.size();
    return asked.height;
}

void Label::refresh()
{
    const Theme& theme = Theme::of(this);
    setFont(theme.font(m_role));
    QPalette p = palette();
    p.setColor(QPalette::WindowText, theme.color(m_token.constData()));
    p.setColor(QPalette::Text, theme.color(m_token.constData()));
    p.setColor(QPalette::Disabled, QPalette::WindowText, theme.color("text.disabled"));
    p.setColor(QPalette::Link, theme.color("accent.text"));
    setPalette(p);
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

QSize ElidedLabel::minimumSizeHint() const
{
    const int least = fontMetrics().horizontalAdvance(QStringLiteral("mm"));
    return {std::min(least, QLabel::sizeHint().width()), QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    p.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    p.drawText(contentsRect(), int(alignment()) | Qt::TextSingleLine,
               fontMetrics().elidedText(text(), m_mode, contentsRect().width()));
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    Label::resizeEvent(event);
    setToolTip(fontMetrics().horizontalAdvance(text()) > contentsRect().width() ? text() : QString());
}

LinkLabel::LinkLabel(const QString& text, QWidget* parent)
    : QLabel(parent)
    , m_text(text)
{
    setTextFormat(Qt::PlainText);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    FocusTracker::request(this, 3);
    connect(&Theme::of(this), &Theme::changed, this, &LinkLabel::refresh);
    refresh();
}

void LinkLabel::setLinkText(const QString& text)
{
    m_text = text;
    refresh();
}

void LinkLabel::refresh()
{
    const Theme& theme = Theme::of(this);
    QFont f = theme.font(Theme::Font::Label);
    f.setUnderline(m_over);
    setFont(f);
    QPalette p = palette();
    p.setColor(QPalette::WindowText, theme.color("accent.text"));
    p.setColor(QPalette::Disabled, QPalette::WindowText, theme.color("text.disabled"));
    setPalette(p);
    setText(m_text);
    setAccessibleName(m_text);
}

void LinkLabel::mousePressEvent(QMouseEvent* event)
{
    event->accept();
}

void LinkLabel::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

void LinkLabel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        Q_EMIT clicked();
    else
        QLabel::keyPressEvent(event);
}

void LinkLabel::enterEvent(QEnterEvent* event)
{
    m_over = true;
    refresh();
    QLabel::enterEvent(event);
}

void LinkLabel::leaveEvent(QEvent* event)
{
    m_over = false;
    refresh();
    QLabel::leaveEvent(event);
}

} // namespace run402
