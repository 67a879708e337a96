#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the code to its own rules: layering, headers, forbidden constructs, file sizes, secrets in logs."""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
# A file in a folder may include only project files from the folders listed for it.
LAYERS = {
    "models": {"models"},
    "services/x402": {"models", "services/x402"},
    "services/mpp": {"models", "services/x402", "services/mpp"},
    "services": {"models", "services"},
    "ui": {"models", "services", "ui"},
    "ui/browser": {"models", "services", "ui", "ui/browser"},
    "app": {"models", "services", "ui", "app"},
    "sandbox": {"sandbox"},
}
# Qt modules each layer may see.
QT_FORBIDDEN = {
    "models": r"<Q(Widget|Application|Icon|Color|Pixmap|Painter|NetworkAccess|Sql|WebEngine)",
    "services": r"<Q(Widget|Application|Icon|Pixmap|Painter|WebEngine|Dialog|Label)\b",
    "ui": r"<QWebEngine",
    "sandbox": r"<Q[A-Z]",
}
FORBIDDEN = [
    (r"\bQEventLoop\b|\.exec\(\)\s*;\s*//\s*nested|QCoreApplication::processEvents", "nested event loop"),
    (r"\bco_(await|return|yield)\b", "coroutine"),
    (r"\bQ_FOREACH\b|\bforeach\s*\(", "foreach"),
    (r'#include "\.\./', "relative include"),
    (r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))", "TODO without an issue's number"),
    (r"ignoreSslErrors", "TLS errors ignored"),
    (r"^(<{7}|>{7}) ", "unresolved merge"),
    (r"(qDebug|qInfo|qWarning|qCDebug|qCInfo|qCWarning)\b.*\b(serviceKey|privateKey|secretKey|passphrase)\b", "secret in a log"),
]
EVENT_LOOP_ALLOWED = {"app/main.cpp"}
MAX_LINES = 600

problems = []


def layer_of(path):
    for name in ("services/x402", "services/mpp", "ui/browser"):
        if path.startswith(name + "/"):
            return name
    return path.split("/", 1)[0]


def check(path):
    rel = path.relative_to(ROOT).as_posix()
    layer = layer_of(rel)
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()

    def report(number, what):
        problems.append(f"{rel}:{number}: {what}")

    if "SPDX-License-Identifier: GPL-3.0-or-later" not in "\n".join(lines[:2]):
        report(1, "no licence line")
    if path.suffix == ".h" and "#pragma once" not in text:
        report(1, "header without #pragma once")
    if len(lines) > MAX_LINES:
        report(len(lines), f"{len(lines)} lines, more than {MAX_LINES}: split along its seams")
    for number, line in enumerate(lines, 1):
        included = re.match(r'\s*#include "([^"]+)"', line)
        if included and layer in LAYERS:
            target = included.group(1)
            top = target.split("/", 1)[0]
            if "/" in target and top in ("models", "services", "ui", "app", "sandbox", "tests"):
                allowed = LAYERS[layer]
                if layer_of(target) not in allowed and top not in allowed:
                    report(number, f"{layer} must not use {target}")
                elif layer_of(target) == "ui/browser" and layer not in ("ui/browser", "app"):
                    report(number, f"only app may use {target}")
        pattern = QT_FORBIDDEN.get(layer.split("/")[0] if layer != "ui/browser" else "", None)
        if pattern and re.search(r"#include\s*" + pattern, line):
            report(number, f"{layer} must not include this: {line.strip()}")
        for expression, what in FORBIDDEN:
            if re.search(expression, line) and rel not in EVENT_LOOP_ALLOWED and (layer != "tests" or "loop" not in what):
                report(number, what)


for folder in ("models", "services", "ui", "app", "sandbox", "tests"):
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in (".h", ".cpp") and path.is_file():
            check(path)

# Text documents must not carry machine paths or key material.
for path in sorted(ROOT.glob("*.md")):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.search(r"(?<![\w.])/(root|work|home/\w+)/", line):
            problems.append(f"{path.name}:{number}: path of a machine")

if problems:
    print("\n".join(problems))
    print(f"{len(problems)} findings")
    sys.exit(1)
print("lint: clean")
