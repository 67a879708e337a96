// SPDX-License-Identifier: GPL-3.0-or-later
// The watch every window test relies on: what it must notice, and what it must not hold against the window.
#include "ui/common/stallwatch.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <ctime>

using namespace run402;

namespace {

constexpr int limitMs = 100;
constexpr int longMs = 1'000; ///< a stall on a machine five times slower, too

/// Uses the processor itself, however many others want it.
void work(int ms)
{
    const std::clock_t until = std::clock() + std::clock_t(ms) * CLOCKS_PER_SEC / 1000;
    while (std::clock() < until) {
    }
}

} // namespace

class TstStallWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noticesWork()
    {
        StallWatch watch(limitMs);
        QSignalSpy stalled(&watch, &StallWatch::stalled);
        QTest::qWait(0);
        work(longMs);
        QTRY_COMPARE(stalled.size(), 1);
        QVERIFY(watch.worstMs() > limitMs);
    }

    void noticesSleep()
    {
        StallWatch watch(limitMs);
        QSignalSpy stalled(&watch, &StallWatch::stalled);
        QThread::msleep(longMs);
        QTRY_COMPARE(stalled.size(), 1);
    }

    void pausedWorkIsNotHeldAgainstTheWindow()
    {
        StallWatch watch(limitMs);
        QSignalSpy stalled(&watch, &StallWatch::stalled);
        {
            StallWatch::Pause pause(watch);
            work(longMs);
        }
        QSignalSpy ticks(&m_ticker, &QTimer::timeout);
        m_ticker.start(1);
        QTRY_VERIFY(ticks.size() > 30);
        m_ticker.stop();
        QCOMPARE(stalled.size(), 0);
    }

private:
    QTimer m_ticker;
};

QTEST_MAIN(TstStallWatch)
#include "tst_stallwatch.moc"
