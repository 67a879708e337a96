// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/scan.h"

#include "services/deploy/folderscan.h"
#include "services/deploy/manifest.h"
#include "services/deploy/zipfile.h"

#include <QFileInfo>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

bool ScanResult::hasUnreadable() const
{
    return std::any_of(skipped.cbegin(), skipped.cend(),
                       [](const SkippedFile& s) { return s.why == SkippedFile::Why::Unreadable; });
}

Problem scanProblem(const char* code, const QString& path, const QString& message)
{
    Problem p = Problem::make(Problem::Kind::Local, QString::fromLatin1(code), message);
    if (!path.isEmpty())
        p.details.insert("path"_L1, path.left(500));
    return p;
}

qint64 requestBytes(const QList<SiteFile>& files)
{
    // {"project":"…","files":[{"file":"…","data":"…","encoding":"base64"},…]}
    qint64 sum = 128;
    for (const SiteFile& f : files)
        sum += (f.size + 2) / 3 * 4 + f.path.toUtf8().size() + 48;
    return sum;
}

Result<QString> sitePath(const QString& raw)
{
    QString path = raw;
    while (path.startsWith("./"_L1) || path.startsWith(u'/'))
        path.remove(0, path.startsWith(u'/') ? 1 : 2);
    bool good = !path.isEmpty() && path.size() <= 1024 && !path.contains(u'\\');
    for (const QChar c : path)
        good = good && c.unicode() >= 0x20 && c.unicode() != 0x7f && c != QChar::ReplacementCharacter;
    const QStringList parts = path.split(u'/');
    for (const QString& part : parts)
        good = good && !part.isEmpty() && part != "."_L1 && part != ".."_L1;
    if (!good)
        return scanProblem("deploy.path_invalid", raw, u"The path cannot be used in a site"_s);
    return path;
}

std::optional<SkippedFile::Why> ignoredName(const QString& name)
{
    using Why = SkippedFile::Why;
    static const QStringList tooling{u"node_modules"_s, u".git"_s, u".hg"_s, u".svn"_s, u"__MACOSX"_s};
    if (tooling.contains(name))
        return Why::Tooling;
    // The one dotted folder that browsers and services ask a site for.
    if (name == ".well-known"_L1)
        return std::nullopt;
    if (name.startsWith(u'.') || name == "Thumbs.db"_L1 || name == "desktop.ini"_L1)
        return Why::Hidden;
    return std::nullopt;
}

namespace {

bool isManifestName(const QString& path)
{
    return path.endsWith(".json"_L1, Qt::CaseInsensitive);
}

Result<ScanResult> readAny(const QString& path, ScanMode mode, const ScanLimits& limits, ScanControl& control)
{
    const QFileInfo info(path);
    if (!info.exists())
        return scanProblem("deploy.source_missing", path, u"There is nothing at this path"_s);
    if (info.isDir()) {
        const QString manifest = mode == ScanMode::Auto ? manifestIn(path) : QString();
        if (manifest.isEmpty())
            return scanFolder(path, limits, control);
        auto read = scanManifest(manifest, limits, control);
        if (read.ok())
            read->manifest = manifest;
        return read;
    }
    if (!info.isFile())
        return scanProblem("deploy.source_kind", path, u"Neither a folder nor a plain file"_s);
    if (isManifestName(path))
        return scanManifest(path, limits, control);
    return scanZip(path, limits, control);
}

} // namespace

Result<ScanResult> scanSource(const QString& path, ScanMode mode, const ScanLimits& limits, ScanControl& control)
{
    auto result = readAny(QFileInfo(path).absoluteFilePath(), mode, limits, control);
    if (control.cancelled)
        return Problem::cancelled();
    if (!result.ok())
        return result;
    QList<SiteFile>& files = result->spec.files;
    std::sort(files.begin(), files.end(), [](const SiteFile& a, const SiteFile& b) { return a.path < b.path; });
    result->chosen = QFileInfo(path).absoluteFilePath();
    result->spec.source = result->chosen;
    result->bodyBytes = requestBytes(files);
    return result;
}

} // namespace run402
