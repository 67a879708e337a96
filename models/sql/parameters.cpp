// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/parameters.h"

#include "models/item/resulttext.h"
#include "models/sql/literal.h"
#include "models/sql/parsetree.h"
#include "models/sql/sources.h"
#include "models/sql/tokens.h"
#include "models/sql/tokenview.h"

#include <QRegularExpression>

namespace run402 {

namespace {

using L1 = QLatin1StringView;
constexpr int mostParameters = 1000;

/// The number of a `$1` token; 0 = it is none.
int numberOf(QStringView raw)
{
    bool ok = false;
    const int number = raw.size() > 1 && raw[0] == u'$' ? raw.mid(1).toInt(&ok) : 0;
    return ok && number > 0 && number <= mostParameters ? number : 0;
}

struct Known { const Table* table; const Column* column; };

Known columnNamed(const QString& qualifier, const QString& name, const QHash<QString, const Table*>& tables)
{
    for (auto it = tables.begin(); it != tables.end(); ++it) {
        if (!qualifier.isEmpty() && it.key() != qualifier)
            continue;
        for (const Column& column : (*it)->columns) {
            if (column.name == name)
                return {*it, &column};
        }
    }
    return {nullptr, nullptr};
}

/// The column whose name ends at token i: "title", "r.title".
Known columnEndingAt(const TokenView& t, int i, const QHash<QString, const Table*>& tables)
{
    if (!t.isWord(i))
        return {nullptr, nullptr};
    return columnNamed(t.isChar(i - 1, '.') ? t.name(i - 2) : QString(), t.name(i), tables);
}

/// `insert into t (a, b) values ($1, $2), ($3, $4)`: the column at the value's place.
Known insertedColumn(const TokenView& t, int i, const QHash<QString, const Table*>& tables)
{
    const int into = t.find(0, 0, {L1("into")});
    const int values = t.find(0, 0, {L1("values")});
    if (into < 0 || values < 0 || i < values || t.depth(i) != 1)
        return {nullptr, nullptr};
    int place = 0;
    for (int at = i - 1; at > values && t.depth(at) >= 1; --at)
        place += t.depth(at) == 1 && t.isChar(at, ',') ? 1 : 0;
    int open = into + 1;
    while (open < values && !t.isChar(open, '('))
        ++open;
    const Table* table = tables.value(t.qualifiedName(into + 1));
    if (open >= values) // no list: the table's own order
        return table && place < table->columns.size() ? Known{table, &table->columns[place]} : Known{nullptr, nullptr};
    for (int at = open + 1, n = 0; at < values && t.depth(at) == 1; ++at) {
        if (t.isChar(at, ','))
            ++n;
        else if (n == place)
            return columnEndingAt(t, at, tables);
    }
    return {nullptr, nullptr};
}

/// What stands beside the parameter: "minutes <= $1", "$1 = r.id", "title ilike $1", "id in ($1, $2)", "between $1 and $2".
Known besideColumn(const TokenView& t, int i, const QHash<QString, const Table*>& tables)
{
    const auto isOperator = [&](int at) {
        return at >= 0 && at < t.size() && !t.isWord(at) && QStringLiteral("<>=!~@|&").contains(t.raw(at)[0]);
    };
    int at = i - 1;
    while (at > 0 && t.depth(at) == t.depth(i) && t.depth(i) > 0 && (t.isChar(at, ',') || t.raw(at).startsWith(u'$')))
        --at; // earlier members of a list
    if (t.isChar(at, '(') && t.isAny(at - 1, {L1("in"), L1("any"), L1("all")}))
        at -= t.isAny(at - 1, {L1("in")}) ? 1 : 2; // "id in (" stands before "in"; "= any(" before the operator
    if (t.isAny(at, {L1("and")}) && numberOf(t.raw(std::max(0, at - 1))) > 0 && t.isAny(at - 2, {L1("between")}))
        at -= 2;
    while (t.isAny(at, {L1("like"), L1("ilike"), L1("in"), L1("between"), L1("not"), L1("similar"), L1("to")}) || isOperator(at))
        --at;
    if (at != i - 1 && at >= 0) {
        if (const Known known = columnEndingAt(t, at, tables); known.column)
            return known;
    }
    if (isOperator(i + 1) && t.isWord(i + 2))
        return columnEndingAt(t, t.isChar(i + 3, '.') ? i + 4 : i + 2, tables);
    return {nullptr, nullptr};
}

} // namespace

QList<SqlParameter> parametersOf(const QString& sql, const Schema& schema)
{
    if (!sql.contains(u'$'))
        return {};
    const SqlTokens tokens = scanSql(sql);
    if (!tokens.complete)
        return {};
    const TokenView view(sql, tokens.list.constData(), tokens.list.constData() + tokens.list.size());
    const QHash<QString, const Table*> tables = tablesNamed(view, schema);
    QMap<int, SqlParameter> found;
    for (int i = 0; i < view.size(); ++i) {
        const int number = numberOf(view.raw(i));
        if (!number)
            continue;
        SqlParameter& parameter = found[number];
        parameter.number = number;
        if (!parameter.type.isEmpty())
            continue;
        if (view.raw(i + 1 < view.size() ? i + 1 : i) == u"::" && view.isWord(i + 2)) {
            parameter.type = view.name(i + 2);
            continue;
        }
        if (view.isAny(i - 1, {L1("limit"), L1("offset")})) {
            parameter.type = QStringLiteral("int8");
            parameter.column = view.name(i - 1);
            continue;
        }
        Known known = insertedColumn(view, i, tables);
        if (!known.column)
            known = besideColumn(view, i, tables);
        if (known.column) {
            parameter.column = known.column->name;
            const QString type = shortTypeName(known.column->type);
            parameter.type = parameterTypes().contains(type) ? type : QString();
        }
    }
    return found.values();
}

Result<QString> withParameters(const QString& sql, const QMap<int, SqlParameterValue>& values)
{
    const SqlTokens tokens = scanSql(sql);
    QString out;
    out.reserve(sql.size());
    qsizetype done = 0;
    for (const SqlToken& token : tokens.list) {
        const int number = numberOf(QStringView(sql).mid(token.start, token.length));
        if (!number || token.isComment())
            continue;
        const auto value = values.constFind(number);
        if (value == values.constEnd())
            return fail(Problem::Kind::Local, QStringLiteral("sql.value_missing"), QStringLiteral("There is no value for $%1").arg(number));
        if (!value->type.isEmpty() && !isTypeName(value->type))
            return fail(Problem::Kind::Local, QStringLiteral("sql.type_malformed"), QStringLiteral("%1 is not the name of a type").arg(value->type));
        const auto literal = value->null ? std::optional(QStringLiteral("NULL")) : safeSqlLiteral(value->text);
        if (!literal)
            return fail(Problem::Kind::Local, QStringLiteral("sql.value_unstorable"),
                        QStringLiteral("$%1 has a character PostgreSQL cannot store").arg(number));
        out += QStringView(sql).mid(done, token.start - done);
        // In parentheses whatever stands beside it; the blanks keep it apart from names and numbers.
        out += u'(' + *literal + (value->type.isEmpty() ? QString() : QStringLiteral("::") + value->type) + u')';
        done = token.end();
    }
    return QString(out + sql.mid(done));
}

const QStringList& parameterTypes()
{
    static const QStringList types{
        QStringLiteral("text"), QStringLiteral("int4"), QStringLiteral("int8"), QStringLiteral("numeric"), QStringLiteral("float8"),
        QStringLiteral("bool"), QStringLiteral("uuid"), QStringLiteral("date"), QStringLiteral("timestamptz"), QStringLiteral("timestamp"),
        QStringLiteral("time"), QStringLiteral("interval"), QStringLiteral("jsonb"), QStringLiteral("json"), QStringLiteral("bytea"),
        QStringLiteral("int2"), QStringLiteral("float4"), QStringLiteral("varchar"), QStringLiteral("text[]"), QStringLiteral("int4[]"),
        QStringLiteral("uuid[]")};
    return types;
}

bool isTypeName(const QString& name)
{
    if (name.size() > 200)
        return false;
    // Only what a type's name is made of: nothing that could end the cast and begin something else.
    static const QRegularExpression form(QStringLiteral("^[\\p{L}_\"][\\p{L}\\p{N}_ .\"]*(\\(\\s*\\d+(\\s*,\\s*\\d+)?\\s*\\))?(\\s+with(out)? time zone)?(\\[\\d*\\])*$"),
                                         QRegularExpression::CaseInsensitiveOption);
    return form.match(name).hasMatch() && sameParseTree(QStringLiteral("select NULL::%1").arg(name), QStringLiteral("select (NULL::%1)").arg(name))
        && sameParseTree(QStringLiteral("select NULL::%1").arg(name), QStringLiteral("select cast(NULL as %1)").arg(name));
}

} // namespace run402
