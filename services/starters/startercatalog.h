// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "models/domain/starter.h"

#include <QUrl>

namespace run402 {

/// The starters of one folder, on disk or compiled in (resources/starters/README.md). Value type; reads files at each
/// call, so call it off the GUI thread.
class StarterCatalog
{
public:
    explicit StarterCatalog(QString root = QStringLiteral(":/starters")) : m_root(std::move(root)) {}

    /// In the order of their titles. A broken one is left out and named in `problems`.
    QList<Starter> list(QList<Problem>* problems = nullptr) const;
    /// Fails: starter.invalid, starter.unreadable (details: slug, file).
    Result<Starter> read(const QString& slug) const;
    QString thumbnailFile(const QString& slug) const; ///< there may be none

    /// Everything the deployments send, without an address: SQL, rules, functions, files with both placeholders filled.
    /// `project` and `anonKey` are those of the project it goes to. Two releases when a template's rules come first,
    /// because setting a template drops the policies that policies.sql makes; otherwise one.
    Result<QList<ReleaseSpec>> releases(const Starter& starter, const QString& project, const QUrl& api,
                                        const QString& anonKey) const;

private:
    Result<QByteArray> file(const QString& slug, const QString& path, bool optional = false) const;
    Result<QByteArray> file(const Starter& starter, const QString& path) const; ///< its own or a shared one
    QStringList sitePaths(const Starter& starter) const;
    Result<QList<SiteFile>> site(const Starter& starter, const QUrl& api, const QString& anonKey) const;

    QString m_root;
};

/// For the inside of a JavaScript string, also within a <script> of an HTML page.
QString jsStringEscaped(const QString& text);

} // namespace run402
