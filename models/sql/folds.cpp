// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/folds.h"

#include "models/sql/tokens.h"

#include <QMap>

#include <algorithm>

namespace run402 {

namespace {
constexpr qsizetype mostLines = 20'000;
}

QList<SqlFold> foldsOf(const QString& text, const SqlScript& script)
{
    QList<qsizetype> lines{0};
    for (qsizetype i = text.indexOf(u'\n'); i >= 0 && lines.size() <= mostLines; i = text.indexOf(u'\n', i + 1))
        lines << i + 1;
    if (lines.size() > mostLines || lines.size() < 2)
        return {};
    const auto lineOf = [&](qsizetype at) { return int(std::upper_bound(lines.begin(), lines.end(), at) - lines.begin()) - 1; };
    QMap<int, SqlFold> found;
    const auto add = [&](qsizetype from, qsizetype to, int depth) {
        const SqlFold fold{lineOf(from), lineOf(std::max(from, to - 1)), depth};
        if (fold.last > fold.first && (!found.contains(fold.first) || found[fold.first].last < fold.last))
            found.insert(fold.first, fold);
    };
    for (const SqlStatement& s : script.statements)
        add(s.codeStart, s.end, 0);
    QList<qsizetype> open;
    for (const SqlToken& token : scanSql(text).list) {
        if (token.isComment()) {
            add(token.start, token.end(), int(open.size()) + 1);
        } else if (token.type == '(') {
            open << token.start;
        } else if (token.type == ')' && !open.isEmpty()) {
            const qsizetype from = open.takeLast();
            add(from, token.end(), int(open.size()) + 1);
        } else if (token.type == ';') {
            open.clear(); // a missing parenthesis ends with its statement
        }
    }
    return found.values();
}

} // namespace run402
