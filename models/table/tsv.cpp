// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tsv.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace run402 {

QList<QStringList> readTsv(const QString& text)
{
    QList<QStringList> rows;
    QStringList row;
    QString cell;
    bool quoted = false;
    const auto endRow = [&] {
        row << cell;
        cell.clear();
        rows << std::exchange(row, {});
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i), next = i + 1 < text.size() ? text.at(i + 1) : QChar();
        if (quoted) {
            if (c == u'"' && next == u'"')
                cell += text.at(++i);
            else if (c == u'"')
                quoted = false;
            else
                cell += c;
        } else if (c == u'"' && cell.isEmpty()) {
            quoted = true;
        } else if (c == u'\t') {
            row << std::exchange(cell, {});
        } else if (c == u'\n' || (c == u'\r' && next != u'\n')) {
            endRow();
        } else if (c != u'\r') {
            cell += c;
        }
    }
    if (!cell.isEmpty() || !row.isEmpty())
        endRow();
    return rows;
}

namespace {

/// The JSON a row would have come as, so that numbers stay bare and everything else is quoted.
QByteArray jsonValue(const TableColumn& column, const CellValue& value)
{
    if (!value.isText())
        return QByteArrayLiteral("null");
    const bool bare = column.isBoolean() || (column.isJson() && cellFault(column, value).isEmpty());
    if (bare)
        return value.text.toUtf8();
    const QByteArray list = QJsonDocument(QJsonArray{value.text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

} // namespace

QByteArray tableText(const TableModel& model, const QList<int>& rows, const QList<int>& columns, ResultFormat format)
{
    QByteArray json = "[";
    ResultTextOptions options;
    options.table = model.shape().name;
    options.header = rows.size() > 1 || columns.size() > 1;
    for (const int row : rows) {
        json += json.size() > 1 ? ",{" : "{";
        for (qsizetype i = 0; i < columns.size(); ++i) {
            const TableColumn& column = model.shape().columns.at(columns.at(i));
            const QByteArray name = QJsonDocument(QJsonArray{column.name}).toJson(QJsonDocument::Compact);
            json += (i > 0 ? "," : "") + name.mid(1, name.size() - 2) + ':' + jsonValue(column, model.value(row, columns.at(i)));
            options.types.insert(column.name, column.type);
        }
        json += '}';
    }
    const auto set = ResultSet::parse(json + ']');
    return set.ok() ? resultText(*set.value(), format, options) : QByteArray();
}

} // namespace run402
