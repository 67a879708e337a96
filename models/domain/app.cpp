// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/app.h"

#include <QRegularExpression>
#include <QSet>

namespace run402 {

using namespace Qt::StringLiterals;

QString tagsProblem(const QStringList& tags)
{
    static const QRegularExpression shape(u"\\A[a-z0-9][a-z0-9-]{0,28}[a-z0-9]\\z"_s);
    constexpr int mostTags = 10;
    if (tags.size() > mostTags)
        return u"Max 10 tags allowed"_s;
    QSet<QString> seen;
    for (const QString& tag : tags) {
        if (tag.size() < 2)
            return u"Tag '%1' is too short (min 2 chars)"_s.arg(tag);
        if (!shape.match(tag).hasMatch())
            return u"Tag '%1' must be lowercase alphanumeric + hyphens, 2-30 chars"_s.arg(tag.left(60));
        if (seen.contains(tag))
            return u"Duplicate tag: '%1'"_s.arg(tag);
        seen.insert(tag);
    }
    return {};
}

} // namespace run402
