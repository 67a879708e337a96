// SPDX-License-Identifier: GPL-3.0-or-later
// Card top-ups (payments.md §5): the checkout, a local page in place of the
// card company's, and the webhook that credits the balance.
#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/pay/billing.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

#include <cmath>

namespace run402::sandbox {
namespace {

constexpr std::int64_t kCardMinimum = 500000; // 50 cents
constexpr std::int64_t kSignatureAgeSeconds = 300;

Response startCheckout(App& app, Request& request)
{
    const std::string wallet = lower(textMember(request.json, "wallet").value_or(""));
    if (!startsWith(wallet, "0x")) {
        refuse(400, "wallet is required (0x-prefixed address)");
    }
    const Json* value = member(request.json, "amount_usd_micros");
    if (value == nullptr || !value->is_number() || !(value->get<double>() > 0) ||
        value->get<double>() > 1e13) {
        refuse(400, "amount_usd_micros must be a positive number");
    }
    const std::int64_t amount = std::llround(value->get<double>());
    if (amount < kCardMinimum) {
        refuse(400, "amount_usd_micros is below the card minimum of 500000 ($0.50)");
    }
    PgTransaction tx(app.db);
    const Account account = lockAccount(tx, wallet, true);
    const std::string id = tx.query("INSERT INTO internal.billing_topups (account_id, wallet_address, "
                                    "funded_usd_micros, success_url, cancel_url) VALUES ($1, $2, $3, $4, $5) "
                                    "RETURNING id",
                                    {account.id, wallet, amount, textMember(request.json, "success_url"),
                                     textMember(request.json, "cancel_url")})
                               .text(0, 0);
    tx.commit();
    return Response::json(200,
                          {{"checkout_url", request.origin() + "/sandbox/checkout/" + id}, {"topup_id", id}});
}

/// Credits a top-up once; later calls change nothing.
void creditTopup(App& app, const std::string& id)
{
    PgTransaction tx(app.db);
    const PgRows topup = tx.query("SELECT wallet_address, funded_usd_micros FROM internal.billing_topups "
                                  "WHERE id::text = $1 AND status <> 'credited' FOR UPDATE",
                                  {id});
    if (topup.empty()) {
        return;
    }
    Account account = lockAccount(tx, topup.text(0, 0), true);
    postLedger(
        tx, account,
        {"credit", "stripe_topup", topup.integer(0, 1), "topup", id, {{"topup_id", id}}, "topup:" + id});
    tx.query("UPDATE internal.billing_topups SET status = 'credited' WHERE id::text = $1", {id});
    tx.commit();
}

/// "t=…,v1=…" over "t.body", not older than five minutes.
bool signatureHolds(const App& app, const Request& request)
{
    std::string time;
    bool good = false;
    for (const std::string& part : split(request.header("stripe-signature"), ',')) {
        if (startsWith(part, "t=")) {
            time = part.substr(2);
        }
    }
    const std::int64_t age = nowMs() / 1000 - std::atoll(time.c_str());
    const std::string expected = hmacSha256Hex(app.secrets.webhook, time + '.' + request.body);
    for (const std::string& part : split(request.header("stripe-signature"), ',')) {
        good = good || (startsWith(part, "v1=") && constantTimeEqual(part.substr(3), expected));
    }
    return good && age <= kSignatureAgeSeconds && age >= -kSignatureAgeSeconds;
}

Response webhook(App& app, Request& request)
{
    if (request.header("stripe-signature").empty()) {
        refuse(400, "Missing stripe-signature header");
    }
    const auto event = parseJson(request.body);
    if (!signatureHolds(app, request) || !event) {
        refuse(400, "Webhook signature verification failed");
    }
    const std::string id = textMember(*event, "id").value_or("");
    PgLease db(app.db);
    if (db.query("INSERT INTO internal.stripe_webhook_events VALUES ($1) ON CONFLICT DO NOTHING", {id})
                .affected() == 1 &&
        textMember(*event, "type") == "checkout.session.completed") {
        const Json session = event->value("/data/object"_json_pointer, Json::object());
        if (textMember(session, "payment_status") == "paid") {
            creditTopup(app, session.value("/metadata/topup_id"_json_pointer, std::string()));
        }
    }
    return Response::json(200, {{"received", true}});
}

struct Topup
{
    std::string id, wallet, status, successUrl, cancelUrl;
    std::int64_t amount = 0;
};

Topup loadTopup(App& app, Request& request)
{
    PgLease db(app.db);
    const PgRows rows =
        db.query("SELECT id, wallet_address, status, success_url, cancel_url, funded_usd_micros "
                 "FROM internal.billing_topups WHERE id::text = $1",
                 {request.param("id")});
    if (rows.empty()) {
        throw Refused{Response::cannot(request)};
    }
    Topup topup{rows.text(0, 0), rows.text(0, 1), rows.text(0, 2),
                rows.text(0, 3), rows.text(0, 4), rows.integer(0, 5)};
    const std::string home = request.origin() + "/sandbox/checkout/" + topup.id + "/done";
    topup.successUrl = topup.successUrl.empty() ? home : topup.successUrl;
    topup.cancelUrl = topup.cancelUrl.empty() ? home : topup.cancelUrl;
    return topup;
}

Response page(const std::string& title, const std::string& body)
{
    return Response::text(
        200, "text/html; charset=utf-8",
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title +
            "</title>\n<style>body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:12vh "
            "auto;padding:0 "
            "1rem;color:#1b1f24}form{display:inline}button{font:inherit;padding:.5rem 1.2rem;border:1px "
            "solid "
            "#c5cad1;border-radius:6px;background:#fff;cursor:pointer}button.pay{background:#0a6b4f;border-"
            "color:"
            "#0a6b4f;color:#fff}code{overflow-wrap:anywhere}.note{color:#59626e}</style>\n</head>\n<body>\n" +
            body + "</body>\n</html>\n");
}

Response showCheckout(App& app, Request& request)
{
    const Topup topup = loadTopup(app, request);
    char dollars[32];
    std::snprintf(dollars, sizeof dollars, "%.2f", static_cast<double>(topup.amount) / 1e6);
    std::string body = std::string("<h1>Run402 allowance top-up</h1>\n<p><strong>$") + dollars +
                       "</strong> for wallet <code>" + htmlEscape(topup.wallet) + "</code></p>\n";
    if (topup.status == "credited") {
        body += "<p>This top-up is paid.</p>\n";
    } else {
        const std::string action = "<form method=\"post\" action=\"/sandbox/checkout/" + topup.id;
        body += "<p class=\"note\">Sandbox: no card is charged and no money moves.</p>\n" + action +
                "/pay\"><button class=\"pay\" id=\"pay\">Pay</button></form>\n" + action +
                "/cancel\"><button id=\"cancel\">Cancel</button></form>\n";
    }
    return page("Sandbox checkout", body);
}

Response redirect(const std::string& url)
{
    // the addresses come from whoever made the checkout: never a script
    const bool web = startsWith(url, "http://") || startsWith(url, "https://");
    return Response::empty(303).set("Location", web ? url : "/health-humans");
}

} // namespace

void addCheckoutRoutes(App& app)
{
    app.router.add({"POST", "/billing/v1/checkouts", [&app](Request& r) { return startCheckout(app, r); }});
    app.router.add({"POST", "/webhooks/v1/stripe", [&app](Request& r) { return webhook(app, r); }});
    app.router.add({"GET", "/sandbox/checkout/:id", [&app](Request& r) { return showCheckout(app, r); }});
    app.router.add({"GET", "/sandbox/checkout/:id/done", [&app](Request& r) {
                        const bool paid = loadTopup(app, r).status == "credited";
                        return page("Sandbox checkout",
                                    paid ? "<h1>Paid</h1>\n<p>You can close this page.</p>\n"
                                         : "<h1>Cancelled</h1>\n<p>Nothing was paid.</p>\n");
                    }});
    app.router.add({"POST", "/sandbox/checkout/:id/pay", [&app](Request& r) {
                        const Topup topup = loadTopup(app, r);
                        creditTopup(app, topup.id);
                        return redirect(topup.successUrl);
                    }});
    app.router.add({"POST", "/sandbox/checkout/:id/cancel",
                    [&app](Request& r) { return redirect(loadTopup(app, r).cancelUrl); }});
}

} // namespace run402::sandbox
