// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/stallwatch.h"

#include <QFile>

#include <algorithm>

namespace run402 {

namespace {

constexpr int tickMs = 10;

/// Nanoseconds this thread has waited for a core, 0 where the system does not tell.
qint64 waitedForCoreNs()
{
#ifdef Q_OS_LINUX
    QFile file(QStringLiteral("/proc/thread-self/schedstat")); // "running waiting slices"
    if (file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return file.read(128).split(' ').value(1).toLongLong();
#endif
    return 0;
}

} // namespace

StallWatch::StallWatch(int limitMs, QObject* parent) : QObject(parent), m_limitMs(limitMs)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(tickMs);
    connect(&m_timer, &QTimer::timeout, this, &StallWatch::tick);
    restart();
    m_timer.start();
}

void StallWatch::restart()
{
    m_waitedNs = waitedForCoreNs();
    m_since.restart();
}

void StallWatch::reset()
{
    m_worstMs = 0;
    m_stalls = 0;
    restart();
}

void StallWatch::tick()
{
    const int gapMs = int(m_since.elapsed());
    if (gapMs > m_limitMs) {
        const int own = gapMs - tickMs - int((waitedForCoreNs() - m_waitedNs) / 1'000'000);
        m_worstMs = std::max(m_worstMs, own);
        if (own > m_limitMs) {
            ++m_stalls;
            Q_EMIT stalled(own);
        }
    }
    restart();
}

} // namespace run402
