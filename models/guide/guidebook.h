// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace run402 {

/// One page of the user guide.
struct GuidePage
{
    QString id;       ///< file name without ".md"; what a link and a pane name it by
    QString title;    ///< as in the table of contents
    QString section;  ///< heading it stands under in the table of contents
    QString markdown; ///< the whole file
};

/// Where a page speaks of what was searched for.
struct GuideHit
{
    QString page, title;
    QString excerpt; ///< one line of plain text around the place; empty = the title alone fits
};

/// The user guide: a folder of Markdown pages whose index.md is the table of contents ("## Section" and
/// "- [Title](page.md)"). Value type. Thread: any.
class Guidebook
{
public:
    /// Never fails: what cannot be read is not in it. `folder` may be a resource.
    static Guidebook read(const QString& folder);

    const QList<GuidePage>& pages() const { return m_pages; } ///< in the order of the contents, "index" first
    const GuidePage* find(const QString& id) const;
    QStringList sections() const;

    /// Pages with all the words, best first: in the title, then in a heading, then anywhere.
    QList<GuideHit> search(const QString& words) const;

    /// The name a heading is linked to by: lower case, words joined by hyphens.
    static QString anchorOf(const QString& heading);
    /// Text of a page without its marks, lines kept.
    static QString plain(const QString& markdown);

private:
    QList<GuidePage> m_pages;
};

} // namespace run402
