// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonValue>
#include <QString>

namespace run402 {

/// Any JSON value as text and back. QJsonDocument knows objects and arrays only, hence the list around it.
inline QString toJsonText(const QJsonValue& value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

inline QJsonValue fromJsonText(const QString& text)
{
    return QJsonDocument::fromJson(QByteArray("[" + text.toUtf8() + "]")).array().at(0);
}

} // namespace run402
