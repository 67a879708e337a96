// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/memo.h"

#include <algorithm>

namespace run402::mpp {

using namespace x402;

namespace {
constexpr size_t versionAt = 4, realmAt = 5, clientAt = 15, nonceAt = 25;
constexpr quint8 version = 1;
} // namespace

MemoNonce memoNonceOf(QByteArrayView challengeId)
{
    const Bytes32 hash = keccak256(challengeId);
    MemoNonce nonce;
    std::copy_n(hash.begin(), nonce.size(), nonce.begin());
    return nonce;
}

Bytes32 makeMemo(QByteArrayView realm, const std::optional<QByteArray>& client, const MemoNonce& nonce)
{
    static const Bytes32 tag = keccak256(QByteArrayView("mpp"));
    const Bytes32 server = keccak256(realm);
    Bytes32 memo{};
    std::copy_n(tag.begin(), versionAt, memo.begin());
    memo[versionAt] = version;
    std::copy_n(server.begin(), clientAt - realmAt, memo.begin() + realmAt);
    if (client) {
        const Bytes32 own = keccak256(QByteArrayView(*client));
        std::copy_n(own.begin(), nonceAt - clientAt, memo.begin() + clientAt);
    }
    std::copy(nonce.begin(), nonce.end(), memo.begin() + nonceAt);
    return memo;
}

bool memoBinds(const Bytes32& memo, QByteArrayView realm, QByteArrayView challengeId)
{
    const Bytes32 wanted = makeMemo(realm, std::nullopt, memoNonceOf(challengeId));
    return std::equal(memo.begin(), memo.begin() + clientAt, wanted.begin())
           && std::equal(memo.begin() + nonceAt, memo.end(), wanted.begin() + nonceAt);
}

} // namespace run402::mpp
