// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabBar>

namespace run402 {

/// The tabs over the documents: 36 high, the active one 32 with a border; italic
/// for a preview, a dot for unsaved changes, a cross under the mouse. Middle
/// click closes, dragging reorders. Owner: parent. Thread: GUI.
class DocTabBar : public QTabBar
{
    Q_OBJECT
public:
    explicit DocTabBar(QWidget* parent = nullptr);

    /// What a tab shows beside its text.
    struct Look
    {
        QString icon;
        bool preview = false;
        bool modified = false;
    };
    QSize minimumSizeHint() const override;
    int addDocTab(const QString& title, const Look& look);
    Look look(int index) const;
    /// Whether its documents are the ones keys and new tabs go to.
    void setActive(bool active);
    void setLook(int index, const Look& look);

Q_SIGNALS:
    void closeAsked(int index);
    void pinAsked(int index); ///< double click on a preview
    /// A tab held by the mouse is off the bar; where the pointer is.
    void draggedOut(int index, const QPoint& globalPos);
    void droppedOut(int index, const QPoint& globalPos);
    void dragReturned();
    void fitChanged(bool fits); ///< whether all tabs are in sight

protected:
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void tabLayoutChange() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QRect crossRect(int index) const;
    void paintTab(QPainter* painter, int index) const;
    void setHot(int index, bool cross);
    void refreshFit();

    int m_hot = -1;
    bool m_hotCross = false;
    int m_pressedCross = -1;
    int m_drag = -1;
    QPoint m_dragFrom;
    bool m_dragging = false;
    bool m_out = false; ///< the dragged tab is off the bar
    bool m_active = true;
    bool m_fits = true;
};

} // namespace run402

Q_DECLARE_METATYPE(run402::DocTabBar::Look)
