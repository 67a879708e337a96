// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tablefilter.h"

#include "models/sqlliteral.h"

#include <algorithm>

namespace run402 {

using Op = TableFilter::Op;

int filterArity(Op op)
{
    switch (op) {
    case Op::IsTrue:
    case Op::IsFalse:
    case Op::IsNull:
    case Op::NotNull: return 0;
    case Op::In: return 2;
    default: return 1;
    }
}

QList<Op> filterOps()
{
    return {Op::Eq, Op::Neq, Op::Gt, Op::Gte, Op::Lt, Op::Lte, Op::Like, Op::ILike, Op::In,
            Op::IsTrue, Op::IsFalse, Op::IsNull, Op::NotNull, Op::Contains};
}

QString sqlCondition(const TableFilter& f, const QString& type)
{
    const QString name = sqlName(f.column);
    const auto value = [&](const QString& text) { return sqlValue(text, type); };
    const QString first = f.values.value(0);
    switch (f.op) {
    case Op::Eq: return name + QStringLiteral(" = ") + value(first);
    case Op::Neq: return name + QStringLiteral(" <> ") + value(first);
    case Op::Gt: return name + QStringLiteral(" > ") + value(first);
    case Op::Gte: return name + QStringLiteral(" >= ") + value(first);
    case Op::Lt: return name + QStringLiteral(" < ") + value(first);
    case Op::Lte: return name + QStringLiteral(" <= ") + value(first);
    case Op::Like: return name + QStringLiteral(" like ") + sqlText(first);
    case Op::ILike: return name + QStringLiteral(" ilike ") + sqlText(first);
    case Op::Contains: return name + QStringLiteral(" @> ") + sqlText(first);
    case Op::IsTrue: return name + QStringLiteral(" is true");
    case Op::IsFalse: return name + QStringLiteral(" is false");
    case Op::IsNull: return name + QStringLiteral(" is null");
    case Op::NotNull: return name + QStringLiteral(" is not null");
    case Op::In: break;
    }
    QStringList list;
    for (const QString& v : f.values)
        list << value(v);
    return name + QStringLiteral(" in (") + list.join(QStringLiteral(", ")) + u')';
}

QString sqlQueryText(const QString& table, const TableQuery& query, const QHash<QString, QString>& types)
{
    QString sql = QStringLiteral("select * from ") + sqlName(table);
    QStringList conditions;
    for (const TableFilter& f : query.filters)
        conditions << sqlCondition(f, types.value(f.column));
    if (!conditions.isEmpty())
        sql += QStringLiteral(" where ") + conditions.join(QStringLiteral(" and "));
    if (!query.sortColumn.isEmpty())
        sql += QStringLiteral(" order by ") + sqlName(query.sortColumn) + (query.descending ? QStringLiteral(" desc nulls last") : QString());
    return sql + QStringLiteral(" limit %1").arg(query.limit);
}

} // namespace run402
