// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace run402 {

/// The parts of restform.h below a statement: columns, values and conditions of one table, from libpg_query's parse tree
/// (PostgreSQL 15, nodes/parsenodes.h). Everything that answers with nullopt or false left a reason in fault().
/// Thread: one at a time.
class RestScope
{
public:
    struct Fault { qsizetype byte = -1; QString word; QString reason; }; ///< byte of the UTF-8 text, or a word to look for
    /// A column, maybe with a JSON path: `data->'a'->>'b'`.
    struct Field
    {
        QString column{};
        QString path{}; ///< "->a->>b"; empty = the column itself
        QString last{}; ///< last key, PostgREST's name for it
        const Column* known = nullptr;
        bool text = false; ///< ends in ->>
        QString rest() const; ///< as PostgREST writes it
        bool isPlain() const;
    };
    struct Value
    {
        enum class Kind { Text, Integer, Decimal, Boolean, Null };
        Kind kind = Kind::Null;
        QString text;
        QString type; ///< short name, where it was cast to one
        qsizetype byte = -1;
    };

    RestScope(const QByteArray& text, const Schema& schema, const QJsonObject& relation);

    /// Is it a table this can be said of? False leaves a fault.
    bool opened() const { return m_opened; }
    const QString& tableName() const { return m_name; }
    const Table* table() const { return m_table; }
    const Fault& fault() const { return m_fault; }
    bool refuse(qsizetype byte, const QString& reason);
    bool refuseAt(const QString& word, const QString& reason);

    std::optional<Field> field(const QJsonObject& node);
    const Column* column(const QString& name) const;
    std::optional<Value> value(const QJsonObject& node);
    /// The value as text both sides read alike when it is compared with that column.
    std::optional<QString> compared(const Value& value, const Field& field);
    /// The value as JSON of a body, written to that column.
    std::optional<QByteArray> written(const Value& value, const QString& column);
    /// "a=eq.1&or=(…)", percent-encoded; empty = all rows.
    std::optional<QString> where(const QJsonObject& node);
    /// The last part of a type's name, when it is nothing but a name.
    std::optional<QString> typeName(const QJsonObject& node);

private:
    struct Condition
    {
        bool isGroup = false, isOr = false, negated = false;
        Field field{};
        QString op{};        ///< "eq", "is", …
        QString operand{};
        bool asWritten = false; ///< the operand is a word or a list
        QList<Condition> children{};
        QString inGroup() const;
        QString alone() const; ///< behind "name="
        QString key() const;
    };
    using MaybeCondition = std::optional<Condition>;

    MaybeCondition condition(const QJsonObject& node);
    MaybeCondition boolean(const QJsonObject& node);
    MaybeCondition expression(const QJsonObject& node);
    MaybeCondition comparison(const QJsonObject& node, const QString& name);
    MaybeCondition compare(const QString& op, const Field& field, const QJsonObject& operand);
    MaybeCondition in(const QJsonObject& node, const Field& field, bool negated);
    MaybeCondition between(const QJsonObject& node, const Field& field, bool negated);
    MaybeCondition pattern(const QString& op, bool negated, const Field& field, const QJsonObject& operand);
    static Condition group(bool isOr, QList<Condition> children);
    bool fits(const Value& value, const QString& type, bool writing);

    std::optional<qint64> integerAt(qsizetype byte, qint64 told) const;

    QByteArray m_text; ///< UTF-8
    QString m_name, m_alias;
    const Table* m_table = nullptr;
    bool m_opened = false;
    Fault m_fault;
};

/// The node inside {"Kind": {…}} if it is that kind.
std::optional<QJsonObject> pgNode(const QJsonValue& value, QLatin1StringView kind);
/// Where a node begins, in bytes: its own location, or its parts'. -1 = not told.
qsizetype pgPlace(const QJsonValue& value);
/// A name in a query: quoted where it is not letters, digits and underscores.
QString restName(const QString& name);
QString restEncoded(const QString& text);

} // namespace run402
