// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/focustracker.h"

#include "ui/common/theme.h"

#include <QApplication>
#include <QFocusFrame>
#include <QKeyEvent>

namespace run402 {

namespace {
constexpr char kRing[] = "focusRing";
}

FocusTracker::FocusTracker(Theme& theme, QObject* parent)
    : QObject(parent)
    , m_theme(theme)
{
    qApp->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, &FocusTracker::refresh);
}

FocusTracker::~FocusTracker()
{
    delete m_frame.data();
}

void FocusTracker::request(QWidget* widget, int radius)
{
    widget->setProperty(kRing, radius);
}

void FocusTracker::setKeyboard(bool on)
{
    if (on == m_keyboard)
        return;
    m_keyboard = on;
    refresh();
    if (QWidget* w = QApplication::focusWidget())
        w->update();
}

void FocusTracker::refresh()
{
    QWidget* focus = QApplication::focusWidget();
    const QVariant radius = focus ? focus->property(kRing) : QVariant();
    if (!m_keyboard || !radius.isValid()) {
        if (m_frame)
            m_frame->setWidget(nullptr);
        return;
    }
    if (!m_frame)
        m_frame = new QFocusFrame;
    m_frame->setProperty(kRing, radius);
    m_frame->setWidget(focus);
}

bool FocusTracker::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: // F6 is a shortcut and never arrives as a key
    case QEvent::KeyPress: {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab || key == Qt::Key_F6 || (key >= Qt::Key_Left && key <= Qt::Key_Down))
            setKeyboard(true);
        break;
    }
    case QEvent::MouseButtonPress:
        if (watched->isWidgetType())
            setKeyboard(false);
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace run402
