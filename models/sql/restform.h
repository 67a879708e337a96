// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace run402 {

/// A statement as the one request to /rest/v1 that does the same.
struct RestForm
{
    enum class Verb { Read, Insert, Update, Delete };
    Verb verb = Verb::Read;
    QByteArray method;
    QString table;
    QString query;  ///< percent-encoded, without "?"
    QByteArray body; ///< JSON; empty = none
    QString prefer; ///< value of the Prefer header; empty = none
    bool returnsRows = true;

    /// "GET /rest/v1/items?id=eq.5"
    QString line() const;
};

/// The request, or the place (UTF-16 units of the statement) REST has no words for and why, translated.
struct RestTranslation
{
    std::optional<RestForm> form;
    qsizetype at = 0, length = 0;
    QString reason;
};

/// Anonymous and signed-in people reach the database over REST alone: the service runs SQL as the owner only (contract.md
/// §3.5, §3.8). This says a statement in PostgREST's words (postgrest.org 12, "Tables and Views") where it has the very
/// same words: one table, columns and values. Everything else is refused, never approximated. What counts as the same:
/// a value in quotes is left to the column's type by SQL and by REST alike; a bare number or boolean is taken where the
/// column's type makes both read it alike, and the service, which writes a body's JSON anew, keeps every digit.
///
/// `statement` is one statement without a semicolon, parameters filled in. Thread: any. Linear; at most 1,000,000 units.
RestTranslation restForm(const QString& statement, const Schema& schema);

} // namespace run402
