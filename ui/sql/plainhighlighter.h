// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/highlight.h"

#include <QSyntaxHighlighter>

namespace run402 {

/// Colours SQL in a text document, in the theme's syntax tokens. Owner: the document. Thread: GUI.
class PlainHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    explicit PlainHighlighter(QTextDocument* document);

protected:
    void highlightBlock(const QString& text) override;

private:
    SqlHighlighter m_rules;
};

} // namespace run402
