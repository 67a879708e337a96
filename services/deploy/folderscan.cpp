// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/folderscan.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 block = 256 * 1024;
using Why = SkippedFile::Why;

/// Walks a folder and adds up sizes; opens nothing.
class Walk
{
public:
    Walk(const QString& root, const ScanLimits& limits, ScanControl& control)
        : m_root(QFileInfo(root).canonicalFilePath()), m_limits(limits), m_control(control)
    {
    }

    void folder(const QString& relative, int depth);

    QList<SiteFile> files;
    QList<SkippedFile> skipped;
    qint64 bytes = 0;
    bool tooMany = false;

private:
    void entry(const QFileInfo& info, const QString& path, int depth);
    void link(const QFileInfo& info, const QString& path);
    void add(const QFileInfo& info, const QString& path);
    void skip(const QString& path, Why why, const QString& detail = {}) { skipped.append({path, why, detail}); }

    QString m_root;
    const ScanLimits& m_limits;
    ScanControl& m_control;
};

void Walk::folder(const QString& relative, int depth)
{
    const QDir dir(relative.isEmpty() ? m_root : m_root + u'/' + relative);
    if (!QFileInfo(dir.absolutePath()).isReadable())
        return skip(relative, Why::Unreadable, u"The folder cannot be listed"_s);
    const auto entries = dir.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                           QDir::Name);
    for (const QFileInfo& info : entries) {
        if (m_control.cancelled || tooMany)
            return;
        entry(info, relative.isEmpty() ? info.fileName() : relative + u'/' + info.fileName(), depth);
    }
}

void Walk::entry(const QFileInfo& info, const QString& path, int depth)
{
    if (const auto why = ignoredName(info.fileName()))
        return skip(path, *why);
    if (!sitePath(path).ok())
        return skip(path, Why::BadName);
    if (info.isSymLink())
        return link(info, path);
    if (info.isDir())
        return depth >= m_limits.depth ? skip(path, Why::TooDeep) : folder(path, depth + 1);
    if (!info.isFile())
        return skip(path, Why::NotAFile);
    if (depth == 0 && (path == "app.json"_L1 || path == "site.json"_L1))
        return skip(path, Why::Manifest);
    add(info, path);
}

void Walk::link(const QFileInfo& info, const QString& path)
{
    const QString target = info.canonicalFilePath();
    if (target.isEmpty())
        return skip(path, Why::LinkBroken);
    if (!target.startsWith(m_root + u'/'))
        return skip(path, Why::LinkOutside, target);
    if (QFileInfo(target).isDir())
        return skip(path, Why::LinkFolder, target);
    // A link must not show what would have been left out under its own name: .env, .git/config.
    const QStringList parts = target.mid(m_root.size() + 1).split(u'/');
    for (const QString& part : parts) {
        if (ignoredName(part))
            return skip(path, Why::Hidden, target);
    }
    if (parts == QStringList{u"app.json"_s} || parts == QStringList{u"site.json"_s})
        return skip(path, Why::Manifest, target);
    add(QFileInfo(target), path);
}

void Walk::add(const QFileInfo& info, const QString& path)
{
    if (!info.isReadable())
        return skip(path, Why::Unreadable, u"No right to read it"_s);
    if (files.size() >= m_limits.files) {
        tooMany = true;
        return;
    }
    SiteFile file;
    file.path = path;
    file.diskPath = info.absoluteFilePath();
    file.size = info.size();
    bytes += file.size;
    files.append(file);
}

} // namespace

QString manifestIn(const QString& folder)
{
    for (const auto& name : {u"app.json"_s, u"site.json"_s}) {
        const QFileInfo info(QDir(folder).filePath(name));
        if (info.isFile() && !info.isSymLink())
            return info.absoluteFilePath();
    }
    return {};
}

Problem tooLarge(const QList<SiteFile>& files, qint64 bytes, qint64 limit)
{
    QList<SiteFile> largest = files;
    const auto end = largest.begin() + qMin<qsizetype>(5, largest.size());
    std::partial_sort(largest.begin(), end, largest.end(),
                      [](const SiteFile& a, const SiteFile& b) { return a.size > b.size; });
    Problem p = scanProblem("deploy.too_large", {}, u"%1 bytes, the limit is %2"_s.arg(bytes).arg(limit));
    QJsonArray list;
    for (auto f = largest.begin(); f != end; ++f)
        list.append(QJsonObject{{u"path"_s, f->path.left(500)}, {u"size"_s, f->size}});
    p.details = {{u"bytes"_s, bytes}, {u"limit"_s, limit}, {u"largest"_s, list}};
    return p;
}

Result<SiteFile> hashFile(const QString& diskPath, const QString& sitePath, qint64 expectedSize, ScanControl& control)
{
    QFile in(diskPath);
    if (!in.open(QIODevice::ReadOnly))
        return scanProblem("deploy.file_unreadable", sitePath, in.errorString());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    SiteFile file;
    file.path = sitePath;
    file.diskPath = diskPath;
    while (!in.atEnd()) {
        if (control.cancelled)
            return Problem::cancelled();
        const QByteArray part = in.read(block);
        if (part.isEmpty())
            return scanProblem("deploy.file_unreadable", sitePath, in.errorString());
        hash.addData(part);
        file.size += part.size();
        // A file that grows under us could be read for ever.
        if (file.size > expectedSize)
            break;
    }
    if (file.size != expectedSize)
        return scanProblem("deploy.file_changed", sitePath, u"The file changed while it was read"_s);
    file.sha256 = hash.result();
    return file;
}

Result<ScanResult> scanFolder(const QString& folder, const ScanLimits& limits, ScanControl& control)
{
    Walk walk(folder, limits, control);
    walk.folder({}, 0);
    if (walk.tooMany) {
        Problem p = scanProblem("deploy.too_many_files", folder, u"More than %1 files"_s.arg(limits.files));
        p.details.insert("limit"_L1, limits.files);
        return p;
    }
    if (walk.bytes > limits.contentBytes)
        return tooLarge(walk.files, walk.bytes, limits.contentBytes);

    ScanResult result;
    result.source = ScanResult::Source::Folder;
    result.manifest = manifestIn(folder);
    result.skipped = walk.skipped;
    qint64 read = 0;
    for (const SiteFile& found : std::as_const(walk.files)) {
        if (control.cancelled)
            return Problem::cancelled();
        const auto file = hashFile(found.diskPath, found.path, found.size, control);
        if (!file.ok() && file.error().code == "deploy.file_unreadable"_L1) {
            result.skipped.append({found.path, Why::Unreadable, file.error().message});
            continue;
        }
        if (!file.ok())
            return file.error();
        read += file->size;
        result.spec.files.append(*file);
        if (control.progress)
            control.progress(int(result.spec.files.size()), read);
    }
    // Unreadable files are told one by one; with nothing else left there is nothing to show them beside.
    if (result.spec.files.isEmpty() && !result.hasUnreadable())
        return scanProblem("deploy.empty", folder, u"The folder holds no file of a site"_s);
    return result;
}

} // namespace run402
