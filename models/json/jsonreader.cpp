// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/json/jsonreader.h"

#include "models/domain/amount.h"

#include <cmath>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr double maxExact = 9007199254740992.0; // 2^53

std::optional<qint64> exactInteger(const QJsonValue& value)
{
    const double d = value.toDouble();
    if (!value.isDouble() || std::floor(d) != d || std::fabs(d) > maxExact)
        return std::nullopt;
    return value.toInteger();
}

} // namespace

JsonReader::JsonReader(QJsonObject object, QString pointer, Failure failure)
    : m_object(std::move(object)), m_pointer(std::move(pointer)), m_failure(std::move(failure))
{
}

JsonReader::JsonReader(const QJsonObject& object)
    : JsonReader(object, {}, std::make_shared<std::optional<Problem>>())
{
}

JsonReader::JsonReader(const QJsonDocument& document) : JsonReader(document.object())
{
    if (!document.isObject())
        fail("protocol.field_type", {}, "object");
}

void JsonReader::fail(const char* code, const QString& key, const char* expected) const
{
    if (failed())
        return;
    QString pointer = m_pointer;
    if (!key.isEmpty())
        pointer += u'/' + QString(key).replace(u'~', "~0"_L1).replace(u'/', "~1"_L1).left(200);
    Problem p = Problem::make(Problem::Kind::Protocol, QString::fromLatin1(code),
                              u"The answer's %1 is not %2"_s.arg(pointer.isEmpty() ? u"top level"_s : pointer,
                                                                 QString::fromLatin1(expected)));
    p.details = {{u"pointer"_s, pointer}, {u"expected"_s, QString::fromLatin1(expected)}};
    m_failure->emplace(std::move(p));
}

QJsonValue JsonReader::required(const QString& key, QJsonValue::Type type, const char* expected) const
{
    const auto it = m_object.constFind(key);
    if (it == m_object.constEnd())
        fail("protocol.field_missing", key, expected);
    else if (it->type() != type)
        fail("protocol.field_type", key, expected);
    else
        return *it;
    return {};
}

bool JsonReader::has(const char* key) const
{
    const QJsonValue v = value(key);
    return !v.isUndefined() && !v.isNull();
}

QString JsonReader::text(const char* key) const
{
    return required(QString::fromLatin1(key), QJsonValue::String, "string").toString();
}

QString JsonReader::textOr(const char* key, const QString& fallback) const
{
    return has(key) ? text(key) : fallback;
}

std::optional<QString> JsonReader::nullableText(const char* key) const
{
    if (value(key).isNull())
        return std::nullopt;
    return text(key);
}

qint64 JsonReader::integer(const char* key) const
{
    const QJsonValue v = required(QString::fromLatin1(key), QJsonValue::Double, "integer");
    const auto number = exactInteger(v);
    if (!number)
        fail("protocol.field_type", QString::fromLatin1(key), "integer");
    return number.value_or(0);
}

qint64 JsonReader::integerOr(const char* key, qint64 fallback) const
{
    return has(key) ? integer(key) : fallback;
}

bool JsonReader::boolean(const char* key) const
{
    return required(QString::fromLatin1(key), QJsonValue::Bool, "boolean").toBool();
}

bool JsonReader::booleanOr(const char* key, bool fallback) const
{
    return has(key) ? boolean(key) : fallback;
}

QDateTime JsonReader::time(const char* key) const
{
    const QDateTime t = QDateTime::fromString(text(key), Qt::ISODateWithMs);
    if (!t.isValid())
        fail("protocol.field_type", QString::fromLatin1(key), "time");
    return t.toUTC();
}

QDateTime JsonReader::timeOr(const char* key) const
{
    return has(key) ? time(key) : QDateTime();
}

qint64 JsonReader::priceMicros(const char* key) const
{
    const QString shown = text(key);
    const Result<Amount> amount = Amount::parse(shown);
    if (!amount.ok() || !shown.startsWith(u'$')) {
        fail("protocol.field_type", QString::fromLatin1(key), "price");
        return 0;
    }
    return amount->micros();
}

JsonReader JsonReader::object(const QString& key) const
{
    const QJsonObject child = required(key, QJsonValue::Object, "object").toObject();
    return JsonReader(child, m_pointer + u'/' + key, m_failure);
}

JsonReader JsonReader::object(const char* key) const
{
    return object(QString::fromLatin1(key));
}

void JsonReader::objects(const char* key, const std::function<void(const JsonReader&)>& each) const
{
    const QString name = QString::fromLatin1(key);
    const QJsonArray array = required(name, QJsonValue::Array, "array").toArray();
    for (qsizetype i = 0; i < array.size() && !failed(); ++i) {
        const QString pointer = u"%1/%2/%3"_s.arg(m_pointer, name).arg(i);
        const JsonReader item(array.at(i).toObject(), pointer, m_failure);
        if (!array.at(i).isObject())
            item.fail("protocol.field_type", {}, "object");
        else
            each(item);
    }
}

} // namespace run402
