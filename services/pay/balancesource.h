// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "services/net/call.h"

namespace run402 {

/// What a wallet could pay with. Implemented over the billing endpoint and the chain nodes.
/// A rail that cannot be read has no value in its RailBalance; the call itself fails only when nothing
/// could be asked. Thread: GUI. Never pays, never signs a payment.
class BalanceSource
{
public:
    virtual ~BalanceSource() = default;
    virtual Call<QList<RailBalance>>* balancesOf(const QString& address) = 0;
};

} // namespace run402
