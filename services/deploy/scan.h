// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "models/result.h"

#include <atomic>
#include <functional>

namespace run402 {

/// What one deployment may hold: contract.md §3.13 (bytes, text) and our own bounds against hostile input.
struct ScanLimits
{
    qint64 contentBytes = 50ll << 20;  ///< all files, decoded
    qint64 bodyBytes = 50ll << 20;     ///< the request's JSON text; files travel as base64
    qint64 manifestBytes = 64ll << 20; ///< a manifest's own text
    int files = 20000;
    int depth = 64;                    ///< folders inside folders
    int packingRatio = 1000;           ///< of a zip: bytes out per byte of the whole archive
};

/// Something that was found and does not become part of the site.
struct SkippedFile
{
    enum class Why {
        Hidden,      ///< name starts with a dot, or a desktop's own file
        Tooling,     ///< .git, node_modules and the like
        LinkOutside, ///< a symbolic link that leaves the chosen folder
        LinkFolder,  ///< a symbolic link to a folder: not followed
        LinkBroken,
        LinkInZip,
        NotAFile,    ///< socket, pipe, device
        Unreadable,  ///< no right to read it, or the disk failed
        BadName,     ///< control characters, backslash or bytes that are no text
        Manifest,    ///< app.json beside the pages of a plain folder
        TooDeep,
    };
    QString path; ///< relative to what was chosen
    Why why = Why::Hidden;
    QString detail; ///< the system's words, may be empty
};

/// What was chosen, read and ready to be checked and sent. Value.
struct ScanResult
{
    enum class Source { Folder, Zip, AppManifest, SiteManifest };

    Source source = Source::Folder;
    QString chosen;              ///< absolute path of the folder, zip or manifest
    QString manifest;            ///< absolute path of the app.json or site.json in the chosen folder, if any
    QString strippedFolder;      ///< a zip's single outer folder that was taken away
    ReleaseSpec spec;            ///< files sorted by path; projectId as the manifest says
    QList<SkippedFile> skipped;
    QStringList ignoredKeys;     ///< of a manifest: keys that mean nothing here
    qint64 bodyBytes = 0;        ///< what the request will weigh

    bool isManifest() const { return source == Source::AppManifest || source == Source::SiteManifest; }
    bool hasUnreadable() const;
};

/// Progress and stop of a running scan. `progress` is called on the scanning thread.
struct ScanControl
{
    std::atomic<bool> cancelled{false};
    std::function<void(int files, qint64 bytes)> progress;
};

/// How a chosen path is to be read.
enum class ScanMode {
    Auto,       ///< a folder with an app.json (or site.json) is read through it
    PlainFolder ///< its files alone, the manifest is left out
};

/// Reads a folder, a zip or a manifest (cli.md §4). Blocking: run it on a worker thread; it looks at
/// `control.cancelled` between files and blocks of 256 KiB. Pure apart from reading.
///
/// Fails: cancelled, deploy.source_missing, deploy.source_kind, deploy.empty, deploy.too_large (details:
/// bytes, limit, largest), deploy.too_many_files (details: limit), deploy.path_invalid,
/// deploy.path_duplicate, deploy.file_unreadable, deploy.file_changed (details: path), zip.* (zipfile.h),
/// manifest.* (manifest.h).
Result<ScanResult> scanSource(const QString& path, ScanMode mode, const ScanLimits& limits, ScanControl& control);

/// Bytes of the JSON request that carries these files.
qint64 requestBytes(const QList<SiteFile>& files);

/// A path as the service wants it: no leading "./" or "/", no empty, "." or ".." parts, no backslash, no
/// control character, 1024 characters at most. Fails: deploy.path_invalid (details: path).
Result<QString> sitePath(const QString& raw);

/// Not part of a site wherever it stands: nullopt = take it. `name` is one part of a path.
std::optional<SkippedFile::Why> ignoredName(const QString& name);

/// A Problem of this folder: Local, with the path in its details.
Problem scanProblem(const char* code, const QString& path, const QString& message);

} // namespace run402
