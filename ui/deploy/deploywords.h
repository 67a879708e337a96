// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/checks.h"

namespace run402 {

/// The deploy pane's sentences. Thread: GUI (translations).
namespace DeployWords {

/// "14.2 KB", decimal units as the service counts.
QString bytes(qint64 count);
/// "+1.1 KB", "−0.3 KB".
QString delta(qint64 count);
/// "8.4 s", "310 ms", "2 min 5 s".
QString seconds(qint64 ms);
QString step(ReleaseStep::Kind kind);
/// One line about a check: "No keys in the files".
QString check(const SiteCheck& check);
/// Why it matters and what to do; empty when it passed.
QString advice(const SiteCheck& check);
/// "app.js, line 12: a service key (eyJhbG…)".
QString finding(const SiteCheck::Finding& finding);
QString skipped(SkippedFile::Why why);
/// The path with the home folder as "~".
QString place(const QString& path);

} // namespace DeployWords

} // namespace run402
