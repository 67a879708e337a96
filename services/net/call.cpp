// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/call.h"

namespace run402 {

CallBase::CallBase(QObject* owner) : QObject(owner) {}

CallBase::~CallBase() = default;

void CallBase::cancel()
{
    if (m_settled)
        return;
    // The hook may resolve with something truer than "cancelled" (an unknown payment).
    if (auto hook = std::exchange(m_cancelHook, {}))
        hook();
    resolveCancelled();
}

CallBase& CallBase::cancelWith(QObject* context)
{
    connect(context, &QObject::destroyed, this, &CallBase::cancel);
    return *this;
}

void CallBase::settle()
{
    m_settled = true;
    m_cancelHook = {};
    QMetaObject::invokeMethod(
        this,
        [this] {
            Q_EMIT settled();
            deleteLater();
        },
        Qt::QueuedConnection);
}

} // namespace run402
