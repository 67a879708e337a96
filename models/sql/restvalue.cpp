// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a statement as REST takes them: where SQL and PostgREST read one alike.
#include "models/sql/restwhere.h"

#include "models/item/resulttext.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QRegularExpression>

namespace run402 {

using L1 = QLatin1StringView;
using Kind = RestScope::Value::Kind;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("run402::RestForm", text);
}

bool isTextType(const QString& type)
{
    return type == L1("text") || type == L1("varchar");
}

/// Numbers a JavaScript reader writes again as they were (contract.md §3.8: the service parses a body and writes it anew).
bool survivesRewriting(const QString& json)
{
    static const QRegularExpression strings(QStringLiteral("\"(?:[^\"\\\\]|\\\\.)*\"")), token(QStringLiteral("[-+0-9.eE]*[0-9][-+0-9.eE]*"));
    static const QRegularExpression kept(QStringLiteral("^(0|-?[1-9][0-9]{0,14}|-?(0|[1-9][0-9]{0,7})\\.[0-9]{0,5}[1-9])$"));
    QString bare = json;
    bare.replace(strings, QStringLiteral("\"\""));
    for (auto it = token.globalMatch(bare); it.hasNext();) {
        if (!kept.match(it.next().captured()).hasMatch())
            return false;
    }
    return true;
}

QByteArray jsonString(const QString& text)
{
    const QByteArray wrapped = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return wrapped.mid(1, wrapped.size() - 2);
}

/// One type for another: the same, or an integer in a wider column.
bool sameReading(const QString& cast, const QString& type)
{
    static const QStringList integers{QStringLiteral("int2"), QStringLiteral("int4"), QStringLiteral("int8")};
    return cast == type || (isTextType(cast) && isTextType(type)) || (cast == L1("bpchar") && type == L1("char"))
        || (integers.contains(cast) && integers.indexOf(cast) <= integers.indexOf(type));
}

} // namespace

/// libpg_query 15 writes no negative integers into its JSON: they stand there as if they were 0, and are read from the text.
std::optional<qint64> RestScope::integerAt(qsizetype byte, qint64 told) const
{
    static const QRegularExpression number(QStringLiteral("^(-?)\\s*([0-9]+)"));
    const auto match = number.match(QString::fromUtf8(m_text.mid(byte, 200)));
    const qint64 read = (match.captured(1) + match.captured(2)).toLongLong();
    return match.hasMatch() && (told == read || (told == 0 && read < 0)) ? std::optional(read) : std::nullopt;
}

std::optional<RestScope::Value> RestScope::value(const QJsonObject& node)
{
    if (const auto cast = pgNode(node, L1("TypeCast"))) {
        const auto type = typeName(cast->value(L1("typeName")).toObject());
        auto inner = type ? value(cast->value(L1("arg")).toObject()) : std::nullopt;
        if (!inner)
            return std::nullopt;
        if (!inner->type.isEmpty() || (inner->kind != Kind::Text && inner->kind != Kind::Null)) {
            refuse(pgPlace(node), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST takes a value as it is written; this one would have to be converted first.")));
            return std::nullopt;
        }
        if (inner->kind == Kind::Text)
            inner->type = *type;
        return inner;
    }
    const auto constant = pgNode(node, L1("A_Const"));
    const qsizetype at = pgPlace(node);
    Value v;
    v.byte = at;
    if (constant && constant->value(L1("isnull")).toBool())
        return v;
    if (constant && constant->contains(L1("sval"))) {
        v.kind = Kind::Text;
        v.text = constant->value(L1("sval")).toObject().value(L1("sval")).toString();
        return v;
    }
    if (constant && constant->contains(L1("ival"))) {
        const auto number = integerAt(at, constant->value(L1("ival")).toObject().value(L1("ival")).toInteger());
        if (!number) {
            refuse(at, say(QT_TRANSLATE_NOOP("run402::RestForm", "This number cannot be read here; write it as digits.")));
            return std::nullopt;
        }
        v.kind = Kind::Integer;
        v.text = QString::number(*number);
        return v;
    }
    if (constant && constant->contains(L1("boolval"))) {
        v.kind = Kind::Boolean;
        v.text = constant->value(L1("boolval")).toObject().value(L1("boolval")).toBool() ? QStringLiteral("true") : QStringLiteral("false");
        return v;
    }
    if (constant && constant->contains(L1("fval"))) {
        v.text = constant->value(L1("fval")).toObject().value(L1("fval")).toString();
        bool whole = false;
        v.text.toLongLong(&whole);
        v.kind = whole ? Kind::Integer : Kind::Decimal;
        return v;
    }
    refuse(at, pgNode(node, L1("FuncCall")) ? say(QT_TRANSLATE_NOOP("run402::RestForm", "REST takes plain values; a function cannot be called here."))
               : pgNode(node, L1("ColumnRef")) ? say(QT_TRANSLATE_NOOP("run402::RestForm", "REST takes a value here, not another column."))
               : pgNode(node, L1("SubLink")) ? say(QT_TRANSLATE_NOOP("run402::RestForm", "REST has no subqueries."))
               : pgNode(node, L1("ParamRef")) ? say(QT_TRANSLATE_NOOP("run402::RestForm", "The value is asked for when you run it."))
                                              : say(QT_TRANSLATE_NOOP("run402::RestForm", "REST takes plain values; what is computed cannot be sent.")));
    return std::nullopt;
}

/// Do SQL and REST read it alike in a column of that type?
bool RestScope::fits(const Value& v, const QString& type, bool writing)
{
    const QString quote = say(QT_TRANSLATE_NOOP("run402::RestForm", "SQL and REST may read this value differently in a column of type %1; write it in quotes."))
                              .arg(type.isEmpty() ? say(QT_TRANSLATE_NOOP("run402::RestForm", "unknown")) : type);
    bool fine = true;
    const qint64 n = v.kind == Kind::Integer ? v.text.toLongLong() : 0;
    switch (v.kind) {
    case Kind::Null: break;
    case Kind::Text: fine = v.type.isEmpty() || sameReading(v.type, type); break;
    case Kind::Boolean: fine = type == L1("bool") || (writing && isTextType(type)); break;
    case Kind::Decimal: fine = type == L1("numeric") || type == L1("float8") || (writing && type == L1("float4")); break;
    case Kind::Integer:
        fine = type == L1("numeric") || type == L1("int8") || (type == L1("int4") && n >= INT32_MIN && n <= INT32_MAX)
            || (type == L1("int2") && n >= INT16_MIN && n <= INT16_MAX) || (type == L1("float8") && qAbs(n) <= (1ll << 53))
            || (type == L1("float4") && qAbs(n) <= (1 << 24)) || (writing && isTextType(type));
        break;
    }
    return fine || refuse(v.byte, quote);
}

std::optional<QString> RestScope::compared(const Value& v, const Field& f)
{
    if (v.kind == Kind::Null) {
        refuse(v.byte, say(QT_TRANSLATE_NOOP("run402::RestForm", "Nothing is ever equal to NULL; write IS NULL.")));
        return std::nullopt;
    }
    QString type = f.known ? shortTypeName(f.known->type) : QString();
    if (!f.path.isEmpty())
        type = f.text ? QStringLiteral("text") : QStringLiteral("jsonb");
    return fits(v, type, false) ? std::optional(v.text) : std::nullopt;
}

std::optional<QByteArray> RestScope::written(const Value& v, const QString& name)
{
    if (v.kind == Kind::Null)
        return QByteArrayLiteral("null");
    const Column* known = column(name);
    if (!known) {
        refuse(v.byte, say(QT_TRANSLATE_NOOP("run402::RestForm", "%1 has no column %2 as far as is known here, so it is not known how REST would read the value.")).arg(m_name, name));
        return std::nullopt;
    }
    const QString type = shortTypeName(known->type);
    if (!fits(v, type, true))
        return std::nullopt;
    if (type == L1("json")) {
        refuse(v.byte, say(QT_TRANSLATE_NOOP("run402::RestForm", "A json column keeps its text as written, and REST writes it anew.")));
        return std::nullopt;
    }
    if (type != L1("jsonb"))
        return jsonString(v.text);
    const QByteArray wrapped = '[' + v.text.toUtf8() + ']';
    const QJsonDocument document = QJsonDocument::fromJson(wrapped);
    if (document.array().size() != 1 || document.array().first().isNull() || !survivesRewriting(v.text)) {
        refuse(v.byte, say(QT_TRANSLATE_NOOP("run402::RestForm", "REST would not keep this JSON as it is: the service writes it anew and rounds its numbers.")));
        return std::nullopt;
    }
    return v.text.toUtf8();
}

} // namespace run402
