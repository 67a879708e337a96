// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pages/checkoutpage.h"

#include "sandbox/pages/page.h"
#include "sandbox/text.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace run402::sandbox {
namespace {

struct TestCard
{
    const char* digits;
    const char* label;
    CardOutcome outcome;
};

constexpr std::array<TestCard, 4> kCards = {{
    {"4242424242424242", "Pays", CardOutcome::Pays},
    {"4000000000000077", "Pays, credit arrives late", CardOutcome::PaysLate},
    {"4000000000000002", "Declined", CardOutcome::Declined},
    {"4000000000009995", "Not enough money", CardOutcome::NoFunds},
}};

bool luhnHolds(const std::string& digits)
{
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1) {
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }
        sum += digit;
    }
    return digits.size() >= 12 && digits.size() <= 19 && sum % 10 == 0;
}

std::string grouped(const std::string& digits)
{
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        text += (i > 0 && i % 4 == 0 ? " " : "") + std::string(1, digits[i]);
    }
    return text;
}

std::string dollars(std::int64_t micros)
{
    char text[32];
    std::snprintf(text, sizeof text, "$%.2f", static_cast<double>(micros) / 1e6);
    return text;
}

constexpr const char* kStyle = R"css(<style>
.pay{max-width:880px;display:flex}.sum{flex:0 0 44%;background:var(--panel);color:#fff;padding:40px 36px;display:flex;flex-direction:column}
.sum .brand{display:flex;align-items:center;gap:10px;font-weight:600;margin-bottom:36px}.sum .brand svg{color:#4fd3a1}
.sum .what{color:var(--panelsoft);font-size:14px}.sum .price{font-size:38px;font-weight:600;letter-spacing:-.02em;line-height:1.2;margin:2px 0 28px}
.line{display:flex;justify-content:space-between;gap:16px;padding:12px 0;border-top:1px solid #ffffff24;font-size:14px}.line.total{font-weight:600}
.sum .to{margin-top:auto;padding-top:28px;color:var(--panelsoft);font-size:13px}.sum code{color:#fff}
.form{flex:1;padding:36px}.field{margin-bottom:16px}.box{border:1px solid var(--control);border-radius:8px;overflow:hidden}
.box input{border:0!important;border-radius:0!important;box-shadow:none!important}.box .row{display:flex;border-top:1px solid var(--control)}.box .row input+input{border-left:1px solid var(--control)!important}
.box:focus-within{border-color:var(--accent);box-shadow:0 0 0 3px var(--tint)}.number{position:relative}.number svg{position:absolute;right:12px;top:10px;color:var(--muted)}
.cards{display:grid;grid-template-columns:1fr 1fr;gap:8px;margin:0 0 20px}.cards button{height:auto;padding:8px 12px;text-align:left;font-size:13px;line-height:1.35}
.cards .mono{display:block;color:var(--muted);font-size:12px;font-weight:400}.actions{display:flex;flex-direction:column;gap:8px}.actions .primary{height:46px}.actions form{margin:0}
.plain{border-color:transparent;background:none;color:var(--soft)}.note{margin:16px 0 0;text-align:center}
@media(max-width:720px){.center{padding:12px;align-items:flex-start}.pay{flex-direction:column}.sum{padding:12px 20px;display:grid;grid-template-columns:1fr auto;align-items:center}
.sum .brand{margin:0}.sum .price{margin:0;font-size:22px}.sum .what,.sum .line{display:none}.sum .to{grid-column:1/-1;margin:0;padding:4px 0 0;font-size:12px;overflow-wrap:anywhere}
.banner{padding:6px 12px;font-size:12px}.more,.form h2,.cards .mono{display:none}.form{padding:14px 20px}.field{margin-bottom:10px}
.cards{margin-bottom:12px}.cards button{padding:0 12px;height:34px;font-size:12px}.note{margin-top:6px}}
</style>
)css";

constexpr const char* kBanner =
    "<div class=\"banner\"><strong>Sandbox</strong><span class=\"more\">, a stand-in for the card checkout</span>: "
    "no card is charged and no money moves.</div>\n";

constexpr const char* kMark = "<svg width=\"26\" height=\"26\" viewBox=\"0 0 24 24\" fill=\"none\" "
                              "stroke=\"currentColor\" stroke-width=\"2\" "
                              "stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\"><rect "
                              "x=\"3\" y=\"3\" width=\"18\" "
                              "height=\"18\" rx=\"5\"/><path d=\"m10 8 4 4-4 4\"/></svg>";
constexpr const char* kCardIcon = "<svg width=\"22\" height=\"22\" viewBox=\"0 0 24 24\" fill=\"none\" "
                                  "stroke=\"currentColor\" stroke-width=\"1.6\" "
                                  "aria-hidden=\"true\"><rect x=\"2\" y=\"5\" width=\"20\" height=\"14\" "
                                  "rx=\"2\"/><path d=\"M2 10h20\"/></svg>";

std::string summary(const CheckoutView& view)
{
    const std::string price = dollars(view.amount);
    return std::string("<section class=\"sum\">\n<div class=\"brand\">") + kMark +
           "Run402</div>\n<div class=\"what\">Allowance top-up</div>\n<div class=\"price\">" + price +
           "</div>\n<div class=\"line\"><span>Run402 Allowance Top-Up</span><span>" + price +
           "</span></div>\n<div class=\"line total\"><span>Total due today</span><span>" + price +
           "</span></div>\n<div class=\"to\">Credited to the wallet<br><code>" + htmlEscape(view.wallet) +
           "</code></div>\n</section>\n";
}

std::string cardFields(const CheckoutView& view)
{
    return "<div class=\"field\"><label for=\"email\">Email</label><input id=\"email\" name=\"email\" "
           "type=\"email\" "
           "value=\"" +
           htmlEscape(view.email.empty() ? "you@example.com" : view.email) +
           "\" required></div>\n<div class=\"field\"><label for=\"card\">Card information</label><div "
           "class=\"box\">"
           "<div class=\"number\"><input id=\"card\" name=\"card\" type=\"text\" inputmode=\"numeric\" "
           "autocomplete=\"off\" maxlength=\"23\" placeholder=\"1234 1234 1234 1234\" value=\"" +
           htmlEscape(grouped(view.card.empty() ? kCards[0].digits : view.card)) + "\" required>" +
           kCardIcon +
           "</div><div class=\"row\"><input name=\"expiry\" type=\"text\" value=\"12 / 34\" "
           "aria-label=\"Expiry\" "
           "autocomplete=\"off\"><input name=\"cvc\" type=\"text\" value=\"123\" aria-label=\"Security "
           "code\" "
           "autocomplete=\"off\"></div></div></div>\n"
           "<div class=\"field\"><label for=\"name\">Name on card</label><input id=\"name\" name=\"name\" "
           "type=\"text\" value=\"Sandy Box\" autocomplete=\"off\"></div>\n";
}

std::string testCards()
{
    std::string html = "<label>Test cards</label><div class=\"cards\">";
    for (const TestCard& card : kCards) {
        html += std::string("<button type=\"button\" data-card=\"") + grouped(card.digits) + "\">" +
                card.label + "<span class=\"mono\">•••• " + (card.digits + 12) + "</span></button>";
    }
    return html + "</div>\n";
}

} // namespace

CardOutcome cardOutcome(const std::string& digits)
{
    const auto known = std::find_if(kCards.begin(), kCards.end(),
                                    [&](const TestCard& card) { return digits == card.digits; });
    if (known != kCards.end()) {
        return known->outcome;
    }
    return luhnHolds(digits) ? CardOutcome::NotATestCard : CardOutcome::NotACard;
}

Response checkoutPage(const CheckoutView& view)
{
    const std::string base = "/sandbox/checkout/" + view.id;
    const std::string problem =
        view.problem.empty()
            ? ""
            : "<div class=\"problem\" role=\"alert\" id=\"problem\">" + htmlEscape(view.problem) + "</div>\n";
    const std::string body =
        std::string(kStyle) + kBanner + "<main class=\"center\"><div class=\"card pay\">\n" + summary(view) +
        "<section class=\"form\">\n<h2>Pay with card</h2>\n" + problem +
        "<form id=\"checkout\" method=\"post\" action=\"" + base + "/pay\">\n" + cardFields(view) +
        testCards() + "<button class=\"primary wide\" id=\"pay\">Pay " + dollars(view.amount) +
        "</button>\n</form>\n<form method=\"post\" action=\"" + base +
        "/cancel\"><button class=\"plain wide\" id=\"cancel\">Cancel and go back</button></form>\n"
        "<p class=\"muted note\">Cards of your own are refused here: type "
        "none.</p>\n</section>\n</div></main>\n"
        "<script>document.querySelectorAll('[data-card]').forEach(b=>b.onclick=()=>{document.getElementById('"
        "card').value="
        "b.dataset.card;document.getElementById('pay').focus()});document.getElementById('checkout')."
        "onsubmit=()=>{const "
        "p=document.getElementById('pay');p.textContent='Processing…';p.style.opacity=.7}</script>\n";
    return sandboxPage(view.problem.empty() ? 200 : 402, "Pay " + dollars(view.amount) + " – Run402 sandbox",
                       body);
}

Response checkoutEndPage(CheckoutEnd end, std::int64_t amountMicros)
{
    const char* tick =
        "<div class=\"check\"><svg width=\"26\" height=\"26\" viewBox=\"0 0 24 24\" fill=\"none\" "
        "stroke=\"currentColor\" stroke-width=\"2.4\" stroke-linecap=\"round\" "
        "stroke-linejoin=\"round\" aria-hidden=\"true\"><path d=\"m5 13 5 5L19 7\"/></svg></div>";
    std::string text;
    switch (end) {
    case CheckoutEnd::Paid:
        text = std::string(tick) + "<h1>Paid</h1>\n<p class=\"soft\">" + dollars(amountMicros) +
               " are on your allowance. You can close this page.</p>\n";
        break;
    case CheckoutEnd::Processing:
        text = std::string(tick) + "<h1>Payment received</h1>\n<p class=\"soft\">" + dollars(amountMicros) +
               " reach your allowance in a moment. You can close this page.</p>\n";
        break;
    case CheckoutEnd::Cancelled:
        text = "<h1>Cancelled</h1>\n<p class=\"soft\">Nothing was paid. You can close this page.</p>\n";
        break;
    }
    return sandboxPage(200, "Run402 sandbox checkout",
                       std::string(kBanner) +
                           "<main class=\"center\"><div class=\"card\" "
                           "style=\"max-width:420px;padding:36px\">\n" +
                           text + "</div></main>\n");
}

} // namespace run402::sandbox
