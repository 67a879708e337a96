// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/release.h"

namespace run402 {

qint64 ReleaseSpec::totalBytes() const
{
    qint64 sum = 0;
    for (const SiteFile& f : files)
        sum += f.size;
    return sum;
}

} // namespace run402
