// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chip.h"

#include <functional>

namespace run402 {

/// Short news at the bottom right of a window: 340 wide, gone after 6 s unless
/// the mouse rests on it, newest below. At most four stand at once.
/// Owner: parent, whose corner it keeps. Thread: GUI.
class ToastStack : public QWidget
{
    Q_OBJECT
public:
    struct Toast
    {
        Tone tone = Tone::Success;
        QString icon;   ///< empty: by tone
        QString title;
        QString detail;
        QString action; ///< link text; empty for none
        std::function<void()> act; ///< must capture only what outlives the toast
    };

    explicit ToastStack(QWidget* host);
    void push(const Toast& toast);
    /// One sentence, as a failure or as a success.
    void tell(const QString& title, bool failed);
    int count() const;
    /// Space kept free below the stack, e.g. the status bar. px.
    void setBottomMargin(int px);
    /// Asked whenever the stack is placed: a strip it stays above while that is visible and in its way; null = none.
    void keepAbove(std::function<QWidget*()> strip) { m_strip = std::move(strip); }
    /// Places the stack; also to be called when the strip came or went.
    void settle();
    /// ms a toast stays; for tests and slow readers.
    void setLifetime(int ms) { m_lifetime = ms; }

private:
    bool eventFilter(QObject* watched, QEvent* event) override;

    std::function<QWidget*()> m_strip;
    int m_bottom = 40;
    int m_lifetime = 6000;
};

} // namespace run402
