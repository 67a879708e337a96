// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/startercode.h"

namespace run402 {

QString starterCode(const QUrl& base, const QString& anonKey, const Schema& schema)
{
    const QString table = schema.tables.isEmpty() ? QStringLiteral("items") : schema.tables.first().name;
    return QStringLiteral("const API = '%1';\n"
                          "const ANON_KEY = '%2'; // safe in a browser\n"
                          "\n"
                          "const rows = await fetch(`${API}/rest/v1/%3?limit=20`, {\n"
                          "  headers: { apikey: ANON_KEY },\n"
                          "}).then((r) => r.json());\n")
        .arg(base.toString(QUrl::StripTrailingSlash), anonKey, QString::fromLatin1(QUrl::toPercentEncoding(table)));
}

} // namespace run402
