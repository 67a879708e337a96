// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"
#include "models/result.h"

#include <QList>
#include <QStringList>

namespace run402 {

/// Why a project cannot be published: parts of its schema that the service does not copy (contract.md §3.16), and
/// functions whose source it does not have.
struct PublishObstacle
{
    enum class Kind { Views, MaterializedViews, Triggers, Functions, Types, LostSource };
    Kind kind = Kind::Views;
    QStringList names; ///< triggers as "trigger on table"
};

/// One query over the catalogue of the project's schema; changes nothing. Read its rows with readObstacles.
/// Functions of the project, as opposed to SQL functions, live outside the schema: only the service's refusal tells of
/// a lost source.
QString preflightSql();

/// `rowsJson`: the array of {kind, name} rows. Fails: protocol.not_json.
Result<QList<PublishObstacle>> readObstacles(const QByteArray& rowsJson);

/// The same from the words of a refused publish; empty when it was refused for another reason.
QList<PublishObstacle> obstaclesOf(const Problem& refusal);

} // namespace run402
