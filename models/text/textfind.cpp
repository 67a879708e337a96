// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/textfind.h"

#include <QRegularExpression>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

QRegularExpression expressionOf(const FindWish& wish)
{
    QString pattern = wish.regex ? wish.pattern : QRegularExpression::escape(wish.pattern);
    if (wish.wholeWords)
        pattern = u"(?<!\\w)(?:"_s + pattern + u")(?!\\w)"_s;
    QRegularExpression::PatternOptions options = QRegularExpression::MultilineOption | QRegularExpression::UseUnicodePropertiesOption;
    if (!wish.matchCase)
        options |= QRegularExpression::CaseInsensitiveOption;
    return QRegularExpression(pattern, options);
}

/// `with`, its references filled in.
QString filledIn(const QString& with, const QRegularExpressionMatch& match)
{
    QString out;
    for (qsizetype i = 0; i < with.size(); ++i) {
        const QChar c = with[i], next = i + 1 < with.size() ? with[i + 1] : QChar();
        if ((c == u'$' || c == u'\\') && next.isDigit() && next.digitValue() >= 0)
            out += match.captured(with[++i].digitValue());
        else if ((c == u'$' && next == u'$') || (c == u'\\' && next == u'\\'))
            out += with[++i];
        else if (c == u'\\' && next == u'n')
            out += u'\n', ++i;
        else if (c == u'\\' && next == u't')
            out += u'\t', ++i;
        else
            out += c;
    }
    return out;
}

} // namespace

FindHits findAll(const QString& text, const FindWish& wish, qsizetype most, const std::atomic_bool* stop)
{
    FindHits found;
    if (wish.pattern.isEmpty())
        return found;
    const QRegularExpression expression = expressionOf(wish);
    if (!expression.isValid()) {
        found.error = expression.errorString();
        return found;
    }
    for (auto all = expression.globalMatch(text); all.hasNext() && !(stop && *stop);) {
        const QRegularExpressionMatch match = all.next();
        if (match.capturedLength() == 0)
            continue;
        if (found.list.size() == most) {
            found.more = true;
            break;
        }
        found.list.append({match.capturedStart(), match.capturedLength()});
    }
    return found;
}

QString replacementFor(const QString& text, const FindHit& hit, const FindWish& wish, const QString& with)
{
    if (!wish.regex)
        return with;
    const auto match = expressionOf(wish).match(text, hit.start, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    return match.hasMatch() ? filledIn(with, match) : with;
}

QString replaceEvery(const QString& text, const FindWish& wish, const QString& with, qsizetype* count)
{
    const QRegularExpression expression = expressionOf(wish);
    QString out;
    qsizetype at = 0, replaced = 0;
    if (!wish.pattern.isEmpty() && expression.isValid()) {
        out.reserve(text.size());
        for (auto all = expression.globalMatch(text); all.hasNext();) {
            const QRegularExpressionMatch match = all.next();
            if (match.capturedLength() == 0)
                continue;
            out += QStringView(text).mid(at, match.capturedStart() - at);
            out += wish.regex ? filledIn(with, match) : with;
            at = match.capturedEnd();
            ++replaced;
        }
    }
    out += QStringView(text).mid(at);
    if (count)
        *count = replaced;
    return out;
}

} // namespace run402
