// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "models/result.h"

#include <QTemporaryFile>

#include <atomic>
#include <functional>
#include <memory>

namespace run402 {

/// The body of `POST /deployments/v1` (contract.md §3.13), complete in a temporary file before anything
/// is sent: what leaves is one consistent picture of the folder, or nothing.
/// Owner: shared; the file goes with the last copy.
struct ReleasePackage
{
    std::shared_ptr<QTemporaryFile> body; ///< closed; read it by its name
    qint64 bodyBytes = 0;
    qint64 contentBytes = 0;              ///< decoded
    QHash<QString, QByteArray> hashes;    ///< path → SHA-256
};

/// What can be told without reading a file. Fails: deploy.empty, deploy.path_invalid, deploy.path_duplicate,
/// deploy.no_index, deploy.too_large; details: path. Pure; any thread.
std::optional<Problem> checkRelease(const ReleaseSpec& spec);

/// Reads every file once, hashes and encodes it. Blocking, for a worker thread; looks at `cancelled`
/// between chunks. A file that is not what was scanned (size, SHA-256) or that changed while it was read
/// (size, time) is deploy.file_changed. Fails also: deploy.file_unreadable, deploy.too_large,
/// deploy.temp_failed, cancelled.
Result<ReleasePackage> packRelease(const ReleaseSpec& spec, const std::atomic<bool>& cancelled);

} // namespace run402
