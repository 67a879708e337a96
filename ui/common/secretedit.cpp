// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/secretedit.h"

#include "services/secrets/wipe.h"
#include "ui/common/theme.h"

#include <QAccessibleWidget>
#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionFrame>
#include <QTimer>

#include <algorithm>

namespace run402 {
namespace {

/// A password field to assistive technology: how much was typed, never what.
class SecretEditAccess final : public QAccessibleWidget
{
public:
    explicit SecretEditAccess(QWidget* widget) : QAccessibleWidget(widget, QAccessible::EditableText) {}

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.passwordEdit = true;
        state.editable = true;
        return state;
    }
    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value)
            return QString(qsizetype(static_cast<SecretEdit*>(widget())->length()), QChar(0x2022));
        return QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface* makeAccess(const QString&, QObject* object)
{
    auto* edit = qobject_cast<SecretEdit*>(object);
    return edit ? new SecretEditAccess(edit) : nullptr;
}

} // namespace

SecretEdit::SecretEdit(size_t capacity, QWidget* parent) : QWidget(parent), m_capacity(capacity), m_bytes(capacity)
{
    static const bool installed = (QAccessible::installFactory(makeAccess), true);
    Q_UNUSED(installed)
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled);
    setAttribute(Qt::WA_MacShowFocusRect, false);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    setCursor(Qt::IBeamCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

x402::SecretBytes SecretEdit::take()
{
    x402::SecretBytes out(x402::ByteSpan(m_bytes.view().data(), m_length));
    clear();
    return out;
}

void SecretEdit::clear()
{
    std::fill(m_bytes.data().begin(), m_bytes.data().end(), quint8(0));
    m_length = 0;
    update();
    Q_EMIT changed();
}

void SecretEdit::setPlaceholderText(const QString& text)
{
    m_placeholder = text;
    update();
}

void SecretEdit::setError(bool on)
{
    setProperty("invalid", on);
    update();
}

QSize SecretEdit::sizeHint() const { return {260, Theme::of(this).size("height.control")}; }
QSize SecretEdit::minimumSizeHint() const { return {80, sizeHint().height()}; }

void SecretEdit::append(QStringView text)
{
    for (const QChar c : text) {
        if (m_length < m_bytes.size() && c.unicode() > 0x20 && c.unicode() < 0x7f)
            m_bytes.data()[m_length++] = quint8(c.unicode());
    }
    update();
    Q_EMIT changed();
}

void SecretEdit::paste()
{
    QClipboard* clipboard = QGuiApplication::clipboard();
    QString text = clipboard->text();
    append(text);
    if (text.isEmpty())
        return;
    clipboard->clear();
    // Shared with whoever keeps the same text: that is the point.
    std::fill_n(const_cast<QChar*>(text.constData()), text.size(), QChar(u'0'));
    QTimer::singleShot(0, this, [] { scrubFreedMemory(); });
}

void SecretEdit::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Paste)) {
        paste();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT returnPressed();
    } else if (event->key() == Qt::Key_Backspace) {
        if (event->modifiers() & Qt::ControlModifier) {
            clear();
        } else if (m_length > 0) {
            m_bytes.data()[--m_length] = 0;
            update();
            Q_EMIT changed();
        }
    } else if (const QString text = event->text(); !text.isEmpty() && text.at(0).isPrint()
               && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))) {
        append(text);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void SecretEdit::inputMethodEvent(QInputMethodEvent* event)
{
    append(event->commitString());
    event->accept();
}

QVariant SecretEdit::inputMethodQuery(Qt::InputMethodQuery query) const
{
    if (query == Qt::ImEnabled)
        return true;
    return query == Qt::ImHints ? QVariant(int(inputMethodHints())) : QWidget::inputMethodQuery(query);
}

void SecretEdit::mousePressEvent(QMouseEvent*) { setFocus(Qt::MouseFocusReason); }

void SecretEdit::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void SecretEdit::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

void SecretEdit::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    QStyleOptionFrame frame;
    frame.initFrom(this);
    frame.lineWidth = 1;
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &frame, &p, this);
    const QRect inside = rect().adjusted(10, 0, -10, 0);
    p.setFont(theme.font(Theme::Font::Body));
    p.setPen(theme.color(m_length ? "text.primary" : "text.muted"));
    // Dots go to the left when there is no room, so that the end shows.
    const QString text = m_length ? QString(qsizetype(m_length), QChar(0x2022)) : m_placeholder;
    const bool long_ = p.fontMetrics().horizontalAdvance(text) > inside.width();
    p.setClipRect(inside);
    p.drawText(inside, Qt::AlignVCenter | (long_ && m_length ? Qt::AlignRight : Qt::AlignLeft), text);
    if (hasFocus()) {
        const int x = m_length == 0 ? inside.left() : long_ ? inside.right() : inside.left() + p.fontMetrics().horizontalAdvance(text);
        p.fillRect(x, inside.center().y() - 7, 1, 15, theme.color("text.primary"));
    }
}

} // namespace run402
