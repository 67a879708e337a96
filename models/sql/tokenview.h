// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/tokens.h"

#include <QString>

#include <initializer_list>
#include <vector>

namespace run402 {

/// The code tokens of one statement, with nesting depth; what the classifier asks about them.
/// Borrows the text and the tokens.
class TokenView
{
public:
    TokenView(QStringView text, const SqlToken* first, const SqlToken* last);

    int size() const { return int(m_tokens.size()); }
    int depth(int i) const { return m_depth[size_t(i)]; }
    int deepest() const { return m_deepest; }
    bool balanced() const { return m_balanced; }
    const SqlToken& token(int i) const { return *m_tokens[size_t(i)]; }
    QStringView raw(int i) const;

    /// Is token i this unquoted word (lower case)? False out of range, and behind "." or AS, where words are names.
    bool is(int i, QLatin1StringView word) const;
    bool isAny(int i, std::initializer_list<QLatin1StringView> words) const;
    bool isChar(int i, char c) const;
    bool isWord(int i) const; ///< identifier or keyword, quoted or not
    /// Name at i without quotes, folded to lower case when unquoted; empty when i is no word.
    QString name(int i) const;
    /// Last part of a possibly qualified name at i.
    QString qualifiedName(int i) const;
    /// First token from `from` on at `depth` that is one of the words; -1 = none before the depth ends.
    int find(int from, int depth, std::initializer_list<QLatin1StringView> words) const;

private:
    QStringView m_text;
    std::vector<const SqlToken*> m_tokens;
    std::vector<int> m_depth;
    int m_deepest = 0;
    bool m_balanced = true;
};

} // namespace run402
