// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/appvariable.h"

#include <QRegularExpression>
#include <QSet>

#include <cmath>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestLabel = 200;
constexpr qsizetype longestHelp = 1'000;
constexpr qsizetype longestValue = 20'000;
constexpr qsizetype mostChoices = 500;

AppVariable::Type typeNamed(const QString& text, const QString& name)
{
    const QString type = text.trimmed().toLower();
    if (type == "number"_L1 || type == "integer"_L1 || type == "int"_L1 || type == "float"_L1)
        return AppVariable::Type::Number;
    if (type == "color"_L1 || type == "colour"_L1)
        return AppVariable::Type::Color;
    if (type == "email"_L1 || type == "e-mail"_L1)
        return AppVariable::Type::Email;
    if (type == "boolean"_L1 || type == "bool"_L1 || type == "checkbox"_L1)
        return AppVariable::Type::Boolean;
    if (type == "choice"_L1 || type == "select"_L1 || type == "enum"_L1)
        return AppVariable::Type::Choice;
    if (type == "secret"_L1 || type == "password"_L1)
        return AppVariable::Type::Secret;
    if (type == "textarea"_L1 || type == "multiline"_L1)
        return AppVariable::Type::LongText;
    // The public examples name a variable and nothing else ({"name":"OWNER_EMAIL"}): the name then says it.
    if (type.isEmpty() && name.endsWith("EMAIL"_L1, Qt::CaseInsensitive))
        return AppVariable::Type::Email;
    return AppVariable::Type::Text;
}

QString textOf(const QJsonObject& o, std::initializer_list<const char*> keys, qsizetype longest)
{
    for (const char* key : keys) {
        if (const QString text = o.value(QLatin1StringView(key)).toString(); !text.isEmpty())
            return text.left(longest);
    }
    return {};
}

QJsonArray choicesOf(const QJsonObject& o)
{
    QJsonArray choices;
    for (const char* key : {"choices", "options", "enum", "values"}) {
        const QJsonArray list = o.value(QLatin1StringView(key)).toArray();
        for (const QJsonValue& entry : list) {
            const QJsonValue value = entry.isObject() ? entry.toObject().value("value"_L1) : entry;
            if ((value.isString() || value.isDouble() || value.isBool()) && choices.size() < mostChoices)
                choices << value;
        }
        if (!choices.isEmpty())
            break;
    }
    return choices;
}

AppVariable variableOf(const QString& name, const QJsonObject& o)
{
    AppVariable v;
    v.name = name;
    v.label = textOf(o, {"label", "title"}, longestLabel);
    v.help = textOf(o, {"help", "description", "hint"}, longestHelp);
    v.choices = choicesOf(o);
    v.type = typeNamed(o.value("type"_L1).toString(), name);
    if (v.type == AppVariable::Type::Choice && v.choices.isEmpty())
        v.type = AppVariable::Type::Text;
    else if (v.type == AppVariable::Type::Text && !v.choices.isEmpty())
        v.type = AppVariable::Type::Choice;
    v.required = o.value("required"_L1).toBool();
    v.defaultValue = o.value("default"_L1);
    if (v.defaultValue.isNull())
        v.defaultValue = QJsonValue(QJsonValue::Undefined);
    if (const QJsonValue low = o.value("min"_L1); low.isDouble())
        v.minimum = low.toDouble();
    if (const QJsonValue high = o.value("max"_L1); high.isDouble())
        v.maximum = high.toDouble();
    if (v.label.isEmpty())
        v.label = name;
    return v;
}

} // namespace

QList<AppVariable> readVariables(const QJsonValue& value)
{
    QList<AppVariable> list;
    QSet<QString> names;
    const auto add = [&](const QString& name, const QJsonObject& o) {
        if (name.isEmpty() || name.size() > longestLabel || names.contains(name) || list.size() >= variableLimit)
            return;
        names.insert(name);
        list << variableOf(name, o);
    };
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue& entry : array) {
            if (entry.isString())
                add(entry.toString(), {});
            else if (entry.isObject())
                add(textOf(entry.toObject(), {"name", "key"}, longestLabel + 1), entry.toObject());
        }
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            add(it.key(), it->isString() ? QJsonObject{{u"type"_s, *it}} : it->toObject());
    }
    return list;
}

VariableFault checkVariable(const AppVariable& variable, const QJsonValue& value)
{
    const bool empty = value.isUndefined() || value.isNull() || (value.isString() && value.toString().trimmed().isEmpty());
    if (empty)
        return variable.required ? VariableFault::Missing : VariableFault::None;
    if (value.isString() && value.toString().size() > longestValue)
        return VariableFault::TooLong;
    static const QRegularExpression mail(u"\\A[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+\\z"_s);
    static const QRegularExpression color(u"\\A#[0-9a-fA-F]{6}\\z"_s);
    switch (variable.type) {
    case AppVariable::Type::Number:
        if (!value.isDouble() || !std::isfinite(value.toDouble()))
            return VariableFault::NotNumber;
        if (variable.minimum && value.toDouble() < *variable.minimum)
            return VariableFault::TooSmall;
        if (variable.maximum && value.toDouble() > *variable.maximum)
            return VariableFault::TooLarge;
        break;
    case AppVariable::Type::Email:
        return mail.match(value.toString()).hasMatch() ? VariableFault::None : VariableFault::NotEmail;
    case AppVariable::Type::Color:
        return color.match(value.toString()).hasMatch() ? VariableFault::None : VariableFault::NotColor;
    case AppVariable::Type::Choice:
        return variable.choices.contains(value) ? VariableFault::None : VariableFault::NotChoice;
    case AppVariable::Type::Text:
    case AppVariable::Type::LongText:
    case AppVariable::Type::Boolean:
    case AppVariable::Type::Secret: break;
    }
    return VariableFault::None;
}

QJsonObject defaultsOf(const QList<AppVariable>& variables)
{
    QJsonObject values;
    for (const AppVariable& v : variables) {
        if (!v.defaultValue.isUndefined())
            values.insert(v.name, v.defaultValue);
    }
    return values;
}

} // namespace run402
