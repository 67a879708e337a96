// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <type_traits>
#include <utility>

namespace run402 {

/// Runs `work` on a thread of `pool` and then, here, `then` with what it returned, unless `owner` died meanwhile. What `work`
/// holds is its own. Thread: the owner's.
template <typename Work, typename Then>
void onWorker(QObject* owner, QThreadPool* pool, Work work, Then then)
{
    auto* watcher = new QFutureWatcher<std::invoke_result_t<Work&>>(owner);
    QObject::connect(watcher, &QFutureWatcherBase::finished, owner, [watcher, then = std::move(then)] {
        watcher->deleteLater();
        then(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(pool, std::move(work)));
}

/// The same on the pool everything shares.
template <typename Work, typename Then>
void onWorker(QObject* owner, Work work, Then then)
{
    onWorker(owner, QThreadPool::globalInstance(), std::move(work), std::move(then));
}

} // namespace run402
