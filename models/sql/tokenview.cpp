// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/tokenview.h"

#include <algorithm>

namespace run402 {

TokenView::TokenView(QStringView text, const SqlToken* first, const SqlToken* last) : m_text(text)
{
    int depth = 0;
    for (const SqlToken* t = first; t != last; ++t) {
        if (t->isComment())
            continue;
        if (t->type == ')' || t->type == ']')
            --depth;
        m_balanced = m_balanced && depth >= 0;
        m_tokens.push_back(t);
        m_depth.push_back(depth);
        if (t->type == '(' || t->type == '[')
            ++depth;
        m_deepest = std::max(m_deepest, depth);
    }
    m_balanced = m_balanced && depth == 0;
}

QStringView TokenView::raw(int i) const
{
    return m_text.mid(token(i).start, token(i).length);
}

bool TokenView::isChar(int i, char c) const
{
    return i >= 0 && i < size() && token(i).type == c;
}

bool TokenView::isWord(int i) const
{
    if (i < 0 || i >= size())
        return false;
    const SqlToken& t = token(i);
    return t.keyword || t.type == SqlToken::Identifier || t.type == SqlToken::UnicodeIdentifier;
}

bool TokenView::is(int i, QLatin1StringView word) const
{
    if (!isWord(i) || raw(i).compare(word, Qt::CaseInsensitive) != 0)
        return false;
    if (isChar(i - 1, '.'))
        return false;
    return !(i > 0 && raw(i - 1).compare(QLatin1StringView("as"), Qt::CaseInsensitive) == 0);
}

bool TokenView::isAny(int i, std::initializer_list<QLatin1StringView> words) const
{
    return std::any_of(words.begin(), words.end(), [&](QLatin1StringView w) { return is(i, w); });
}

QString TokenView::name(int i) const
{
    if (!isWord(i))
        return {};
    const QString text = raw(i).toString();
    if (text.size() >= 2 && text.startsWith(u'"') && text.endsWith(u'"'))
        return text.mid(1, text.size() - 2).replace(QStringLiteral("\"\""), QStringLiteral("\""));
    return text.toLower();
}

QString TokenView::qualifiedName(int i) const
{
    while (isWord(i) && isChar(i + 1, '.') && isWord(i + 2))
        i += 2;
    return name(i);
}

int TokenView::find(int from, int depth, std::initializer_list<QLatin1StringView> words) const
{
    for (int i = from; i < size() && this->depth(i) >= depth; ++i) {
        if (this->depth(i) == depth && isAny(i, words))
            return i;
    }
    return -1;
}

} // namespace run402
