// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/clock.h"

#include <sodium.h>

namespace run402 {

QDateTime SystemClock::now() const { return QDateTime::currentDateTimeUtc(); }

QDateTime SystemClock::localNow() const { return QDateTime::currentDateTime(); }

QByteArray SystemRandom::bytes(int count)
{
    QByteArray out(count, Qt::Uninitialized);
    randombytes_buf(out.data(), size_t(out.size()));
    return out;
}

} // namespace run402
