// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/wipe.h"

#include <sodium.h>

namespace run402 {

void wipeShared(const QByteArray& secret)
{
    // data() would detach and wipe a fresh copy instead of the bytes that matter.
    if (!secret.isEmpty())
        sodium_memzero(const_cast<char*>(secret.constData()), size_t(secret.size()));
}

void wipe(QByteArray& secret)
{
    wipeShared(secret);
    secret.clear();
}

} // namespace run402
