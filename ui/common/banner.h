// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chip.h"

namespace run402 {

class Button;
class IconLabel;
class Label;

/// A strip over content: icon, words, one button. Tones Info, Warning, Danger,
/// Success. Owner: parent. Thread: GUI.
class Banner : public QWidget
{
    Q_OBJECT
public:
    explicit Banner(Tone tone, const QString& icon, const QString& text, QWidget* parent = nullptr);

    void setTone(Tone tone, const QString& icon);
    /// `strong` is set in bold before `text`; both are plain text.
    void setText(const QString& text, const QString& strong = {});
    /// A frame of its own inside a page instead of a strip over the whole width.
    void setBoxed(bool on);
    /// Empty hides the button.
    void setAction(const QString& text, bool primary = false);
    Button* actionButton() const { return m_button; }

Q_SIGNALS:
    void actionTriggered();

private:
    void paintEvent(QPaintEvent* event) override;

    Tone m_tone;
    bool m_boxed = false;
    IconLabel* m_icon;
    Label* m_text;
    Button* m_button;
};

} // namespace run402
