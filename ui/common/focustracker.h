// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;
class QWidget;

namespace run402 {

class Theme;

/// Draws the focus ring: 2 px, 1 px outside the control, for keyboard focus only.
///
/// A widget asks for the ring with the property "focusRing" (an int: its corner
/// radius). Item views and text fields draw their own.
/// Owner: Theme. Thread: GUI.
class FocusTracker final : public QObject
{
    Q_OBJECT
public:
    explicit FocusTracker(Theme& theme, QObject* parent);
    ~FocusTracker() override;

    /// The last input that moved the focus came from the keyboard.
    bool keyboardMode() const { return m_keyboard; }
    /// Shows the ring without a key, e.g. for the safe button of a dialog.
    void showRing() { setKeyboard(true); }
    static void request(QWidget* widget, int radius);

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void setKeyboard(bool on);
    void refresh();

    Theme& m_theme;
    bool m_keyboard = false;
    QPointer<QFocusFrame> m_frame;
};

} // namespace run402
