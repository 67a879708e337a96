// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http.h"

namespace run402 {

QByteArray HttpReply::header(const char* name) const
{
    for (const auto& [key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

bool HttpReply::isJson() const
{
    const QByteArray type = header("Content-Type").toLower().split(';').constFirst().trimmed();
    return type == "application/json" || (type.startsWith("application/") && type.endsWith("+json"));
}

} // namespace run402
