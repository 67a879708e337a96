// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/project.h"

#include <QRegularExpression>

#include <algorithm>

namespace run402 {

QStringList Table::primaryKey() const
{
    for (const Constraint& c : constraints) {
        if (c.type != QLatin1String("PRIMARY KEY"))
            continue;
        const auto open = c.definition.indexOf(QLatin1Char('('));
        const auto close = c.definition.lastIndexOf(QLatin1Char(')'));
        if (open < 0 || close <= open)
            return {};
        QStringList keys;
        // Quoted names may hold commas and doubled quotes: "a,b", "x""y".
        static const QRegularExpression item(QStringLiteral("\"((?:[^\"]|\"\")+)\"|([^\\s,]+)"));
        auto it = item.globalMatch(c.definition.mid(open + 1, close - open - 1));
        while (it.hasNext()) {
            const auto m = it.next();
            keys << (m.captured(1).isEmpty()
                         ? m.captured(2)
                         : m.captured(1).replace(QLatin1String("\"\""), QLatin1String("\"")));
        }
        return keys;
    }
    return {};
}

const Table* Schema::table(const QString& name) const
{
    const auto it = std::find_if(tables.cbegin(), tables.cend(), [&](const Table& t) { return t.name == name; });
    return it == tables.cend() ? nullptr : &*it;
}

} // namespace run402
