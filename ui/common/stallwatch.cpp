// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/stallwatch.h"

#include <QFile>

#include <algorithm>
#include <optional>
#include <vector>

namespace run402 {

namespace {

constexpr int tickMs = 10;

constexpr int sleepRoomMs = 150;

/// Nanoseconds this thread has run, and has waited for a core.
struct CoreTime { qint64 ran, waited; };

/// Nothing where the system does not tell.
std::optional<CoreTime> coreTime()
{
#ifdef Q_OS_LINUX
    QFile file(QStringLiteral("/proc/thread-self/schedstat")); // "running waiting slices"
    if (file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        const QList<QByteArray> words = file.read(128).split(' ');
        return CoreTime{words.value(0).toLongLong(), words.value(1).toLongLong()};
    }
#endif
    return {};
}

/// How many times slower than the core the limits are meant for this one is now; never below 1.
double slowness()
{
    constexpr int steps = 400'000;
    constexpr double expectedMs = 3.4;
    std::vector<quint32> room(1 << 17); // outgrows the nearest cache, as painting does
    const auto before = coreTime();
    QElapsedTimer timer;
    timer.start();
    quint32 at = 1;
    for (int i = 0; i < steps; ++i) {
        at = at * 1664525U + 1013904223U;
        at += (room[at >> 15] ^= at) & 1;
    }
    const auto after = coreTime();
    const qint64 ns = before && after ? after->ran - before->ran : timer.nsecsElapsed();
    return std::max(1.0, double(ns) / 1e6 / expectedMs);
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
    const auto now = coreTime();
    m_ranNs = now ? now->ran : 0;
    m_waitedNs = now ? now->waited : 0;
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
    const int gapMs = int(m_since.elapsed()) - tickMs;
    if (gapMs > m_limitMs) {
        const auto now = coreTime();
        const int worked = now ? int((now->ran - m_ranNs) / 1'000'000) : gapMs;
        const int slept = now ? std::max(0, gapMs - worked - int((now->waited - m_waitedNs) / 1'000'000)) : 0;
        int own = slept > m_limitMs + sleepRoomMs ? worked + slept : worked;
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
