// SPDX-License-Identifier: GPL-3.0-or-later
// Card top-ups (payments.md §5): the checkout, a local page in place of the
// card company's, and the webhook that credits the balance.
#include "sandbox/pay/checkout.h"

#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/pages/checkoutpage.h"
#include "sandbox/pay/billing.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

#include <cmath>

namespace run402::sandbox {
namespace {

constexpr std::int64_t kCardMinimum = 500000; // 50 cents
constexpr std::int64_t kSignatureAgeSeconds = 300;
constexpr int kLateSeconds = 8; ///< how long the webhook of the late test card takes

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
    const std::string id =
        tx.query("INSERT INTO internal.billing_topups (account_id, wallet_address, "
                 "funded_usd_micros, success_url, cancel_url, email) VALUES ($1, $2, $3, $4, $5, $6) "
                 "RETURNING id",
                 {account.id, wallet, amount, textMember(request.json, "success_url"),
                  textMember(request.json, "cancel_url"), textMember(request.json, "email")})
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
    std::string id, wallet, status, successUrl, cancelUrl, email;
    std::int64_t amount = 0;
};

Topup loadTopup(App& app, Request& request)
{
    PgLease db(app.db);
    const PgRows rows =
        db.query("SELECT id, wallet_address, status, success_url, cancel_url, funded_usd_micros, "
                 "coalesce(email, '') FROM internal.billing_topups WHERE id::text = $1",
                 {request.param("id")});
    if (rows.empty()) {
        throw Refused{Response::cannot(request)};
    }
    Topup topup{rows.text(0, 0), rows.text(0, 1), rows.text(0, 2),   rows.text(0, 3),
                rows.text(0, 4), rows.text(0, 6), rows.integer(0, 5)};
    const std::string home = request.origin() + "/sandbox/checkout/" + topup.id + "/done";
    topup.successUrl = topup.successUrl.empty() ? home : topup.successUrl;
    topup.cancelUrl = topup.cancelUrl.empty() ? home : topup.cancelUrl;
    return topup;
}

CheckoutEnd endOf(const Topup& topup)
{
    return topup.status == "credited" ? CheckoutEnd::Paid
           : topup.status == "paid"   ? CheckoutEnd::Processing
                                      : CheckoutEnd::Cancelled;
}

Response redirect(const std::string& url)
{
    // the addresses come from whoever made the checkout: never a script
    const bool web = startsWith(url, "http://") || startsWith(url, "https://");
    return Response::empty(303).set("Location", web ? url : "/health-humans");
}

Response showCheckout(App& app, Request& request)
{
    const Topup topup = loadTopup(app, request);
    if (topup.status != "initiated") {
        return checkoutEndPage(endOf(topup), topup.amount);
    }
    return checkoutPage({topup.id, topup.wallet, topup.email, topup.amount, {}, {}});
}

Response done(App& app, Request& request)
{
    creditDueTopups(app, loadTopup(app, request).wallet);
    const Topup topup = loadTopup(app, request);
    return checkoutEndPage(endOf(topup), topup.amount);
}

const char* problemOf(CardOutcome outcome)
{
    switch (outcome) {
    case CardOutcome::Declined:
        return "Your card was declined. Try another one.";
    case CardOutcome::NoFunds:
        return "Your card has insufficient funds. Try another one.";
    case CardOutcome::NotACard:
        return "Your card number is invalid.";
    case CardOutcome::NotATestCard:
        return "This is a sandbox: use one of the test cards below, never a card of your own.";
    case CardOutcome::Pays:
    case CardOutcome::PaysLate:
        break;
    }
    return nullptr;
}

/// The form's fields; without a card number (a program that just pays) the
/// first test card is taken.
Response pay(App& app, Request& request)
{
    const Topup topup = loadTopup(app, request);
    if (topup.status != "initiated") {
        return redirect(topup.successUrl);
    }
    std::string digits;
    for (const char c : queryValue(request.body, "card").value_or("4242424242424242")) {
        if (c >= '0' && c <= '9') {
            digits += c;
        }
    }
    const CardOutcome outcome = cardOutcome(digits);
    if (const char* problem = problemOf(outcome)) {
        // a number that may be somebody's own is not sent back
        const bool known = outcome == CardOutcome::Declined || outcome == CardOutcome::NoFunds;
        return checkoutPage({topup.id, topup.wallet, queryValue(request.body, "email").value_or(topup.email),
                             topup.amount, problem, known ? digits : std::string()});
    }
    if (outcome == CardOutcome::Pays) {
        creditTopup(app, topup.id);
    } else {
        PgLease(app.db).query("UPDATE internal.billing_topups SET status = 'paid', credit_at = now() + "
                              "make_interval(secs => $2) WHERE id::text = $1 AND status = 'initiated'",
                              {topup.id, kLateSeconds});
    }
    return redirect(topup.successUrl);
}

} // namespace

void creditDueTopups(App& app, const std::string& wallet)
{
    const PgRows due = [&] {
        PgLease db(app.db);
        return db.query(
            "SELECT id FROM internal.billing_topups WHERE wallet_address = $1 AND status = 'paid' "
            "AND credit_at <= now()",
            {wallet});
    }();
    for (int i = 0; i < due.size(); ++i) {
        creditTopup(app, due.text(i, 0));
    }
}

void addCheckoutRoutes(App& app)
{
    const auto add = [&app](const char* method, const char* path, Response (*handler)(App&, Request&)) {
        app.router.add({method, path, [&app, handler](Request& request) { return handler(app, request); }});
    };
    add("POST", "/billing/v1/checkouts", startCheckout);
    add("POST", "/webhooks/v1/stripe", webhook);
    add("GET", "/sandbox/checkout/:id", showCheckout);
    add("GET", "/sandbox/checkout/:id/done", done);
    add("POST", "/sandbox/checkout/:id/pay", pay);
    add("POST", "/sandbox/checkout/:id/cancel",
        [](App& a, Request& r) { return redirect(loadTopup(a, r).cancelUrl); });
}

} // namespace run402::sandbox
