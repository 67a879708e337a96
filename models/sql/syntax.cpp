// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/syntax.h"

#include "models/sql/parsetree.h"
#include "models/sql/tokens.h"

#include <algorithm>

namespace run402 {

namespace {

constexpr int around = 200;

SqlSyntaxError placed(const ParseComplaint& complaint, const QString& sql)
{
    SqlSyntaxError error;
    error.message = complaint.message;
    error.start = std::min(complaint.at, sql.size());
    error.length = 1;
    const SqlTokens tokens = scanSql(sql);
    for (const SqlToken& token : tokens.list) {
        if (error.start >= token.start && error.start < token.end()) {
            error.start = token.start;
            error.length = token.length;
            return error;
        }
    }
    // Behind everything: the last token is what it is shown at.
    error.atEnd = true;
    for (auto token = tokens.list.crbegin(); token != tokens.list.crend(); ++token) {
        if (!token->isComment()) {
            error.start = token->start;
            error.length = token->length;
            break;
        }
    }
    return error;
}

QList<SqlSyntaxError> checked(const QString& sql)
{
    const auto complaint = parseComplaint(sql);
    return complaint ? QList<SqlSyntaxError>{placed(*complaint, sql)} : QList<SqlSyntaxError>{};
}

} // namespace

SqlSyntax checkSyntax(const QString& text, const SqlScript& script, qsizetype cursor, const SyntaxMemory& before)
{
    SqlSyntax out;
    const int current = script.statementAt(cursor);
    const int last = int(std::min<qsizetype>(script.statements.size(), current + around));
    for (int i = std::max(0, current - around); i < last; ++i) {
        const SqlStatement& s = script.statements[i];
        const QString sql = s.text(text);
        const auto known = before.constFind(sql);
        const QList<SqlSyntaxError> errors = known == before.constEnd() ? checked(sql) : *known;
        out.memory.insert(sql, errors);
        for (SqlSyntaxError e : errors) {
            e.statement = i;
            e.start += s.codeStart;
            out.errors << e;
        }
    }
    out.folds = foldsOf(text, script);
    return out;
}

QList<SqlSyntaxError> worthShowing(const QList<SqlSyntaxError>& errors, const SqlScript& script, qsizetype cursor)
{
    QList<SqlSyntaxError> shown;
    for (const SqlSyntaxError& e : errors) {
        if (e.statement >= script.statements.size())
            continue;
        const SqlStatement& s = script.statements[e.statement];
        const bool atItsEnd = cursor >= s.codeEnd && script.statementAt(cursor) == e.statement && s.end == s.codeEnd;
        const bool inTheWord = cursor >= e.start && cursor <= e.start + e.length;
        if (!atItsEnd && !(inTheWord && s.end == s.codeEnd) && !(e.atEnd && inTheWord))
            shown << e;
    }
    return shown;
}

} // namespace run402
