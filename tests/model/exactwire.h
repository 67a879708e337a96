// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultset.h"
#include "models/item/rowscan.h"

#include <QPair>

namespace run402::test {

/// An exact answer as the service sends it, of columns {name, XML type} and printed rows "(1,x)".
inline QByteArray exactWire(const QList<QPair<const char*, const char*>>& columns, const QList<QByteArray>& records)
{
    QByteArray xml = "<xsd:schema\n    xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n<xsd:complexType name=\"RowType\">\n  <xsd:sequence>\n";
    for (const auto& [name, type] : columns)
        xml += QByteArray("    <xsd:element name=\"") + name + "\" type=\"" + type + "\" nillable=\"true\"></xsd:element>\n";
    xml += "  </xsd:sequence>\n</xsd:complexType>\n</xsd:schema>";
    const auto object = [](const QByteArray& text) {
        std::string out = "{\"_r\":";
        escapeJson(std::string_view(text.constData(), size_t(text.size())), out);
        return QByteArray::fromStdString(out) + '}';
    };
    QByteArray json = '[' + object(xml);
    for (const QByteArray& record : records)
        json += ',' + object(record);
    return json + ']';
}

inline std::shared_ptr<const ResultSet> setOf(const QByteArray& json)
{
    const auto set = ResultSet::parse(json);
    return set.ok() ? set.value() : nullptr;
}

} // namespace run402::test
