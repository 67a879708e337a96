// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QString>

namespace run402 {

/// Files that only their owner may read. Blocking; the folder is made with 0700 when missing.
/// Thread: any. Errors: secret.failed with the system's words, secret.not_found when reading what is not there.

/// Makes the folder of `path` for its owner only, where it is missing.
Result<Done> makePrivateFolderFor(const QString& path);

/// Replaces the file as a whole: a new file with 0600 from its first byte, fsync, rename, fsync of the
/// folder. After a crash either the old or the new content is there.
Result<Done> writePrivateFile(const QString& path, const QByteArray& bytes);

/// Reads at most `maxBytes`; a larger file is an error. Permissions wider than 0600 are narrowed.
Result<QByteArray> readPrivateFile(const QString& path, qint64 maxBytes);

} // namespace run402
