// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/parallel.h"

#include <QSemaphore>
#include <QThread>
#include <QThreadPool>

#include <algorithm>
#include <atomic>

namespace run402 {

bool inChunks(qsizetype total, qsizetype chunk, const std::function<void(qsizetype, qsizetype, qsizetype)>& work, const Going& going)
{
    const qsizetype chunks = (total + chunk - 1) / chunk;
    std::atomic<qsizetype> next{0}, done{0};
    std::atomic_bool stopped{false};
    const auto run = [&] {
        for (qsizetype i = next++; i < chunks && !stopped; i = next++) {
            const qsizetype from = i * chunk, to = std::min(total, from + chunk);
            work(i, from, to);
            const qsizetype sofar = done += to - from;
            if (going && !going(sofar))
                stopped = true;
        }
    };
    QSemaphore finished;
    int helpers = 0;
    const int wanted = int(std::min<qsizetype>(QThread::idealThreadCount() - 1, chunks - 1));
    while (helpers < wanted && QThreadPool::globalInstance()->tryStart([&] {
        run();
        finished.release();
    }))
        ++helpers;
    run();
    finished.acquire(helpers);
    return !stopped;
}

} // namespace run402
