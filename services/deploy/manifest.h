// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/scan.h"

namespace run402 {

/// Reads app.json or site.json (cli.md §4). A file named site.json takes its `files` alone. Paths are
/// relative to the manifest's folder and must stay below it: the command line tool allows more, but a
/// dropped manifest must not be able to publish a file from elsewhere on this computer.
///
/// Fails, besides scanSource's: manifest.unreadable, manifest.too_large, manifest.not_json (details: line,
/// column, from 1), manifest.field (details: pointer, expected), manifest.empty, manifest.path_escapes
/// (details: path).
Result<ScanResult> scanManifest(const QString& path, const ScanLimits& limits, ScanControl& control);

} // namespace run402
