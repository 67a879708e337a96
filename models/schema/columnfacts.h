// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace run402 {

/// What the catalogue knows about a column and the schema report leaves out: its type as PostgreSQL writes it, and who
/// fills it. Source: PostgreSQL 16, pg_attribute and pg_type.
struct ColumnFacts
{
    QString name;
    QString type;     ///< "numeric(10,2)", "text[]", "mood"
    QString bareType; ///< without its size, so that a cast to it cuts nothing: "bpchar", "numeric"
    QString arrayOf;  ///< bare type of the elements; empty = no array
    QString kind;     ///< pg_type.typcategory: "N" number, "S" text, "D" date, "B" boolean, "E" enum, "A" array, "U" other
    bool notNull = false;
    bool alwaysIdentity = false; ///< an explicit value needs OVERRIDING SYSTEM VALUE
    bool identity = false;       ///< numbered by the database
    bool generated = false;      ///< computed from other columns; no value may be given
    QString sequence;            ///< that fills it; empty = none
    QStringList labels;          ///< of an enum, or of a domain made of one, in their order
};

/// Arguments of json_build_object() that readColumnFacts() reads, over the tables of columnFactsFrom().
QString columnFactsArguments();
/// `pg_attribute a`, its type `t` and `b`, the type that domains are made of in the end (else the same as `t`).
QString columnFactsFrom();
ColumnFacts readColumnFacts(const QJsonObject& object);

} // namespace run402
