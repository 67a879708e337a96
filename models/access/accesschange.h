// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/accessmatrix.h"

namespace run402 {

/// What a person wants in one cell. Level Rule takes `sql`.
struct WantedAccess
{
    AccessRole role = AccessRole::Anonymous;
    AccessCommand command = AccessCommand::Read;
    AccessLevel level = AccessLevel::None;
    QString sql;
};

/// One request to send, in order. Either SQL or a template of the rules endpoint.
struct AccessStep
{
    QString sql;          ///< one transaction; empty when this step is a template
    QString templateName;
    QString table;        ///< with templateName
    QString ownerColumn;  ///< with template user_owns_rows
};

/// Works out how to get from what is to what is wanted, touching only the commands that change.
///
/// Anonymous writes need a table privilege that only the template public_read_write hands out (the SQL endpoint
/// refuses the word), so such a change is three steps: drop the policies, send the template, replace its policies.
/// Fails: access.no_owner_column (Own without a uuid column), access.empty_rule.
Result<QList<AccessStep>> accessSteps(const TableAccess& now, const QList<WantedAccess>& wanted,
                                      const QString& ownerColumn);

/// `now` as it will be after the steps; for the matrix and for "View as".
TableAccess accessAfter(const TableAccess& now, const QList<WantedAccess>& wanted, const QString& ownerColumn);

} // namespace run402
