// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"

namespace run402 {

/// The folder against what is live (path → SHA-256, and bytes where known), sorted by path. With an empty
/// base everything is Added. An empty hash stands for content that differs for sure. Pure; any thread.
QList<FileChange> diffFiles(const QList<SiteFile>& files, const QHash<QString, QByteArray>& live,
                            const QHash<QString, qint64>& sizes = {});

/// A line of a text diff. (Not the DiffLine of models/text/linediff.h, which has unchanged lines too.)
struct ChangedLine
{
    enum class Kind { Context, Removed, Added };
    Kind kind = Kind::Context;
    int line = 0; ///< from 1; of the new text, of the old one when Removed
    QString text;
};

/// Shortest line edits by Myers' greedy algorithm ("An O(ND) Difference Algorithm", 1986), without context
/// lines. Gives up, with nullopt, past `maxEdits`: the texts have little in common then.
std::optional<QList<ChangedLine>> diffLines(const QString& before, const QString& after, int maxEdits = 2000);

/// What is left to send after a run that stopped: parts whose step is Done are taken out. Site and address go
/// together: an address points to a deployment, so the files are sent again when only the address failed.
ReleaseSpec remainingSpec(const ReleaseSpec& spec, const QList<ReleaseStep>& steps);

} // namespace run402
