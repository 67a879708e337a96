// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringView>

namespace run402 {

/// One token of PostgreSQL's own scanner, comments included. Offsets are UTF-16 units of the text given.
struct SqlToken
{
    /// Numbers of libpg_query's ScanToken.token for the few tokens told apart here; every other
    /// positive number is a keyword or an operator. A character token is its ASCII code.
    enum Type {
        Identifier = 258,
        UnicodeIdentifier = 259,
        String = 261,
        UnicodeString = 262,
        LineComment = 275,
        BlockComment = 276,
        Unfinished = -1, ///< string, comment or dollar quote that never ends; runs to the end of the text
    };

    qsizetype start = 0;
    qsizetype length = 0;
    int type = 0;
    bool keyword = false;

    qsizetype end() const { return start + length; }
    bool isComment() const { return type == LineComment || type == BlockComment; }
};

struct SqlTokens
{
    QList<SqlToken> list;
    bool complete = true; ///< false: something is unterminated or malformed
};

/// Scans any text, also one that is still being typed: malformed literals are stepped over and an
/// unterminated one becomes the last token.
/// Thread: any; libpg_query keeps its memory per thread. Time is linear; memory is bounded by scanning
/// in windows. Never fails.
SqlTokens scanSql(QStringView text);

} // namespace run402
