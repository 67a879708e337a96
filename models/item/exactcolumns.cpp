// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/exactcolumns.h"

#include <QHash>
#include <QXmlStreamReader>

namespace run402 {

namespace {

/// "Na_x0020_me" → "Na me".
QString sqlName(QStringView xml)
{
    QString name;
    for (qsizetype i = 0; i < xml.size(); ++i) {
        qsizetype end = -1;
        if (xml.mid(i).startsWith(u"_x"))
            end = xml.indexOf(u'_', i + 2);
        const qsizetype digits = end - i - 2;
        bool ok = false;
        const uint code = digits == 4 || digits == 8 ? xml.mid(i + 2, digits).toUInt(&ok, 16) : 0;
        if (!ok || code == 0 || code > 0x10ffff) {
            name += xml[i];
            continue;
        }
        const char32_t letter = code;
        name += QString::fromUcs4(&letter, 1);
        i = end;
    }
    return name;
}

QString builtIn(const QString& xml)
{
    static const QHash<QString, QString> names{
        {QStringLiteral("INTEGER"), QStringLiteral("int4")},    {QStringLiteral("SMALLINT"), QStringLiteral("int2")},
        {QStringLiteral("BIGINT"), QStringLiteral("int8")},     {QStringLiteral("NUMERIC"), QStringLiteral("numeric")},
        {QStringLiteral("REAL"), QStringLiteral("float4")},     {QStringLiteral("DOUBLE"), QStringLiteral("float8")},
        {QStringLiteral("BOOLEAN"), QStringLiteral("bool")},    {QStringLiteral("DATE"), QStringLiteral("date")},
        {QStringLiteral("TIME"), QStringLiteral("time")},       {QStringLiteral("TIME_WTZ"), QStringLiteral("timetz")},
        {QStringLiteral("TIMESTAMP"), QStringLiteral("timestamp")},
        {QStringLiteral("TIMESTAMP_WTZ"), QStringLiteral("timestamptz")},
        {QStringLiteral("XML"), QStringLiteral("xml")},         {QStringLiteral("CHAR"), QStringLiteral("char")},
        {QStringLiteral("VARCHAR"), QStringLiteral("varchar")},
    };
    return names.value(xml, xml);
}

/// Periods of names are written _x002E_, so the parts can be told apart.
QString typeName(const QString& xml)
{
    const qsizetype dot = xml.lastIndexOf(u'.');
    if (dot < 0)
        return builtIn(xml);
    const QString name = sqlName(QStringView(xml).mid(dot + 1));
    return name.startsWith(u'_') && xml.startsWith(u"UDT.") ? name.mid(1) + QStringLiteral("[]") : name;
}

} // namespace

std::optional<QList<ExactColumn>> exactColumns(const QByteArray& xmlSchema)
{
    QXmlStreamReader xml(xmlSchema);
    QHash<QString, QString> below; // of domains
    QList<ExactColumn> columns;
    QString simple;
    bool inRow = false, seen = false;
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == u"complexType")
            inRow = false;
        if (token != QXmlStreamReader::StartElement)
            continue;
        const auto attribute = [&](const char* name) { return xml.attributes().value(QLatin1StringView(name)).toString(); };
        if (xml.name() == u"simpleType") {
            simple = attribute("name");
        } else if (xml.name() == u"restriction" && simple.startsWith(u"Domain.")) {
            below.insert(simple, attribute("base"));
        } else if (xml.name() == u"complexType") {
            inRow = attribute("name") == u"RowType";
            seen = seen || inRow;
        } else if (inRow && xml.name() == u"element") {
            columns.push_back({sqlName(attribute("name")), attribute("type"), {}});
        }
    }
    if (xml.hasError() || !seen)
        return std::nullopt;
    for (ExactColumn& column : columns) {
        QString base = column.type;
        for (int depth = 0; below.contains(base) && depth < 32; ++depth) // a domain may stand on a domain
            base = below.value(base);
        column.type = typeName(column.type);
        column.base = typeName(base);
    }
    return columns;
}

} // namespace run402
