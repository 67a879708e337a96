// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QPointer>

class QHBoxLayout;
class QVBoxLayout;

namespace run402 {

/// A dialog inside the window: a scrim over everything, the dialog with a
/// border and shadow above it, no native title.
///
/// It is a child of the window rather than a window of its own, so it stands
/// where we put it on every platform (Wayland places windows itself). It is
/// modal all the same: the scrim takes the mouse, Tab stays inside, and the
/// window's shortcuts are held back while it is open; shortcuts that belong to
/// the dialog work. Open with open(), listen to finished(int); exec() would
/// nest an event loop. It deletes itself when closed unless
/// setAttribute(WA_DeleteOnClose, false).
/// Owner: the scrim, which the window owns. Thread: GUI.
class DialogFrame : public QDialog
{
    Q_OBJECT
public:
    /// `anchor` is any widget of the window to open in.
    explicit DialogFrame(QWidget* anchor, int width);
    ~DialogFrame() override;

    /// Content above the foot, without margins.
    QVBoxLayout* body() const { return m_body; }
    /// The foot of 56, made on first use: buttons at the right; put a
    /// stretch or left-hand buttons yourself.
    QHBoxLayout* foot();
    /// Distance from the top of the window; below 0 centres (the default).
    void setTop(int px) { m_top = px; }
    /// Focused when the dialog opens; a button shows its ring at once.
    void setFirstFocus(QWidget* widget) { m_first = widget; }
    /// Clicking the scrim closes (rejects). Off by default.
    void setCloseOnScrim(bool on) { m_closeOnScrim = on; }
    void open() override;

    bool isOpen() const { return m_scrim != nullptr && isVisible(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void setVisible(bool visible) override;
    /// How wide it will stand in its window, also before it is open.
    int placedWidth() const;

private:
    class Scrim;
    void place();
    bool ownsShortcut(QKeyEvent* event) const;
    QList<QWidget*> focusStops() const;

    QPointer<QWidget> m_host;
    QPointer<QWidget> m_first;
    QPointer<QWidget> m_before; ///< had the focus
    Scrim* m_scrim = nullptr;
    QVBoxLayout* m_body;
    QHBoxLayout* m_foot = nullptr;
    QWidget* m_footBox = nullptr;
    int m_width;
    int m_top = -1;
    bool m_closeOnScrim = false;
};

} // namespace run402
