// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pages/page.h"

#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

constexpr const char* kStyle = R"css(
:root{--bg:#f5f7f6;--card:#fff;--line:#e0e5e2;--control:#c5cdc9;--text:#12201a;--soft:#46554e;--muted:#5e6c65;
--accent:#0a7a55;--accent2:#086846;--tint:#e2f4ec;--tintline:#a9dcc5;--on:#fff;--bad:#b4143c;--badtint:#fde8ed;--panel:#0d2b20;--panelsoft:#a8c9ba;--hover:#f1f4f2}
@media(prefers-color-scheme:dark){:root{--bg:#0f1613;--card:#161f1b;--line:#2a3631;--control:#3b4a43;--text:#e6eeea;--soft:#b4c2bb;--muted:#93a39b;
--accent:#2fbd8a;--accent2:#4fcf9f;--tint:#12332a;--tintline:#235a48;--on:#06130e;--bad:#ff8fa6;--badtint:#3a1620;--panel:#0a1f17;--panelsoft:#8fb3a2;--hover:#1c2722}}
*{box-sizing:border-box}html{color-scheme:light dark}
::-webkit-scrollbar{width:10px;height:10px}::-webkit-scrollbar-thumb{background:var(--control);border:3px solid transparent;border-radius:5px;background-clip:padding-box}
body{margin:0;min-height:100vh;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Inter,sans-serif;display:flex;flex-direction:column}
h1{font-size:22px;line-height:1.3;font-weight:600;margin:0 0 4px}h2{font-size:15px;font-weight:600;margin:0 0 12px}p{margin:0 0 12px}
a{color:var(--accent)}code,.mono{font:13px/1.5 ui-monospace,"JetBrains Mono",Consolas,monospace;overflow-wrap:anywhere}
.soft{color:var(--soft)}.muted{color:var(--muted);font-size:13px}
.banner{background:var(--tint);border-bottom:1px solid var(--tintline);color:var(--text);font-size:13px;padding:8px 16px;text-align:center}
.center{flex:1;display:flex;align-items:center;justify-content:center;padding:32px 16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:0 1px 2px #0b120f0d,0 12px 32px #0b120f14;width:100%;overflow:hidden}
label{display:block;font-size:13px;font-weight:500;color:var(--soft);margin-bottom:4px}
input[type=text],input[type=email]{width:100%;height:42px;padding:0 12px;font:inherit;color:var(--text);background:var(--card);border:1px solid var(--control);border-radius:8px;outline:0}
input:focus{border-color:var(--accent);box-shadow:0 0 0 3px var(--tint)}
button{font:inherit;font-weight:500;cursor:pointer;border-radius:8px;border:1px solid var(--control);background:var(--card);color:var(--text);height:42px;padding:0 16px}
button:hover{background:var(--hover)}button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
button.primary{background:var(--accent);border-color:var(--accent);color:var(--on)}button.primary:hover{background:var(--accent2)}
.wide{width:100%}.problem{background:var(--badtint);color:var(--bad);border-radius:8px;padding:10px 12px;font-size:14px;margin-bottom:16px}
.check{width:48px;height:48px;border-radius:50%;background:var(--tint);color:var(--accent);display:flex;align-items:center;justify-content:center;margin-bottom:16px}
)css";

} // namespace

Response sandboxPage(int status, const std::string& title, const std::string& body)
{
    Response response = Response::text(
        status, "text/html; charset=utf-8",
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\">\n<title>" +
            htmlEscape(title) + "</title>\n<style>" + kStyle + "</style>\n</head>\n<body>\n" + body +
            "</body>\n</html>\n");
    response.set("Cache-Control", "no-store");
    response.set("X-Frame-Options", "DENY");
    return response;
}

} // namespace run402::sandbox
