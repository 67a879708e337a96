// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/changescript.h"

#include "models/sqlliteral.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace run402 {

namespace {

using Kind = StagedRow::Kind;

QString isNull(const TableColumn& column)
{
    // A row type whose fields are all NULL "is null" too.
    return sqlName(column.name) + (column.isComposite ? QStringLiteral("::text is null") : QStringLiteral(" is null"));
}

/// By `=`, which an index answers: how a row is found by its key. `title = 'x'`, or by text where the type knows none.
QString equals(const TableColumn& column, const std::optional<QString>& value)
{
    if (!value)
        return isNull(column);
    return column.isComparable() ? sqlName(column.name) + QStringLiteral(" = ") + sqlValue(value, column.shortType)
                                 : exactColumnText(column) + QStringLiteral(" = ") + sqlText(*value);
}

/// The very same value: by `=` where that says so, else by PostgreSQL's own text of it, in which 1.0 is not 1.00.
QString isAsRead(const TableColumn& column, const std::optional<QString>& value)
{
    return !value || column.isExactlyEqual() ? equals(column, value) : exactColumnText(column) + QStringLiteral(" = ") + sqlText(*value);
}

/// The same for what somebody typed: as the column keeps it once it has taken it.
QString isWritten(const TableColumn& column, const std::optional<QString>& value)
{
    return !value || column.isExactlyEqual() ? equals(column, value)
                                             : exactColumnText(column) + QStringLiteral(" = ") + columnText(column, sqlTypedValue(value, column.type));
}

/// Of a value of which only the beginning was read.
QString beginsAsRead(const TableColumn& column, const QString& value)
{
    return QStringLiteral("left(%1, %2) = ").arg(exactColumnText(column)).arg(cellLimit) + sqlText(value);
}

QString assigned(const TableColumn& column, const CellValue& value)
{
    return value.state == CellValue::State::Default ? QStringLiteral("default") : sqlValue(value.optional(), column.shortType);
}

/// The row by its key.
QStringList keyParts(const TableShape& shape, const TableRow& was)
{
    QStringList parts;
    for (const int column : shape.key)
        parts << equals(shape.columns.at(column), was.cells.value(column));
    return parts;
}

/// The row by its key and by what the named columns were; of a key that is found by `=` alone, too. `written`: what is
/// in these cells was typed here and saved, not read.
QString rowCondition(const TableShape& shape, const TableRow& was, const QList<int>& columns, const QList<int>& written = {})
{
    QStringList parts = keyParts(shape, was);
    for (const int c : columns) {
        const TableColumn& column = shape.columns.at(c);
        const std::optional<QString> value = was.cells.value(c);
        if (shape.key.contains(c) && column.isExactlyEqual())
            continue;
        parts << (was.isCut(c) && value ? beginsAsRead(column, *value) : written.contains(c) ? isWritten(column, value) : isAsRead(column, value));
    }
    return parts.join(QStringLiteral(" and "));
}

QString updateSql(const TableShape& shape, const TableRow& was, const QMap<int, CellValue>& now, const QList<int>& written = {})
{
    QStringList set;
    for (auto it = now.cbegin(); it != now.cend(); ++it)
        set << sqlName(shape.columns.at(it.key()).name) + QStringLiteral(" = ") + assigned(shape.columns.at(it.key()), it.value());
    return QStringLiteral("update %1 set %2 where %3;").arg(sqlName(shape.name), set.join(QStringLiteral(", ")), rowCondition(shape, was, now.keys(), written));
}

QString insertSql(const TableShape& shape, const QMap<int, CellValue>& now, bool overriding = false)
{
    QStringList names, values;
    for (auto it = now.cbegin(); it != now.cend(); ++it) {
        if (it.value().state == CellValue::State::Default)
            continue;
        names << sqlName(shape.columns.at(it.key()).name);
        values << assigned(shape.columns.at(it.key()), it.value());
    }
    if (names.isEmpty())
        return QStringLiteral("insert into %1 default values;").arg(sqlName(shape.name));
    return QStringLiteral("insert into %1 (").arg(sqlName(shape.name)) + names.join(QStringLiteral(", "))
        + (overriding ? QStringLiteral(") overriding system value values (") : QStringLiteral(") values (")) + values.join(QStringLiteral(", ")) + QStringLiteral(");");
}

/// Of a deletion everything that was read counts: a row that somebody changed meanwhile is another row.
QString deleteSql(const TableShape& shape, const TableRow& was)
{
    QList<int> all;
    for (int c = 0; c < shape.columns.size(); ++c) {
        if (!shape.columns.at(c).generated)
            all << c;
    }
    return QStringLiteral("delete from %1 where %2;").arg(sqlName(shape.name), rowCondition(shape, was, all));
}

QMap<int, CellValue> wholeRow(const TableShape& shape, const TableRow& row)
{
    QMap<int, CellValue> values;
    for (int c = 0; c < shape.columns.size(); ++c) {
        if (!shape.columns.at(c).generated)
            values.insert(c, row.cells.value(c) ? CellValue::of(*row.cells.value(c)) : CellValue::null());
    }
    return values;
}

/// A tag for the block's quotes that none of its text can end.
QString freeTag(const QString& body)
{
    QString tag = QStringLiteral("$save$");
    for (int n = 1; body.contains(tag); ++n)
        tag = QStringLiteral("$save%1$").arg(n);
    return tag;
}

} // namespace

QString ChangeScript::text() const
{
    QStringList out;
    for (const Line& line : lines)
        out << line.sql + (line.comment.isEmpty() ? QString() : QStringLiteral("   -- ") + line.comment);
    return out.join(u'\n');
}

QString ChangeScript::script() const
{
    // A column called like PL/pgSQL's own "found" stays a column.
    QString body = QStringLiteral("\n#variable_conflict use_column\nbegin\n");
    for (int i = 0; i < lines.size(); ++i) {
        body += lines.at(i).sql + u'\n';
        if (!lines.at(i).sql.startsWith(QLatin1String("insert")))
            body += QStringLiteral("if not found then raise exception 'run402: row of change %1 is not as it was'; end if;\n").arg(i + 1);
    }
    body += QStringLiteral("end\n");
    const QString tag = freeTag(body);
    return QStringLiteral("do ") + tag + body + tag + u';';
}

ChangeScript changeScript(const TableShape& shape, const TableEdits& edits, const QHash<QString, QString>& comments)
{
    ChangeScript script;
    const QStringList names = edits.names();
    for (const Kind kind : {Kind::Delete, Kind::Update, Kind::Insert}) {
        for (const QString& name : names) {
            const StagedRow* row = edits.find(name);
            if (!row || row->kind != kind)
                continue;
            const QString sql = kind == Kind::Delete ? deleteSql(shape, row->was)
                : kind == Kind::Update               ? updateSql(shape, row->was, row->now)
                                                     : insertSql(shape, row->now);
            script.lines << ChangeScript::Line{name, sql, comments.value(name)};
        }
    }
    return script;
}

ChangeScript undoScript(const TableShape& shape, const TableEdits& edits)
{
    ChangeScript script;
    const QStringList names = edits.names();
    for (auto it = names.crbegin(); it != names.crend(); ++it) {
        const StagedRow* row = edits.find(*it);
        if (!row)
            continue;
        if (row->kind == Kind::Delete) {
            if (row->was.cut.isEmpty())
                script.lines << ChangeScript::Line{*it, insertSql(shape, wholeRow(shape, row->was), true), {}};
        } else if (row->kind == Kind::Update) {
            TableRow is = row->was;
            QMap<int, CellValue> back;
            for (auto now = row->now.cbegin(); now != row->now.cend(); ++now) {
                if (row->was.isCut(now.key()))
                    continue;
                back.insert(now.key(), row->was.cells.value(now.key()) ? CellValue::of(*row->was.cells.value(now.key())) : CellValue::null());
                is.cells[now.key()] = now.value().optional();
            }
            if (!back.isEmpty())
                script.lines << ChangeScript::Line{*it, updateSql(shape, is, back, back.keys()), {}};
        } else {
            TableRow is;
            is.cells.resize(shape.columns.size());
            bool known = !shape.key.isEmpty();
            for (const int column : shape.key) {
                known = known && row->now.value(column).isText();
                is.cells[column] = row->now.value(column).optional();
            }
            QList<int> given; // what somebody changed since is not this row any more
            for (auto now = row->now.cbegin(); now != row->now.cend(); ++now) {
                if (now.value().state == CellValue::State::Default || shape.key.contains(now.key()))
                    continue;
                is.cells[now.key()] = now.value().optional();
                given << now.key();
            }
            if (known)
                script.lines << ChangeScript::Line{*it, QStringLiteral("delete from %1 where %2;").arg(sqlName(shape.name), rowCondition(shape, is, given, given)), {}};
        }
    }
    return script;
}

std::optional<int> conflictLine(const QString& message)
{
    static const QRegularExpression said(QStringLiteral("run402: row of change (\\d+) is not as it was"));
    const auto match = said.match(message);
    return match.hasMatch() ? std::optional(match.captured(1).toInt() - 1) : std::nullopt;
}

QString outcomeSql(const TableShape& shape, const TableEdits& edits, const QString& snapshot)
{
    const QString table = sqlName(shape.name);
    const auto there = [&](const QString& condition) { return QStringLiteral("exists(select 1 from %1 where %2)").arg(table, condition); };
    QStringList rows;
    const QStringList names = edits.names();
    for (const QString& name : names) {
        const StagedRow* row = edits.find(name);
        QString wanted, old;
        if (row->kind == Kind::Insert) {
            // A row's xmin is 32 bits of the transaction's number.
            QStringList parts{QStringLiteral("xmin::text::bigint >= %1").arg(snapshot.toULongLong() & 0xffffffffULL)};
            for (auto it = row->now.cbegin(); it != row->now.cend(); ++it) {
                if (it.value().state != CellValue::State::Default)
                    parts << isWritten(shape.columns.at(it.key()), it.value().optional());
            }
            wanted = there(parts.join(QStringLiteral(" and ")));
            old = QStringLiteral("not ") + wanted;
        } else if (row->kind == Kind::Delete) {
            wanted = QStringLiteral("not ") + there(rowCondition(shape, row->was, {}));
            old = there(rowCondition(shape, row->was, {}));
        } else {
            QStringList parts, before{rowCondition(shape, row->was, {})};
            for (auto it = row->now.cbegin(); it != row->now.cend(); ++it) {
                const TableColumn& column = shape.columns.at(it.key());
                if (it.value().state != CellValue::State::Default)
                    parts << isWritten(column, it.value().optional());
                if (!row->was.isCut(it.key()))
                    before << isAsRead(column, row->was.cells.value(it.key()));
            }
            TableRow is = row->was; // a changed key is found by its new value
            for (const int column : shape.key) {
                if (row->now.contains(column))
                    is.cells[column] = row->now.value(column).optional();
            }
            parts << rowCondition(shape, is, {});
            wanted = there(parts.join(QStringLiteral(" and ")));
            old = there(before.join(QStringLiteral(" and ")));
        }
        rows << QStringLiteral("select %1 as w, %2 as o").arg(wanted, old);
    }
    return rows.join(QStringLiteral("\nunion all "));
}

SaveOutcome readOutcome(const QByteArray& rowsJson)
{
    const QJsonArray rows = QJsonDocument::fromJson(rowsJson).array();
    bool written = !rows.isEmpty(), old = !rows.isEmpty();
    for (const QJsonValue& row : rows) {
        written = written && row.toObject().value(QLatin1String("w")).toBool();
        old = old && row.toObject().value(QLatin1String("o")).toBool();
    }
    return written ? SaveOutcome::Written : old ? SaveOutcome::NotWritten : SaveOutcome::Unclear;
}

QString cascadeSql(const TableShape& shape, const TableRow& row)
{
    QStringList counts;
    int number = 0;
    for (const TableChild& child : shape.children) {
        if (!child.cascades)
            continue;
        QStringList parts;
        for (qsizetype i = 0; i < child.columns.size() && i < child.references.size(); ++i) {
            const int column = shape.indexOf(child.references.at(i));
            if (column >= 0)
                parts << sqlName(child.columns.at(i)) + QStringLiteral(" = ") + sqlValue(row.cells.value(column), shape.columns.at(column).shortType);
        }
        counts << QStringLiteral("(select count(*) from %1 where %2)::text as c%3").arg(sqlName(child.table), parts.join(QStringLiteral(" and "))).arg(number++);
    }
    return counts.isEmpty() ? QString() : QStringLiteral("select ") + counts.join(QStringLiteral(", "));
}

} // namespace run402
