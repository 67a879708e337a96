// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/guards.h"
#include "sandbox/pay/chain.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

constexpr std::int64_t kDrip = 250000; // 0.25 USDC
constexpr std::int64_t kDaySeconds = 24 * 3600;

std::string addressOf(const Request& request)
{
    const auto address = textMember(request.json, "address");
    if (!address || !isAddressChecked(*address)) {
        refuse(400, "Invalid or missing Ethereum address");
    }
    return *address;
}

Response dripped(const std::string& hash, std::int64_t amount)
{
    return Response::json(200, {{"transaction_hash", hash},
                                {"amount_usd_micros", amount},
                                {"token", "USDC"},
                                {"network", "base-sepolia"}});
}

/// One drip per caller and day. Behind a proxy the caller is the forwarded
/// address, as with the gateway; on this computer everybody comes from the
/// same address, so there each wallet counts for itself.
std::string limitKey(const Request& request, const std::string& address)
{
    return request.has("x-forwarded-for") ? request.clientIp() : request.remote + ' ' + lower(address);
}

Response drip(App& app, Request& request)
{
    const std::string address = addressOf(request);
    const std::string key = limitKey(request, address);
    PgTransaction tx(app.db);
    tx.query("INSERT INTO internal.faucet_drips VALUES ($1, 'epoch') ON CONFLICT DO NOTHING", {key});
    const std::int64_t ago = tx.query("SELECT extract(epoch FROM now() - dripped_at)::bigint "
                                      "FROM internal.faucet_drips WHERE limit_key = $1 FOR UPDATE",
                                      {key})
                                 .integer(0, 0);
    if (ago < kDaySeconds) {
        refuse(429, "Rate limit exceeded. One drip per 24 hours. Retry after " +
                        std::to_string(kDaySeconds - ago) + "s");
    }
    if (const std::int64_t left = app.fakes.treasury; left >= 0 && left < kDrip) {
        refuse(503, "Treasury balance too low. Try again later.");
    }
    const std::string hash = mintTokens(tx, kBaseSepolia, address, kDrip);
    tx.query("UPDATE internal.faucet_drips SET dripped_at = now() WHERE limit_key = $1", {key});
    tx.commit();
    return dripped(hash, kDrip);
}

/// "1.50" as micro-USD; the drip when absent.
std::int64_t amountOf(const Request& request)
{
    const auto text = textMember(request.json, "amount");
    if (!text) {
        return kDrip;
    }
    const std::size_t dot = text->find('.');
    std::string whole = text->substr(0, dot);
    std::string fraction = dot == std::string::npos ? "" : text->substr(dot + 1);
    const bool digits = whole.find_first_not_of("0123456789") == std::string::npos &&
                        fraction.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || whole.empty() || whole.size() > 9 || fraction.size() > 6) {
        refuse(400, "Invalid amount");
    }
    fraction.resize(6, '0');
    return std::stoll(whole) * 1000000 + std::stoll(fraction);
}

Response adminDrip(App& app, Request& request)
{
    if (!hasAdminKey(app, request)) {
        refuse(403, "Requires platform admin key");
    }
    const std::string address = addressOf(request);
    const std::int64_t amount = amountOf(request);
    PgTransaction tx(app.db);
    const std::string hash = mintTokens(tx, kBaseSepolia, address, amount);
    tx.commit();
    return dripped(hash, amount);
}

} // namespace

void addFaucetRoutes(App& app)
{
    app.router.add({"POST", "/faucet/v1", [&app](Request& r) { return drip(app, r); }});
    app.router.add({"POST", "/faucet/v1/admin", [&app](Request& r) { return adminDrip(app, r); }});
}

} // namespace run402::sandbox
