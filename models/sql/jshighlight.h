// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/highlight.h"

namespace run402 {

/// The rules of JavaScript as functions are written in it: comments, strings, template literals with their ${…},
/// regular expression literals, numbers, keywords, built-in names and calls. Thread: GUI.
class JsHighlighter : public CodeRules
{
public:
    enum State { Plain = 0, InComment = 1, InTemplate = 2 };
    QList<SqlSpan> line(QStringView text, int& state) override;
};

} // namespace run402
