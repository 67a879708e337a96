// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/patience.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <functional>

#include <unistd.h>

/// main() of a test with a browser in it. PREPARE is done once there is an application; MORE_FLAGS go to the browser.
#define RUN402_WEBENGINE_MAIN(TestClass, MORE_FLAGS, PREPARE)                                                          \
    int main(int argc, char** argv)                                                                                    \
    {                                                                                                                  \
        QByteArray flags = QByteArrayLiteral("--disable-gpu ") + (MORE_FLAGS);                                         \
        if (::geteuid() == 0) /* it refuses to run as root inside its own sandbox */                                   \
            flags += " --no-sandbox";                                                                                  \
        qputenv("QTWEBENGINE_CHROMIUM_FLAGS", flags);                                                                  \
        QApplication app(argc, argv);                                                                                  \
        PREPARE                                                                                                        \
        TestClass test;                                                                                                \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }

namespace run402::test {

/// How long a page may take for anything on a computer that does much else, milliseconds. Never waited out by a test
/// that passes.
constexpr int browserMs = 60'000;

/// Waits in a running event loop. qWaitFor and QTRY_* sleep 10 ms after each turn of it; a browser hands each of its
/// many small tasks through this thread and crawls then.
inline bool waitFor(const std::function<bool()>& done, int ms = browserMs)
{
    QElapsedTimer waited;
    waited.start();
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (done() || waited.hasExpired(ms))
            loop.quit();
    });
    constexpr int lookMs = 10;
    look.start(lookMs);
    if (!done())
        loop.exec();
    return done();
}

} // namespace run402::test
