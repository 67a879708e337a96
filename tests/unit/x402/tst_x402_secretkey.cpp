// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/signer.h"

#include <QTest>

#include <sodium.h>

#include <algorithm>
#include <type_traits>

using namespace run402;
using namespace run402::x402;

namespace {

int freedBlocks = 0;
int dirtyBlocks = 0;
size_t blockSize = 0; ///< of the blocks a test is looking at

} // namespace

extern "C" {
void __real_sodium_free(void* block);

/// Linked in place of sodium_free: the memory is still mapped here.
void __wrap_sodium_free(void* block)
{
    if (block && blockSize > 0) {
        const auto* bytes = static_cast<const unsigned char*>(block);
        ++freedBlocks;
        if (!std::all_of(bytes, bytes + blockSize, [](unsigned char b) { return b == 0; }))
            ++dirtyBlocks;
    }
    __real_sodium_free(block);
}
}

class SecretKeyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isNeitherCopiedNorPrinted();
    void destructionWipes();
    void moveLeavesNothingBehind();
    void assignmentWipesTheOldKey();
    void exportIsWipedToo();
    void refusedTextIsWipedAndNotRepeated();
    void movedFromKeySignsNothing();
    void blindingChangesNoSignature();
    void recoverRefusesOtherSpellings();
};

namespace {

constexpr char keyText[] = "0x4646464646464646464646464646464646464646464646464646464646464646";

SecretKey makeKey()
{
    auto key = SecretKey::parse(spanOf(keyText), SecretKey::Use::Wallet);
    Q_ASSERT(key.ok());
    return std::move(key).value();
}

template <typename T>
concept Streamable = requires(QDebug d, const T& t)
{
    d << t;
};

} // namespace

void SecretKeyTest::init()
{
    freedBlocks = 0;
    dirtyBlocks = 0;
    blockSize = 0;
}

void SecretKeyTest::isNeitherCopiedNorPrinted()
{
    static_assert(!std::is_copy_constructible_v<SecretKey> && !std::is_copy_assignable_v<SecretKey>);
    static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
    static_assert(std::is_nothrow_move_constructible_v<SecretKey>);
    static_assert(!std::is_convertible_v<SecretKey, QString> &&
                  !std::is_convertible_v<SecretBytes, QByteArray>);
    static_assert(!Streamable<SecretKey> && !Streamable<SecretBytes>);
    static_assert(Streamable<QString>); // the concept itself can be true
    QCOMPARE(makeKey().address().toEip55(), QByteArray("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"));
}

void SecretKeyTest::destructionWipes()
{
    blockSize = 32;
    {
        const SecretKey key = makeKey();
        QVERIFY(key.isValid());
        freedBlocks = 0;
    }
    QCOMPARE(freedBlocks, 1);
    QCOMPARE(dirtyBlocks, 0);
}

void SecretKeyTest::moveLeavesNothingBehind()
{
    SecretBytes first(spanOf("0123456789abcdef0123456789abcdef"));
    const quint8* const memory = first.view().data();
    SecretBytes second(std::move(first));
    QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): the point of the test
    QVERIFY(first.view().data() == nullptr);
    QVERIFY(second.view().data() == memory); // the one allocation, no copy
    blockSize = second.size();
    second.wipe();
    QCOMPARE(freedBlocks, 1);
    QCOMPARE(dirtyBlocks, 0);
    QVERIFY(second.isEmpty());
}

void SecretKeyTest::assignmentWipesTheOldKey()
{
    SecretKey one = makeKey();
    SecretKey two = makeKey();
    blockSize = 32;
    one = std::move(two);
    QCOMPARE(freedBlocks, 1);
    QCOMPARE(dirtyBlocks, 0);
    QVERIFY(one.isValid() && !two.isValid()); // NOLINT(bugprone-use-after-move)
}

void SecretKeyTest::exportIsWipedToo()
{
    const SecretKey key = makeKey();
    blockSize = 66;
    {
        const SecretBytes text = key.exportHex();
        QCOMPARE(QByteArrayView(text.view().data(), qsizetype(text.size())), QByteArrayView(keyText));
    }
    blockSize = 0; // the key itself is shorter
    QCOMPARE(freedBlocks, 1);
    QCOMPARE(dirtyBlocks, 0);
}

void SecretKeyTest::refusedTextIsWipedAndNotRepeated()
{
    blockSize = 32;
    const QByteArray text("0x46464646464646464646464646464646464646464646464646464646464646zz");
    const auto key = SecretKey::parse(spanOf(text), SecretKey::Use::Wallet);
    QCOMPARE(key.error().code, QStringLiteral("key.not_hex"));
    QVERIFY(!key.error().message.contains(QStringLiteral("4646")));
    QCOMPARE(freedBlocks, 1);
    QCOMPARE(dirtyBlocks, 0);
}

void SecretKeyTest::movedFromKeySignsNothing()
{
    SecretKey key = makeKey();
    const SecretKey taken = std::move(key);
    QCOMPARE(Signer::sign(key, Bytes32{}).error().code, QStringLiteral("key.invalid")); // NOLINT
    QVERIFY(key.exportHex().isEmpty());                                                 // NOLINT
    QVERIFY(Signer::sign(taken, Bytes32{}).ok());
}

void SecretKeyTest::blindingChangesNoSignature()
{
    const SecretKey key = makeKey();
    const Bytes32 digest = keccak256(QByteArrayView("x"));
    const auto before = Signer::sign(key, digest);
    QVERIFY(blindSigning(keccak256(QByteArrayView("seed"))));
    const auto after = Signer::sign(key, digest);
    QVERIFY(before.ok() && after.ok());
    QCOMPARE(toHex(*before), toHex(*after));
}

void SecretKeyTest::recoverRefusesOtherSpellings()
{
    const SecretKey key = makeKey();
    const Bytes32 digest = keccak256(QByteArrayView("x"));
    Signature signature = *Signer::sign(key, digest);
    QVERIFY(Signer::recover(signature, digest) == key.address());
    Signature other = signature;
    other[64] = quint8(other[64] - 27);
    QVERIFY(!Signer::recover(other, digest)); // v 0 or 1
    other = signature;
    std::fill(other.begin(), other.begin() + 64, quint8(0xff));
    QVERIFY(!Signer::recover(other, digest)); // r and s beyond the order
    other = signature;
    std::fill(other.begin(), other.begin() + 64, quint8(0));
    QVERIFY(!Signer::recover(other, digest));
}

QTEST_GUILESS_MAIN(SecretKeyTest)
#include "tst_x402_secretkey.moc"
