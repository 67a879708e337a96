// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "models/result.h"

#include <QList>
#include <QMap>
#include <QString>

namespace run402 {

/// A `$1` of a statement. The service takes only a text of SQL, so values go into it as literals.
struct SqlParameter
{
    int number = 0;
    QString type;   ///< of the column it is compared with or written to, short name ("int8"); empty = not known
    QString column; ///< that column's name; empty = none
};

/// What a person gave for one.
struct SqlParameterValue
{
    bool null = false;
    QString text;
    QString type; ///< cast to this; empty = PostgreSQL decides, as it does for a parameter
};

/// The parameters of a statement in the order of their numbers, each once; `$1` in strings, comments and dollar quotes is
/// text. Empty also where the text is malformed. Thread: any. Linear.
QList<SqlParameter> parametersOf(const QString& sql, const Schema& schema);

/// The statement with a literal, `('text'::type)` or `(NULL::type)`, in place of each parameter. The words the service refuses
/// are written so that it does not find them (literal.h). Errors: sql.value_missing, sql.value_unstorable (NUL, half a
/// surrogate pair), sql.type_malformed. Thread: any.
Result<QString> withParameters(const QString& sql, const QMap<int, SqlParameterValue>& values);

/// Names offered for a parameter's type.
const QStringList& parameterTypes();
/// Is it the name of one type and nothing else ("numeric(10,2)", "text[]")? PostgreSQL's parser decides.
bool isTypeName(const QString& name);

} // namespace run402
