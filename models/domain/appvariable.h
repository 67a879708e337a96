// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <optional>

namespace run402 {

/// A value an app asks for when it is set up: one of a published app's `bootstrap_variables`, or of a starter.
struct AppVariable
{
    enum class Type { Text, LongText, Number, Color, Email, Boolean, Choice, Secret };

    QString name;  ///< key of the bootstrap call
    QString label; ///< for people; the name when nothing better is known
    QString help;
    Type type = Type::Text;
    bool required = false;
    QJsonValue defaultValue; ///< Undefined = none
    QJsonArray choices;      ///< for Choice, as sent: numbers stay numbers
    std::optional<double> minimum, maximum;
};

/// What is wrong with a value, in the order it is looked for.
enum class VariableFault { None, Missing, NotNumber, TooSmall, TooLarge, NotEmail, NotColor, NotChoice, TooLong };

VariableFault checkVariable(const AppVariable& variable, const QJsonValue& value);

/// Reads the list in any shape seen so far: null, an array of objects (`name` or `key`, `type`, `required`, …) or of
/// bare names, or an object of name → type or name → object. What cannot be understood is left out, unknown types
/// are text, a name comes once, at most `variableLimit` are kept. Never fails.
inline constexpr int variableLimit = 200;
QList<AppVariable> readVariables(const QJsonValue& value);

/// The values as one object: what is undefined is left out.
QJsonObject defaultsOf(const QList<AppVariable>& variables);

} // namespace run402
