// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <optional>

namespace run402 {

/// One change to the CLI's projects.json (cli.md §1.2), in the CLI's own words.
struct CliProjectsEdit
{
    /// `projects provision`: the entry is replaced.
    struct Put { QString id, anonKey; QByteArray serviceKey; QString siteUrl; QDateTime deployedAt; };
    std::optional<Put> put;
    QString remove;                ///< `projects delete`: entry and, if it was that one, the active id; empty = none
    std::optional<QString> active; ///< `projects use`
    /// `sites deploy`: last_deployment_id of an entry that is there.
    struct Deployed { QString id, deploymentId; };
    std::optional<Deployed> deployed;
};

/// The text of projects.json with `edit` done to it: indented by two, no final newline, every member this does not
/// know kept in its place. Older forms become the current one as the CLI does on its next save. An empty text is a
/// file that is not there. Pure; thread: any; the caller wipes the bytes.
/// Errors: import.not_json (what is there is not the CLI's: it must not be overwritten).
Result<QByteArray> editedCliProjects(const QByteArray& current, const CliProjectsEdit& edit);

/// What `theirs` changed since `base`, done to `ours`: per project and per other member; theirs wins. Same errors.
Result<QByteArray> mergedCliProjects(const QByteArray& base, const QByteArray& ours, const QByteArray& theirs);

/// What `edit` asks for is in the text.
bool holdsCliEdit(const QByteArray& current, const CliProjectsEdit& edit);

} // namespace run402
