// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/money.h"

namespace run402 {

TierLimits TierLimits::of(const QString& tier)
{
    if (tier == QLatin1String("team"))
        return {60, 512, 200};
    if (tier == QLatin1String("hobby"))
        return {30, 256, 50};
    if (tier == QLatin1String("prototype"))
        return {10, 128, 10};
    return {};
}

} // namespace run402
