// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/wipe.h"

#include <sodium.h>

#include <array>
#include <cstdlib>

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

/// Not inlined: its frame lies over what the calls before it left behind.
[[gnu::noinline]] static void scrubStack()
{
    std::array<unsigned char, 48 * 1024> space;
    sodium_memzero(space.data(), space.size());
}

void scrubFreedMemory()
{
    scrubStack();
    // glibc's blocks are 16 bytes apart and hold 8 more than a multiple of that.
    constexpr size_t smallest = 24, step = 16, most = 1024;
    std::array<void*, 64> blocks;
    for (size_t size = smallest; size <= most; size += step) {
        for (void*& block : blocks) {
            block = std::malloc(size);
            if (block)
                sodium_memzero(block, size);
        }
        for (void* block : blocks)
            std::free(block);
    }
}

} // namespace run402
