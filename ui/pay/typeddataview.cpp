// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pay/typeddataview.h"

#include "ui/common/theme.h"

#include <QSyntaxHighlighter>

namespace run402 {

/// Strings, names and numbers; enough for one line at a time, as JSON has no strings of several lines.
class TypedDataView::Highlighter final : public QSyntaxHighlighter
{
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& text) override
    {
        const Theme& t = Theme::of();
        for (int i = 0; i < text.size();) {
            const QChar c = text.at(i);
            if (c == u'"') {
                int end = i + 1;
                while (end < text.size() && text.at(end) != u'"')
                    end += text.at(end) == u'\\' ? 2 : 1;
                end = int(qMin(qsizetype(end + 1), text.size()));
                int after = end;
                while (after < text.size() && text.at(after).isSpace())
                    ++after;
                const bool name = after < text.size() && text.at(after) == u':';
                setFormat(i, end - i, t.color(name ? "syntax.function" : "syntax.string"));
                i = end;
            } else if (c.isDigit()) {
                const int start = i;
                while (i < text.size() && (text.at(i).isDigit() || text.at(i) == u'.'))
                    ++i;
                setFormat(start, i - start, t.color("syntax.number"));
            } else {
                ++i;
            }
        }
    }
};

TypedDataView::TypedDataView(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new Highlighter(document()))
{
    setReadOnly(true);
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere); // nothing of what is signed may lie outside the box
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    connect(&Theme::of(this), &Theme::changed, this, &TypedDataView::refresh);
    refresh();
}

void TypedDataView::refresh()
{
    setFont(Theme::of(this).font(Theme::Font::MonoSmall));
    m_highlighter->rehighlight();
}

} // namespace run402
