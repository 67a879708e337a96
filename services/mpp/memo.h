// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/bytes.h"

#include <optional>

/// The 32 bytes beside a transfer that bind it to who asked (MPP, method tempo). Pure.
namespace run402::mpp {

using MemoNonce = std::array<quint8, 7>;

/// First 7 bytes of keccak256 of the challenge's id: old servers accept any nonce, newer ones only this.
MemoNonce memoNonceOf(QByteArrayView challengeId);

/// Tag, version, realm, client (none: zeros) and nonce.
x402::Bytes32 makeMemo(QByteArrayView realm, const std::optional<QByteArray>& client, const MemoNonce& nonce);

/// A memo of this protocol for this realm and challenge.
bool memoBinds(const x402::Bytes32& memo, QByteArrayView realm, QByteArrayView challengeId);

} // namespace run402::mpp
