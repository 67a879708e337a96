// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace run402 {

/// A column's default as a person reads it.
struct ColumnDefault
{
    enum class Kind {
        None,
        Literal,    ///< `text` is the value itself: draft
        Null,
        Expression, ///< `text` is SQL that is worked out for each row: now()
    };
    Kind kind = Kind::None;
    QString text;
    QString type; ///< of a literal, where the default names it: "text"
};

/// Reads what pg_get_expr() prints: `'draft'::text`, `'it''s'::character varying`, `'-1'::integer`, `1.50`, `(-1)`,
/// `true`, `NULL::text`. Everything that is not one constant is an expression. Thread: any. Never fails.
ColumnDefault readDefault(const QString& sql);

} // namespace run402
