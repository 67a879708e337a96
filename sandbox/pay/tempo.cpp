// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pay/tempo.h"

#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/crypto/rlp.h"
#include "sandbox/text.h"

#include <algorithm>
#include <stdexcept>

namespace run402::sandbox {
namespace {

constexpr std::size_t kFields = 14; // the last one is the signature
constexpr std::string_view kTransfer = "a9059cbb", kTransferWithMemo = "95777d59";
constexpr std::int64_t kDrip = 1'000'000'000'000; // a million pathUSD

std::string hexOf(std::string_view bytes)
{
    return toHex(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::optional<std::string> bytesOf(std::string_view hex)
{
    if (!startsWith(hex, "0x")) {
        return std::nullopt;
    }
    const auto bytes = fromHex(hex.substr(2));
    return bytes ? std::optional(std::string(bytes->begin(), bytes->end())) : std::nullopt;
}

/// 64 hex digits as decimal text.
std::string decimalOf(std::string_view word)
{
    std::string digits = "0"; // least significant first
    for (const char c : word) {
        int carry = c <= '9' ? c - '0' : c - 'a' + 10;
        for (char& digit : digits) {
            carry += (digit - '0') * 16;
            digit = static_cast<char>('0' + carry % 10);
            carry /= 10;
        }
        for (; carry > 0; carry /= 10) {
            digits += static_cast<char>('0' + carry % 10);
        }
    }
    while (digits.size() > 1 && digits.back() == '0') {
        digits.pop_back();
    }
    std::reverse(digits.begin(), digits.end());
    return digits;
}

std::optional<TempoTransfer> transferOf(const Rlp& call)
{
    if (!call.list || call.items.size() != 3 || call.items[0].text.size() != 20 || !call.items[1].text.empty()) {
        return std::nullopt;
    }
    const std::string data = hexOf(call.items[2].text);
    const bool memo = startsWith(data, kTransferWithMemo) && data.size() == 8 + 3 * 64;
    if (!memo && !(startsWith(data, kTransfer) && data.size() == 8 + 2 * 64)) {
        return std::nullopt;
    }
    if (data.compare(8, 24, std::string(24, '0')) != 0) {
        return std::nullopt; // more than an address
    }
    TempoTransfer transfer;
    transfer.token = "0x" + hexOf(call.items[0].text);
    transfer.to = "0x" + data.substr(32, 40);
    transfer.amount = decimalOf(std::string_view(data).substr(72, 64));
    transfer.memo = memo ? "0x" + data.substr(136, 64) : "";
    return transfer;
}

bool known(PgTransaction& tx, const std::string& hash)
{
    return !tx.query("SELECT 1 FROM internal.chain_transfers WHERE hash = $1", {hash}).empty();
}

Json fundAddress(App& app, const Json& params)
{
    const std::string address =
        params.is_array() && !params.empty() && params[0].is_string() ? params[0].get<std::string>() : "";
    if (!isAddress(address)) {
        throw std::runtime_error("tempo_fundAddress needs an address");
    }
    PgTransaction tx(app.db);
    const std::string hash = mintTokens(tx, kTempo, lower(address), kDrip);
    tx.commit();
    return Json::array({hash});
}

Json sendRaw(App& app, const std::string& method, const Json& params)
{
    const TempoTransaction transaction =
        readTempo(params.is_array() && !params.empty() && params[0].is_string() ? params[0].get<std::string>() : "");
    if (!transaction.error.empty()) {
        throw std::runtime_error(transaction.error);
    }
    PgTransaction tx(app.db);
    if (const std::string why = sendTempo(tx, transaction); !why.empty()) {
        throw std::runtime_error(why);
    }
    tx.commit();
    if (method == "eth_sendRawTransaction") {
        return transaction.hash;
    }
    return {{"transactionHash", transaction.hash}, {"status", "0x1"}, {"type", "0x76"}, {"from", transaction.sender}};
}

} // namespace

TempoTransaction readTempo(const std::string& hex)
{
    TempoTransaction out;
    const auto refuse = [&out](const char* why) {
        out = {};
        out.error = why;
        return out;
    };
    const auto bytes = bytesOf(hex);
    const auto fields = bytes && startsWith(*bytes, "\x76") ? parseRlp(std::string_view(*bytes).substr(1)) : std::nullopt;
    if (!fields || !fields->list || fields->items.size() != kFields) {
        return refuse("Invalid serialized transaction of type \"tempo\" was provided.");
    }
    const auto chain = rlpNumber(fields->items[0]);
    const auto before = rlpNumber(fields->items[8]);
    const auto after = rlpNumber(fields->items[9]);
    if (!chain || !before || !after || !fields->items[4].list || !fields->items[11].text.empty()) {
        return refuse("A field of the transaction is not what it should be.");
    }
    std::vector<std::string_view> items;
    for (std::size_t i = 0; i + 1 < kFields; ++i) {
        items.push_back(fields->items[i].source);
    }
    const std::string_view signature = fields->items.back().text;
    const auto sender = recoverAddress(keccak256("\x76" + rlpList(items)), "0x" + hexOf(signature));
    if (!sender) {
        return refuse("The transaction's signature fits nobody.");
    }
    const Hash32 hash = keccak256(*bytes);
    out.hash = "0x" + toHex(hash.data(), hash.size());
    out.sender = lower(*sender);
    out.chain = *chain;
    out.validBefore = static_cast<std::int64_t>(std::min<std::uint64_t>(*before, 1ull << 40));
    out.validAfter = static_cast<std::int64_t>(std::min<std::uint64_t>(*after, 1ull << 40));
    out.calls = fields->items[4].items.size();
    for (const Rlp& call : fields->items[4].items) {
        if (auto transfer = transferOf(call)) {
            out.transfers.push_back(std::move(*transfer));
        }
    }
    return out;
}

std::string sendTempo(PgTransaction& tx, const TempoTransaction& transaction)
{
    const std::int64_t now = nowMs() / 1000;
    if (transaction.chain != kTempo.chain) {
        return "invalid chain id for signer";
    }
    if (transaction.validBefore != 0 && transaction.validBefore <= now) {
        return "transaction expired";
    }
    if (transaction.validAfter > now) {
        return "transaction not yet valid";
    }
    if (transaction.transfers.size() != 1 || transaction.calls != 1 ||
        transaction.transfers[0].token != lower(kTempo.address)) {
        return "execution reverted"; // the sandbox's chain knows one token and one transfer at a time
    }
    if (known(tx, transaction.hash)) {
        return "already known";
    }
    const TempoTransfer& transfer = transaction.transfers[0];
    const Transfer move{transaction.sender, transfer.to, transfer.amount, transaction.hash, transfer.memo};
    return moveTokens(tx, kTempo, move).empty() ? "insufficient funds" : std::string();
}

std::optional<Json> callTempo(App& app, const std::string& method, const Json& params)
{
    if (method == "tempo_fundAddress") {
        return fundAddress(app, params);
    }
    if (method == "eth_sendRawTransaction" || method == "eth_sendRawTransactionSync") {
        return sendRaw(app, method, params);
    }
    if (method == "eth_estimateGas") {
        return "0xc350";
    }
    return std::nullopt;
}

} // namespace run402::sandbox
