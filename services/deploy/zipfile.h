// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/scan.h"

namespace run402 {

/// Reads a zip (APPNOTE.TXT 6.3, by libarchive) into memory; nothing is written to disk. Names are taken
/// from the archive and trusted in nothing: see the codes.
///
/// Fails, besides scanSource's: zip.not_a_zip, zip.damaged, zip.encrypted, zip.bomb (details: ratio),
/// zip.path_escapes, zip.path_absolute, zip.name_invalid, zip.duplicate (two entries with one name, or names
/// that differ in upper and lower case only); details: path.
Result<ScanResult> scanZip(const QString& path, const ScanLimits& limits, ScanControl& control);

} // namespace run402
