// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/stallwatch.h"

#include <QFile>

#include <algorithm>
#include <vector>

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

/// How many times slower than the core the limits are meant for this one is now; never below 1.
double slowness()
{
    constexpr int steps = 400'000;
    constexpr double expectedMs = 3.4;
    std::vector<quint32> room(1 << 17); // outgrows the nearest cache, as painting does
    const qint64 waited = waitedForCoreNs();
    QElapsedTimer timer;
    timer.start();
    quint32 at = 1;
    for (int i = 0; i < steps; ++i) {
        at = at * 1664525U + 1013904223U;
        at += (room[at >> 15] ^= at) & 1;
    }
    const double ms = double(timer.nsecsElapsed() - (waitedForCoreNs() - waited)) / 1e6;
    return std::max(1.0, ms / expectedMs);
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
        int own = gapMs - tickMs - int((waitedForCoreNs() - m_waitedNs) / 1'000'000);
        if (own > m_limitMs)
            own = int(own / slowness());
        m_worstMs = std::max(m_worstMs, own);
        if (own > m_limitMs) {
            ++m_stalls;
            Q_EMIT stalled(own);
        }
    }
    restart();
}

} // namespace run402
