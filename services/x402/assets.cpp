// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/assets.h"

#include <algorithm>

namespace run402::x402 {

namespace {

constexpr Address::Bytes baseUsdc{0x83, 0x35, 0x89, 0xfC, 0xD6, 0xeD, 0xb6, 0xE0, 0x8f, 0x4c,
                                  0x7C, 0x32, 0xD4, 0xf7, 0x1b, 0x54, 0xbd, 0xA0, 0x29, 0x13};
constexpr Address::Bytes baseSepoliaUsdc{0x03, 0x6C, 0xbD, 0x53, 0x84, 0x2c, 0x54, 0x26, 0x63, 0x4e,
                                         0x79, 0x29, 0x54, 0x1e, 0xC2, 0x31, 0x8f, 0x3d, 0xCF, 0x7e};
constexpr Address::Bytes tempoPathUsd{0x20, 0xc0};

constexpr std::array<KnownAsset, 3> assets{{
    {chain::base, "eip155:8453", "base", "Base", "USDC", Address(baseUsdc), "USD Coin", "2", 6, true, true},
    {chain::baseSepolia, "eip155:84532", "base-sepolia", "Base Sepolia", "USDC", Address(baseSepoliaUsdc),
     "USDC", "2", 6, false, true},
    {chain::tempoModerato, "eip155:42431", "", "Tempo Moderato", "pathUSD", Address(tempoPathUsd), "", "", 6,
     false, false},
}};

template <typename Match>
const KnownAsset* findAsset(Match match)
{
    const auto found = std::find_if(assets.begin(), assets.end(), match);
    return found == assets.end() ? nullptr : &*found;
}

} // namespace

std::span<const KnownAsset> knownAssets()
{
    return assets;
}

const KnownAsset* assetOnChain(quint64 chainId)
{
    return findAsset([&](const KnownAsset& a) { return a.chainId == chainId; });
}

const KnownAsset* assetOnNetwork(QByteArrayView network, int version)
{
    if (network.isEmpty())
        return nullptr;
    return findAsset([&](const KnownAsset& a) {
        return network == QByteArrayView(version == 1 ? a.networkV1 : a.network);
    });
}

const KnownAsset* assetAt(const Address& contract)
{
    return findAsset([&](const KnownAsset& a) { return a.contract == contract; });
}

} // namespace run402::x402
