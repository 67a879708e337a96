// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pages/consentpage.h"

#include "sandbox/pages/page.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

constexpr const char* kStyle = R"css(<style>
.sign{max-width:440px;padding:36px 0 20px}.sign>*{padding-left:36px;padding-right:36px}.mark{margin-bottom:16px;display:flex}
.accounts{margin:20px 0 0;padding:0!important;border-top:1px solid var(--line)}.accounts form{margin:0}
.accounts button,.accounts summary{display:flex;width:100%;gap:14px;align-items:center;text-align:left;height:auto;min-height:60px;padding:10px 36px;border:0;border-bottom:1px solid var(--line);border-radius:0;background:none;cursor:pointer;list-style:none;font-weight:500}
.accounts summary::-webkit-details-marker{display:none}.accounts summary:hover{background:var(--hover)}.accounts button:focus-visible,.accounts summary:focus-visible{outline-offset:-3px}
.accounts .who{display:flex;flex-direction:column;line-height:1.35}.accounts .who span{font-size:13px;color:var(--muted);font-weight:400;overflow-wrap:anywhere}
.face{flex:none;width:36px;height:36px;border-radius:50%;display:flex;align-items:center;justify-content:center;color:#fff;font-weight:600;font-size:15px}
.face.new{background:none;border:1.5px dashed var(--control);color:var(--muted)}
.fresh{padding:16px 36px 20px;border-bottom:1px solid var(--line)}.field{margin-bottom:14px}
.end{display:flex;justify-content:space-between;align-items:center;gap:16px;margin-top:16px}.end form{margin:0}
.plain{border-color:transparent;background:none;color:var(--accent);padding:0 12px;margin-right:-12px}
</style>
)css";

constexpr const char* kBanner =
    "<div class=\"banner\"><strong>Sandbox.</strong> Stands in for Google: nothing leaves "
    "this computer and these people do not exist.</div>\n";
constexpr const char* kMark = "<div class=\"mark\"><svg width=\"34\" height=\"34\" viewBox=\"0 0 24 24\" "
                              "fill=\"none\" stroke-width=\"3.4\" "
                              "aria-hidden=\"true\"><path d=\"M19.4 6.6A9 9 0 0 0 4.2 7.9\" "
                              "stroke=\"#d9483b\"/><path d=\"M4.2 7.9a9 9 0 0 0 0 "
                              "8.2\" stroke=\"#e0a21b\"/><path d=\"M4.2 16.1a9 9 0 0 0 13.6 2.7\" "
                              "stroke=\"#2b9a55\"/><path d=\"M17.8 18.8A9 9 0 "
                              "0 0 21 12h-8.6\" stroke=\"#3b74d9\"/></svg></div>\n";

/// A calm colour of its own for each account.
std::string colorOf(const std::string& email)
{
    constexpr const char* kColors[] = {"#0a7a55", "#1b57bf", "#8a4b9e", "#b0561f", "#1f7f8c", "#a63d5e"};
    unsigned sum = 0;
    for (const char c : email) {
        sum = sum * 31 + static_cast<unsigned char>(c);
    }
    return kColors[sum % std::size(kColors)];
}

std::string hidden(const ConsentView& view)
{
    return "<input type=\"hidden\" name=\"state\" value=\"" + htmlEscape(view.state) +
           "\"><input type=\"hidden\" name=\"nonce\" value=\"" + htmlEscape(view.nonce) + "\">";
}

std::string accountRow(const ConsentView& view, const FakeAccount& account)
{
    const std::string& shown = account.name.empty() ? account.email : account.name;
    return "<form action=\"/sandbox/google/done\">" + hidden(view) +
           "<input type=\"hidden\" name=\"email\" value=\"" + htmlEscape(account.email) +
           "\"><input type=\"hidden\" name=\"name\" value=\"" + htmlEscape(account.name) +
           "\"><button data-email=\"" + htmlEscape(account.email) +
           "\"><span class=\"face\" style=\"background:" + colorOf(account.email) + "\">" +
           htmlEscape(shown.substr(0, 1)) + "</span><span class=\"who\">" + htmlEscape(shown) + "<span>" +
           htmlEscape(account.email) + "</span></span></button></form>\n";
}

std::string freshForm(const ConsentView& view, bool open)
{
    return std::string("<details") + (open ? " open" : "") +
           "><summary id=\"another\"><span class=\"face new\">+</span><span class=\"who\">Use another "
           "account</span></summary>\n<form class=\"fresh\" action=\"/sandbox/google/done\">" +
           hidden(view) +
           "<div class=\"field\"><label for=\"email\">Email</label><input id=\"email\" name=\"email\" "
           "type=\"email\" "
           "required value=\"" +
           htmlEscape(view.hint) +
           "\"></div>\n<div class=\"field\"><label for=\"name\">Name</label><input id=\"name\" name=\"name\" "
           "type=\"text\"></div>\n<button class=\"primary wide\" id=\"continue\" "
           "style=\"justify-content:center;"
           "min-height:42px;border-radius:8px;padding:0;background:var(--accent)\">Continue</button></form></"
           "details>\n";
}

} // namespace

Response consentPage(const ConsentView& view)
{
    bool hinted = view.hint.empty();
    std::string rows;
    for (const FakeAccount& account : view.accounts) {
        hinted = hinted || account.email == view.hint;
        const std::string row = accountRow(view, account);
        rows = account.email == view.hint ? row + rows : rows + row;
    }
    const std::string to = view.app.empty() ? "the app" : "<strong>" + htmlEscape(view.app) + "</strong>";
    return sandboxPage(
        200, "Sign in – Run402 sandbox",
        std::string(kStyle) + kBanner + "<main class=\"center\"><div class=\"card sign\">\n" + kMark +
            "<h1>Choose an account</h1>\n<p class=\"soft\" style=\"margin:0\">to continue to " + to +
            "</p>\n<div class=\"accounts\">\n" + rows + freshForm(view, !hinted) +
            "</div>\n<div class=\"end\"><span class=\"muted\">The app gets the name and email address.</span>"
            "<form action=\"/sandbox/google/cancel\"><input type=\"hidden\" name=\"state\" value=\"" +
            htmlEscape(view.state) +
            "\"><button class=\"plain\" id=\"cancel\">Cancel</button></form></div>\n"
            "</div></main>\n");
}

Response signInMessagePage(int status, const std::string& heading, const std::string& text)
{
    return sandboxPage(
        status, heading,
        std::string(kBanner) +
            "<main class=\"center\"><div class=\"card\" style=\"max-width:420px;padding:36px\">\n" + "<h1>" +
            htmlEscape(heading) + "</h1>\n<p class=\"soft\" style=\"margin:0\">" + htmlEscape(text) +
            "</p>\n</div></main>\n");
}

} // namespace run402::sandbox
