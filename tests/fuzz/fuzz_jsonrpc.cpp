// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/jsonrpc.h"
#include "tests/fuzz/fuzz.h"

using namespace run402;
using namespace run402::x402;
using fuzz::must;

namespace {

void readAll(const JsonValue& value, int depth)
{
    must(depth <= 34, "nesting keeps to its limit");
    if (const auto text = value.string()) {
        QByteArray spelled;
        appendJsonString(spelled, *text);
        const auto again = JsonText::parse(spelled);
        must(again.text && again.text->root().string() == text, "a string reads back from its spelling");
    }
    (void)value.integer();
    for (const JsonValue& entry : value.entries())
        readAll(entry, depth + 1);
}

void decode(int status, const QByteArray& body)
{
    const auto answer = decodeRpc(status, body, 7);
    if (!answer.ok()) {
        must(!answer.error().code.isEmpty(), "a failure has a code");
        return;
    }
    must(answer->result.valid(), "success has a result");
    const auto number = rpcQuantity(answer->result);
    if (number.ok())
        must(checkChainId(answer->result, 84532).ok() == (*number == Uint256::fromUint64(84532)), "the chain is compared");
    if (const auto hashes = rpcHashes(answer->result); hashes.ok())
        must(!hashes->isEmpty(), "at least one hash");
    (void)rpcString(answer->result);
    (void)decodeRpcString(status, body, 7);
}

} // namespace

/// Answers of a chain's node, and the JSON reader under everything that is signed.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text = fuzz::bytesOf(data, size);
    decode(200, text);
    decode(429, text);
    decode(200, R"({"jsonrpc":"2.0","id":7,"result":)" + text + '}');
    const auto parsed = JsonText::parse(text);
    must(bool(parsed.text) == (parsed.error == JsonError::None), "a text or an error, never both");
    if (parsed.text)
        readAll(parsed.text->root(), 0);
    return 0;
}
