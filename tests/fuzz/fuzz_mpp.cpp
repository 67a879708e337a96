// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/challenge.h"
#include "services/mpp/charge.h"
#include "services/mpp/memo.h"
#include "services/mpp/receipt.h"
#include "services/mpp/rlp.h"
#include "tests/fuzz/fuzz.h"

using namespace run402;
using namespace run402::mpp;
using fuzz::must;

namespace {

constexpr quint64 kTempo = 42431;
const QDateTime kNow = QDateTime::fromSecsSinceEpoch(1'782'003'450, Qt::UTC);

void charge(const Challenge& challenge)
{
    const quint64 networks[] = {kTempo};
    const auto cap = x402::Uint256::fromUint64(500'000);
    const auto judged = judgeCharge(challenge, {networks, cap}, kNow);
    if (!judged.ok()) {
        must(!judged.error().code.isEmpty(), "a failure has a code");
        return;
    }
    must(judged->amount <= cap, "no more than the cap is charged");
    must(judged->asset && judged->asset->chainId == kTempo, "only a known token of an allowed chain");
    const auto memo = makeMemo(challenge.realm, std::nullopt, memoNonceOf(challenge.id));
    must(memoBinds(memo, challenge.realm, challenge.id), "a memo binds what it was made for");
    const auto transaction = chargeTransaction(*judged, memo, {1'000'000, 10, 60'000}, kNow);
    const auto again = readUnsigned(unsignedBytes(transaction));
    must(again.ok() && *again == transaction, "what is shown comes from what is signed");
    must(again->calls.size() == 1, "one call");
    const auto transfer = readTransfer(again->calls[0]);
    must(transfer && transfer->amount == judged->amount && transfer->recipient == judged->recipient,
         "the call pays what was judged to whom was judged");
}

void header(QByteArrayView text)
{
    const auto challenges = parseChallenges(text);
    if (!challenges.ok()) {
        must(!challenges.error().code.isEmpty(), "a failure has a code");
        return;
    }
    must(!challenges->empty(), "success is at least one challenge");
    for (const Challenge& one : *challenges) {
        must(one.json != nullptr, "a challenge has its request");
        charge(one);
    }
}

} // namespace

/// WWW-Authenticate as it comes, with the input as its request, the other headers and the transaction bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text = fuzz::bytesOf(data, size);
    header(text);
    header("Payment id=\"abc\", realm=\"MPP Payment\", method=\"tempo\", intent=\"charge\", request=\""
           + text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) + '"');
    (void)decodeReceipt(text);
    (void)decodeReceipt(text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    must(refusalOf(text).code.startsWith(QStringLiteral("mpp.server_")), "every refusal has a code of its own");
    if (const auto item = decodeRlp(text); item && !item->isList)
        (void)item->number();
    if (const auto read = readUnsigned(text); read.ok()) {
        must(unsignedBytes(*read) == text, "one transaction has one spelling");
        for (const TempoCall& call : read->calls)
            (void)readTransfer(call);
    }
    return 0;
}
