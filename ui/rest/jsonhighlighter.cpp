// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rest/jsonhighlighter.h"

#include "models/item/jsontext.h"
#include "ui/common/theme.h"

namespace run402 {

JsonHighlighter::JsonHighlighter(QTextDocument* document) : QSyntaxHighlighter(document)
{
    connect(&Theme::of(), &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void JsonHighlighter::highlightBlock(const QString& text)
{
    if (text.size() > 4000) // one long line: colours are not worth the wait
        return;
    static const char* tokens[] = {"text.primary", "syntax.keyword", "syntax.string", "syntax.number", "syntax.type"};
    for (const JsonSpan& span : jsonSpans(text))
        setFormat(int(span.start), int(span.length), Theme::of().color(tokens[int(span.style)]));
}

} // namespace run402
