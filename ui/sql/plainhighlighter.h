// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/highlight.h"

#include <QSyntaxHighlighter>

#include <memory>

namespace run402 {

/// Colours code in a text document, in the theme's syntax tokens; SQL when no rules are given. Owner: the document. Thread: GUI.
class PlainHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    explicit PlainHighlighter(QTextDocument* document, std::unique_ptr<CodeRules> rules = {});

protected:
    void highlightBlock(const QString& text) override;

private:
    std::unique_ptr<CodeRules> m_rules;
};

} // namespace run402
