// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

namespace run402::test {

/// Runs the event loop until the call has its outcome; "test.timeout" when it never comes.
template <typename T>
Result<T> await(Call<T>* call, int ms = 30'000)
{
    std::optional<Result<T>> outcome;
    QObject context;
    call->onDone(&context, [&](const Result<T>& r) { outcome.emplace(r); });
    // An event loop, not qWaitFor: that sleeps between events, which a 50 MB upload notices.
    QEventLoop loop;
    call->onDone(&loop, [&](const Result<T>&) { loop.quit(); });
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
    if (!outcome)
        return fail(Problem::Kind::Local, QStringLiteral("test.timeout"), QStringLiteral("no outcome"));
    return *outcome;
}

/// The code of a failure, "ok" for a success.
template <typename T>
QString codeOf(const Result<T>& r)
{
    return r.ok() ? QStringLiteral("ok") : r.error().code;
}

} // namespace run402::test
