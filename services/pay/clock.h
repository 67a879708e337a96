// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>

namespace run402 {

/// This computer's clock, replaced in tests. Borrowed by those who use it. Thread: any.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual QDateTime now() const = 0;        ///< UTC
    virtual QDateTime localNow() const = 0;   ///< in the person's time zone: days and months of a budget
};

/// Unpredictable bytes, replaced in tests. Thread: any.
class Random
{
public:
    virtual ~Random() = default;
    virtual QByteArray bytes(int count) = 0;
};

class SystemClock final : public Clock
{
public:
    QDateTime now() const override;
    QDateTime localNow() const override;
};

/// The operating system's generator, through libsodium.
class SystemRandom final : public Random
{
public:
    QByteArray bytes(int count) override;
};

} // namespace run402
