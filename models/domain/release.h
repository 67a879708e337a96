// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace run402 {

/// A file of a site before it is sent. Either `diskPath` (read when sent) or `data`.
struct SiteFile
{
    QString path;      ///< inside the site, '/' separated, never leading '/', never ".."
    QString diskPath;  ///< absolute; empty when `data` holds the bytes
    QByteArray data;
    qint64 size = 0;   ///< bytes
    QByteArray sha256; ///< 32 bytes, of the content when scanned
};

/// Everything a release can hold (gen-2 noun; contract.md §3.15 for gen-1).
struct ReleaseSpec
{
    struct Rule { QString table; QString ownerColumn; };
    struct Secret { QString key; QByteArray value; };
    struct Function { QString name; QString code; int timeoutSeconds = 0; int memoryMb = 0; };

    QString projectId;
    QString source;      ///< what the person chose: folder, zip or manifest path
    QString migrations;  ///< SQL text
    QString migrationsFile;
    QString rulesTemplate;
    QList<Rule> rules;
    QList<Secret> secrets;
    QList<Function> functions;
    QList<SiteFile> files;
    QString subdomain;

    qint64 totalBytes() const;
};

/// One step of a release in the server's order.
struct ReleaseStep
{
    enum class Kind { Migrations, Rules, Secrets, Functions, Site, Subdomain };
    enum class State { Waiting, Running, Done, Failed, Skipped, Unknown };
    Kind kind = Kind::Site;
    State state = State::Waiting;
    QString detail;      ///< the part being sent (a function's or secret's name), or what the server answered
    int done = 0;        ///< parts sent so far
    int count = 0;       ///< parts of this step: statements, tables, secrets, functions, files; 0 = one
    qint64 elapsedMs = 0;
    std::optional<Problem> problem;
};

struct Release
{
    QString id; ///< deployment id
    QString projectId;
    QString url;
    QStringList addresses; ///< subdomain URLs that now show it
    QDateTime createdAt;
    int fileCount = 0;
    qint64 totalBytes = 0;
    QString note;
    /// path → SHA-256, for diffs against the next folder.
    QHash<QString, QByteArray> hashes;
    QHash<QString, qint64> sizes; ///< path → bytes; may be empty while hashes are known
};

/// Difference of a folder against what is live.
struct FileChange
{
    enum class Kind { Same, Added, Changed, Removed };
    Kind kind = Kind::Same;
    QString path;
    qint64 size = 0;     ///< new size; old size when removed
    qint64 oldSize = -1; ///< -1 = unknown
};

struct Address
{
    QString name; ///< subdomain label
    QString url;
    QString deploymentId;
    QString projectId;
    QDateTime updatedAt;
};

} // namespace run402
