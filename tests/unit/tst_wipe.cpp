// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/vaultstore.h"
#include "services/secrets/wipe.h"
#include "services/x402/signer.h"
#include "tests/support/await.h"
#include "tests/support/keytraces.h"

#include <QTemporaryDir>

#include <array>
#include <cstdlib>
#include <cstring>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

using Registers = std::array<quint8, 32 * 64>;

/// As a library that copies a key and does not wipe: in every register a copy can go through. Sixteen bytes each.
[[gnu::always_inline]] inline void fillRegisters([[maybe_unused]] const void* half)
{
#if defined(__x86_64__)
    __asm__ volatile("movdqu (%0), %%xmm0\n\tmovdqa %%xmm0, %%xmm1\n\tmovdqa %%xmm0, %%xmm2\n\tmovdqa %%xmm0, %%xmm3\n\t"
                     "movdqa %%xmm0, %%xmm4\n\tmovdqa %%xmm0, %%xmm5\n\tmovdqa %%xmm0, %%xmm6\n\tmovdqa %%xmm0, %%xmm7\n\t"
                     "movdqa %%xmm0, %%xmm14\n\tmovdqa %%xmm0, %%xmm15" ::"r"(half)
                     : "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm14", "xmm15");
#elif defined(__aarch64__)
    __asm__ volatile("ldr q0, [%0]\n\tmov v1.16b, v0.16b\n\tmov v2.16b, v0.16b\n\tmov v3.16b, v0.16b\n\t"
                     "mov v4.16b, v0.16b\n\tmov v5.16b, v0.16b\n\tmov v6.16b, v0.16b\n\tmov v7.16b, v0.16b\n\t"
                     "mov v16.16b, v0.16b\n\tmov v17.16b, v0.16b\n\tmov v30.16b, v0.16b\n\tmov v31.16b, v0.16b" ::"r"(half)
                     : "memory", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v30", "v31");
#endif
}

[[gnu::always_inline]] inline void keepRegisters([[maybe_unused]] quint8* to)
{
#if defined(__x86_64__)
    __asm__ volatile("movdqu %%xmm0, (%0)\n\tmovdqu %%xmm1, 16(%0)\n\tmovdqu %%xmm2, 32(%0)\n\tmovdqu %%xmm3, 48(%0)\n\t"
                     "movdqu %%xmm4, 64(%0)\n\tmovdqu %%xmm5, 80(%0)\n\tmovdqu %%xmm6, 96(%0)\n\tmovdqu %%xmm7, 112(%0)\n\t"
                     "movdqu %%xmm14, 128(%0)\n\tmovdqu %%xmm15, 144(%0)" ::"r"(to)
                     : "memory");
#elif defined(__aarch64__)
    __asm__ volatile("stp q0, q1, [%0]\n\tstp q2, q3, [%0, #32]\n\tstp q4, q5, [%0, #64]\n\tstp q6, q7, [%0, #96]\n\t"
                     "stp q16, q17, [%0, #128]\n\tstp q30, q31, [%0, #160]" ::"r"(to)
                     : "memory");
#endif
}

[[gnu::noinline]] void dirtyStack(const QByteArray& key)
{
    volatile char frame[32 * 1024];
    for (size_t i = 0; i < sizeof frame; ++i)
        frame[i] = key.constData()[i % 32];
}

[[gnu::noinline]] void dirtyHeap(const QByteArray& key)
{
    std::array<char*, 32> blocks;
    for (size_t size = 72; size <= 1024; size += 64) {
        for (char*& block : blocks) {
            block = static_cast<char*>(std::malloc(size));
            for (size_t i = 0; i < size; ++i)
                static_cast<volatile char*>(block)[i] = key.constData()[i % 32];
        }
        for (char* block : blocks)
            std::free(block);
    }
}

QByteArray someKey(char seed)
{
    QByteArray key(32, '\0');
    for (int i = 0; i < 32; ++i)
        key[i] = char(37 * i + seed);
    return key;
}

} // namespace

/// What scrubFreedMemory() reaches on this processor, with proof that it was dirty before. Runs on x86-64 with the other
/// tests and on ARM64 through tests/unit/arm64-wipe.sh.
class TestWipe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("AddressSanitizer keeps what was freed, as it was");
#endif
        QByteArray control = someKey(7);
        QByteArray copy(control.constData(), control.size());
        const KeyTraces traces(copy);
        QVERIFY(!traces.inMemory().isEmpty()); // the search sees this process's memory
        wipe(control);
    }

    void registersAreCleared()
    {
        QByteArray key = someKey(11);
        Registers before{}, after{};
        fillRegisters(key.constData());
        keepRegisters(before.data());
        QVERIFY(std::memcmp(before.data(), key.constData(), 16) == 0);
        fillRegisters(key.constData());
        scrubFreedMemory();
        keepRegisters(after.data());
        for (size_t i = 0; i + 16 <= after.size(); i += 16)
            QVERIFY2(std::memcmp(after.data() + i, key.constData(), 16) != 0, QByteArray::number(int(i / 16)).constData());
        wipe(key);
    }

    void stackAndFreedBlocksAreCleared()
    {
        QByteArray key = someKey(13);
        QByteArray copy(key.constData(), key.size());
        const KeyTraces traces(copy);
        dirtyStack(key);
        dirtyHeap(key);
        wipe(key);
        QVERIFY(traces.inMemory().size() > 10);
        scrubFreedMemory();
        QCOMPARE(traces.inMemory().join(u'\n'), QString());
    }

    void signingLeavesNothing()
    {
        QByteArray key = someKey(17);
        QByteArray copy(key.constData(), key.size());
        const KeyTraces traces(copy);
        {
            auto secret = x402::SecretKey::fromBytes(x402::SecretBytes(x402::spanOf(key)), x402::SecretKey::Use::Wallet);
            QVERIFY(secret.ok());
            wipe(key);
            QVERIFY(x402::Signer::sign(*secret, x402::personalMessageDigest("hello")).ok());
            QCOMPARE(secret->exportHex().size(), size_t(66));
        }
        scrubFreedMemory();
        QCOMPARE(traces.inMemory().join(u'\n'), QString());
    }

    void vaultLeavesNothing()
    {
        QTemporaryDir dir;
        QByteArray key = someKey(19);
        QByteArray copy(key.constData(), key.size());
        const KeyTraces traces(copy);
        VaultStore vault(dir.filePath(u"vault.json"_s));
        QCOMPARE(codeOf(await(vault.create(QByteArray("correct horse", 13)))), u"ok"_s);
        QCOMPARE(codeOf(await(vault.write(u"wallet/1"_s, key))), u"ok"_s);
        {
            auto read = await(vault.read(u"wallet/1"_s));
            QVERIFY(read.ok() && *read == key);
            wipeShared(*read);
        }
        wipe(key);
        vault.lock();
        QCOMPARE(codeOf(await(vault.read(u"wallet/1"_s))), u"secret.locked"_s);
        scrubFreedMemory();
        QCOMPARE(traces.inFolder(dir.path()).join(u'\n'), QString());
        QCOMPARE(traces.inMemory().join(u'\n'), QString());
    }
};

QTEST_GUILESS_MAIN(TestWipe)
#include "tst_wipe.moc"
