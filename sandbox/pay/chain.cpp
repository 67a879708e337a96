// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pay/chain.h"

#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/pay/tempo.h"
#include "sandbox/text.h"

#include <algorithm>
#include <stdexcept>

namespace run402::sandbox {
namespace {

const std::string kTransferTopic = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
const std::string kAuthorizationTopic = "0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5";

void credit(PgTransaction& tx, const Token& token, std::string_view address, const std::string& amount)
{
    tx.query(
        "INSERT INTO internal.chain_balances (chain, token, address, amount) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (chain, token, address) DO UPDATE SET amount = chain_balances.amount + EXCLUDED.amount",
        {static_cast<std::int64_t>(token.chain), lower(token.address), lower(address), amount});
}

/// Decimal text as 64 hex digits (a uint256 word).
std::string wordOf(const std::string& decimal)
{
    std::array<std::uint8_t, 32> word{};
    for (const char c : decimal) {
        unsigned carry = static_cast<unsigned>(c - '0');
        for (std::size_t i = word.size(); i-- > 0;) {
            carry += word[i] * 10u;
            word[i] = static_cast<std::uint8_t>(carry & 0xff);
            carry >>= 8;
        }
    }
    return toHex(word.data(), word.size());
}

std::string wordOfAddress(const std::string& address)
{
    return std::string(24, '0') + address.substr(2);
}

std::string abiString(const std::string& text)
{
    std::string hex = toHex(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    hex.append((64 - hex.size() % 64) % 64, '0');
    return "0x" + wordOf("32") + wordOf(std::to_string(text.size())) + hex;
}

std::string quantity(std::uint64_t value)
{
    char text[32];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
    return text;
}

constexpr std::int64_t kFirstBlockSecond = 1686789347;

/// Block numbers run with the clock: one block every 2 s since 2023-06.
std::uint64_t blockAt(std::int64_t unixMs)
{
    return static_cast<std::uint64_t>(unixMs / 1000 - kFirstBlockSecond) / 2;
}

struct RpcError
{
    int code;
    std::string message;
};

Json callToken(App& app, const Token& token, const Json& params)
{
    const Json* call = params.is_array() && !params.empty() ? &params[0] : nullptr;
    const auto to = call != nullptr ? textMember(*call, "to") : std::nullopt;
    auto data = call != nullptr ? textMember(*call, "data") : std::nullopt;
    if (!data && call != nullptr) {
        data = textMember(*call, "input");
    }
    if (!to || !data) {
        throw RpcError{-32602, "eth_call needs {to, data}"};
    }
    if (lower(*to) != lower(token.address)) {
        return "0x";
    }
    const std::string input = lower(*data);
    const std::string selector = input.substr(0, 10);
    if (selector == "0x70a08231" && input.size() == 74) {
        return "0x" + wordOf(chainBalance(app, token, "0x" + input.substr(34)));
    }
    if (selector == "0x313ce567") {
        return "0x" + wordOf("6");
    }
    if (selector == "0x95d89b41") {
        return abiString(token.symbol);
    }
    if (selector == "0x06fdde03") {
        return abiString(token.name);
    }
    if (selector == "0x54fd4d50") {
        return abiString(token.version);
    }
    if (selector == "0xe94a0102" && input.size() == 138) {
        PgLease db(app.db);
        const bool used =
            !db.query("SELECT 1 FROM internal.chain_authorizations WHERE chain = $1 AND token = $2 "
                      "AND authorizer = $3 AND nonce = $4 AND used_for <> 'allowance'", // the chain never saw those
                      {static_cast<std::int64_t>(token.chain), lower(token.address),
                       "0x" + input.substr(34, 40), "0x" + input.substr(74)})
                 .empty();
        return "0x" + wordOf(used ? "1" : "0");
    }
    throw RpcError{3, "execution reverted"};
}

constexpr const char* kTransferColumns =
    "SELECT hash, sender, recipient, amount, (extract(epoch FROM created_at) * 1000)::bigint "
    "FROM internal.chain_transfers WHERE chain = $1 AND ";

/// The Transfer event of a row of those columns.
Json transferLog(const Token& token, const PgRows& rows, int row)
{
    const std::string block = quantity(blockAt(rows.integer(row, 4)));
    Json log{{"address", lower(token.address)}};
    log["topics"] = Json::array(
        {kTransferTopic, "0x" + wordOfAddress(rows.text(row, 1)), "0x" + wordOfAddress(rows.text(row, 2))});
    log["data"] = "0x" + wordOf(rows.text(row, 3));
    log["blockNumber"] = block;
    log["transactionHash"] = rows.text(row, 0);
    log["transactionIndex"] = "0x0";
    log["blockHash"] = "0x" + sha256Hex(block);
    log["logIndex"] = "0x0";
    log["removed"] = false;
    return log;
}

/// Address asked for at a place of the topics; nullopt when any will do.
std::optional<std::string> topicAddress(const Json& topics, std::size_t place)
{
    if (!topics.is_array() || place >= topics.size() || !topics[place].is_string()) {
        return std::nullopt;
    }
    const std::string topic = lower(topics[place].get<std::string>());
    return topic.size() == 66 ? "0x" + topic.substr(26) : topic;
}

/// Unix seconds at which a block begins; `fallback` for names such as "latest".
std::int64_t blockTime(const Json& filter, const char* key, std::int64_t fallback)
{
    const std::string text = textMember(filter, key).value_or("");
    if (!startsWith(text, "0x")) {
        return text == "earliest" ? 0 : fallback;
    }
    const unsigned long long block = std::strtoull(text.c_str() + 2, nullptr, 16);
    return static_cast<std::int64_t>(std::min(block, 1ull << 40)) * 2 + kFirstBlockSecond;
}

/// Whether a filter's first topic, one or a list of them, lets this event pass.
bool wantsEvent(const Json& topics, const std::string& event)
{
    if (!topics.is_array() || topics.empty() || topics[0].is_null()) {
        return true;
    }
    const auto same = [&](const Json& topic) { return topic.is_string() && lower(topic.get<std::string>()) == event; };
    return topics[0].is_array() ? std::any_of(topics[0].begin(), topics[0].end(), same) : same(topics[0]);
}

/// A word asked for at a place of the topics; nullopt when any will do.
std::optional<std::string> topicWord(const Json& topics, std::size_t place)
{
    return topics.is_array() && place < topics.size() && topics[place].is_string()
               ? std::optional(lower(topics[place].get<std::string>()))
               : std::nullopt;
}

/// Unix seconds, the end excluded.
struct Period
{
    std::int64_t from = 0, until = 0;
};

Period periodOf(const Json& filter)
{
    const std::int64_t now = nowMs() / 1000 + 2;
    return {blockTime(filter, "fromBlock", now - 4), blockTime(filter, "toBlock", now) + 2};
}

constexpr const char* kInTime = "AND created_at >= to_timestamp($4::bigint) AND created_at < to_timestamp($5::bigint) ";

/// AuthorizationUsed(authorizer, nonce) of the transfers that an authorization made.
void appendAuthorizations(App& app, const Token& token, const Json& topics, Period period, Json& logs)
{
    PgLease db(app.db);
    const PgRows rows = db.query(std::string("SELECT t.hash, authorizer, nonce, (extract(epoch FROM created_at) * 1000)::bigint "
                                             "FROM internal.chain_authorizations a JOIN internal.chain_transfers t USING (chain, token, hash) "
                                             "WHERE chain = $1 AND ($2::text IS NULL OR authorizer = $2) "
                                             "AND ($3::text IS NULL OR nonce = $3) ") + kInTime + "ORDER BY created_at LIMIT 10000",
                                 {static_cast<std::int64_t>(token.chain), topicAddress(topics, 1), topicWord(topics, 2),
                                  period.from, period.until});
    for (int i = 0; i < rows.size(); ++i) {
        const std::string block = quantity(blockAt(rows.integer(i, 3)));
        Json log{{"address", lower(token.address)}};
        log["topics"] = Json::array({kAuthorizationTopic, "0x" + wordOfAddress(rows.text(i, 1)), rows.text(i, 2)});
        log["data"] = "0x";
        log["blockNumber"] = block;
        log["transactionHash"] = rows.text(i, 0);
        log["transactionIndex"] = "0x0";
        log["blockHash"] = "0x" + sha256Hex(block);
        log["logIndex"] = "0x1";
        log["removed"] = false;
        logs.push_back(std::move(log));
    }
}

/// Transfer events of the token, oldest first, at most 10000 as public nodes give; then the authorizations used.
Json transferLogs(App& app, const Token& token, const Json& params)
{
    if (!params.is_array() || params.empty() || !params[0].is_object()) {
        throw RpcError{-32602, "eth_getLogs needs a filter"};
    }
    const Json& filter = params[0];
    const Json topics = filter.value("topics", Json::array());
    const auto address = textMember(filter, "address");
    Json logs = Json::array();
    if (address && lower(*address) != lower(token.address)) {
        return logs;
    }
    const Period period = periodOf(filter);
    if (wantsEvent(topics, kTransferTopic)) {
        PgLease db(app.db);
        const PgRows rows = db.query(std::string(kTransferColumns) +
                                         "($2::text IS NULL OR sender = $2) AND ($3::text IS NULL OR recipient = $3) " +
                                         kInTime + "ORDER BY created_at LIMIT 10000",
                                     {static_cast<std::int64_t>(token.chain), topicAddress(topics, 1),
                                      topicAddress(topics, 2), period.from, period.until});
        for (int i = 0; i < rows.size(); ++i) {
            logs.push_back(transferLog(token, rows, i));
        }
    }
    if (wantsEvent(topics, kAuthorizationTopic)) {
        appendAuthorizations(app, token, topics, period, logs);
    }
    return logs;
}

Json receipt(App& app, const Token& token, const Json& params)
{
    if (!params.is_array() || params.empty() || !params[0].is_string()) {
        throw RpcError{-32602, "expected a transaction hash"};
    }
    PgLease db(app.db);
    const PgRows rows =
        db.query(std::string(kTransferColumns) + "hash = $2",
                 {static_cast<std::int64_t>(token.chain), lower(params[0].get<std::string>())});
    if (rows.empty()) {
        return nullptr;
    }
    const Json log = transferLog(token, rows, 0);
    const std::string hash = rows.text(0, 0);
    const std::string block = log["blockNumber"].get<std::string>();
    Json out{{"transactionHash", hash}, {"transactionIndex", "0x0"}, {"blockHash", "0x" + sha256Hex(block)},
             {"blockNumber", block},    {"from", rows.text(0, 1)},   {"to", lower(token.address)}};
    out["cumulativeGasUsed"] = "0xea60";
    out["gasUsed"] = "0xea60";
    out["effectiveGasPrice"] = "0x0";
    out["contractAddress"] = nullptr;
    out["logs"] = Json::array({log});
    out["logsBloom"] = "0x" + std::string(512, '0');
    out["status"] = "0x1";
    out["type"] = "0x2";
    return out;
}

/// The block that is asked for, the newest one unless it has a number; null when it is yet to come. The fees of all
/// are the same.
Json blockByNumber(const Json& params)
{
    const std::uint64_t newest = blockAt(nowMs());
    std::uint64_t asked = newest;
    if (params.is_array() && !params.empty() && params[0].is_string()) {
        const std::string text = params[0].get<std::string>();
        if (startsWith(text, "0x")) {
            asked = std::strtoull(text.c_str() + 2, nullptr, 16);
        } else if (text == "earliest") {
            asked = 0;
        }
    }
    if (asked > newest) {
        return nullptr;
    }
    const std::string number = quantity(asked);
    return {{"number", number},           {"hash", "0x" + sha256Hex(number)},
            {"timestamp", quantity(asked * 2 + std::uint64_t(kFirstBlockSecond))},
            {"baseFeePerGas", "0x4a817c800"}, {"gasLimit", "0x1dcd6500"},         {"gasUsed", "0x0"},
            {"transactions", Json::array()}};
}

Json evaluate(App& app, const Token& token, const std::string& method, const Json& params)
{
    if (method == "eth_chainId") {
        return quantity(token.chain);
    }
    if (method == "net_version") {
        return std::to_string(token.chain);
    }
    if (method == "eth_blockNumber") {
        return quantity(blockAt(nowMs()));
    }
    if (method == "eth_getBalance" || method == "eth_gasPrice" || method == "eth_maxPriorityFeePerGas" ||
        method == "eth_getTransactionCount") {
        return "0x0"; // nobody holds or needs a native coin here
    }
    if (method == "eth_call") {
        return callToken(app, token, params);
    }
    if (method == "eth_getTransactionReceipt") {
        return receipt(app, token, params);
    }
    if (method == "eth_getLogs") {
        return transferLogs(app, token, params);
    }
    if (method == "eth_getBlockByNumber") {
        return blockByNumber(params);
    }
    if (token.chain == kTempo.chain) {
        try {
            if (auto result = callTempo(app, method, params)) {
                return std::move(*result);
            }
        } catch (const std::runtime_error& error) {
            throw RpcError{-32000, error.what()};
        }
    }
    throw RpcError{-32601, "the method " + method + " does not exist on the sandbox chain"};
}

Json answer(App& app, const Token& token, const Json& call)
{
    Json out{{"jsonrpc", "2.0"}};
    const Json* id = member(call, "id");
    out["id"] = id != nullptr ? *id : Json(nullptr);
    const auto method = textMember(call, "method");
    if (!method) {
        out["error"] = {{"code", -32600}, {"message", "invalid request"}};
        return out;
    }
    try {
        const Json* params = member(call, "params");
        out["result"] = evaluate(app, token, *method, params != nullptr ? *params : Json::array());
    } catch (const RpcError& error) {
        out["error"] = {{"code", error.code}, {"message", error.message}};
    }
    return out;
}

} // namespace

std::string chainBalance(App& app, const Token& token, std::string_view address)
{
    PgLease db(app.db);
    const PgRows rows = db.query(
        "SELECT amount FROM internal.chain_balances WHERE chain = $1 AND token = $2 AND address = $3",
        {static_cast<std::int64_t>(token.chain), lower(token.address), lower(address)});
    return rows.empty() ? "0" : rows.text(0, 0);
}

void creditChain(PgTransaction& tx, const Token& token, std::string_view address, std::int64_t amount)
{
    credit(tx, token, address, std::to_string(amount));
}

bool useAuthorization(PgTransaction& tx, const Token& token, std::string_view from, std::string_view nonce,
                      std::string_view usedFor)
{
    return tx.query("INSERT INTO internal.chain_authorizations (chain, token, authorizer, nonce, used_for) "
                    "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                    {static_cast<std::int64_t>(token.chain), lower(token.address), lower(from), lower(nonce),
                     usedFor})
               .affected() == 1;
}

void recordTransfer(PgTransaction& tx, const Token& token, const Transfer& transfer)
{
    tx.query("INSERT INTO internal.chain_transfers (hash, chain, token, sender, recipient, amount, memo) "
             "VALUES ($1, $2, $3, $4, $5, $6, nullif($7, ''))",
             {lower(transfer.hash), static_cast<std::int64_t>(token.chain), lower(token.address), lower(transfer.from),
              lower(transfer.to), transfer.amount, transfer.memo});
}

void nameAuthorization(PgTransaction& tx, const Token& token, std::string_view from, std::string_view nonce,
                       std::string_view hash)
{
    tx.query("UPDATE internal.chain_authorizations SET hash = $5 WHERE chain = $1 AND token = $2 AND authorizer = $3 "
             "AND nonce = $4",
             {static_cast<std::int64_t>(token.chain), lower(token.address), lower(from), lower(nonce), lower(hash)});
}

std::string moveTokens(PgTransaction& tx, const Token& token, const Transfer& transfer)
{
    const int debited =
        tx.query("UPDATE internal.chain_balances SET amount = amount - $4::numeric "
                 "WHERE chain = $1 AND token = $2 AND address = $3 AND amount >= $4::numeric",
                 {static_cast<std::int64_t>(token.chain), lower(token.address), lower(transfer.from), transfer.amount})
            .affected();
    if (debited != 1) {
        return {};
    }
    credit(tx, token, transfer.to, transfer.amount);
    Transfer done = transfer;
    if (done.hash.empty()) {
        done.hash = "0x" + randomHex(32);
    }
    recordTransfer(tx, token, done);
    return done.hash;
}

std::string mintTokens(PgTransaction& tx, const Token& token, std::string_view to, std::int64_t amount)
{
    creditChain(tx, token, to, amount);
    const Transfer minted{"0x0000000000000000000000000000000000000000", std::string(to), std::to_string(amount),
                          "0x" + randomHex(32)};
    recordTransfer(tx, token, minted);
    return minted.hash;
}

void addChainRoutes(App& app)
{
    for (const Token* token : {&kBase, &kBaseSepolia, &kTempo}) {
        Route route;
        route.method = "POST";
        route.path = "/rpc/" + std::to_string(token->chain);
        route.handler = [&app, token](Request& request) {
            const auto body = parseJson(request.body); // any content type, as nodes do
            if (!body) {
                return Response::json(200, {{"jsonrpc", "2.0"},
                                            {"id", nullptr},
                                            {"error", {{"code", -32700}, {"message", "parse error"}}}});
            }
            if (!body->is_array()) {
                return Response::json(200, answer(app, *token, *body));
            }
            Json all = Json::array();
            for (const Json& call : *body) {
                all.push_back(answer(app, *token, call));
            }
            return Response::json(200, all);
        };
        app.router.add(std::move(route));
    }
}

} // namespace run402::sandbox
