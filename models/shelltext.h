// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace run402 {

/// For command lines to copy: single quotes where a shell needs them.
inline QString shellWord(const QString& text)
{
    static const QString plain = QStringLiteral("-_./:,@%+=");
    bool simple = !text.isEmpty();
    for (const QChar c : text)
        simple = simple && ((c.unicode() < 128 && c.isLetterOrNumber()) || plain.contains(c));
    if (simple)
        return text;
    return QLatin1Char('\'') + QString(text).replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

} // namespace run402
