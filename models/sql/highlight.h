// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

namespace run402 {

enum class SqlStyle { Plain, Keyword, Type, Function, String, Number, Comment, Operator, QuotedName, Count };

struct SqlSpan
{
    qsizetype start = 0; ///< UTF-16 units in the line
    qsizetype length = 0;
    SqlStyle style = SqlStyle::Plain;
};

/// Colours code line by line, for editors that redraw only what changed. Thread: GUI; cheap, no parsing.
/// A line's state is an int as editors store it: 0 = plain.
class CodeRules
{
public:
    virtual ~CodeRules() = default;
    /// Spans of everything that is not plain text, in order; `state` goes from the line's begin to its end.
    virtual QList<SqlSpan> line(QStringView text, int& state) = 0;
};

/// The rules of SQL; both editors and every SQL box of the application use them.
/// States: see SqlHighlighter::State.
class SqlHighlighter : public CodeRules
{
public:
    /// State at the end of a line.
    enum State {
        Plain = 0,
        InString = 1,
        InEscapeString = 2,
        InQuotedName = 3,
        InDollarQuote = 1000, ///< plus the index of its tag
        InComment = 100000,   ///< plus the nesting depth
    };
    QList<SqlSpan> line(QStringView text, int& state) override;

private:
    qsizetype continued(QStringView text, int& state, QList<SqlSpan>& spans);
    qsizetype dollarQuote(QStringView text, qsizetype at, int& state);
    int tagIndex(const QString& tag);
    QStringList m_tags; ///< dollar tags met so far; index 0 = "$$"
};

/// Reserved words and common commands, lower case; for colouring and completion.
const QStringList& sqlKeywords();
const QStringList& sqlTypes();
/// Functions offered in completion.
const QStringList& sqlFunctions();

} // namespace run402
