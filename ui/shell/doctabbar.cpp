// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/doctabbar.h"

#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTimer>

#include <utility>

namespace run402 {

namespace {
constexpr int kNarrowest = 128; // of a tab: its name stays readable, the rest scrolls
constexpr int kOffBar = 14; // px above or below the bar before a drag leaves it
} // namespace

DocTabBar::DocTabBar(QWidget* parent)
    : QTabBar(parent)
{
    setExpanding(false);
    setDrawBase(false);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideRight);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&Theme::of(this), &Theme::changed, this, [this] {
        setFont(Theme::of(this).font(Theme::Font::Label));
        updateGeometry();
    });
    setFont(Theme::of(this).font(Theme::Font::Label));
}

int DocTabBar::addDocTab(const QString& title, const Look& look)
{
    const int index = addTab(title);
    setLook(index, look);
    setTabToolTip(index, title);
    return index;
}

DocTabBar::Look DocTabBar::look(int index) const
{
    return tabData(index).value<Look>();
}

void DocTabBar::setActive(bool active)
{
    m_active = active;
    update();
}

void DocTabBar::setLook(int index, const Look& look)
{
    setTabData(index, QVariant::fromValue(look));
    setAccessibleTabName(index, look.modified ? tr("%1, unsaved").arg(tabText(index)) : tabText(index));
    update();
}

QSize DocTabBar::tabSizeHint(int index) const
{
    const Theme& t = Theme::of(this);
    const int text = qCeil(QFontMetricsF(t.font(Theme::Font::Label)).horizontalAdvance(tabText(index)));
    return {std::min(12 + 14 + 7 + text + 7 + 16 + 8, t.scaled(260)), t.size("height.docTabs")};
}

QSize DocTabBar::minimumTabSizeHint(int index) const
{
    return {std::min(kNarrowest, tabSizeHint(index).width()), tabSizeHint(index).height()};
}

QSize DocTabBar::minimumSizeHint() const
{
    // Room for the scroll buttons, but not for a bar that needs none: the + stands right behind the last tab.
    return {std::min(QTabBar::minimumSizeHint().width(), sizeHint().width()), Theme::of(this).size("height.docTabs")};
}

QRect DocTabBar::crossRect(int index) const
{
    const QRect r = tabRect(index);
    const int top = index == currentIndex() ? 4 : 0;
    return QRect(r.right() - 25, r.top() + top + (r.height() - top) / 2 - 9, 18, 18);
}

void DocTabBar::paintTab(QPainter* p, int index) const
{
    const Theme& t = Theme::of(this);
    const bool on = index == currentIndex();
    const Look look = this->look(index);
    QRect r = tabRect(index);
    if (on) {
        r.setTop(r.top() + 4);
        QPainterPath path; // open at the bottom, so that it joins the document
        const QRectF f = QRectF(r).adjusted(0.5, 0.5, -0.5, 1);
        path.moveTo(f.bottomLeft());
        path.lineTo(f.left(), f.top() + 6);
        path.quadTo(f.topLeft(), QPointF(f.left() + 6, f.top()));
        path.lineTo(f.right() - 6, f.top());
        path.quadTo(f.topRight(), QPointF(f.right(), f.top() + 6));
        path.lineTo(f.bottomRight());
        p->setRenderHint(QPainter::Antialiasing);
        p->setBrush(t.color("bg.surface"));
        p->setPen(t.color("border.default"));
        p->drawPath(path);
    } else if (index == m_hot) {
        paintBox(p, QRectF(r).adjusted(0, 4, 0, 6), 6, t.color("bg.hover"));
    }
    const QColor ink = t.color(on ? "text.primary" : "text.secondary");
    Icons::paint(p, QRectF(r.left() + 12, r.top(), 14, r.height()), look.icon, on && m_active ? t.color("accent.text") : ink, 14);
    QFont font = t.font(Theme::Font::Label);
    font.setItalic(look.preview);
    p->setFont(font);
    const QRect cross = crossRect(index);
    paintText(p, QRectF(r.left() + 33, r.top(), cross.left() - r.left() - 35, r.height()), tabText(index), ink);
    const bool overCross = index == m_hot && m_hotCross;
    if (look.modified && !overCross) {
        const QPointF c = QRectF(cross).center();
        paintBox(p, QRectF(c.x() - 3, c.y() - 3, 6, 6), 3, t.color("text.secondary"));
        return;
    }
    if (overCross)
        paintBox(p, cross, 4, t.color("bg.pressed"));
    Icons::paint(p, cross, QStringLiteral("x"), t.color("text.muted"), 12);
}

void DocTabBar::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.window"));
    p.fillRect(0, height() - 1, width(), 1, t.color("border.default"));
    for (int i = 0; i < count(); ++i)
        if (i != currentIndex())
            paintTab(&p, i);
    if (currentIndex() >= 0)
        paintTab(&p, currentIndex());
    if (t.focusVisible(this) && currentIndex() >= 0)
        paintRing(&p, QRectF(tabRect(currentIndex())).adjusted(3, 7, -3, -3), 5, t.color("focus.ring"));
}

void DocTabBar::setHot(int index, bool cross)
{
    if (index == m_hot && cross == m_hotCross)
        return;
    m_hot = index;
    m_hotCross = cross;
    update();
}

void DocTabBar::mousePressEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    const int index = tabAt(at);
    m_pressedCross = -1;
    if (event->button() == Qt::MiddleButton)
        return;
    if (event->button() == Qt::LeftButton && index >= 0) {
        if (crossRect(index).contains(at)) {
            m_pressedCross = index;
            return;
        }
        m_drag = index;
        m_dragFrom = at;
        m_dragging = false;
    }
    QTabBar::mousePressEvent(event);
}

void DocTabBar::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    const int index = tabAt(at);
    setHot(index, index >= 0 && crossRect(index).contains(at));
    if (m_drag >= 0 && (event->buttons() & Qt::LeftButton)) {
        m_dragging = m_dragging || (at - m_dragFrom).manhattanLength() >= QApplication::startDragDistance();
        const bool out = m_dragging && (at.y() < -kOffBar || at.y() > height() + kOffBar);
        if (out)
            Q_EMIT draggedOut(m_drag, event->globalPosition().toPoint());
        else if (m_out)
            Q_EMIT dragReturned();
        m_out = out;
        // Changes places once the mouse has passed the neighbour's middle, so that
        // tabs of different width do not flicker.
        if (m_dragging && !out && index >= 0 && index != m_drag) {
            const int middle = tabRect(index).center().x();
            if ((index > m_drag && at.x() > middle) || (index < m_drag && at.x() < middle)) {
                moveTab(m_drag, index);
                m_drag = index;
            }
        }
        return;
    }
    QTabBar::mouseMoveEvent(event);
}

void DocTabBar::mouseReleaseEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    const int index = tabAt(at);
    const int dragged = std::exchange(m_drag, -1);
    if (std::exchange(m_out, false)) {
        m_pressedCross = -1;
        Q_EMIT droppedOut(dragged, event->globalPosition().toPoint()); // the tab may be gone after this
        return;
    }
    if (event->button() == Qt::MiddleButton && index >= 0)
        Q_EMIT closeAsked(index);
    else if (event->button() == Qt::LeftButton && m_pressedCross >= 0 && index == m_pressedCross
             && crossRect(index).contains(at))
        Q_EMIT closeAsked(index);
    else
        QTabBar::mouseReleaseEvent(event);
    m_pressedCross = -1;
}

void DocTabBar::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int index = tabAt(event->position().toPoint());
    if (index >= 0 && event->button() == Qt::LeftButton && !crossRect(index).contains(event->position().toPoint()))
        Q_EMIT pinAsked(index);
}

void DocTabBar::leaveEvent(QEvent* event)
{
    setHot(-1, false);
    QTabBar::leaveEvent(event);
}

void DocTabBar::tabLayoutChange()
{
    QTabBar::tabLayoutChange();
    refreshFit();
}

void DocTabBar::resizeEvent(QResizeEvent* event)
{
    QTabBar::resizeEvent(event);
    refreshFit();
}

void DocTabBar::refreshFit()
{
    int wanted = 0;
    for (int i = 0; i < count(); ++i)
        wanted += minimumTabSizeHint(i).width();
    const bool fits = wanted <= width();
    if (std::exchange(m_fits, fits) != fits)
        QTimer::singleShot(0, this, [this] { Q_EMIT fitChanged(m_fits); }); // not in the middle of a layout
}

void DocTabBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Delete && currentIndex() >= 0)
        Q_EMIT closeAsked(currentIndex());
    else
        QTabBar::keyPressEvent(event);
}

} // namespace run402
