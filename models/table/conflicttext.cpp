// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/conflicttext.h"

#include <QCoreApplication>

#include <algorithm>

namespace run402 {

namespace {

constexpr int before = 24; ///< characters shown in front of the first difference

QString seen(QChar c, bool atEnd)
{
    if (c == u'\n')
        return QStringLiteral("⏎");
    if (c == u'\t')
        return QStringLiteral("⇥");
    if (c == u' ')
        return atEnd ? QStringLiteral("·") : QStringLiteral(" ");
    const bool shapeless = c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
    return shapeless ? QStringLiteral("⟨U+%1⟩").arg(c.unicode(), 4, 16, QChar(u'0')).toUpper() : QString(c);
}

} // namespace

ConflictText conflictText(const std::optional<QString>& value, const std::optional<QString>& other, int most)
{
    if (!value)
        return {QStringLiteral("NULL"), true};
    if (value->isEmpty())
        return {QCoreApplication::translate("run402::ConflictDialog", "empty text"), true};
    const QString& all = *value;
    qsizetype from = 0;
    if (other && all.size() > most) {
        const qsizetype end = std::min(all.size(), other->size());
        qsizetype differs = std::mismatch(all.cbegin(), all.cbegin() + end, other->cbegin()).first - all.cbegin();
        from = std::clamp<qsizetype>(differs - before, 0, all.size() - most);
        if (from > 0 && all.at(from).isLowSurrogate())
            --from;
    }
    const qsizetype to = std::min(all.size(), from + most);
    qsizetype lastSeen = all.size();
    while (lastSeen > 0 && all.at(lastSeen - 1) == u' ')
        --lastSeen;
    QString text = from > 0 ? QStringLiteral("…") : QString();
    bool begins = from == 0;
    for (qsizetype i = from; i < to; ++i) {
        begins = begins && all.at(i) == u' ';
        text += seen(all.at(i), begins || i >= lastSeen);
    }
    return {to < all.size() ? text + QStringLiteral("…") : text, false};
}

} // namespace run402
