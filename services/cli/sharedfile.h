// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace run402 {

/// A change to a text that others change too. Both are pure and may run several times.
struct SharedEdit
{
    std::function<Result<QByteArray>(const QByteArray& current)> apply;
    /// What `theirs` changed since `base`, done to `ours`.
    std::function<Result<QByteArray>(const QByteArray& base, const QByteArray& ours, const QByteArray& theirs)> merge;
};

/// Changes a file that other programs replace at the same time, without a lock and without losing what they wrote.
///
/// The new text (0600, beside the file as ".<stem>.<8 hex>.tmp") is exchanged with the old one in a single step. What
/// comes out must be the text the change was made from; where it is not, the two are merged and the result takes its
/// place the same way. Without such a step on this system, the file is read again right before it is replaced. An
/// unchanged text writes nothing. A file that is not there is an empty text.
///
/// Blocking; thread: any. Errors: those of `edit`, import.too_large, import.unreadable, cli.write_failed. The file then
/// holds what others wrote last.
Result<Done> editSharedFile(const QString& path, qint64 maxBytes, const SharedEdit& edit);

} // namespace run402
