// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace run402 {

/// Notices when the GUI thread does not come back to its event loop in time.
///
/// A precise timer ticks; a late tick is a stall when the thread itself worked longer than the limit, or slept in a call
/// much longer than that. On Linux (schedstat) the two are told apart, and time in which the thread wanted to run and the
/// machine gave it no core counts as neither. Sleep gets more room because waiting for the display server, and for the
/// threads of a software renderer, is sleep too; elsewhere all the gap is work. The limits are meant for one core of
/// 2.3 GHz: where a fixed piece of work takes longer at that moment (a slower machine, a busy neighbour on the same
/// silicon), so may the window.
/// Owner: whoever watches. Thread: GUI. Unit: milliseconds of that core.
class StallWatch : public QObject
{
    Q_OBJECT
public:
    explicit StallWatch(int limitMs = 100, QObject* parent = nullptr);

    int worstMs() const { return m_worstMs; }
    int stalls() const { return m_stalls; }
    void reset();

    /// Work that is the observer's own (comparing pictures, starting a server) and does not count.
    class Pause
    {
    public:
        explicit Pause(StallWatch& watch) : m_watch(watch) {}
        ~Pause() { m_watch.restart(); }
        Q_DISABLE_COPY_MOVE(Pause)

    private:
        StallWatch& m_watch;
    };

Q_SIGNALS:
    void stalled(int ms);

private:
    void tick();
    void restart();

    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_ranNs = 0, m_waitedNs = 0; ///< of this thread, at m_since
    int m_limitMs, m_worstMs = 0, m_stalls = 0;
};

} // namespace run402
