// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/secretkey.h"

#include <QWidget>

namespace run402 {

/// A field for a private key. It looks like a LineEdit in password mode, but what is typed or pasted goes letter by
/// letter into wiping memory: a QLineEdit keeps text, its undo steps and every copy made while growing in plain memory.
///
/// ASCII only, at most `capacity` letters, a cursor that stays at the end: Backspace, Ctrl+Backspace (all), Ctrl+V.
/// Nothing can be copied out. A pasted key is taken off the clipboard again.
/// Owner: parent. Thread: GUI.
class SecretEdit : public QWidget
{
    Q_OBJECT
public:
    explicit SecretEdit(size_t capacity = 80, QWidget* parent = nullptr);

    size_t length() const { return m_length; }
    /// Moves what was typed out and empties the field. Not terminated.
    x402::SecretBytes take();
    void clear();
    void setPlaceholderText(const QString& text);
    void setError(bool on);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void changed();
    void returnPressed();

private:
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void append(QStringView text);
    void paste();

    size_t m_capacity, m_length = 0;
    x402::SecretBytes m_bytes;
    QString m_placeholder;
};

} // namespace run402
