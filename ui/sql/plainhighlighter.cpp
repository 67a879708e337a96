// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/plainhighlighter.h"

#include "ui/common/theme.h"

#include <algorithm>

namespace run402 {

PlainHighlighter::PlainHighlighter(QTextDocument* document, std::unique_ptr<CodeRules> rules)
    : QSyntaxHighlighter(document), m_rules(rules ? std::move(rules) : std::make_unique<SqlHighlighter>())
{
    connect(&Theme::of(), &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void PlainHighlighter::highlightBlock(const QString& text)
{
    static const char* tokens[] = {"text.primary", "syntax.keyword", "syntax.type", "syntax.function", "syntax.string",
                                   "syntax.number", "syntax.comment", "syntax.operator", "syntax.type"};
    int state = std::max(0, previousBlockState());
    for (const SqlSpan& span : m_rules->line(text, state)) {
        QTextCharFormat format;
        format.setForeground(Theme::of().color(tokens[int(span.style)]));
        format.setFontItalic(span.style == SqlStyle::Comment);
        setFormat(int(span.start), int(span.length), format);
    }
    setCurrentBlockState(state);
}

} // namespace run402
