// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/checks.h"

namespace run402 {

/// The deploy pane's sentences. Thread: GUI (translations).
namespace DeployWords {

/// "14.2 KB", decimal units as the service counts.
/// "+1.1 KB", "−0.3 KB".
QString delta(qint64 count);
/// "8.4 s", "310 ms", "2 min 5 s".
QString seconds(qint64 ms);
/// "Live in 0.03 seconds", "Live in 8.4 seconds"; below 0: "Live".
QString liveIn(qint64 ms);
/// "1 file", "8 files".
QString files(int count);
QString step(ReleaseStep::Kind kind);
/// What a step will do, does or did. `migrations` as migrations() tells.
QString stepDetail(const ReleaseStep& step, const ReleaseSpec& spec, const QString& migrations);
/// "setup.sql, 2 statements, adds recipes.servings_base". Parses the SQL unless it is long.
QString migrations(const ReleaseSpec& spec);
/// A name for an address made from a project's name, 3 to 63 of a-z, 0-9 and "-"; empty: nothing usable in it.
QString suggestedAddress(const QString& projectName);
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
