// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/scan.h"

namespace run402 {

/// Every plain file below `folder`. First the sizes are added up, then the files are read and hashed, so
/// that a folder far over the limit is refused without being read. Contract: see scanSource.
Result<ScanResult> scanFolder(const QString& folder, const ScanLimits& limits, ScanControl& control);

/// app.json, else site.json, directly inside `folder`; empty when there is none.
QString manifestIn(const QString& folder);

/// Size and SHA-256 of one file on disk, read in blocks. Fails: deploy.file_unreadable, deploy.file_changed,
/// cancelled.
Result<SiteFile> hashFile(const QString& diskPath, const QString& sitePath, qint64 expectedSize, ScanControl& control);

/// deploy.too_large with the five largest files in its details.
Problem tooLarge(const QList<SiteFile>& files, qint64 bytes, qint64 limit);

} // namespace run402
