// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/dialogframe.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QShortcut>
#include <QVBoxLayout>

namespace run402 {

/// Covers the window; paints the dim and the dialog's shadow.
class DialogFrame::Scrim final : public QWidget
{
public:
    explicit Scrim(DialogFrame* dialog, QWidget* host)
        : QWidget(host)
        , m_dialog(dialog)
    {
        setObjectName(QStringLiteral("scrim"));
        setGeometry(host->rect());
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        p.fillRect(rect(), t.color("bg.scrim"));
        paintShadow(&p, m_dialog->geometry(), 8, t.isDark());
    }
    void mousePressEvent(QMouseEvent* event) override
    {
        event->accept();
        if (m_dialog->m_closeOnScrim)
            m_dialog->reject();
    }

private:
    DialogFrame* m_dialog;
};

DialogFrame::DialogFrame(QWidget* anchor, int width)
    : QDialog(anchor->window())
    , m_host(anchor->window())
    , m_body(new QVBoxLayout)
    , m_width(width)
{
    setWindowFlags(Qt::Widget);
    setAttribute(Qt::WA_DeleteOnClose);
    hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    column->addLayout(m_body, 1);
    connect(&Theme::of(this), &Theme::changed, this, &DialogFrame::place);
}

DialogFrame::~DialogFrame()
{
    qApp->removeEventFilter(this);
    if (m_scrim) {
        // The scrim owns this dialog; leave it first so that it can go safely.
        Scrim* scrim = m_scrim;
        m_scrim = nullptr;
        setParent(nullptr);
        scrim->hide();
        scrim->deleteLater();
    }
}

QHBoxLayout* DialogFrame::foot()
{
    if (!m_foot) {
        m_footBox = new QWidget(this);
        m_foot = new QHBoxLayout(m_footBox);
        m_foot->setContentsMargins(17, 11, 17, 11);
        m_foot->setSpacing(8);
        layout()->addWidget(m_footBox);
    }
    return m_foot;
}

void DialogFrame::open()
{
    // A constructor may have called setFocus() on a child; moving under the scrim
    // makes Qt forget it.
    QWidget* asked = focusWidget();
    if (!m_first && asked && isAncestorOf(asked))
        m_first = asked;
    m_before = QApplication::focusWidget();
    if (!m_scrim) {
        m_scrim = new Scrim(this, m_host);
        setParent(m_scrim);
        setWindowFlags(Qt::Widget);
    }
    m_scrim->setGeometry(m_host->rect());
    m_scrim->raise();
    m_scrim->show();
    qApp->installEventFilter(this);
    place();
    show();
    place(); // QDialog places itself on the screen when first shown
    const QList<QWidget*> stops = focusStops();
    QWidget* first = m_first ? m_first.data() : stops.isEmpty() ? this : stops.first();
    first->setFocus(Qt::OtherFocusReason);
    if (qobject_cast<QAbstractButton*>(first))
        Theme::of(this).showFocusRing();
}

void DialogFrame::setVisible(bool visible)
{
    const bool closing = !visible && isVisible();
    QDialog::setVisible(visible);
    if (closing && m_scrim) {
        qApp->removeEventFilter(this);
        m_scrim->hide();
        if (m_before)
            m_before->setFocus(Qt::OtherFocusReason);
    }
}

int DialogFrame::placedWidth() const
{
    const int wanted = Theme::of(this).scaled(m_width);
    return m_host ? std::min(wanted, m_host->width() - 32) : wanted;
}

void DialogFrame::place()
{
    if (!m_host || !m_scrim)
        return;
    m_scrim->setGeometry(m_host->rect());
    const QSize room = m_host->size();
    const int w = placedWidth();
    int h = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(w) : layout()->totalSizeHint().height();
    h = std::clamp(h, minimumHeight(), std::max(minimumHeight(), room.height() - 32));
    if (minimumHeight() == maximumHeight())
        h = std::min(minimumHeight(), room.height() - 32);
    const int y = m_top >= 0 ? std::min(m_top, std::max(0, room.height() - h - 16)) : (room.height() - h) / 2;
    setGeometry((room.width() - w) / 2, y, w, h);
    m_scrim->update();
}

bool DialogFrame::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest) {
        const bool done = QDialog::event(event);
        place();
        return done;
    }
    return QDialog::event(event);
}

QList<QWidget*> DialogFrame::focusStops() const
{
    QList<QWidget*> stops;
    auto* self = const_cast<DialogFrame*>(this);
    for (QWidget* w = self->nextInFocusChain(); w && w != this; w = w->nextInFocusChain())
        if (isAncestorOf(w) && w->isVisibleTo(self) && w->isEnabled() && (w->focusPolicy() & Qt::TabFocus)
            && !w->focusProxy())
            stops.append(w);
    return stops;
}

bool DialogFrame::focusNextPrevChild(bool next)
{
    const QList<QWidget*> stops = focusStops();
    if (stops.isEmpty())
        return true;
    QWidget* now = QApplication::focusWidget();
    const qsizetype at = stops.indexOf(now);
    const qsizetype n = stops.size();
    const qsizetype to = at < 0 ? (next ? 0 : n - 1) : (at + (next ? 1 : n - 1)) % n;
    stops.at(to)->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

bool DialogFrame::ownsShortcut(QKeyEvent* event) const
{
    const QKeySequence keys(event->keyCombination());
    const auto shortcuts = findChildren<QShortcut*>();
    for (const QShortcut* s : shortcuts)
        if (s->key() == keys)
            return true;
    const auto actions = findChildren<QAction*>();
    for (const QAction* a : actions)
        if (a->shortcuts().contains(keys))
            return true;
    return false;
}

bool DialogFrame::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_host && event->type() == QEvent::Resize) {
        QMetaObject::invokeMethod(this, &DialogFrame::place, Qt::QueuedConnection);
        return false;
    }
    auto* widget = qobject_cast<QWidget*>(watched);
    if (!widget || widget->window() != m_host || QApplication::activePopupWidget())
        return false;
    if (event->type() == QEvent::ShortcutOverride && !ownsShortcut(static_cast<QKeyEvent*>(event))) {
        // Taking the override turns what would be a shortcut into a plain key.
        event->accept();
        return true;
    }
    return false;
}

void DialogFrame::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    paintBox(&p, rect(), 8, t.color("bg.raised"));
    if (m_footBox) {
        QPainterPath round;
        round.addRoundedRect(rect(), 8, 8);
        p.save();
        p.setClipPath(round);
        p.fillRect(m_footBox->geometry().adjusted(-1, 0, 1, 1), t.color("bg.window"));
        p.fillRect(QRect(0, m_footBox->y(), width(), 1), t.color("border.default"));
        p.restore();
    }
    paintRing(&p, rect(), 8, t.color("border.strong"), 1);
}

} // namespace run402
