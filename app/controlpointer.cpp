// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controlpointer.h"

#include <QApplication>
#include <QScrollArea>

namespace run402 {

namespace {
constexpr int patienceMs = 10'000;
}

ControlPointer::ControlPointer(QWidget& window, QObject* parent) : QObject(parent), m_window(window)
{
    m_look.setSingleShot(true);
    m_look.setInterval(0);
    m_limit.setSingleShot(true);
    m_limit.setInterval(patienceMs);
    connect(&m_look, &QTimer::timeout, this, &ControlPointer::look);
    connect(&m_limit, &QTimer::timeout, this, &ControlPointer::stop);
}

void ControlPointer::point(const QStringList& names)
{
    m_names = names;
    if (names.isEmpty())
        return stop();
    qApp->installEventFilter(this);
    m_limit.start();
    m_look.start();
}

void ControlPointer::stop()
{
    qApp->removeEventFilter(this);
    m_look.stop();
    m_limit.stop();
}

QWidget* ControlPointer::find(const QString& name) const
{
    const QString begin = name.endsWith(QLatin1Char('*')) ? name.chopped(1) : QString();
    const auto widgets = begin.isEmpty() ? m_window.findChildren<QWidget*>(name) : m_window.findChildren<QWidget*>();
    for (QWidget* w : widgets) {
        if (w->isVisible() && w->isEnabled() && (begin.isEmpty() || w->objectName().startsWith(begin)))
            return w;
    }
    return nullptr;
}

void ControlPointer::look()
{
    for (const QString& name : std::as_const(m_names)) {
        QWidget* w = find(name);
        if (!w)
            continue;
        for (QWidget* p = w->parentWidget(); p; p = p->parentWidget()) {
            if (auto* area = qobject_cast<QScrollArea*>(p))
                area->ensureWidgetVisible(w);
        }
        if (w->focusPolicy() != Qt::NoFocus)
            w->setFocus(Qt::ShortcutFocusReason);
        return stop();
    }
}

bool ControlPointer::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Show:
    case QEvent::EnabledChange:
        if (watched->isWidgetType())
            m_look.start();
        break;
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
        stop(); // whatever was pointed at, the person is elsewhere now
        break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace run402
