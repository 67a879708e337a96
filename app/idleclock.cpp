// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/idleclock.h"

#include <QCoreApplication>
#include <QEvent>

namespace run402 {

IdleClock::IdleClock(QObject* parent) : QObject(parent)
{
    m_since.start();
    QCoreApplication::instance()->installEventFilter(this);
}

bool IdleClock::eventFilter(QObject*, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
        m_since.start();
        break;
    default:
        break;
    }
    return false;
}

} // namespace run402
