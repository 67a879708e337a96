// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chip.h"

#include <QAbstractButton>

namespace run402 {

class Button;
class Label;

class WelcomeChoice : public QAbstractButton
{
    Q_OBJECT
public:
    WelcomeChoice(const QString& icon, const QByteArray& tone, const QString& title, const QString& button,
                  QWidget* parent);
    void setTag(const QString& text, Tone tone);
    void setWords(const QString& text);
    /// The accent frame and the filled button.
    void setChosen(bool chosen);
    void setUsable(bool usable);

    QSize sizeHint() const override;

Q_SIGNALS:
    void focused();

private:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

    Chip* m_tag;
    Label* m_words;
    Button* m_button;
    bool m_chosen = false;
};

} // namespace run402
