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

namespace {

constexpr size_t kScrubbedStack = 128 * 1024;

/// What was copied or decrypted last stays in vector registers, and the dynamic linker saves them all on the stack when it
/// looks a function up (_dl_runtime_resolve). glibc copies with registers 16 to 31 where there are any: vzeroall leaves
/// those alone. Inline, so that nothing is looked up on the way here.
[[gnu::always_inline]] inline void clearVectorRegisters()
{
#if defined(__x86_64__) && defined(__GNUC__)
    if (__builtin_cpu_supports("avx512f")) {
        __asm__ volatile("vpxorq %%zmm16, %%zmm16, %%zmm16\n\tvpxorq %%zmm17, %%zmm17, %%zmm17\n\t"
                         "vpxorq %%zmm18, %%zmm18, %%zmm18\n\tvpxorq %%zmm19, %%zmm19, %%zmm19\n\t"
                         "vpxorq %%zmm20, %%zmm20, %%zmm20\n\tvpxorq %%zmm21, %%zmm21, %%zmm21\n\t"
                         "vpxorq %%zmm22, %%zmm22, %%zmm22\n\tvpxorq %%zmm23, %%zmm23, %%zmm23\n\t"
                         "vpxorq %%zmm24, %%zmm24, %%zmm24\n\tvpxorq %%zmm25, %%zmm25, %%zmm25\n\t"
                         "vpxorq %%zmm26, %%zmm26, %%zmm26\n\tvpxorq %%zmm27, %%zmm27, %%zmm27\n\t"
                         "vpxorq %%zmm28, %%zmm28, %%zmm28\n\tvpxorq %%zmm29, %%zmm29, %%zmm29\n\t"
                         "vpxorq %%zmm30, %%zmm30, %%zmm30\n\tvpxorq %%zmm31, %%zmm31, %%zmm31" ::
                             : "memory");
    }
    if (__builtin_cpu_supports("avx")) {
        __asm__ volatile("vzeroall" ::: "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",
                         "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
    } else {
        __asm__ volatile("pxor %%xmm0, %%xmm0\n\tpxor %%xmm1, %%xmm1\n\tpxor %%xmm2, %%xmm2\n\tpxor %%xmm3, %%xmm3\n\t"
                         "pxor %%xmm4, %%xmm4\n\tpxor %%xmm5, %%xmm5\n\tpxor %%xmm6, %%xmm6\n\tpxor %%xmm7, %%xmm7\n\t"
                         "pxor %%xmm8, %%xmm8\n\tpxor %%xmm9, %%xmm9\n\tpxor %%xmm10, %%xmm10\n\tpxor %%xmm11, %%xmm11\n\t"
                         "pxor %%xmm12, %%xmm12\n\tpxor %%xmm13, %%xmm13\n\tpxor %%xmm14, %%xmm14\n\tpxor %%xmm15, %%xmm15" ::
                             : "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                               "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
    }
#elif defined(__aarch64__) && defined(__GNUC__)
    __asm__ volatile("movi v0.16b, #0\n\tmovi v1.16b, #0\n\tmovi v2.16b, #0\n\tmovi v3.16b, #0\n\t"
                     "movi v4.16b, #0\n\tmovi v5.16b, #0\n\tmovi v6.16b, #0\n\tmovi v7.16b, #0\n\t"
                     "movi v16.16b, #0\n\tmovi v17.16b, #0\n\tmovi v18.16b, #0\n\tmovi v19.16b, #0\n\t"
                     "movi v20.16b, #0\n\tmovi v21.16b, #0\n\tmovi v22.16b, #0\n\tmovi v23.16b, #0\n\t"
                     "movi v24.16b, #0\n\tmovi v25.16b, #0\n\tmovi v26.16b, #0\n\tmovi v27.16b, #0\n\t"
                     "movi v28.16b, #0\n\tmovi v29.16b, #0\n\tmovi v30.16b, #0\n\tmovi v31.16b, #0" ::
                         : "memory", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18", "v19", "v20",
                           "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31");
#endif
}

/// Not inlined: its frame lies over what the calls before it left behind. A loop of its own: a call would be looked up.
[[gnu::noinline]] void scrubStack()
{
    volatile quint64 space[kScrubbedStack / sizeof(quint64)];
    for (auto& word : space)
        word = 0;
}

} // namespace

void scrubFreedMemory()
{
    clearVectorRegisters();
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
