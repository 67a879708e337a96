// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guide/guidebook.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype excerptLength = 90;

QString textOf(const QString& file)
{
    QFile f(file);
    return f.open(QIODevice::ReadOnly) ? QString::fromUtf8(f.readAll()) : QString();
}

QString excerptOf(const QString& plain, const QString& word)
{
    const qsizetype at = plain.indexOf(word, 0, Qt::CaseInsensitive);
    if (at < 0)
        return {};
    const qsizetype lineStart = plain.lastIndexOf(u'\n', at) + 1;
    qsizetype lineEnd = plain.indexOf(u'\n', at);
    lineEnd = lineEnd < 0 ? plain.size() : lineEnd;
    qsizetype from = std::max(lineStart, at - excerptLength / 3);
    if (from > lineStart) // begin with a whole word
        from = std::min(at, plain.indexOf(u' ', from) + 1);
    const qsizetype length = std::min(lineEnd - from, excerptLength);
    return (from > lineStart ? u"…"_s : QString()) + plain.mid(from, length).trimmed() + (from + length < lineEnd ? u"…"_s : QString());
}

/// How well a page fits, from 0; a word that is nowhere makes it negative.
int rankOf(const GuidePage& page, const QString& plain, const QStringList& words)
{
    int rank = 0;
    for (const QString& word : words) {
        if (page.title.contains(word, Qt::CaseInsensitive))
            rank += 100;
        static const QRegularExpression headings(u"^#+ .*$"_s, QRegularExpression::MultilineOption);
        auto heading = headings.globalMatch(page.markdown);
        bool inHeading = false;
        while (heading.hasNext())
            inHeading = heading.next().captured().contains(word, Qt::CaseInsensitive) || inHeading;
        if (inHeading)
            rank += 20;
        const auto times = plain.count(word, Qt::CaseInsensitive);
        if (times == 0 && !page.title.contains(word, Qt::CaseInsensitive))
            return -1;
        rank += int(std::min<qsizetype>(times, 10));
    }
    return rank;
}

} // namespace

Guidebook Guidebook::read(const QString& folder)
{
    Guidebook book;
    const QString contents = textOf(folder + u"/index.md"_s);
    static const QRegularExpression entry(u"^- \\[([^\\]]+)\\]\\(([a-z0-9-]+)\\.md\\)"_s);
    QString section;
    const QStringList lines = contents.split(u'\n');
    book.m_pages << GuidePage{u"index"_s, lines.value(0).mid(2), {}, contents};
    for (const QString& line : lines) {
        if (line.startsWith("## "_L1)) {
            section = line.mid(3).trimmed();
            continue;
        }
        const auto match = entry.match(line);
        if (!match.hasMatch())
            continue;
        GuidePage page{match.captured(2), match.captured(1), section, textOf(folder + u'/' + match.captured(2) + u".md"_s)};
        if (!page.markdown.isEmpty())
            book.m_pages << page;
    }
    return book;
}

const GuidePage* Guidebook::find(const QString& id) const
{
    const auto at = std::find_if(m_pages.cbegin(), m_pages.cend(), [&](const GuidePage& p) { return p.id == id; });
    return at == m_pages.cend() ? nullptr : &*at;
}

QStringList Guidebook::sections() const
{
    QStringList list;
    for (const GuidePage& page : m_pages) {
        if (!page.section.isEmpty() && !list.contains(page.section))
            list << page.section;
    }
    return list;
}

QList<GuideHit> Guidebook::search(const QString& text) const
{
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return {};
    QList<std::pair<int, GuideHit>> found;
    for (const GuidePage& page : m_pages) {
        if (page.id == "index"_L1)
            continue; // names everything
        const QString body = plain(page.markdown.section(u'\n', 1));
        if (const int rank = rankOf(page, body, words); rank >= 0)
            found.append({rank, GuideHit{page.id, page.title, excerptOf(body, words.first())}});
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    QList<GuideHit> hits;
    for (const auto& [rank, hit] : std::as_const(found))
        hits << hit;
    return hits;
}

QString Guidebook::anchorOf(const QString& heading)
{
    static const QRegularExpression odd(u"[^a-z0-9]+"_s);
    QString name = heading.toLower().replace(odd, u"-"_s);
    while (name.startsWith(u'-'))
        name.remove(0, 1);
    while (name.endsWith(u'-'))
        name.chop(1);
    return name;
}

QString Guidebook::plain(const QString& markdown)
{
    QString text = markdown;
    static const QRegularExpression picture(u"!\\[[^\\]]*\\]\\([^)]*\\)"_s), link(u"\\[([^\\]]*)\\]\\([^)]*\\)"_s),
        lead(u"^[ \\t]*(#+|[-*>]|\\d+\\.)[ \\t]+"_s, QRegularExpression::MultilineOption), rule(u"^\\|?[-| :]+\\|?$"_s, QRegularExpression::MultilineOption),
        bar(u" *\\| *"_s), mark(u"[*`]+"_s);
    text.remove(picture).replace(link, u"\\1"_s).remove(lead).remove(rule).replace(bar, u"  "_s).remove(mark);
    // A sentence may be broken over lines; a paragraph is one line here.
    static const QRegularExpression soft(u"(?<=[^\\n])\\n(?=[^\\n])"_s);
    return text.replace(soft, u" "_s);
}

} // namespace run402
