// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

namespace run402 {

/// Implemented beside Money where the service says what one image costs before it is asked for: dynamic_cast the
/// session's Money. Thread: GUI.
class ImagePricing
{
public:
    virtual ~ImagePricing() = default;
    virtual Call<qint64>* imagePrice() = 0; ///< micro-USD; Money::image pays at most the one read last
};

} // namespace run402
