// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/blockedwords.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace run402 {

namespace {

using Rule = BlockedWord::Rule;

struct Entry { Rule rule; const char* pattern; };
constexpr std::array<Entry, 10> entries{{
    {Rule::CreateExtension, "\\bCREATE\\s+EXTENSION\\b"},
    {Rule::CopyProgram, "\\bCOPY\\b.*\\bPROGRAM\\b"},
    {Rule::AlterSystem, "\\bALTER\\s+SYSTEM\\b"},
    {Rule::SetRoleOrPath, "\\bSET\\s+(search_path|role)\\b"},
    {Rule::CreateSchema, "\\bCREATE\\s+SCHEMA\\b"},
    {Rule::DropSchema, "\\bDROP\\s+SCHEMA\\b"},
    {Rule::Grant, "\\bGRANT\\b"},
    {Rule::Revoke, "\\bREVOKE\\b"},
    {Rule::CreateRole, "\\bCREATE\\s+ROLE\\b"},
    {Rule::DropRole, "\\bDROP\\s+ROLE\\b"},
}};

/// "grant" → "[Gg][Rr]…": PCRE's own caseless mode would also fold letters JavaScript does not (U+017F, U+212A).
QString anyCase(const char* word)
{
    QString out;
    for (const char* c = word; *c; ++c) {
        const QLatin1Char letter(*c);
        if (QChar(letter).isLetter())
            out += u'[' + QChar(letter).toUpper() + QChar(letter).toLower() + u']';
        else
            out += letter;
    }
    return out;
}

/// JavaScript's \s, possessive: none of the words may begin with a blank.
QString blanks()
{
    return QStringLiteral("[\\t\\n\\x0b\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}"
                          "\\x{205f}\\x{3000}\\x{feff}]++");
}

struct Alternative { Rule rule; const char* first; const char* second; };
constexpr std::array<Alternative, 10> alternatives{{
    {Rule::CreateExtension, "create", "extension"},
    {Rule::AlterSystem, "alter", "system"},
    {Rule::SetRoleOrPath, "set", "search_path"},
    {Rule::SetRoleOrPath, "set", "role"},
    {Rule::CreateSchema, "create", "schema"},
    {Rule::DropSchema, "drop", "schema"},
    {Rule::Grant, "grant", nullptr},
    {Rule::Revoke, "revoke", nullptr},
    {Rule::CreateRole, "create", "role"},
    {Rule::DropRole, "drop", "role"},
}};

/// Groups 1…10: `alternatives`; 11 COPY, 12 PROGRAM, 13 end of line.
const QRegularExpression& expression()
{
    static const QRegularExpression regex = [] {
        QString pattern = QStringLiteral("\\b(?:");
        for (const Alternative& a : alternatives) {
            pattern += u'(' + anyCase(a.first);
            if (a.second)
                pattern += blanks() + anyCase(a.second);
            pattern += QStringLiteral("\\b)|");
        }
        pattern += QStringLiteral("(%1\\b)|(%2\\b))|([\\n\\r\\x{2028}\\x{2029}])").arg(anyCase("copy"), anyCase("program"));
        QRegularExpression built(pattern);
        built.optimize();
        return built;
    }();
    return regex;
}

} // namespace

QString blockedPattern(Rule rule)
{
    for (const Entry& e : entries) {
        if (e.rule == rule)
            return QString::fromLatin1(e.pattern);
    }
    return {};
}

QList<BlockedWord> findBlockedWords(const QString& text)
{
    QString sql = text;
    if (!sql.isValidUtf16()) { // PCRE refuses such a text as a whole
        for (qsizetype i = 0; i < sql.size(); ++i) {
            if (sql[i].isHighSurrogate() && i + 1 < sql.size() && sql[i + 1].isLowSurrogate())
                ++i;
            else if (sql[i].isSurrogate())
                sql[i] = QChar::ReplacementCharacter;
        }
    }
    QList<BlockedWord> found;
    qsizetype copyAt = -1; // first COPY of the current line
    auto matches = expression().globalMatch(sql);
    while (matches.hasNext()) {
        const QRegularExpressionMatch m = matches.next();
        const int group = m.lastCapturedIndex();
        if (group <= int(alternatives.size()) && group > 0) {
            found.push_back({m.capturedStart(), m.capturedLength(), alternatives[size_t(group - 1)].rule});
            if (m.captured().contains(u'\n') || m.captured().contains(u'\r'))
                copyAt = -1;
        } else if (group == int(alternatives.size()) + 1) {
            copyAt = copyAt < 0 ? m.capturedStart() : copyAt;
        } else if (group == int(alternatives.size()) + 2) {
            if (copyAt >= 0)
                found.push_back({copyAt, m.capturedEnd() - copyAt, Rule::CopyProgram});
            copyAt = -1;
        } else {
            copyAt = -1;
        }
    }
    std::sort(found.begin(), found.end(), [](const BlockedWord& a, const BlockedWord& b) { return a.start < b.start; });
    return found;
}

} // namespace run402
