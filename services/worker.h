// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <type_traits>
#include <utility>

namespace run402 {

/// Runs `work` on a worker and then, here, `then` with what it returned, unless `owner` died meanwhile. What `work`
/// holds is its own. Thread: the owner's.
template <typename Work, typename Then>
void onWorker(QObject* owner, Work work, Then then)
{
    auto* watcher = new QFutureWatcher<std::invoke_result_t<Work&>>(owner);
    QObject::connect(watcher, &QFutureWatcherBase::finished, owner, [watcher, then = std::move(then)] {
        watcher->deleteLater();
        then(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(std::move(work)));
}

} // namespace run402
