// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/abi.h"
#include "services/x402/bytes.h"
#include "services/x402/eip3009.h"
#include "services/x402/payment.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace run402;
using namespace run402::x402;
using fuzz::must;

namespace {

/// Results of eth_call.
void words(QByteArrayView hex)
{
    const auto number = decodeUint256(hex);
    const auto small = decodeUint8(hex);
    const auto flag = decodeBool(hex);
    must(!small.ok() || (number.ok() && *number == Uint256::fromUint64(quint64(*small))), "an uint8 is an uint256");
    must(!small.ok() || (*small >= 0 && *small <= 255), "an uint8 is one byte");
    must(!flag.ok() || (small.ok() && *small == (*flag ? 1 : 0)), "a bool is 0 or 1");
    must(number.ok() || !number.error().code.isEmpty(), "a failure has a code");
    if (number.ok())
        (void)number->toDecimal();
}

/// The bytes a payment signs, from the other side.
void typed(const uint8_t* data, size_t size)
{
    TypedBytes bytes;
    const size_t first = std::min(size, bytes.domain.size());
    std::copy_n(data, first, bytes.domain.begin());
    std::copy_n(data + first, std::min(size - first, bytes.message.size()), bytes.message.begin());
    (void)previewOf(bytes);
    std::copy(transferTypeHash().begin(), transferTypeHash().end(), bytes.message.begin());
    std::copy(domainTypeHash().begin(), domainTypeHash().end(), bytes.domain.begin());
    (void)decodeDomain(bytes);
    if (const auto transfer = decodeTransfer(bytes)) {
        const auto again = encodeTransfer({}, *transfer);
        must(again.message == bytes.message, "one authorization has one spelling");
    }
    (void)previewOf(bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text = fuzz::bytesOf(data, size);
    words(text);
    words("0x" + text);
    words("0x" + text.toHex());
    typed(data, size);
    if (size >= 20) {
        Address::Bytes account{};
        std::copy_n(data, account.size(), account.begin());
        must(encodeBalanceOf(Address(account)).size() == 2 + 2 * 36, "call data is a selector and one word");
    }
    Address address;
    if (Address::parse(QByteArrayView(text), address) == AddressError::None) {
        Address again;
        must(Address::parse(QByteArrayView(address.toEip55()), again) == AddressError::None && again == address,
             "an address reads back");
    }
    return 0;
}
